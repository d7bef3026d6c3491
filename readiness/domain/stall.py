"""What stands still, why, since when, and who holds the next step."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from readiness.domain.approval import GroupTally, are_apart
from readiness.domain.calendar import WorkingCalendar
from readiness.domain.contract import Version
from readiness.domain.gate import Decision, Gate, Progress
from readiness.domain.identity import PersonId
from readiness.domain.initiative import Initiative, Life
from readiness.domain.milestone import DEVELOPMENT_STARTED, LIVE_INPUTS, OUTPUTS_IN_USE
from readiness.domain.organisation import Organisation
from readiness.domain.ownership import Ownership
from readiness.domain.person import Role
from readiness.domain.rework import Rework, overdue_findings
from readiness.domain.signing import Review, may_sign, missing_groups, review
from readiness.domain.speaking import speakers_of
from readiness.domain.unblocking import awaited
from readiness.domain.value import Term, value


class StallCause(Term):
    """Why a gate, the handoff or an initiative stands still."""

    NO_OWNER = "no-owner"
    OWNER_LEFT = "owner-left"
    NOT_ACCEPTED = "not-accepted"
    OVERDUE = "overdue"
    WAITING_FOR_REVIEW = "waiting-for-review"
    NOBODY_CAN_APPROVE = "nobody-can-approve"
    CHANGES_REQUESTED_IDLE = "changes-requested-idle"
    BLOCKED = "blocked"
    FINDING_OVERDUE = "finding-overdue"
    NOT_CONFIRMED = "not-confirmed"
    CONTRACT_NOT_SIGNED = "contract-not-signed"
    MODEL_COMPLETE_NOT_LIVE = "model-complete-not-live"


class NextStep(Term):
    """What somebody has to do next."""

    NAME_OWNER = "name-owner"
    ACCEPT_OR_DECLINE = "accept-or-decline"
    GIVE_EVIDENCE = "give-evidence"
    ASK_FOR_SIGN_OFF = "ask-for-sign-off"
    ANSWER = "answer"
    ADD_MEMBERS = "add-members"
    CHANGE_RULE = "change-rule"
    ANSWER_CHANGES = "answer-changes"
    UNBLOCK = "unblock"
    CLOSE_FINDING = "close-finding"
    CONFIRM = "confirm"
    ASK_PARTIES = "ask-parties"
    SIGN_CONTRACT = "sign-contract"
    SETTLE_REFUSAL = "settle-refusal"
    GO_LIVE = "go-live"


@value(frozen=True, slots=True)
class StallPolicy:
    """How many working days may pass before it counts as a stall: the day after that many is the first stalled one.

    No owner, an owner who left, a block, and a group that cannot reach its number stall at once, a date as soon as it
    has passed, a finding's too; whatever is past its due date needs no patience.
    """

    not_accepted: int = 1
    waiting_for_review: int = 2
    changes_requested: int = 3
    contract: int = 2


@value(frozen=True, slots=True, kw_only=True)
class Step:
    """The next step of one open gate, or of the handoff or the contract where `gate` is None, and who holds it.

    `on` is the gate on which it is to be taken: another one when `gate` waits for that. `since` is when this began to
    be the next step; `days_late` are working days; `cause` is None while it is not a stall. `blocked_by` are the open
    gates it depends on directly. `people` is empty only when nobody is left who could act; `needed` of them have to.
    `in_place_of` are those of them who stand in for somebody who is away, each with whom.
    """

    gate: str | None
    on: str | None
    step: NextStep
    people: tuple[PersonId, ...]
    since: datetime
    cause: StallCause | None = None
    due: date | None = None
    days_late: int = 0
    blocked_by: tuple[str, ...] = ()
    needed: int = 1
    in_place_of: tuple[tuple[PersonId, PersonId], ...] = ()

    def behalf(self, person: PersonId) -> PersonId | None:
        """For whom that person is to do it; None for themselves."""
        return next((away for delegate, away in self.in_place_of if delegate == person), None)

    def waits_for_another(self, owner: PersonId | None) -> bool:
        """Whether the gate is blocked and waits for somebody else than its owner, or their delegate."""
        own = owner in self.people or any(away == owner for _, away in self.in_place_of)
        return self.step is NextStep.UNBLOCK and not own


@value(frozen=True, slots=True)
class Stall:
    """One thing that stands still, and the `step` that would move it, which is why it has a `cause`.

    `days` are calendar days since it began (for an overdue gate, since its due date). `waiting` counts the other open
    gates that wait for this one.
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
    def since(self) -> datetime:
        """When it began."""
        return self.step.since

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
    calendar = organisation.calendar
    today, chosen = calendar.local_date(now), organisation.policy
    silent = _confirmed_before(calendar, chosen.reconfirm_weeks, chosen.escalation.backup, today)
    scene = _Scene(initiative, organisation, now, today, policy, calendar, silent)
    if initiative.life in _QUIET:
        return Survey(scene.today, {}, None, (), {})
    scene.open = {
        key: gate for key, gate in initiative.gates.items() if not gate.settled or not gate.is_settled_at(now)
    }
    steps = {key: scene.step(key) for key in scene.open}
    handoff = _handoff_step(scene)
    standing = [*([handoff] if handoff else []), *steps.values()]
    found = [_stall(scene, step, step.cause) for step in standing if step.cause is not None]
    contract = None if initiative.contract.is_signed else _contract_step(scene)
    if contract is not None and contract.cause is not None:
        found.append(Stall(contract, contract.cause, (scene.today - scene.calendar.local_date(contract.since)).days))
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


@dataclass(slots=True)
class _Scene:
    """One look at one initiative: what is asked for repeatedly is derived once.

    An owner who last confirmed before `silent` was asked again, and the wait for the answer is over.
    """

    initiative: Initiative
    organisation: Organisation
    now: datetime
    today: date
    policy: StallPolicy
    calendar: WorkingCalendar
    silent: datetime
    open: dict[str, Gate] = field(default_factory=dict)
    _steps: dict[str, Step] = field(default_factory=dict)
    _under_way: set[str] = field(default_factory=set)
    _dependents: dict[str, list[str]] | None = None

    def step(self, key: str) -> Step:
        """The next step of the open gate `key`, derived once."""
        step = self._steps.get(key)
        if step is None:
            self._under_way.add(key)
            step = self._steps[key] = _step(self, self.open[key])
            self._under_way.discard(key)
        return step

    def open_dependencies(self, gate: Gate) -> tuple[str, ...]:
        """The open gates it depends on. A gate that is being looked at already closes a circle and is left out."""
        return tuple([key for key in gate.depends_on if key in self.open and key not in self._under_way])

    def dependents(self, key: str) -> int:
        """How many open gates wait for `key`, directly or through others."""
        if self._dependents is None:
            self._dependents = {}
            for waiting in self.open.values():
                for needed in waiting.depends_on:
                    self._dependents.setdefault(needed, []).append(waiting.key)
        if key not in self._dependents:
            return 0
        reached, ahead = {key}, [key]
        while ahead:
            fresh = [other for other in self._dependents.get(ahead.pop(), ()) if other not in reached]
            reached.update(fresh)
            ahead.extend(fresh)
        return len(reached) - 1

    def lasts_longer(self, since: datetime, working_days: int) -> bool:
        """Whether more than that many working days have passed since."""
        return self.calendar.lasts_longer(since, working_days, self.today)

    def first_active(self, *candidates: PersonId | None) -> tuple[PersonId, ...]:
        """The first candidate who is still a member, else the administrators, who may do everything a lead may."""
        for person in candidates:
            if person is not None and self.organisation.is_member(person):
                return (person,)
        people = self.organisation.people.values()
        return tuple(sorted(one.id for one in people if one.is_member and one.role is Role.ADMINISTRATOR))

    def present(self, found: "_Finding") -> "_Finding":
        """The finding with delegates in the places of those who are away.

        Nobody accepts an offer for another; and who signs for whom, the review says already.
        """
        organisation = self.organisation
        if not organisation.away or found.step in (NextStep.ACCEPT_OR_DECLINE, NextStep.ANSWER):
            return found
        stand_ins = {one: delegate for one in found.people if (delegate := organisation.stand_in(one)) is not None}
        people = tuple(dict.fromkeys(stand_ins.get(one, one) for one in found.people))
        fresh = tuple((delegate, one) for one, delegate in stand_ins.items() if delegate not in found.people)
        return replace(found, people=people, in_place_of=(*found.in_place_of, *fresh))

    def who_names_owners(self, *before: PersonId | None) -> tuple[PersonId, ...]:
        """Who has to name an owner: the handoff owner, else the backup, else the lead."""
        initiative = self.initiative
        return self.first_active(*before, initiative.handoff.owner, initiative.backup, initiative.lead)


@value(frozen=True, slots=True)
class _Finding:
    """What one rule found: the step, who holds it, since when, and the cause it is a stall for, if it is one."""

    step: NextStep
    people: tuple[PersonId, ...]
    since: datetime
    cause: StallCause | None
    on: str | None = None
    needed: int = 1
    in_place_of: tuple[tuple[PersonId, PersonId], ...] = ()


def _step(scene: _Scene, gate: Gate) -> Step:
    if gate.progress is Progress.SIGNED_OFF:
        gate = _to_be_asked(gate)
    due = scene.initiative.due_date(gate, scene.calendar)
    passed = due if due is not None and scene.today > due else None
    blocked_by = scene.open_dependencies(gate) if gate.depends_on else ()
    found = scene.present(_finding(scene, gate, passed, blocked_by))
    return Step(
        gate=gate.key,
        on=found.on or gate.key,
        step=found.step,
        people=found.people,
        since=found.since,
        cause=found.cause,
        due=due,
        days_late=scene.calendar.working_days_between(passed, scene.today) if passed else 0,
        blocked_by=blocked_by,
        needed=found.needed,
        in_place_of=found.in_place_of,
    )


def _to_be_asked(gate: Gate) -> Gate:
    """What a sign-off that has held for its time comes to: until the sweep asks again, it is stored as signed off."""
    ended = gate.settled[-1].end if gate.settled else None
    return replace(gate, progress=Progress.IN_REVIEW, progress_since=ended or gate.progress_since, votes=())


def _finding(scene: _Scene, gate: Gate, passed: date | None, blocked_by: tuple[str, ...]) -> _Finding:
    """What the first rule that has something to say says, in the order that `survey` promises.

    `passed` is the due date once it lies behind, `blocked_by` the open gates it depends on. A rule may rely on those
    before it having found nothing.
    """
    ownership, found = gate.ownership, None
    owner = ownership.owner
    if owner is None or not scene.organisation.is_member(owner):
        return _offer(scene, ownership, passed) or _nobody_holds(scene, ownership, gate.backup)
    if gate.block is not None:
        people = awaited(gate, scene.initiative, scene.organisation) or (owner,)
        return _Finding(NextStep.UNBLOCK, people, gate.block.since, StallCause.BLOCKED)
    # Before it is asked for, evidence alone shows that the rule cannot be met: the request would be refused.
    if gate.progress is Progress.IN_REVIEW or (gate.progress is Progress.OPEN and gate.evidence is not None):
        found = _review(scene, gate, passed)
    if found is None and blocked_by:
        found = _dependency(scene, gate, passed, blocked_by)
    return found or _offer(scene, ownership, passed) or _work(scene, gate, owner, passed)


def _review(scene: _Scene, gate: Gate, passed: date | None) -> _Finding | None:
    in_review = gate.progress is Progress.IN_REVIEW
    reading = review(gate, scene.initiative, scene.organisation, _decision_wanted(gate))
    short = _short_groups(scene, gate, reading)
    if short or not gate.rule.groups:
        since = gate.progress_since if in_review or gate.evidence is None else gate.evidence.given_at
        step, people = _who_can_add(scene, short)
        return _Finding(step, people, since, StallCause.NOBODY_CAN_APPROVE)
    if not in_review:
        return None
    if scene.initiative.rework and (held_up := overdue_findings(scene.initiative.rework, gate.key, scene.today)):
        return _held_up(scene, gate, held_up[0])
    stalled = passed or scene.lasts_longer(gate.progress_since, scene.policy.waiting_for_review)
    cause = StallCause.WAITING_FOR_REVIEW if stalled else None
    # Nobody is asked when the rule came to be met without a vote, as somebody left: any of them can settle it.
    asked = reading.waiting_for or may_sign(gate, scene.initiative, scene.organisation)
    return _Finding(
        NextStep.ANSWER,
        tuple(sorted(asked)),
        gate.progress_since,
        cause,
        needed=_needed(gate, reading, len(asked)),
        in_place_of=tuple([pair for pair in reading.in_place_of.items() if pair[0] in asked]),
    )


def _held_up(scene: _Scene, gate: Gate, finding: Rework) -> _Finding:
    """What was promised with an earlier approval comes before the next one."""
    people = scene.first_active(finding.owner, gate.owner, scene.initiative.handoff.owner, scene.initiative.lead)
    return _Finding(NextStep.CLOSE_FINDING, people, scene.calendar.end_of(finding.due), StallCause.FINDING_OVERDUE)


def _needed(gate: Gate, reading: Review, asked: int) -> int:
    """How many of those who are asked have to answer; of an ordered rule, for its first open group."""
    missing = [group.needed - len(group.counted) for group in reading.groups if not group.is_met]
    return max(min(sum(missing[:1] if gate.rule.ordered else missing), asked), 1)


def _dependency(scene: _Scene, gate: Gate, passed: date | None, blocked_by: tuple[str, ...]) -> _Finding:
    blockers = [scene.step(key) for key in blocked_by]
    stalled = [step for step in blockers if step.cause is not None]
    blocker = min(stalled, key=lambda step: step.since) if stalled else blockers[0]
    since = max(blocker.since, gate.created_at)
    if not stalled and passed:
        since = scene.calendar.end_of(passed)
    cause = StallCause.BLOCKED if stalled or passed else None
    return _Finding(blocker.step, blocker.people, since, cause, blocker.on, blocker.needed, blocker.in_place_of)


def _work(scene: _Scene, gate: Gate, owner: PersonId, passed: date | None) -> _Finding:
    if gate.progress is Progress.CHANGES_REQUESTED:
        stalled = passed or scene.lasts_longer(gate.progress_since, scene.policy.changes_requested)
        cause = StallCause.CHANGES_REQUESTED_IDLE if stalled else None
        return _Finding(NextStep.ANSWER_CHANGES, (owner,), gate.progress_since, cause)
    # Also a gate whose waiver has expired: until the sweep reopens it, it is stored as waived.
    asks = gate.evidence is not None and gate.progress is Progress.OPEN
    step = NextStep.ASK_FOR_SIGN_OFF if asks else NextStep.GIVE_EVIDENCE
    if passed is None:
        asked = _asked_again(scene, gate.ownership)
        if asked is not None:
            return _Finding(NextStep.CONFIRM, (owner,), asked, StallCause.NOT_CONFIRMED)
        return _Finding(step, (owner,), gate.progress_since, None)
    return _Finding(step, (owner,), scene.calendar.end_of(passed), StallCause.OVERDUE)


def _asked_again(scene: _Scene, ownership: Ownership) -> datetime | None:
    """When the owner was asked whether it is still theirs, if the wait for their answer is over."""
    if ownership.confirmed >= scene.silent:
        return None
    asked = scene.organisation.policy.asks_again(scene.calendar.local_date(ownership.confirmed))
    return None if asked is None else scene.calendar.start_of(asked)


@lru_cache(maxsize=256)
def _confirmed_before(calendar: WorkingCalendar, weeks: int, patience: int, today: date) -> datetime:
    """The instant (UTC) before which an owner confirmed last who was asked `patience` working days ago or earlier."""
    if not weeks or len(calendar.weekend) >= 7:
        return datetime.min.replace(tzinfo=UTC)
    first_silent = calendar.add_working_days(today + timedelta(days=1), -patience)
    return calendar.start_of(first_silent - timedelta(weeks=weeks))


def _nobody_holds(scene: _Scene, ownership: Ownership, backup: PersonId | None) -> _Finding:
    """Nobody was asked, or the one who accepted is no longer a member and nobody was asked instead."""
    if ownership.owner is None:
        people = scene.who_names_owners()
        return _Finding(NextStep.NAME_OWNER, people, ownership.since, StallCause.NO_OWNER)
    # When somebody left is not kept, so no time is claimed: it is told as from now on.
    return _Finding(NextStep.NAME_OWNER, scene.who_names_owners(backup), scene.now, StallCause.OWNER_LEFT)


def _offer(scene: _Scene, ownership: Ownership, passed: date | None) -> _Finding | None:
    offered, cause = ownership.offered_to, StallCause.NOT_ACCEPTED
    if offered is None:
        return None
    if not scene.organisation.is_member(offered):
        people = scene.who_names_owners(ownership.owner, ownership.giver)
        return _Finding(NextStep.NAME_OWNER, people, ownership.since, cause)
    stalled = passed or scene.lasts_longer(ownership.since, scene.policy.not_accepted)
    return _Finding(NextStep.ACCEPT_OR_DECLINE, (offered,), ownership.since, cause if stalled else None)


def _who_can_add(scene: _Scene, short: tuple[GroupTally, ...]) -> tuple[NextStep, tuple[PersonId, ...]]:
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


def _short_groups(scene: _Scene, gate: Gate, reading: Review) -> tuple[GroupTally, ...]:
    # Groups that share nobody do not compete for people, so their own numbers answer at half the price.
    if are_apart([group.eligible for group in reading.groups]):
        return tuple([group for group in reading.groups if not group.is_reachable])
    return missing_groups(gate, scene.initiative, scene.organisation)


def _handoff_step(scene: _Scene) -> Step | None:
    handoff = scene.initiative.handoff
    found = _offer(scene, handoff, None)
    if found is None and handoff.owner is not None and scene.organisation.is_member(handoff.owner):
        asked = _asked_again(scene, handoff)
        if asked is None:
            return None
        found = _Finding(NextStep.CONFIRM, (handoff.owner,), asked, StallCause.NOT_CONFIRMED)
    found = scene.present(found or _nobody_holds(scene, handoff, scene.initiative.backup))
    return Step(
        gate=None,
        on=None,
        step=found.step,
        people=found.people,
        since=found.since,
        cause=found.cause,
        in_place_of=found.in_place_of,
    )


def _contract_step(scene: _Scene) -> Step | None:
    """Who has to sign the contract, or to ask for it; None without a date or open gates, and while a name is missing.

    One that nobody asked for is not chased any more once development has started: what can be said of it then, its
    violation says.
    """
    initiative = scene.initiative
    version, started = initiative.contract.version, initiative.milestone(DEVELOPMENT_STARTED)
    has_begun = started.actual is not None or initiative.model_complete is not None
    if version is None and (started.planned is None or has_begun):
        return None
    if not scene.open or initiative.handoff.holder is None:
        return None
    if None in [gate.ownership.holder for gate in initiative.gates.values()]:
        return None
    found = scene.present(_contract_finding(scene, version))
    # What was signed in time and changed since is not late: signing it again has a time of its own.
    due = None if initiative.contract.signed else started.planned
    passed = due if due is not None and scene.today > due else None
    waited = version is not None and scene.lasts_longer(found.since, scene.policy.contract)
    return Step(
        gate=None,
        on=None,
        step=found.step,
        people=found.people,
        since=found.since,
        cause=StallCause.CONTRACT_NOT_SIGNED if passed or waited else None,
        due=due,
        days_late=scene.calendar.working_days_between(passed, scene.today) if passed else 0,
        needed=found.needed,
        in_place_of=found.in_place_of,
    )


def _contract_finding(scene: _Scene, version: Version | None) -> _Finding:
    """What is next for the contract; parties that refused are waited for only by whoever can change it."""
    if version is None or version.changed_at is not None:
        since = scene.initiative.created_at if version is None else version.changed_at or version.opened_at
        return _Finding(NextStep.ASK_PARTIES, scene.who_names_owners(), since, None)
    asked = [key for key in version.missing if version.refusal_of(key) is None]
    if not asked:
        since = max(refused.at for refused in version.refusals)
        return _Finding(NextStep.SETTLE_REFUSAL, scene.who_names_owners(), since, None)
    people = tuple(sorted(speakers_of(asked, scene.initiative, scene.organisation))) or scene.first_active()
    needed = min(len(asked), len(people)) or 1
    return _Finding(NextStep.SIGN_CONTRACT, people, version.opened_at, None, needed=needed)


def _stall(scene: _Scene, step: Step, cause: StallCause) -> Stall:
    is_overdue = cause is StallCause.OVERDUE and step.due is not None
    start = step.due if is_overdue and step.due is not None else scene.calendar.local_date(step.since)
    waiting = _waiting_for_handoff(scene) if step.gate is None else scene.dependents(step.gate)
    return Stall(step, cause, (scene.today - start).days, waiting)


def _waiting_for_handoff(scene: _Scene) -> int:
    """The open gates nobody holds: the owner of the handoff is who would name theirs."""
    return sum(gate.ownership.holder is None for gate in scene.open.values())


def _not_live(scene: _Scene) -> tuple[Stall, ...]:
    initiative, complete = scene.initiative, scene.initiative.model_complete
    if complete is None or complete >= scene.today:
        return ()
    planned = [initiative.milestone(key).planned for key in (LIVE_INPUTS, OUTPUTS_IN_USE)]
    due = max((day for day in planned if day is not None), default=None)
    people = scene.first_active(initiative.handoff.owner, initiative.backup, initiative.lead)
    since, cause = scene.calendar.start_of(complete), StallCause.MODEL_COMPLETE_NOT_LIVE
    found = scene.present(_Finding(NextStep.GO_LIVE, people, since, cause))
    step = Step(
        gate=None,
        on=None,
        step=found.step,
        people=found.people,
        since=since,
        cause=cause,
        in_place_of=found.in_place_of,
        due=due,
        days_late=0 if due is None else scene.calendar.working_days_between(due, scene.today),
    )
    return (Stall(step, cause, (scene.today - complete).days),)


def _urgency(stall: Stall) -> tuple[bool, bool, int, int, int]:
    step, is_going_live = stall.step, stall.cause is StallCause.MODEL_COMPLETE_NOT_LIVE
    return is_going_live, step.on != step.gate, -stall.waiting, -stall.days, -step.days_late
