"""Rework: what had to be done again, or is still to be done although it was approved, and how it ended."""

from collections.abc import Iterable
from datetime import date, datetime

from readiness.domain.values.gate import ChangesReason
from readiness.domain.values.identity import PersonId
from readiness.domain.values.value import Term, value

DAYS_FOR_CHANGES = 5
"""Working days after which requested changes are due."""


class ReworkKind(Term):
    """What raised it."""

    CHANGES = "changes"
    FINDING = "finding"


class ReworkEnd(Term):
    """How it ended: said to be done; its gate settled or taken away; or its approval void, so it is judged anew."""

    DONE = "done"
    SETTLED = "settled"
    REMOVED = "removed"
    VOID = "void"


@value(frozen=True, slots=True, kw_only=True)
class Rework:
    """One item of an initiative's ledger. Numbers count from 1 and are never used again.

    `reason` is that of the request for changes, None for a finding; `party` reviewed; `stage` is the last milestone
    reached by then, None before the first. `owner` None is whoever owns the gate. `revoked_at` is when it last took the
    approval back that it hung on. `how` is set once it ended; `ended_by` is None for the clock.
    """

    number: int
    gate: str
    kind: ReworkKind
    reason: ChangesReason | None
    party: str
    raised_by: PersonId
    raised_at: datetime
    stage: str | None
    due: date
    text: str
    owner: PersonId | None = None
    revoked_at: datetime | None = None
    ended_at: datetime | None = None
    ended_by: PersonId | None = None
    how: ReworkEnd | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.how is None

    def is_overdue(self, today: date) -> bool:
        """Whether it should have been done before the local date `today`."""
        return self.how is None and self.due < today


def findings_on(items: Iterable[Rework], gate: str) -> tuple[Rework, ...]:
    """The open findings on that gate, oldest first."""
    return tuple([one for one in items if one.how is None and one.kind is ReworkKind.FINDING and one.gate == gate])


def overdue_findings(items: Iterable[Rework], gate: str, today: date) -> tuple[Rework, ...]:
    """Those of them that are past their due date: while there is one, the gate cannot be signed off."""
    return tuple([one for one in findings_on(items, gate) if one.due < today])
