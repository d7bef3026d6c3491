"""The record is proved whole, or its first broken entry named."""

from collections.abc import Iterable
from dataclasses import dataclass

from readiness.domain.record import Broken, Witness, fingerprint, read_fingerprint
from readiness.domain.record import verify as verify_chain
from readiness.domain.refusal import Refusal
from readiness.domain.refusals import NotFound
from readiness.usecases.ports import Storage, UnitOfWork
from readiness.usecases.tenancy import organisation_named

ORGANISATION = "organisation"


class BadFingerprint(Refusal):
    """`{text}` is no fingerprint; one looks like `churn-model#41:9f3a1c2be0417d88`."""

    code = "bad-fingerprint"


@dataclass(frozen=True, slots=True)
class Verification:
    """What came of one chain: its name, how many entries it has, its fingerprint, and what is broken, if anything."""

    name: str
    entries: int
    fingerprint: str
    broken: Broken | None


async def verify(
    storage: Storage, organisation: str, slug: str, fingerprints: Iterable[str] = ()
) -> tuple[Verification, ...]:
    """The verification of one initiative's record, or of every record of the organisation."""
    witnesses = [_witness(text) for text in fingerprints]
    async with storage.read(await organisation_named(storage, organisation)) as uow:
        if slug:
            initiative = await uow.initiatives.by_slug(slug)
            if initiative is None:
                raise NotFound(initiative=slug)
            return (await _verify(uow, initiative.slug, initiative.id, witnesses),)
        own = (await uow.organisations.get()).id
        found = [await _verify(uow, ORGANISATION, own, witnesses)]
        found += [await _verify(uow, line.slug, line.id, witnesses) for line in await uow.initiatives.lines()]
        return tuple(found)


async def _verify(uow: UnitOfWork, name: str, chain: str, witnesses: Iterable[Witness]) -> Verification:
    head = await uow.record.head(chain)
    entries = await uow.record.entries(chain)
    seen = [witness for witness in witnesses if witness.slug == name]
    broken = verify_chain(chain, entries, await uow.record.texts(chain), head, seen)
    return Verification(name, len(entries), fingerprint(name, head), broken)


def _witness(text: str) -> Witness:
    witness = read_fingerprint(text)
    if witness is None:
        raise BadFingerprint(text=text)
    return witness
