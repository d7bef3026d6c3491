"""An incident in production, and what the checklist had said about it until then (product.md)."""

from datetime import date, datetime

from readiness.domain.values.identity import PersonId
from readiness.domain.values.value import Term, value


class Verdict(Term):
    """How the gap behind an incident stood as the day of the incident began."""

    OPEN = "open"
    WAIVED = "waived"
    SIGNED_OFF = "signed-off"
    NOT_APPLICABLE = "not-applicable"
    NEVER_LISTED = "never-listed"


class GapCause(Term):
    """What made a gap visible: nobody owned it, nobody touched it by its date, or it was just not done."""

    UNASSIGNED = "unassigned"
    UNTOUCHED = "untouched"
    OPEN = "open"


@value(frozen=True, slots=True, kw_only=True)
class Incident:
    """One incident. `number` counts an initiative's from 1; `gate` None says that nothing on the checklist covered it.

    `since` is the local day from which the verdict holds: for an open gate the one on which it became visible, by its
    `cause`; for a settled one that on which it was settled; None for what was never listed. A waiver has the day
    `waived_until` which it holds, those who voted for it, and its compensating control.
    """

    number: int
    gate: str | None
    day: date
    what: str
    by: PersonId
    at: datetime
    verdict: Verdict
    since: date | None = None
    cause: GapCause | None = None
    waived_until: date | None = None
    waived_by: tuple[PersonId, ...] = ()
    control: str = ""

    @property
    def days_before(self) -> int:
        """Calendar days from `since` to the incident; 0 for what was never listed."""
        return 0 if self.since is None else (self.day - self.since).days
