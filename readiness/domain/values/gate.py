"""One checklist item: what it is, who holds it, how far it is."""

from datetime import date, datetime, timedelta

from readiness.domain.values.approval import ApprovalRule, Meaning
from readiness.domain.values.calendar import WorkingCalendar
from readiness.domain.values.identity import PersonId
from readiness.domain.values.ownership import Ownership
from readiness.domain.values.value import Term, value


class Condition(Term):
    """The five conditions of "ready" (product.md); a gate outside them has none."""

    HANDOFF_OWNER = "handoff-owner"
    COMPLIANCE = "compliance"
    INFRASTRUCTURE = "infrastructure"
    MONITORING_AND_FALLBACK = "monitoring-and-fallback"
    RECEIVING_TEAM = "receiving-team"


class Subject(Term):
    """What people ask about an initiative that one gate settles (product.md, "The five questions"), and its contract.

    Who owns the deployment is the handoff's own; who approved compliance is asked of every gate of that condition.
    """

    SUCCESS_CRITERIA = "success-criteria"
    INCIDENT_TEAM = "incident-team"
    FALLBACK = "fallback"
    LIVE_DATA = "live-data"


class Progress(Term):
    """The stored axis of progress (rules.md, "Gates"); stale, overdue and blocked are derived."""

    OPEN = "open"
    IN_REVIEW = "in review"
    CHANGES_REQUESTED = "changes requested"
    SIGNED_OFF = "signed off"
    NOT_APPLICABLE = "not applicable"
    WAIVED = "waived"


SETTLED = frozenset({Progress.SIGNED_OFF, Progress.NOT_APPLICABLE, Progress.WAIVED})
"""Progress that satisfies a condition; a waiver only until it expires."""


class Decision(Term):
    """What a vote says."""

    APPROVE = "approve"
    CHANGES = "changes"
    NOT_APPLICABLE = "n/a"
    WAIVE = "waive"


class ChangesReason(Term):
    """Why a gate was returned (product.md: a late "no" is recorded with its reason)."""

    DOCUMENTATION = "documentation"
    LINEAGE = "lineage"
    RETRAINING = "retraining"
    ARCHITECTURE = "architecture"
    OTHER = "other"


@value(frozen=True, slots=True)
class Evidence:
    """What was given for a gate. `content` is a link, a text or a value; revisions start at 1."""

    revision: int
    content: str
    given_by: PersonId
    given_at: datetime

    @property
    def is_link(self) -> bool:
        """Whether the content is one web address."""
        return self.content.startswith(("https://", "http://")) and len(self.content.split()) == 1


@value(frozen=True, slots=True)
class SignOff:
    """One person's vote, bound to the evidence revision that was seen and carrying its meaning.

    `comment` is the free text; `reason` is set for changes; `until` and `control` for a waiver. `on_behalf_of` was
    away, and `person` voted in their place.
    """

    person: PersonId
    decision: Decision
    meaning: Meaning
    revision: int
    at: datetime
    comment: str = ""
    reason: ChangesReason | None = None
    until: date | None = None
    control: str = ""
    on_behalf_of: PersonId | None = None


@value(frozen=True, slots=True)
class Waiver:
    """An accepted risk, never shown as a pass. In force through the local day `until`."""

    reason: str
    control: str
    until: date


@value(frozen=True, slots=True)
class Block:
    """A stored reason why a gate cannot go on; it may name the person or the party that the gate waits for."""

    reason: str
    by: PersonId
    since: datetime
    waits_for: PersonId | None = None
    party: str | None = None

    @property
    def is_named(self) -> bool:
        """Whether it says whom the gate waits for."""
        return self.waits_for is not None or self.party is not None


@value(frozen=True, slots=True)
class Span:
    """A stretch of time, the start included, the end not; `end` None means it lasts."""

    start: datetime
    end: datetime | None = None


@value(frozen=True, slots=True, kw_only=True)
class Gate:
    """One gate of one initiative.

    `revision` is the last evidence revision, 0 while there is none; `evidence` is that revision; `votes` are those cast
    since the gate was last asked for; `asks` numbers the messages that asked somebody; `settled` are the stretches of
    time in which the gate satisfied its condition, the last one open while it does; `answers` is what it settles of
    what people ask; `valid_days` are the calendar days for which a sign-off holds, None for good. `depends_since` tells
    from when it depends on gates that it did not depend on when it was created.
    """

    key: str
    title: str
    party: str
    condition: Condition | None
    needed_by: str | None
    ownership: Ownership
    rule: ApprovalRule
    created_at: datetime
    progress_since: datetime
    working_days_before: int = 0
    due_override: date | None = None
    backup: PersonId | None = None
    progress: Progress = Progress.OPEN
    revision: int = 0
    evidence: Evidence | None = None
    contributors: frozenset[PersonId] = frozenset()
    votes: tuple[SignOff, ...] = ()
    depends_on: tuple[str, ...] = ()
    block: Block | None = None
    waiver: Waiver | None = None
    allows_not_applicable: bool = True
    allows_waiver: bool = True
    asks: int = 0
    settled: tuple[Span, ...] = ()
    answers: Subject | None = None
    valid_days: int | None = None
    depends_since: tuple[tuple[str, datetime], ...] = ()

    @property
    def owner(self) -> PersonId | None:
        """Who accepted it; None while nobody has."""
        return self.ownership.owner

    def is_settled_at(self, instant: datetime) -> bool:
        """Whether the gate satisfied its condition at `instant`, waivers only while in force."""
        # Asked several times of every gate, and a loop costs half of `any` with a generator.
        for span in self.settled:  # noqa: SIM110
            if span.start <= instant and (span.end is None or instant < span.end):
                return True
        return False

    @property
    def open_since(self) -> datetime:
        """Since when it has been open, if it is: since it was last settled, else since its creation."""
        return max([span.end for span in self.settled if span.end is not None], default=self.created_at)

    def waits_since(self, needed: "Gate") -> datetime:
        """Since when it has waited for `needed`, an open gate that it depends on."""
        return max(dict(self.depends_since).get(needed.key, self.created_at), needed.open_since)

    def sign_off_ends(self, signed: datetime, calendar: WorkingCalendar) -> datetime | None:
        """The instant at which a sign-off of that instant is over; None where it holds for good."""
        if self.valid_days is None:
            return None
        return calendar.end_of(calendar.local_date(signed) + timedelta(days=self.valid_days))

    def vote_of(self, person: PersonId) -> SignOff | None:
        """The standing vote of `person` on the present revision."""
        return next((vote for vote in self.votes if vote.person == person), None)
