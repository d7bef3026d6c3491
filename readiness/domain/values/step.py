"""The next step of what is not settled yet: what has to be done, by whom, since when, and whether it stands still."""

from datetime import date, datetime

from readiness.domain.values.identity import PersonId
from readiness.domain.values.value import Term, value


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
