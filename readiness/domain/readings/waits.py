"""Who waits for whom in one initiative, and where they wait for each other in a circle (docs/decisions/0016)."""

from collections import deque
from collections.abc import Iterator, Mapping
from datetime import datetime

from readiness.domain.readings.report import Standing
from readiness.domain.rights.signing import review
from readiness.domain.rights.unblocking import awaited
from readiness.domain.values.gate import Gate, Progress
from readiness.domain.values.identity import PersonId
from readiness.domain.values.initiative import Initiative, Life
from readiness.domain.values.organisation import Organisation
from readiness.domain.values.ownership import Ownership
from readiness.domain.values.step import NextStep
from readiness.domain.values.value import Term, value


class WaitKind(Term):
    """What a gate waits for: another gate, what a stored block names, a sign-off, a finding before it, or a yes."""

    DEPENDENCY = "dependency"
    BLOCK = "block"
    REVIEW = "review"
    FINDING = "finding"
    OFFER = "offer"


@value(frozen=True, slots=True, kw_only=True)
class Wait:
    """The gate, or the handoff where it is None, waits for `people`, each of whom can end it.

    `waiter` is who waits with it, None while nobody owns it. A dependency waits for the gate `on`, and so for whoever
    holds that; a block may name a `party`. Nobody is in `people` where no name is known; `in_place_of` are those who
    act for somebody away, each with whom.
    """

    gate: str | None
    kind: WaitKind
    since: datetime
    waiter: PersonId | None
    people: tuple[PersonId, ...]
    on: str | None = None
    party: str | None = None
    in_place_of: tuple[tuple[PersonId, PersonId], ...] = ()


@value(frozen=True, slots=True)
class Circle:
    """Gates that wait for each other: each wait leads to the gate of the next one, the last to that of the first."""

    waits: tuple[Wait, ...]

    @property
    def gates(self) -> tuple[str, ...]:
        """The gates of the waits."""
        return tuple(wait.gate for wait in self.waits if wait.gate is not None)


def waits(standing: Standing) -> tuple[Wait, ...]:
    """Everything that waits, the longest first; nothing does while it is paused, cancelled or live.

    Left out is what depends on a gate of the same owner, and what nobody owns: there is nobody who waits.
    """
    initiative, organisation, now = standing.initiative, standing.organisation, standing.now
    if initiative.life is not Life.ACTIVE:
        return ()
    found = [*_offer(None, initiative.handoff, organisation)]
    for gate in initiative.gates.values():
        if not gate.is_settled_at(now):
            found += [*_offer(gate.key, gate.ownership, organisation), *_stuck(gate, initiative, organisation, now)]
            found += _review(gate, standing)
    told = (wait for wait in found if wait.waiter is not None and wait.people != (wait.waiter,))
    return tuple(sorted(told, key=lambda wait: wait.since))


def circles(initiative: Initiative, organisation: Organisation, now: datetime) -> tuple[Circle, ...]:
    """The circles in which gates wait for each other, each once, the smallest first.

    A gate leads to an open one that it depends on. One whose block names somebody, or a party that somebody speaks for,
    leads to each gate of theirs that leads on. Of each gate with such a block the shortest circle is found, of equally
    short ones the first by the names of the gates; without a block there is none, as dependencies never close one.
    """
    if not any(gate.block is not None and gate.block.is_named for gate in initiative.gates.values()):
        return ()
    leads = _leads(initiative, organisation, now)
    found: dict[frozenset[str], Circle] = {}
    for key, ahead in leads.items():
        if any(wait.kind is WaitKind.BLOCK for wait in ahead.values()):
            gates = _shortest(leads, key)
            if gates:
                found.setdefault(frozenset(gates), _circle(leads, gates))
    return tuple(sorted(found.values(), key=lambda circle: (len(circle.gates), circle.gates)))


def circle_of(
    gates: tuple[str, ...], initiative: Initiative, organisation: Organisation, now: datetime
) -> Circle | None:
    """The circle of these gates, in this order; None when they no longer wait for each other."""
    leads = _leads(initiative, organisation, now)
    closed = all(after in leads.get(one, {}) for one, after in _pairs(gates))
    return _circle(leads, gates) if closed else None


# --- what one gate waits for ------------------------------------------------------------------------------------------


def _offer(key: str | None, ownership: Ownership, organisation: Organisation) -> Iterator[Wait]:
    """Nobody waits for the yes of who has left: somebody else is to be named."""
    if ownership.offered_to is not None and organisation.is_member(ownership.offered_to):
        yield Wait(
            gate=key,
            kind=WaitKind.OFFER,
            since=ownership.since,
            waiter=ownership.accountable,
            people=(ownership.offered_to,),
        )


def _review(gate: Gate, standing: Standing) -> Iterator[Wait]:
    """Who is to answer, or to do first what was promised with an earlier approval, as the next step says it."""
    step = standing.survey.steps[gate.key]
    if step.on == gate.key and step.step in _ASKED:
        yield Wait(
            gate=gate.key,
            kind=_ASKED[step.step],
            since=step.since,
            waiter=gate.owner,
            people=step.people,
            in_place_of=step.in_place_of,
        )
    elif gate.progress is Progress.IN_REVIEW:
        yield Wait(
            gate=gate.key,
            kind=WaitKind.REVIEW,
            since=gate.progress_since,
            waiter=gate.owner,
            people=tuple(sorted(review(gate, standing.initiative, standing.organisation).waiting_for)),
        )


_ASKED: Mapping[NextStep, WaitKind] = {
    NextStep.ANSWER: WaitKind.REVIEW,
    NextStep.CLOSE_FINDING: WaitKind.FINDING,
}


def _stuck(gate: Gate, initiative: Initiative, organisation: Organisation, now: datetime) -> Iterator[Wait]:
    """What keeps it from going on: open gates it depends on, unless somebody can sign it already, and its block."""
    # A sign-off that has held for its time is about to be asked for again.
    is_asked = gate.progress in (Progress.IN_REVIEW, Progress.SIGNED_OFF)
    for key in () if is_asked else gate.depends_on:
        needed = initiative.gates.get(key)
        if needed is not None and not needed.is_settled_at(now):
            holder = needed.ownership.holder
            yield Wait(
                gate=gate.key,
                kind=WaitKind.DEPENDENCY,
                since=gate.waits_since(needed),
                waiter=gate.owner,
                people=() if holder is None else (holder,),
                on=key,
            )
    if gate.block is not None:
        yield Wait(
            gate=gate.key,
            kind=WaitKind.BLOCK,
            since=gate.block.since,
            waiter=gate.owner,
            people=awaited(gate, initiative, organisation),
            party=gate.block.party,
        )


# --- where that leads -------------------------------------------------------------------------------------------------

_Leads = Mapping[str, Mapping[str, Wait]]
"""Per stuck gate the gates that it waits for, by name, and by which wait; a dependency goes before a block."""


def _leads(initiative: Initiative, organisation: Organisation, now: datetime) -> _Leads:
    stuck: dict[str, list[Wait]] = {}
    held: dict[PersonId, list[str]] = {}
    for key, gate in sorted(initiative.gates.items()):
        found = [] if gate.is_settled_at(now) else list(_stuck(gate, initiative, organisation, now))
        # Of several people any can answer, so nothing is known to keep all of them from it.
        stuck[key] = [wait for wait in found if wait.on is not None or len(wait.people) == 1]
        if stuck[key] and gate.owner is not None:
            held.setdefault(gate.owner, []).append(key)
    leads: dict[str, dict[str, Wait]] = {}
    for key, found in stuck.items():
        ahead = leads.setdefault(key, {})
        for wait in found:
            for after in held.get(wait.people[0], ()) if wait.on is None else (wait.on,):
                ahead.setdefault(after, wait)
    return leads


def _shortest(leads: _Leads, start: str) -> tuple[str, ...]:
    """The gates of the shortest circle through `start`, the first name first; empty where there is none."""
    trails: deque[tuple[str, ...]] = deque([(start,)])
    reached: set[str] = set()
    while trails:
        trail = trails.popleft()
        for after in sorted(leads.get(trail[-1], ())):
            if after == start:
                first = trail.index(min(trail))
                return (*trail[first:], *trail[:first])
            if after not in reached:
                reached.add(after)
                trails.append((*trail, after))
    return ()


def _circle(leads: _Leads, gates: tuple[str, ...]) -> Circle:
    return Circle(tuple(leads[one][after] for one, after in _pairs(gates)))


def _pairs(gates: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    return zip(gates, (*gates[1:], *gates[:1]), strict=True)
