"""What stands still, in words: "`compute` · no owner, 12 days · next: Ana names one"."""

from datetime import date

from bot.cards import Bold, Code, Span
from bot.views.words.counting import capital, days_late, in_words
from bot.views.words.dates import lasted
from bot.views.words.escalation import NOBODY_LEFT
from bot.views.words.initiative import BETWEEN
from bot.views.words.listing import codes
from bot.views.words.step import THE_HANDOFF, WITHOUT_SUBJECT, does, who_acts
from readiness.domain.readings.stall import Stall
from readiness.domain.values.organisation import Organisation
from readiness.domain.values.step import NextStep, StallCause

_CAUSES: dict[StallCause, str] = {
    StallCause.NO_OWNER: "no owner",
    StallCause.OWNER_LEFT: "its owner has left",
    StallCause.NOT_ACCEPTED: "nobody has accepted",
    StallCause.OVERDUE: "overdue",
    StallCause.WAITING_FOR_REVIEW: "waiting for a sign-off",
    StallCause.NOBODY_CAN_APPROVE: "nobody can sign it off",
    StallCause.CHANGES_REQUESTED_IDLE: "changes requested",
    StallCause.BLOCKED: "blocked",
    StallCause.FINDING_OVERDUE: "a finding is overdue",
    StallCause.NOT_CONFIRMED: "not confirmed by its owner",
    StallCause.CONTRACT_NOT_SIGNED: "not signed",
    StallCause.MODEL_COMPLETE_NOT_LIVE: "model complete, not live",
}
_TO_FIX: dict[NextStep, str] = {
    NextStep.NAME_OWNER: "an owner for ",
    NextStep.ACCEPT_OR_DECLINE: "a yes or no on ",
    NextStep.GIVE_EVIDENCE: "evidence for ",
    NextStep.ASK_FOR_SIGN_OFF: "the request for the sign-off of ",
    NextStep.ANSWER: "an answer on ",
    NextStep.ADD_MEMBERS: "people who may sign ",
    NextStep.CHANGE_RULE: "who must sign ",
    NextStep.ANSWER_CHANGES: "the changes asked for in ",
    NextStep.UNBLOCK: "what blocks ",
    NextStep.CLOSE_FINDING: "the finding on ",
    NextStep.CONFIRM: "who holds ",
    NextStep.ASK_PARTIES: "asking every party to sign the contract",
    NextStep.SIGN_CONTRACT: "the signatures on the contract",
    NextStep.SETTLE_REFUSAL: "what keeps a party from signing the contract",
    NextStep.GO_LIVE: "going live",
}


def stall_line(
    stall: Stall, organisation: Organisation, today: date, *, is_nobodys: bool = False, is_told: bool = False
) -> tuple[Span, ...]:
    """One stall: what, why, for how long, how late, and who takes the next step.

    `is_nobodys` when nobody is left to tell; `is_told` when another line says who takes the step it waits for.
    """
    what: Span = Code(stall.gate) if stall.gate else Bold(_whole(stall))
    how_late = days_late(stall.days_late) if stall.days_late else ""
    then = (f"{BETWEEN}{NOBODY_LEFT}",) if is_nobodys else () if is_told else _next(stall, organisation, today)
    if how_late and stall.cause is StallCause.OVERDUE:
        return (what, BETWEEN, Bold(how_late), *then)
    why = (*_cause(stall), f", {lasted(stall.days)}{BETWEEN + how_late if how_late else ''}")
    return (what, BETWEEN, *why, *then)


def fix_line(stall: Stall, waiting: int) -> tuple[Span, ...]:
    """What to fix first, and what it frees: "Fix first: an answer on `x`. Three other gates wait for it."."""
    subject: tuple[Span, ...] = () if stall.next_step in WITHOUT_SUBJECT else (_gate(stall.next_gate),)
    if waiting == 0:
        freed = ""
    elif waiting == 1:
        freed = " One other gate waits for it."
    else:
        freed = f" {capital(in_words(waiting))} other gates wait for it."
    return (Bold("Fix first:"), f" {_TO_FIX[stall.next_step]}", *subject, f".{freed}")


def _whole(stall: Stall) -> str:
    wholes = {StallCause.MODEL_COMPLETE_NOT_LIVE: "the initiative", StallCause.CONTRACT_NOT_SIGNED: "the contract"}
    return wholes.get(stall.cause, THE_HANDOFF)


def _cause(stall: Stall) -> tuple[Span, ...]:
    if stall.cause is StallCause.BLOCKED and stall.waits_for_gate:
        return ("blocked by ", *codes(stall.blocked_by))
    words = _CAUSES[stall.cause]
    plain = stall.cause in (StallCause.WAITING_FOR_REVIEW, StallCause.CHANGES_REQUESTED_IDLE)
    return (words,) if plain else (Bold(words),)


def _next(stall: Stall, organisation: Organisation, today: date) -> tuple[Span, ...]:
    """Who takes the next step; of one that waits for another gate, on which."""
    who = who_acts(organisation, today, stall.step, mentioned=True)
    on = (stall.next_gate,) if stall.waits_for_gate else ()
    return (f"{BETWEEN}next: ", *who, " ", *does(stall.next_step, stall.step.needed, on))


def _gate(key: str | None) -> Span:
    return THE_HANDOFF if key is None else Code(key)
