"""The next step of a gate that is not settled: the first rule that has something to say says it."""

from dataclasses import dataclass, field, replace
from datetime import date

from readiness.domain.readings.ownership_step import asked_again, nobody_holds, offer
from readiness.domain.readings.scene import Ruling, Scene
from readiness.domain.rights.signing import Review, may_sign, missing_groups, review
from readiness.domain.rights.unblocking import awaited
from readiness.domain.values.approval import GroupTally, are_apart
from readiness.domain.values.gate import Decision, Gate, Progress
from readiness.domain.values.identity import PersonId
from readiness.domain.values.rework import Rework, overdue_findings
from readiness.domain.values.step import NextStep, StallCause, Step


def gate_steps(scene: Scene) -> dict[str, Step]:
    """The next step of every open gate by key, in checklist order."""
    steps = _Steps(scene)
    return {key: steps.of(key) for key in scene.open}


@dataclass(slots=True)
class _Steps:
    """The steps found so far: a gate that waits for another takes over what is next there."""

    scene: Scene
    found: dict[str, Step] = field(default_factory=dict)
    under_way: set[str] = field(default_factory=set)

    def of(self, key: str) -> Step:
        """The next step of the open gate `key`, derived once."""
        step = self.found.get(key)
        if step is None:
            self.under_way.add(key)
            step = self.found[key] = _step(self, self.scene.open[key])
            self.under_way.discard(key)
        return step

    def open_dependencies(self, gate: Gate) -> tuple[str, ...]:
        """The open gates it depends on. A gate that is being looked at already closes a circle and is left out."""
        return tuple([key for key in gate.depends_on if key in self.scene.open and key not in self.under_way])


def _step(steps: _Steps, gate: Gate) -> Step:
    scene = steps.scene
    if gate.progress is Progress.SIGNED_OFF:
        gate = _to_be_asked(gate)
    due = scene.initiative.due_date(gate, scene.calendar)
    passed = due if due is not None and scene.today > due else None
    blocked_by = steps.open_dependencies(gate) if gate.depends_on else ()
    found = scene.present(_ruling(steps, gate, passed, blocked_by))
    days_late = scene.calendar.days_late(passed, scene.today)
    return found.step_of(gate.key, due=due, days_late=days_late, blocked_by=blocked_by)


def _to_be_asked(gate: Gate) -> Gate:
    """What a sign-off that has held for its time comes to: until the sweep asks again, it is stored as signed off."""
    ended = gate.settled[-1].end if gate.settled else None
    return replace(gate, progress=Progress.IN_REVIEW, progress_since=ended or gate.progress_since, votes=())


def _ruling(steps: _Steps, gate: Gate, passed: date | None, blocked_by: tuple[str, ...]) -> Ruling:
    """What the first rule that has something to say says, in the order that `survey` promises.

    `passed` is the due date once it lies behind, `blocked_by` the open gates it depends on. A rule may rely on those
    before it having found nothing.
    """
    scene, ownership, found = steps.scene, gate.ownership, None
    owner = ownership.owner
    if owner is None or not scene.organisation.is_member(owner):
        return offer(scene, ownership, passed) or nobody_holds(scene, ownership, gate.backup)
    if gate.block is not None:
        people = awaited(gate, scene.initiative, scene.organisation) or (owner,)
        return Ruling(NextStep.UNBLOCK, people, gate.block.since, StallCause.BLOCKED)
    # Before it is asked for, evidence alone shows that the rule cannot be met: the request would be refused.
    if gate.progress is Progress.IN_REVIEW or (gate.progress is Progress.OPEN and gate.evidence is not None):
        found = _review(scene, gate, passed)
    if found is None and blocked_by:
        found = _dependency(steps, gate, passed, blocked_by)
    return found or offer(scene, ownership, passed) or _work(scene, gate, owner, passed)


def _review(scene: Scene, gate: Gate, passed: date | None) -> Ruling | None:
    in_review = gate.progress is Progress.IN_REVIEW
    reading = review(gate, scene.initiative, scene.organisation, _decision_wanted(gate))
    short = _short_groups(scene, gate, reading)
    if short or not gate.rule.groups:
        since = gate.progress_since if in_review or gate.evidence is None else gate.evidence.given_at
        step, people = _who_can_add(scene, short)
        return Ruling(step, people, since, StallCause.NOBODY_CAN_APPROVE)
    if not in_review:
        return None
    if scene.initiative.rework and (held_up := overdue_findings(scene.initiative.rework, gate.key, scene.today)):
        return _held_up(scene, gate, held_up[0])
    stalled = passed or scene.lasts_longer(gate.progress_since, scene.policy.waiting_for_review)
    cause = StallCause.WAITING_FOR_REVIEW if stalled else None
    # Nobody is asked when the rule came to be met without a vote, as somebody left: any of them can settle it.
    asked = reading.waiting_for or may_sign(gate, scene.initiative, scene.organisation)
    return Ruling(
        NextStep.ANSWER,
        tuple(sorted(asked)),
        gate.progress_since,
        cause,
        needed=_needed(gate, reading, len(asked)),
        in_place_of=tuple([pair for pair in reading.in_place_of.items() if pair[0] in asked]),
    )


def _held_up(scene: Scene, gate: Gate, finding: Rework) -> Ruling:
    """What was promised with an earlier approval comes before the next one."""
    people = scene.first_active(finding.owner, gate.owner, scene.initiative.handoff.owner, scene.initiative.lead)
    return Ruling(NextStep.CLOSE_FINDING, people, scene.calendar.end_of(finding.due), StallCause.FINDING_OVERDUE)


def _needed(gate: Gate, reading: Review, asked: int) -> int:
    """How many of those who are asked have to answer; of an ordered rule, for its first open group."""
    missing = [group.needed - len(group.counted) for group in reading.groups if not group.is_met]
    return max(min(sum(missing[:1] if gate.rule.ordered else missing), asked), 1)


def _dependency(steps: _Steps, gate: Gate, passed: date | None, blocked_by: tuple[str, ...]) -> Ruling:
    blockers = [steps.of(key) for key in blocked_by]
    stalled = [step for step in blockers if step.cause is not None]
    blocker = min(stalled, key=lambda step: step.since) if stalled else blockers[0]
    since = max(blocker.since, gate.created_at)
    if not stalled and passed:
        since = steps.scene.calendar.end_of(passed)
    cause = StallCause.BLOCKED if stalled or passed else None
    return Ruling(blocker.step, blocker.people, since, cause, blocker.on, blocker.needed, blocker.in_place_of)


def _work(scene: Scene, gate: Gate, owner: PersonId, passed: date | None) -> Ruling:
    if gate.progress is Progress.CHANGES_REQUESTED:
        stalled = passed or scene.lasts_longer(gate.progress_since, scene.policy.changes_requested)
        cause = StallCause.CHANGES_REQUESTED_IDLE if stalled else None
        return Ruling(NextStep.ANSWER_CHANGES, (owner,), gate.progress_since, cause)
    # Also a gate whose waiver has expired: until the sweep reopens it, it is stored as waived.
    asks = gate.evidence is not None and gate.progress is Progress.OPEN
    step = NextStep.ASK_FOR_SIGN_OFF if asks else NextStep.GIVE_EVIDENCE
    if passed is None:
        asked = asked_again(scene, gate.ownership)
        if asked is not None:
            return Ruling(NextStep.CONFIRM, (owner,), asked, StallCause.NOT_CONFIRMED)
        return Ruling(step, (owner,), gate.progress_since, None)
    return Ruling(step, (owner,), scene.calendar.end_of(passed), StallCause.OVERDUE)


def _who_can_add(scene: Scene, short: tuple[GroupTally, ...]) -> tuple[NextStep, tuple[PersonId, ...]]:
    """The owners of the parties that lack people; the lead where there is none, and where only people are named."""
    keys = dict.fromkeys(key for group in short for key in group.group.parties)
    parties = [party for key in keys if (party := scene.organisation.parties.get(key)) is not None]
    named = [
        next((one for one in (party.owner, party.backup) if one and scene.organisation.is_member(one)), None)
        for party in parties
    ]
    people = tuple(dict.fromkeys(one for one in named if one is not None))
    initiative = scene.initiative
    step = NextStep.ADD_MEMBERS if keys else NextStep.CHANGE_RULE
    return step, people or scene.first_active(initiative.lead, initiative.handoff.owner, initiative.backup)


def _decision_wanted(gate: Gate) -> Decision:
    """What the votes are heading for: the latest one's decision."""
    return max(gate.votes, key=lambda vote: vote.at).decision if gate.votes else Decision.APPROVE


def _short_groups(scene: Scene, gate: Gate, reading: Review) -> tuple[GroupTally, ...]:
    # Groups that share nobody do not compete for people, so their own numbers answer at half the price.
    if are_apart([group.eligible for group in reading.groups]):
        return tuple([group for group in reading.groups if not group.is_reachable])
    return missing_groups(gate, scene.initiative, scene.organisation)
