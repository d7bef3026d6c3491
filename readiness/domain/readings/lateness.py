"""How late each gate was against the stage it was needed by, read from the record: nothing of it is stored."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Protocol

from readiness.domain.readings.burndown import WEEK
from readiness.domain.readings.digest import Happening
from readiness.domain.values.calendar import WorkingCalendar
from readiness.domain.values.fact import FactKind
from readiness.domain.values.gate import Condition, Gate
from readiness.domain.values.incident import GapCause
from readiness.domain.values.initiative import Initiative, Life
from readiness.domain.values.milestone import DEVELOPMENT_STARTED, MILESTONES, MODEL_COMPLETE
from readiness.domain.values.value import value


class Deed(Happening, Protocol):
    """What lateness is read from: an entry of the record has all of it."""

    @property
    def actor(self) -> str | None:
        """Who did it, None for the clock."""


@value(frozen=True, slots=True)
class Stage:
    """A milestone with the local date that is measured against: the actual one, else the planned one."""

    milestone: str
    day: date
    is_actual: bool


@value(frozen=True, slots=True)
class Passage:
    """When something was done, in working days after the stage it was needed by and after model complete.

    Negative is before; None where that has no date.
    """

    at: datetime
    after_stage: int | None
    after_model: int | None


@value(frozen=True, slots=True)
class Passages:
    """A gate, or the first of a condition's, against the stage it was needed by.

    `touched` is the first work on it by a person, `evidence` the first given, `settled` when it came to be signed off,
    waived or not applicable, as it is `now`; each None while it is not. `now` measures today.
    """

    stage: Stage | None
    touched: Passage | None
    evidence: Passage | None
    settled: Passage | None
    now: Passage

    @property
    def is_late(self) -> bool:
        """Whether it was settled after its stage, or is still not and the stage is over."""
        last = self.settled or self.now
        return last.after_stage is not None and last.after_stage > 0


@value(frozen=True, slots=True)
class Gap:
    """A gate that stood out: unassigned, or past its due date and untouched, until a person first acted on it.

    `days` are calendar days from `since` to that act, or up to now where nobody has acted yet.
    """

    gate: str
    cause: GapCause
    since: datetime
    acted_at: datetime | None
    days: int


@value(frozen=True, slots=True)
class Lateness:
    """One initiative against its stages: by gate, in checklist order; by condition; every gap, the oldest first.

    `parallel` and `last_week` are shares from 0 to 1, None where a date is missing or nothing could be counted.
    """

    gates: Mapping[str, Passages]
    conditions: Mapping[Condition, Passages]
    gaps: tuple[Gap, ...]
    parallel: Fraction | None
    last_week: Fraction | None


def lateness(initiative: Initiative, happened: Iterable[Deed], calendar: WorkingCalendar, now: datetime) -> Lateness:
    """Everything of it at `now`; `happened` is the initiative's whole record, or all of it that is about the gates.

    The clock stops when an initiative is cancelled or live. Dates are those that hold now, also where they moved.
    """
    scene = _Scene(initiative, calendar, _until(initiative, calendar, now))
    histories = _histories(initiative, happened)
    gates = {key: _passages(scene, [gate], histories) for key, gate in initiative.gates.items()}
    conditions = {
        condition: _passages(scene, found, histories)
        for condition in Condition
        if (found := [gate for gate in initiative.gates.values() if gate.condition is condition])
    }
    gaps = [gap for gate in initiative.gates.values() for gap in _gaps(scene, gate, histories[gate.key])]
    gaps.sort(key=lambda gap: gap.since)
    return Lateness(gates, conditions, tuple(gaps), _parallel(scene, gates), _last_week(scene))


def gate_passages(
    initiative: Initiative, key: str, happened: Iterable[Deed], calendar: WorkingCalendar, now: datetime
) -> Passages:
    """One gate against its stage; `happened` is at least what the record says of that gate."""
    scene = _Scene(initiative, calendar, _until(initiative, calendar, now))
    return _passages(scene, [initiative.gates[key]], _histories(initiative, happened))


def gaps_of(
    initiative: Initiative, key: str, happened: Iterable[Deed], calendar: WorkingCalendar, now: datetime
) -> tuple[Gap, ...]:
    """The gaps of one gate as they stood at `now`, the oldest first."""
    before = [deed for deed in happened if deed.at <= now]
    return tuple(_gaps(_Scene(initiative, calendar, now), initiative.gates[key], _histories(initiative, before)[key]))


def _until(initiative: Initiative, calendar: WorkingCalendar, now: datetime) -> datetime:
    """Now, or when it was over."""
    if initiative.life is Life.CANCELLED and initiative.standing_since is not None:
        return min(now, initiative.standing_since)
    live = initiative.live_date
    return now if live is None else min(now, calendar.end_of(live))


@value(frozen=True, slots=True)
class _Scene:
    """One look at one initiative."""

    initiative: Initiative
    calendar: WorkingCalendar
    now: datetime

    def stage(self, key: str | None) -> Stage | None:
        """That milestone with its date; None without one."""
        milestone = None if key is None else self.initiative.milestone(key)
        if milestone is None or milestone.date is None:
            return None
        return Stage(milestone.key, milestone.date, milestone.actual is not None)

    def passage(self, at: datetime, stage: Stage | None) -> Passage:
        """That instant against the stage and model complete."""
        day, model = self.calendar.local_date(at), self.stage(MODEL_COMPLETE)
        return Passage(
            at,
            None if stage is None else _signed(self.calendar, stage.day, day),
            None if model is None else _signed(self.calendar, model.day, day),
        )


def _signed(calendar: WorkingCalendar, stage: date, day: date) -> int:
    """Working days from `stage` to `day`, negative when `day` is before it."""
    return calendar.working_days_between(stage, day) - calendar.working_days_between(day, stage)


# --- what happened to a gate ------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _History:
    """What the record says of one gate since it was put on the checklist, the oldest first."""

    deeds: list[Deed] = field(default_factory=list)

    def first(self, kinds: frozenset[FactKind]) -> datetime | None:
        """When the first of these was done by a person."""
        return next((deed.at for deed in self.acts(kinds)), None)

    def acts(self, kinds: frozenset[FactKind]) -> Iterable[Deed]:
        """Those of these that a person did."""
        return (deed for deed in self.deeds if deed.kind in kinds and deed.actor is not None)

    def last(self, kinds: frozenset[FactKind]) -> datetime | None:
        """When the last of these happened, whoever did it."""
        return next((deed.at for deed in reversed(self.deeds) if deed.kind in kinds), None)


_TOUCHES = frozenset(
    {FactKind.EVIDENCE_GIVEN, FactKind.REVIEW_REQUESTED, FactKind.GATE_BLOCKED, FactKind.SIGN_OFF_CAST}
)
"""Work on a gate (docs/decisions/0016); to be named for it, to take it or to decline it is none yet."""

_ENDS_GAP = _TOUCHES | {
    FactKind.GATE_OFFERED,
    FactKind.GATE_ACCEPTED,
    FactKind.GATE_CLAIMED,
    FactKind.GATE_DECLINED,
    FactKind.GATE_RETURNED,
}
"""Whatever shows that a person has seen to a gate."""

_GIVES_EVIDENCE = frozenset({FactKind.EVIDENCE_GIVEN})
_SETTLES = frozenset({FactKind.GATE_SIGNED_OFF, FactKind.GATE_NOT_APPLICABLE, FactKind.GATE_WAIVED})


def _histories(initiative: Initiative, happened: Iterable[Deed]) -> Mapping[str, _History]:
    """By gate. One that was taken off and added again begins anew."""
    found = {key: _History() for key in initiative.gates}
    for deed in happened:
        if deed.gate in found:
            if deed.kind == FactKind.GATE_ADDED:
                found[deed.gate].deeds.clear()
            found[deed.gate].deeds.append(deed)
    return found


# --- against the stages -----------------------------------------------------------------------------------------------


def _passages(scene: _Scene, gates: list[Gate], histories: Mapping[str, _History]) -> Passages:
    """Of several gates the first of each, against the earliest stage that one of them was needed by."""
    stages = [stage for gate in gates if (stage := scene.stage(gate.needed_by)) is not None]
    stage = min(stages, key=lambda one: (one.day, list(MILESTONES).index(one.milestone)), default=None)
    own = [histories[gate.key] for gate in gates]

    def first(found: Iterable[datetime | None]) -> Passage | None:
        at = min((one for one in found if one is not None), default=None)
        return None if at is None else scene.passage(at, stage)

    return Passages(
        stage=stage,
        touched=first(history.first(_TOUCHES) for history in own),
        evidence=first(history.first(_GIVES_EVIDENCE) for history in own),
        settled=first(
            history.last(_SETTLES) for gate, history in zip(gates, own, strict=True) if gate.is_settled_at(scene.now)
        ),
        now=scene.passage(scene.now, stage),
    )


def _parallel(scene: _Scene, gates: Mapping[str, Passages]) -> Fraction | None:
    """The parallelism index: how much of the organisational work was done while the model was.

    A gate is being worked on from when it was first touched until it was settled, or now. With D the beginning of the
    day on which development started and M the end of the day of model complete (actual, else planned), it is

        Σ |[touched, settled or now] ∩ [D, M]|  ÷  Σ |[touched, settled or now]|

    over all gates touched, in calendar time: 1 when all of it lies beside the model's development, 0 when none does.
    None without both dates, and while no gate has been worked on.
    """
    started, complete = scene.stage(DEVELOPMENT_STARTED), scene.stage(MODEL_COMPLETE)
    if started is None or complete is None:
        return None
    begins, ends = scene.calendar.start_of(started.day), scene.calendar.end_of(complete.day)
    worked = inside = timedelta()
    for gate in gates.values():
        if gate.touched is None:
            continue
        until = (gate.settled or gate.now).at
        worked += max(until - gate.touched.at, timedelta())
        inside += max(min(until, ends) - max(gate.touched.at, begins), timedelta())
    return _share(inside // timedelta.resolution, worked // timedelta.resolution)


def _last_week(scene: _Scene) -> Fraction | None:
    """The share of gates closed in the last week: how much was left to the end.

    With M the end of the day of model complete (actual, else planned), it is

        |{gates settled at M whose stretch began in (M − 7 days, M]}|  ÷  |{gates settled at M}|

    None until M has passed, without its date, and where no gate was settled by then.
    """
    complete = scene.stage(MODEL_COMPLETE)
    if complete is None or scene.calendar.end_of(complete.day) > scene.now:
        return None
    end = scene.calendar.end_of(complete.day)
    begun = [
        span.start
        for gate in scene.initiative.gates.values()
        for span in gate.settled
        if span.start <= end and (span.end is None or end < span.end)
    ]
    return _share(sum(start > end - WEEK for start in begun), len(begun))


def _share(part: int, whole: int) -> Fraction | None:
    return Fraction(part, whole) if whole else None


# --- gaps -------------------------------------------------------------------------------------------------------------


def _gaps(scene: _Scene, gate: Gate, history: _History) -> Iterable[Gap]:
    """Each stretch in which it stood out; being late begins none while it is unassigned anyway."""
    unassigned = list(_unassigned(gate, history))
    for since, acted in unassigned:
        yield _gap(scene, gate, GapCause.UNASSIGNED, since, acted)
    due = scene.initiative.due_date(gate, scene.calendar)
    if due is None:
        return
    passed, touched = max(scene.calendar.end_of(due), gate.created_at), history.first(_TOUCHES)
    if passed > scene.now or (touched is not None and touched <= passed):
        return
    stood_out = any(since <= passed and (acted is None or passed < acted) for since, acted in unassigned)
    if not stood_out:
        acted = next((deed.at for deed in history.acts(_ENDS_GAP) if deed.at > passed), None)
        yield _gap(scene, gate, GapCause.UNTOUCHED, passed, acted)


def _unassigned(gate: Gate, history: _History) -> Iterable[tuple[datetime, datetime | None]]:
    """The stretches in which nobody owned it or was asked to, each with when a person acted."""
    owner: str | None = None
    since: datetime | None = None
    # Whoever is asked as the gate is put on the checklist is asked at the same instant.
    if not any(deed.at <= gate.created_at and deed.kind in _ENDS_GAP for deed in history.deeds):
        since = gate.created_at
    for deed in history.deeds:
        if since is not None and deed.actor is not None and deed.kind in _ENDS_GAP:
            yield since, deed.at
            since = None
        owner = _owner_after(deed, owner)
        if deed.kind in (FactKind.GATE_DECLINED, FactKind.GATE_RETURNED) and owner is None:
            since = deed.at
    if since is not None:
        yield since, None


def _owner_after(deed: Deed, owner: str | None) -> str | None:
    if deed.kind in (FactKind.GATE_ACCEPTED, FactKind.GATE_CLAIMED):
        return str(deed.data.get("person"))
    if deed.kind == FactKind.GATE_RETURNED:
        to = deed.data.get("to")
        return to if isinstance(to, str) else None
    return owner


def _gap(scene: _Scene, gate: Gate, cause: GapCause, since: datetime, acted: datetime | None) -> Gap:
    local = scene.calendar.local_date
    return Gap(gate.key, cause, since, acted, (local(acted or scene.now) - local(since)).days)
