"""Every version of a contract there ever was, read from the record of its initiative."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from readiness.domain.values.fact import ON_BEHALF_OF, FactKind, Scalar
from readiness.domain.values.identity import PersonId
from readiness.domain.values.record import Entry, SaltedText
from readiness.domain.values.value import value


@value(frozen=True, slots=True)
class Answered:
    """One answer to a version, in the order of the record; `reason` is None for a signature, and once it was erased."""

    person: PersonId
    parties: tuple[str, ...]
    at: datetime
    refused: bool = False
    reason: str | None = None
    on_behalf_of: PersonId | None = None


@value(frozen=True, slots=True, kw_only=True)
class Edition:
    """What became of one version. `changed` gives the keys of what ended it, by what the record calls it."""

    number: int
    opened_by: PersonId
    opened_at: datetime
    answers: tuple[Answered, ...] = ()
    concluded_at: datetime | None = None
    changed_at: datetime | None = None
    changed: Mapping[str, tuple[str, ...]] | None = None


def editions(entries: Iterable[Entry], texts: Mapping[tuple[int, str], SaltedText]) -> tuple[Edition, ...]:
    """The versions that the entries tell of, oldest first; `texts` are those beside the chain."""
    found: dict[int, Edition] = {}
    for entry in entries:
        number = entry.data.get("version")
        if entry.kind == FactKind.CONTRACT_OPENED and isinstance(number, int):
            found[number] = Edition(number=number, opened_by=PersonId(entry.actor or ""), opened_at=entry.at)
        elif entry.kind in _TELLS and isinstance(number, int) and number in found:
            found[number] = _after(found[number], entry, texts)
    return tuple(found.values())


_TELLS = frozenset(
    {
        FactKind.CONTRACT_SIGNED,
        FactKind.CONTRACT_REFUSED,
        FactKind.CONTRACT_CONCLUDED,
        FactKind.CONTRACT_CHANGED,
    }
)


def _after(edition: Edition, entry: Entry, texts: Mapping[tuple[int, str], SaltedText]) -> Edition:
    match entry.kind:
        case FactKind.CONTRACT_CONCLUDED:
            return replace(edition, concluded_at=entry.at)
        case FactKind.CONTRACT_CHANGED:
            changed = {name: _keys(keys) for name, keys in entry.data.items() if isinstance(keys, list)}
            return replace(edition, changed_at=entry.at, changed=changed)
        case _:
            said = texts.get((entry.sequence, "reason"))
            answer = Answered(
                PersonId(entry.actor or ""),
                _keys(entry.data.get("parties")),
                entry.at,
                refused=entry.kind == FactKind.CONTRACT_REFUSED,
                reason=said.text if said else None,
                on_behalf_of=_person(entry.data.get(ON_BEHALF_OF)),
            )
            return replace(edition, answers=(*edition.answers, answer))


def _keys(scalar: Scalar) -> tuple[str, ...]:
    return tuple(scalar) if isinstance(scalar, list) else ()


def _person(value: Scalar) -> PersonId | None:
    return PersonId(value) if isinstance(value, str) else None
