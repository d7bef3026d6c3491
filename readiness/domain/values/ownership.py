"""Who holds a gate, or the handoff as a whole: unassigned, offered, accepted."""

from datetime import datetime

from readiness.domain.values.identity import PersonId
from readiness.domain.values.value import Term, value


class OwnershipState(Term):
    """The stored axis of ownership (rules.md, "Gates")."""

    UNASSIGNED = "unassigned"
    OFFERED = "offered"
    ACCEPTED = "accepted"


class Passing(Term):
    """How it was to pass from one to another, or came back."""

    OFFERED = "offered"
    DECLINED = "declined"
    HANDED_BACK = "handed-back"


@value(frozen=True, slots=True)
class Remark:
    """What somebody said to whoever it goes to, when they offered it, declined the offer, or handed it back."""

    passing: Passing
    by: PersonId
    text: str


@value(frozen=True, slots=True)
class Ownership:
    """Who holds it, to whom it is offered and who gave it.

    `owner` has accepted and stays the owner while an offer to somebody else is open; `offered_to` is set while an offer
    is open; `giver` made the last offer; `previous` owned it before `owner` and gets it back when it is handed back.
    `confirmed_at` is when `owner` last said that it is theirs, by accepting it or when asked again. `remark` goes with
    the offer that is open, or with how it came back, until it changes hands again.
    """

    since: datetime
    owner: PersonId | None = None
    offered_to: PersonId | None = None
    giver: PersonId | None = None
    previous: PersonId | None = None
    confirmed_at: datetime | None = None
    remark: Remark | None = None

    @property
    def state(self) -> OwnershipState:
        """The state shown, counted and chased."""
        if self.offered_to is not None:
            return OwnershipState.OFFERED
        return OwnershipState.UNASSIGNED if self.owner is None else OwnershipState.ACCEPTED

    @property
    def accountable(self) -> PersonId | None:
        """Who answers for it now: the owner, or while a first offer is open the giver; None means nobody owns it."""
        return self.owner or (self.giver if self.offered_to else None)

    @property
    def holder(self) -> PersonId | None:
        """Who has to act on the ownership: the one it is offered to, else the owner."""
        return self.offered_to or self.owner

    @property
    def confirmed(self) -> datetime:
        """When the owner last said that it is theirs; since when it is where they never did."""
        return self.confirmed_at or self.since
