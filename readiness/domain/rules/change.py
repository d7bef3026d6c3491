"""The frame of every rule: who acts when, and what comes of it."""

from collections.abc import Iterable
from datetime import date, datetime

from readiness.domain.rights.permissions import Action, require
from readiness.domain.rights.signing import can_act
from readiness.domain.values.fact import Fact
from readiness.domain.values.gate import Gate
from readiness.domain.values.identity import PersonId
from readiness.domain.values.initiative import Initiative, Life
from readiness.domain.values.organisation import Organisation
from readiness.domain.values.person import Person
from readiness.domain.values.refusals import (
    BadText,
    Cancelled,
    DateTooFar,
    NotActive,
    NotAMember,
    NotFound,
    ReasonMissing,
)
from readiness.domain.values.value import value

TEXT_LIMIT = 3000

YEARS = 20
"""How far from today a day may be that somebody names: beyond, the year is mistyped."""


@value(frozen=True, slots=True)
class Act:
    """Somebody does something: the actor, the instant (UTC) and the organisation as it is."""

    actor: Person
    at: datetime
    organisation: Organisation

    @property
    def today(self) -> date:
        """The organisation's local date."""
        return self.organisation.calendar.local_date(self.at)


@value(frozen=True, slots=True)
class Change:
    """The new value and the facts that happened, oldest first; no facts when nothing changed."""

    initiative: Initiative
    facts: tuple[Fact, ...] = ()

    def then(self, other: "Change") -> "Change":
        """`other`, which was made from this change's initiative, with this one's facts before its own."""
        return Change(other.initiative, self.facts + other.facts)


def changed_gate(initiative: Initiative, gate: Gate, *facts: Fact) -> Change:
    """The change that replaces one gate."""
    return Change(initiative.with_gate(gate), facts)


def gate_of(initiative: Initiative, key: str) -> Gate:
    """The gate with that key; raises `NotFound`."""
    gate = initiative.gates.get(key)
    if gate is None:
        raise NotFound(gate=key, known=tuple(initiative.gates))
    return gate


def allow(action: Action, act: Act, initiative: Initiative, gate: Gate | None) -> None:
    """Check the right first and then that the initiative is active; raises `NotAllowed` or `NotActive`."""
    require(action, act.actor, act.organisation, initiative, gate)
    must_be_active(initiative)


def must_be_active(initiative: Initiative) -> None:
    """Refuse to change what is paused or cancelled; raises `NotActive`."""
    if initiative.standing is Life.CANCELLED:
        raise Cancelled(life=str(initiative.standing))
    if initiative.standing is Life.PAUSED:
        raise NotActive(life=str(initiative.standing))


def must_be_near(day: date, today: date) -> None:
    """Refuse a day that nobody can mean; raises `DateTooFar`."""
    if abs(day.year - today.year) > YEARS:
        raise DateTooFar(day=day.isoformat(), years=YEARS, this_year=today.year)


def must_be_member(organisation: Organisation, person: PersonId) -> None:
    """Refuse to ask somebody who cannot act, which auditors cannot either; raises `NotAMember`."""
    if not can_act(person, organisation):
        raise NotAMember(person=person)


def must_be_known(organisation: Organisation, person: PersonId) -> None:
    """Refuse to name somebody who is no active member; raises `NotAMember`."""
    if not organisation.is_member(person):
        raise NotAMember(person=person)


def reason(text: str) -> str:
    """The reason without surrounding space; raises `ReasonMissing` without one, `BadText` if it is too long."""
    stripped = limited(text, "the reason")
    if not stripped:
        raise ReasonMissing
    return stripped


def limited(text: str, what: str, limit: int = TEXT_LIMIT) -> str:
    """`text` without surrounding space and what no database keeps; raises `BadText` beyond `limit` characters.

    Left out are NUL, which PostgreSQL refuses, and lone surrogates, which are not Unicode text.
    """
    stripped = text.encode("utf-8", "ignore").decode().replace("\0", "").strip()
    if len(stripped) > limit:
        raise BadText(what=what[:1].upper() + what[1:], length=len(stripped), limit=limit)
    return stripped


def texts(**given: str) -> dict[str, str]:
    """The free texts of a fact, without the empty ones."""
    return {name: text for name, text in given.items() if text}


def merge(changes: Iterable[Change], start: Initiative) -> Change:
    """All facts of successive changes with the last one's initiative, or `start` where there were none."""
    merged = Change(start)
    for change in changes:
        merged = merged.then(change)
    return merged
