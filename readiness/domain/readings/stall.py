"""What stands still, why, since when, and who holds the next step."""

from collections.abc import Mapping
from datetime import date, datetime

from readiness.domain.readings.contract_step import contract_step
from readiness.domain.readings.gate_step import gate_steps
from readiness.domain.readings.ownership_step import handoff_step
from readiness.domain.readings.scene import Ruling, Scene, StallPolicy, look
from readiness.domain.values.gate import Gate
from readiness.domain.values.identity import PersonId
from readiness.domain.values.initiative import Initiative, Life
from readiness.domain.values.milestone import LIVE_INPUTS, OUTPUTS_IN_USE
from readiness.domain.values.organisation import Organisation
from readiness.domain.values.step import NextStep, StallCause, Step
from readiness.domain.values.value import value


@value(frozen=True, slots=True)
class Stall:
    """One thing that stands still, and the `step` that would move it, which is why it has a `cause`.

    `days` are calendar days since it began: for an overdue gate since its due date, for one that waits for other gates
    since it has waited for the first of them. `waiting` counts the other open gates that wait for this one.
    """

    step: Step
    cause: StallCause
    days: int
    waiting: int = 0

    @property
    def gate(self) -> str | None:
        """The gate; None for the handoff as a whole, the contract, and an initiative that is not live."""
        return self.step.gate

    @property
    def days_late(self) -> int:
        """Working days past due."""
        return self.step.days_late

    @property
    def next(self) -> tuple[PersonId, ...]:
        """The people who hold the next step."""
        return self.step.people

    @property
    def next_step(self) -> NextStep:
        """What they have to do."""
        return self.step.step

    @property
    def next_gate(self) -> str | None:
        """The gate on which it is to be done."""
        return self.step.on

    @property
    def blocked_by(self) -> tuple[str, ...]:
        """The open gates it depends on directly."""
        return self.step.blocked_by

    @property
    def waits_for_gate(self) -> bool:
        """Whether the step is to be taken on another gate."""
        return self.step.on != self.step.gate


@value(frozen=True, slots=True)
class Survey:
    """Where an initiative stands on the local date `today`.

    `steps` are the open gates' next steps by key, in checklist order; `handoff` is that of the handoff as a whole, None
    while somebody owns it and says so; `contract` is that of the contract, None while nobody has to do anything about
    it; `stalls` begin with what to fix first, and `ranks` gives their places by gate.
    """

    today: date
    steps: Mapping[str, Step]
    handoff: Step | None
    stalls: tuple[Stall, ...]
    ranks: Mapping[str | None, int]
    contract: Step | None = None

    @property
    def unowned(self) -> tuple[str, ...]:
        """The open gates for which an owner has to be named."""
        own = [one for one in self.steps.values() if one.on == one.gate]
        return tuple([one.gate for one in own if one.step is NextStep.NAME_OWNER and one.gate is not None])


_QUIET = frozenset({Life.PAUSED, Life.CANCELLED, Life.LIVE})


def stalls(
    initiative: Initiative, organisation: Organisation, now: datetime, policy: StallPolicy = StallPolicy()
) -> tuple[Stall, ...]:
    """What stands still at `now`, one stall a gate at most, ordered by what to fix first (see `survey`)."""
    return survey(initiative, organisation, now, policy).stalls


def survey(
    initiative: Initiative, organisation: Organisation, now: datetime, policy: StallPolicy = StallPolicy()
) -> Survey:
    """Find next steps and stalls at `now`; neither while paused, cancelled or live (rules.md, "Initiatives").

    Where several causes hold for a gate, the first of these is told, as it has to be solved before the others: no
    owner or an owner who left; an offer while nobody owns the gate; a stored block; nobody can approve; an overdue
    finding, which holds the approval up; an answer that is waited for; open gates it depends on (when one of them is
    stalled, or the date has passed); an offer while an owner stays accountable; requested changes; a passed date; an
    owner who was asked again and has not answered.

    What can be done at once comes first, then what waits for another gate, then going live; among these, what most
    other gates wait for, then the longest.
    """
    scene = look(initiative, organisation, now, policy)
    if initiative.life in _QUIET:
        return Survey(scene.today, {}, None, (), {})
    steps, handoff = gate_steps(scene), handoff_step(scene)
    standing = [*([handoff] if handoff else []), *steps.values()]
    direct = _dependents(scene)
    found = [
        _stall(scene, step, step.cause, _waiting(scene, step.gate, direct))
        for step in standing
        if step.cause is not None
    ]
    contract = None if initiative.contract.is_signed else contract_step(scene)
    if contract is not None and contract.cause is not None:
        found.append(_stall(scene, contract, contract.cause, 0))
    found.extend(_not_live(scene))
    found.sort(key=_urgency)
    # Going live comes last and has no gate either, nor has the contract: the handoff's place is its own.
    ranks = {
        stall.step.gate: len(found) - place
        for place, stall in enumerate(reversed(found), 1)
        if stall.step is not contract
    }
    return Survey(scene.today, steps, handoff, tuple(found), ranks, contract)


def fix_first(found: tuple[Stall, ...]) -> tuple[Stall, int] | None:
    """Of `found` (from `stalls`), the stall whose end frees most other gates, with their number; None without a stall.

    Counted are the open gates that depend on it, directly or through others; of equals the longest one. A stall that
    waits for another gate is named only when there is nothing else.
    """
    return (found[0], found[0].waiting) if found else None


def undated_gates(initiative: Initiative) -> tuple[str, ...]:
    """The keys of the gates that no date depends on: neither they nor a gate waiting for them has a due date."""
    gates = initiative.gates
    dated = [key for key, gate in gates.items() if _has_date(initiative, gate)]
    if len(dated) == len(gates):
        return ()
    reached = set(dated)
    while dated:
        fresh = [key for key in gates[dated.pop()].depends_on if key in gates and key not in reached]
        reached.update(fresh)
        dated.extend(fresh)
    return tuple(key for key in gates if key not in reached)


def _has_date(initiative: Initiative, gate: Gate) -> bool:
    """Whether `Initiative.due_date` would give one, without counting its working days."""
    if gate.due_override is not None:
        return True
    return gate.needed_by is not None and initiative.milestone(gate.needed_by).date is not None


def _stall(scene: Scene, step: Step, cause: StallCause, waiting: int) -> Stall:
    return Stall(step, cause, (scene.today - _began(scene, step, cause)).days, waiting)


def _began(scene: Scene, step: Step, cause: StallCause) -> date:
    """The local date on which what stands still began to."""
    if cause is StallCause.OVERDUE and step.due is not None:
        return step.due
    if step.gate is not None and step.on != step.gate:
        waits = [scene.open[step.gate].waits_since(scene.open[key]) for key in step.blocked_by]
        return scene.calendar.local_date(min(waits))
    return scene.calendar.local_date(step.since)


def _dependents(scene: Scene) -> Mapping[str, list[str]]:
    """The open gates that wait for each gate, directly."""
    direct: dict[str, list[str]] = {}
    for gate in scene.open.values():
        for needed in gate.depends_on:
            direct.setdefault(needed, []).append(gate.key)
    return direct


def _waiting(scene: Scene, gate: str | None, direct: Mapping[str, list[str]]) -> int:
    """How many open gates wait for that one, directly or through others.

    For the handoff as a whole those wait that nobody holds: its owner is who would name theirs.
    """
    if gate is None:
        return sum([one.ownership.holder is None for one in scene.open.values()])
    if gate not in direct:
        return 0
    reached, ahead = {gate}, [gate]
    while ahead:
        fresh = [other for other in direct.get(ahead.pop(), ()) if other not in reached]
        reached.update(fresh)
        ahead.extend(fresh)
    return len(reached) - 1


def _not_live(scene: Scene) -> tuple[Stall, ...]:
    initiative, complete = scene.initiative, scene.initiative.model_complete
    if complete is None or complete >= scene.today:
        return ()
    planned = [initiative.milestone(key).planned for key in (LIVE_INPUTS, OUTPUTS_IN_USE)]
    due = max((day for day in planned if day is not None), default=None)
    people = scene.first_active(initiative.handoff.owner, initiative.backup, initiative.lead)
    since, cause = scene.calendar.start_of(complete), StallCause.MODEL_COMPLETE_NOT_LIVE
    found = scene.present(Ruling(NextStep.GO_LIVE, people, since, cause))
    step = found.step_of(None, due=due, days_late=scene.calendar.days_late(due, scene.today))
    return (_stall(scene, step, cause, 0),)


def _urgency(stall: Stall) -> tuple[bool, bool, int, int, int]:
    step, is_going_live = stall.step, stall.cause is StallCause.MODEL_COMPLETE_NOT_LIVE
    return is_going_live, step.on != step.gate, -stall.waiting, -stall.days, -step.days_late
