"""The record is proved whole, or its first broken entry named."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from readiness.domain.values.identity import KEY_LIMIT, OrganisationId, slug_from, unused
from readiness.domain.values.record import Broken, Witness, fingerprint, read_fingerprint
from readiness.domain.values.record import verify as verify_chain
from readiness.domain.values.refusal import OperatorRefusal, Refusal
from readiness.domain.values.refusals import NotFound
from readiness.usecases.frame.ports import Storage, UnitOfWork
from readiness.usecases.frame.tenancy import organisation_named

ORGANISATION, ABSORBED = "organisation", "absorbed"
UNREADABLE = "this entry or a later one cannot be read"


class BadFingerprint(Refusal):
    """`{text}` is no fingerprint; one looks like `churn-model#41:9f3a1c2be0417d88`."""

    code = "bad-fingerprint"


class OtherRecord(Refusal):
    """The fingerprint is one of `{other}`, not of `{initiative}`. Leave the initiative out to check every record."""

    code = "other-record"


class RecordBroken(OperatorRefusal):
    """The record `{name}` in that copy is broken at entry {sequence}: {reason}. Nothing was changed."""

    code = "record-broken"


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
    """The verification of one initiative's record, or of every record of the organisation and of those it absorbed.

    Raises `NotFound`, `BadFingerprint` and `OtherRecord`. A witnessed record that is not there at all is a broken one.
    """
    witnesses = [_witness(text) for text in fingerprints]
    others = [witness.slug for witness in witnesses if slug and witness.slug != slug]
    if others:
        raise OtherRecord(other=others[0], initiative=slug)
    own = await organisation_named(storage, organisation)
    async with storage.read(own) as uow:
        chains = await _chains(uow, own, slug)
        found = [await _verify(uow, name, chain, witnesses) for name, chain in chains.items()]
    names = {one.name for one in found}
    for absorbed, called in () if slug else await storage.absorbed(own):
        name = unused(f"{ABSORBED}-{slug_from(called)}"[:KEY_LIMIT], names)
        names.add(name)
        async with storage.read(absorbed) as uow:
            found.append(await _verify(uow, name, absorbed, witnesses))
    return (*found, *(_missing(witness) for witness in witnesses if witness.slug not in names))


async def require_whole(storage: Storage) -> int:
    """How many entries the records of all organisations have.

    Raises `RecordBroken` for the first that fails, and what the storage raises for an initiative that cannot be read.
    """
    entries = 0
    for organisation, _ in await storage.organisations():
        async with storage.read(organisation) as uow:
            for line in await uow.initiatives.lines():
                await uow.initiatives.get(line.id)
        for found in await verify(storage, organisation, ""):
            if found.broken is not None:
                raise RecordBroken(name=found.name, sequence=found.broken.sequence, reason=found.broken.reason)
            entries += found.entries
    return entries


async def _chains(uow: UnitOfWork, own: OrganisationId, slug: str) -> Mapping[str, str]:
    """The chain of that initiative, or all of the organisation, by the name in their fingerprints."""
    lines = {line.slug: line.id for line in await uow.initiatives.lines()}
    if not slug:
        return {ORGANISATION: own, **lines}
    if slug not in lines:
        raise NotFound(initiative=slug)
    return {slug: lines[slug]}


async def _verify(uow: UnitOfWork, name: str, chain: str, witnesses: Iterable[Witness]) -> Verification:
    head = await uow.record.head(chain)
    seen = [witness for witness in witnesses if witness.slug == name]
    try:
        entries = await uow.record.entries(chain)
        broken = verify_chain(chain, entries, await uow.record.texts(chain), head, seen)
    except (ValueError, TypeError, OverflowError):
        # Somebody wrote what the bot never writes, so it is not even read.
        return Verification(name, 0, fingerprint(name, head), Broken(1, UNREADABLE))
    return Verification(name, len(entries), fingerprint(name, head), broken)


def _missing(witness: Witness) -> Verification:
    reason = f"entry {witness.sequence} was witnessed and the whole record is missing"
    return Verification(witness.slug, 0, "", Broken(1, reason))


def _witness(text: str) -> Witness:
    witness = read_fingerprint(text)
    if witness is None:
        raise BadFingerprint(text=text)
    return witness
