"""The weekly message about stalls, for one channel or for leadership across initiatives."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from heapq import nsmallest
from typing import Protocol

from readiness.domain.readings.burndown import WEEK, Burndown, burndown
from readiness.domain.readings.cost import cost_so_far, total
from readiness.domain.readings.escalation import escalation
from readiness.domain.readings.stall import Stall, Survey, fix_first, survey, undated_gates
from readiness.domain.readings.waits import Circle, circles
from readiness.domain.values.contract import Contract, Violation
from readiness.domain.values.fact import FactKind, Scalar
from readiness.domain.values.gate import Gate, Progress
from readiness.domain.values.guard import Guard, unguarded
from readiness.domain.values.identity import InitiativeId, PersonId
from readiness.domain.values.initiative import Initiative, Life, Money
from readiness.domain.values.milestone import MODEL_COMPLETE
from readiness.domain.values.organisation import Organisation
from readiness.domain.values.ownership import Ownership
from readiness.domain.values.record import fingerprint
from readiness.domain.values.value import value


class Happening(Protocol):
    """What a move is read from: an entry of the record has all of it."""

    @property
    def kind(self) -> str:
        """The kind of fact, as in `FactKind`."""

    @property
    def gate(self) -> str | None:
        """The gate's key, None for the handoff as a whole."""

    @property
    def at(self) -> datetime:
        """When it happened."""

    @property
    def data(self) -> Mapping[str, Scalar]:
        """The fact's data; `person` is who accepted, claimed or handed back, `to` who got it back."""


class MoveKind(StrEnum):
    """How something moved, in the order in which it is told."""

    SIGNED_OFF = "signed-off"
    NOT_APPLICABLE = "not-applicable"
    WAIVED = "waived"
    HANDED_OVER = "handed-over"
    ACCEPTED = "accepted"
    HANDED_BACK = "handed-back"
    REOPENED = "reopened"


@value(frozen=True, slots=True)
class Move:
    """Gates that moved alike in the last seven days; a gate None is the handoff.

    `giver` and `taker` are set for `HANDED_OVER`, `taker` for `ACCEPTED`, `giver` for `HANDED_BACK` to nobody.
    """

    kind: MoveKind
    gates: tuple[str | None, ...]
    giver: PersonId | None = None
    taker: PersonId | None = None


@value(frozen=True, slots=True)
class NextDate:
    """A local date ahead: of a milestone, or on which an open gate is due; one of the two keys is None."""

    day: date
    milestone: str | None = None
    gate: str | None = None


@value(frozen=True, slots=True)
class DigestLimits:
    """How much is shown; the rest is counted."""

    initiatives: int = 10
    stalls: int = 3
    dates: int = 3


@value(frozen=True, slots=True, kw_only=True)
class InitiativeDigest:
    """One initiative in a digest.

    `model_complete` is the actual date of model complete, else the planned one; `is_complete` tells which. `days` are
    the calendar days since the actual date, or until the planned one (negative once it has passed). `stalls` are the
    first ones, `more_stalls` counts the rest.
    `fix_first` is the stall to solve first with the number of gates that wait for it. `undated` are gates that no date
    depends on. `fingerprint` is the record's, so that the channel witnesses it. `circles` are gates that wait for each
    other. `nobodys` are the gates of those shown (None the handoff) about which nobody is left to tell.
    """

    id: InitiativeId
    slug: str
    name: str
    model_complete: date | None
    is_complete: bool
    days: int | None
    burndown: Burndown
    cost: Money | None
    stalls: tuple[Stall, ...]
    more_stalls: int
    fix_first: tuple[Stall, int] | None
    moves: tuple[Move, ...]
    next_dates: tuple[NextDate, ...]
    undated: tuple[str, ...]
    fingerprint: str
    circles: tuple[Circle, ...] = ()
    nobodys: frozenset[str | None] = frozenset()
    contract: Contract = field(default_factory=Contract)
    violations: tuple[Violation, ...] = ()

    @property
    def stall_count(self) -> int:
        """How many stalls there are, shown or not."""
        return len(self.stalls) + self.more_stalls


@value(frozen=True, slots=True)
class Digest:
    """What one channel is told on the local date `day`.

    `initiatives` are those shown, the costliest and longest standing first; `more_initiatives`, `stalls` and `costs`
    (one sum per currency) count all active ones, and `without_value` those whose value per week is not set. `missing`
    ones are active too, and nothing can be told of them: what is stored of them cannot be read.
    """

    day: date
    initiatives: tuple[InitiativeDigest, ...]
    more_initiatives: int
    stalls: int
    costs: tuple[Money, ...]
    without_value: int
    missing: int = 0

    @property
    def is_quiet(self) -> bool:
        """Whether nothing stands still: then one line with what moved and the next dates is all (rules.md)."""
        return self.stalls == 0

    @property
    def initiative_count(self) -> int:
        """How many active initiatives there are, shown or not."""
        return len(self.initiatives) + self.more_initiatives


def digest(
    initiatives: Iterable[Initiative],
    organisation: Organisation,
    moves_by_initiative: Mapping[InitiativeId, Iterable[Happening]],
    now: datetime,
    limits: DigestLimits = DigestLimits(),
    guard: Guard = unguarded,
) -> Digest | None:
    """Find what to tell at `now`; None when no initiative is active: then nothing is sent (rules.md, "What is posted").

    `moves_by_initiative` gives what the record says of the last seven days or more; what is older is passed over. The
    initiatives are read one after the other and only those that may be shown are kept, whatever their number. Each is
    looked at inside of `guard`.
    """
    tallied = _Tally(limits.initiatives)
    for initiative in initiatives:
        with guard(initiative.slug):
            if initiative.life is Life.ACTIVE:
                happened = moves_by_initiative.get(initiative.id, ())
                tallied.add(_of_initiative(initiative, organisation, happened, now, limits))
    if tallied.count == 0:
        return None
    shown = tallied.shown()
    return Digest(
        day=organisation.calendar.local_date(now),
        initiatives=shown,
        more_initiatives=tallied.count - len(shown),
        stalls=tallied.stalls,
        costs=tuple(tallied.costs.values()),
        without_value=tallied.without_value,
    )


def moves(initiative: Initiative, happened: Iterable[Happening], now: datetime) -> tuple[Move, ...]:
    """What moved in the seven days before `now`, like moves together.

    Whether a gate came to count or no longer does is read from the time it was settled, then against now; who took over
    from whom is the last such entry for the gate. What went back and forth within the week has not moved.
    """
    found: dict[tuple[MoveKind, PersonId | None, PersonId | None], list[str | None]] = {}
    for gate in initiative.gates.values():
        kind = _settled_or_reopened(gate, now)
        if kind is not None:
            found.setdefault((kind, None, None), []).append(gate.key)
    for key, entry in _last_changes_of_hands(happened, now).items():
        if key is None or key in initiative.gates:
            ownership = initiative.handoff if key is None else initiative.gates[key].ownership
            found.setdefault(_hands(entry, ownership), []).append(key)
    order = list(MoveKind)
    ranked = sorted(found, key=lambda group: order.index(group[0]))
    return tuple(Move(group[0], tuple(found[group]), group[1], group[2]) for group in ranked)


def _of_initiative(
    initiative: Initiative,
    organisation: Organisation,
    happened: Iterable[Happening],
    now: datetime,
    limits: DigestLimits,
) -> InitiativeDigest:
    seen = survey(initiative, organisation, now)
    milestone = initiative.milestone(MODEL_COMPLETE)
    return InitiativeDigest(
        id=initiative.id,
        slug=initiative.slug,
        name=initiative.name,
        model_complete=milestone.date,
        is_complete=milestone.actual is not None,
        days=_days(milestone.date, seen.today, is_past=milestone.actual is not None),
        burndown=burndown(initiative, organisation.calendar, now, seen.today),
        cost=cost_so_far(initiative, organisation.calendar, now, seen.today),
        stalls=seen.stalls[: limits.stalls],
        more_stalls=max(len(seen.stalls) - limits.stalls, 0),
        fix_first=fix_first(seen.stalls),
        moves=moves(initiative, happened, now),
        next_dates=_next_dates(initiative, seen, limits.dates),
        undated=undated_gates(initiative),
        fingerprint=fingerprint(initiative.slug, initiative.head),
        circles=circles(initiative, organisation, now),
        nobodys=_nobodys(seen.stalls[: limits.stalls], initiative, organisation, seen.today),
        contract=initiative.contract,
        violations=initiative.violations,
    )


def _nobodys(
    stalls: tuple[Stall, ...], initiative: Initiative, organisation: Organisation, today: date
) -> frozenset[str | None]:
    found = ((stall.gate, escalation(stall.step, initiative, organisation, today)) for stall in stalls)
    return frozenset(gate for gate, chain in found if chain is not None and chain.is_nobodys)


def _days(day: date | None, today: date, *, is_past: bool) -> int | None:
    if day is None:
        return None
    return (today - day).days if is_past else (day - today).days


def _next_dates(initiative: Initiative, seen: Survey, most: int) -> tuple[NextDate, ...]:
    """The earliest dates from today on: milestones not reached, and due dates of open gates that have one of their own.

    A gate due with its milestone would only say the same date again.
    """
    milestones = [
        NextDate(one.planned, milestone=one.key)
        for one in initiative.milestones.values()
        if one.actual is None and one.planned is not None and one.planned >= seen.today
    ]
    planned = {one.day for one in milestones}
    gates = [
        NextDate(step.due, gate=step.gate)
        for step in seen.steps.values()
        if step.due is not None and step.due >= seen.today and step.due not in planned
    ]
    return tuple(nsmallest(most, milestones + gates, key=lambda one: one.day))


@dataclass(slots=True)
class _Tally:
    """Counts all initiatives and keeps only those that may be shown, so that memory does not grow with their number."""

    most: int
    count: int = 0
    stalls: int = 0
    without_value: int = 0
    costs: dict[str, Money] = field(default_factory=dict)
    costliest: list[InitiativeDigest] = field(default_factory=list)
    longest: list[InitiativeDigest] = field(default_factory=list)

    def add(self, one: InitiativeDigest) -> None:
        """Count one initiative."""
        self.count += 1
        self.stalls += one.stall_count
        self.without_value += one.cost is None
        self.costs = total([*self.costs.values(), one.cost])
        self.costliest = nsmallest(self.most, [*self.costliest, one], key=_by_cost)
        self.longest = nsmallest(self.most, [*self.longest, one], key=_by_time)

    def shown(self) -> tuple[InitiativeDigest, ...]:
        """The first ones by cost; by time where costs are in several currencies and so cannot be compared."""
        return tuple(self.costliest if len(self.costs) <= 1 else self.longest)


def _by_cost(one: InitiativeDigest) -> tuple[bool, Decimal, int, str]:
    amount = Decimal() if one.cost is None else one.cost.amount
    return one.stall_count == 0, -amount, *_time_and_slug(one)


def _by_time(one: InitiativeDigest) -> tuple[bool, int, int, str]:
    return one.stall_count == 0, -(one.days or 0) if one.is_complete else 0, *_time_and_slug(one)


def _time_and_slug(one: InitiativeDigest) -> tuple[int, str]:
    return -max((stall.days for stall in one.stalls), default=0), one.slug


_COUNTS_AS = {
    Progress.SIGNED_OFF: MoveKind.SIGNED_OFF,
    Progress.NOT_APPLICABLE: MoveKind.NOT_APPLICABLE,
    Progress.WAIVED: MoveKind.WAIVED,
}


def _settled_or_reopened(gate: Gate, now: datetime) -> MoveKind | None:
    is_settled = gate.is_settled_at(now)
    if is_settled == gate.is_settled_at(now - WEEK):
        return None
    return _COUNTS_AS.get(gate.progress) if is_settled else MoveKind.REOPENED


_CHANGES_HANDS = frozenset(
    {
        FactKind.GATE_ACCEPTED,
        FactKind.GATE_CLAIMED,
        FactKind.GATE_RETURNED,
        FactKind.HANDOFF_ACCEPTED,
        FactKind.HANDOFF_RETURNED,
    }
)
_GIVES_BACK = frozenset({FactKind.GATE_RETURNED, FactKind.HANDOFF_RETURNED})


def _last_changes_of_hands(happened: Iterable[Happening], now: datetime) -> dict[str | None, Happening]:
    """Per gate, and None for the handoff, the last entry within the week that gave it another owner."""
    last: dict[str | None, Happening] = {}
    for entry in happened:
        if entry.kind in _CHANGES_HANDS and now - WEEK < entry.at <= now:
            known = last.get(entry.gate)
            if known is None or known.at <= entry.at:
                last[entry.gate] = entry
    return last


def _hands(entry: Happening, ownership: Ownership) -> tuple[MoveKind, PersonId | None, PersonId | None]:
    """How it changed hands. From whom it was taken is known only while the one who took it still has it."""
    person = _person(entry.data.get("person"))
    if entry.kind in _GIVES_BACK:
        to = _person(entry.data.get("to"))
        return (MoveKind.HANDED_OVER, person, to) if to is not None else (MoveKind.HANDED_BACK, person, None)
    if ownership.owner == person and ownership.previous is not None:
        return MoveKind.HANDED_OVER, ownership.previous, person
    return MoveKind.ACCEPTED, None, person


def _person(value: Scalar) -> PersonId | None:
    return PersonId(value) if isinstance(value, str) else None
