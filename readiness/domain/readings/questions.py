"""The five questions that anybody can ask about an initiative at any time (product.md), and how each is answered."""

from datetime import date, datetime

from readiness.domain.values.calendar import WorkingCalendar
from readiness.domain.values.gate import Condition, Decision, Evidence, Gate, Progress, Subject
from readiness.domain.values.identity import PersonId
from readiness.domain.values.initiative import Initiative
from readiness.domain.values.milestone import DEVELOPMENT_STARTED
from readiness.domain.values.organisation import Organisation
from readiness.domain.values.value import Term, value


class Question(Term):
    """The five, in the order of product.md."""

    DEPLOYMENT_OWNER = "deployment-owner"
    INCIDENT_TEAM = "incident-team"
    COMPLIANCE = "compliance"
    FALLBACK = "fallback"
    LIVE_DATA = "live-data"


class AnswerState(Term):
    """Whether a question is answered. A waiver is an accepted risk, so it answers nothing."""

    ANSWERED = "answered"
    NOT_APPLICABLE = "not applicable"
    WAIVED = "waived"
    UNANSWERED = "unanswered"


@value(frozen=True, slots=True)
class Answer:
    """How one question stands.

    `gates` are those that answer it, none where the checklist has none for it; for the deployment's owner they only
    carry the evidence. `open` are the keys of those that still have to be settled. `people` accepted the handoff, or
    settled the gates by their votes, the last at `at`; both are empty while it is unanswered, and `at` too while the
    handoff is offered to somebody else. `days_late` are working days after the due date; while it is unanswered, so
    far.
    """

    question: Question
    state: AnswerState
    gates: tuple[Gate, ...] = ()
    open: tuple[str, ...] = ()
    people: tuple[PersonId, ...] = ()
    at: datetime | None = None
    days_late: int = 0

    @property
    def is_answered(self) -> bool:
        """Whether somebody signed it, or signed that it does not apply."""
        return self.state is AnswerState.ANSWERED or self.state is AnswerState.NOT_APPLICABLE

    @property
    def evidence(self) -> tuple[tuple[str, Evidence], ...]:
        """What was given for it, by gate."""
        return tuple((gate.key, gate.evidence) for gate in self.gates if gate.evidence is not None)


def questions(
    initiative: Initiative, organisation: Organisation, now: datetime, today: date | None = None
) -> tuple[Answer, ...]:
    """The five answers at `now`, in order; `today` saves deriving the organisation's date again.

    The deployment has an owner once the handoff is accepted by somebody who is still a member. Compliance is approved
    once every gate of that condition is settled. The other three are answered by the gate that says so (`answers`),
    once it is settled.
    """
    # One walk and no look-up of a member for every gate: every status asks.
    owner, reviewed = Condition.HANDOFF_OWNER, Condition.COMPLIANCE
    handoff: list[Gate] = []
    compliance: list[Gate] = []
    about: dict[Subject, list[Gate]] = {}
    for gate in initiative.gates.values():
        if gate.condition is reviewed:
            compliance.append(gate)
        elif gate.condition is owner:
            handoff.append(gate)
        if gate.answers is not None:
            about[gate.answers] = [gate]
    scene = _Scene(initiative, organisation.calendar, now, today or organisation.calendar.local_date(now))
    return (
        _deployment_owner(scene, organisation, tuple(handoff)),
        _settled(scene, Question.INCIDENT_TEAM, about.get(Subject.INCIDENT_TEAM, [])),
        _settled(scene, Question.COMPLIANCE, compliance),
        _settled(scene, Question.FALLBACK, about.get(Subject.FALLBACK, [])),
        _settled(scene, Question.LIVE_DATA, about.get(Subject.LIVE_DATA, [])),
    )


@value(frozen=True, slots=True)
class _Scene:
    """One look at one initiative."""

    initiative: Initiative
    calendar: WorkingCalendar
    now: datetime
    today: date

    def days_late(self, gate: Gate, at: datetime | None = None) -> int:
        """Working days from when the gate was due to the day of `at`, or to today."""
        return self.days_after(self.initiative.due_date(gate, self.calendar), at)

    def days_after(self, due: date | None, at: datetime | None = None) -> int:
        """Likewise from a date."""
        # Most are not late: one comparison saves their instants' local dates.
        if due is None or due >= self.today:
            return 0
        return self.calendar.days_late(due, self.today if at is None else self.calendar.local_date(at))


def _deployment_owner(scene: _Scene, organisation: Organisation, gates: tuple[Gate, ...]) -> Answer:
    """Needed when the gates about the handoff are; without one, when development starts."""
    handoff = scene.initiative.handoff
    # While it is offered to somebody else, `since` tells when that was; when the owner accepted is not kept.
    at = handoff.since if handoff.offered_to is None else None
    if handoff.owner is None or not organisation.is_member(handoff.owner):
        late = scene.days_after(_owner_due(scene, gates))
        return Answer(Question.DEPLOYMENT_OWNER, AnswerState.UNANSWERED, gates, days_late=late)
    late = 0 if at is None else scene.days_after(_owner_due(scene, gates), at)
    return Answer(Question.DEPLOYMENT_OWNER, AnswerState.ANSWERED, gates, (), (handoff.owner,), at, late)


def _owner_due(scene: _Scene, gates: tuple[Gate, ...]) -> date | None:
    dues = [scene.initiative.due_date(gate, scene.calendar) for gate in gates]
    milestone = scene.initiative.milestone(DEVELOPMENT_STARTED)
    return min([due for due in dues if due is not None], default=milestone.planned or milestone.actual)


def _settled(scene: _Scene, question: Question, gates: list[Gate]) -> Answer:
    left = [gate for gate in gates if not gate.settled or not gate.is_settled_at(scene.now)]
    late = 0
    for gate in left or gates:
        days = scene.days_late(gate, None if left else gate.progress_since)
        late = max(late, days) if days else late
    if left or not gates:
        open_gates = tuple([gate.key for gate in left])
        return Answer(question, AnswerState.UNANSWERED, tuple(gates), open_gates, (), None, late)
    people = [vote.person for gate in gates for vote in gate.votes if vote.decision is _SETTLED[gate.progress][1]]
    at = max([gate.progress_since for gate in gates])
    return Answer(question, _together(gates), tuple(gates), (), tuple(dict.fromkeys(people)), at, late)


_SETTLED = {
    Progress.SIGNED_OFF: (AnswerState.ANSWERED, Decision.APPROVE),
    Progress.NOT_APPLICABLE: (AnswerState.NOT_APPLICABLE, Decision.NOT_APPLICABLE),
    Progress.WAIVED: (AnswerState.WAIVED, Decision.WAIVE),
}
"""What a settled gate makes of its question, and the votes that settled it."""


def _together(gates: list[Gate]) -> AnswerState:
    """One waiver makes it a waiver; it does not apply only where nothing of it does."""
    if len(gates) == 1:
        return _SETTLED[gates[0].progress][0]
    states = {_SETTLED[gate.progress][0] for gate in gates}
    if AnswerState.WAIVED in states:
        return AnswerState.WAIVED
    return states.pop() if len(states) == 1 else AnswerState.ANSWERED
