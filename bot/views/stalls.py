"""What stands still, in words: "`compute` · no owner, 12 days · next: Ana names one"."""

from bot.cards import Bold, Code, Span
from bot.views.counting import capital, counted, in_words
from bot.views.escalation import NOBODY_LEFT
from bot.views.initiative import BETWEEN
from bot.views.listing import codes, people
from bot.views.steps import SHORT, THE_HANDOFF, VERBS, WITHOUT_SUBJECT
from readiness.domain.organisation import Organisation
from readiness.domain.stall import Stall
from readiness.domain.step import NextStep, StallCause

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


def stall_line(stall: Stall, organisation: Organisation, *, is_nobodys: bool = False) -> tuple[Span, ...]:
    """One stall: what, why, for how long, how late, and who takes the next step; `is_nobodys` when nobody is told."""
    what: Span = Code(stall.gate) if stall.gate else Bold(_whole(stall))
    late = f"{counted(stall.days_late, 'working day')} late" if stall.days_late else ""
    then = (f"{BETWEEN}{NOBODY_LEFT}",) if is_nobodys else _next(stall, organisation)
    if late and stall.cause is StallCause.OVERDUE:
        return (what, BETWEEN, Bold(late), *then)
    why = (*_cause(stall), f", {_for(stall)}{BETWEEN + late if late else ''}")
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


def _for(stall: Stall) -> str:
    return counted(stall.days, "day") if stall.days > 0 else "since today"


def _next(stall: Stall, organisation: Organisation) -> tuple[Span, ...]:
    """Who takes the next step; of one that waits for another gate, only that one's line says it."""
    if stall.waits_for_gate and stall.next_gate in stall.blocked_by:
        return ()
    who = people(organisation, stall.next, "or", mentioned=True) or ("an administrator",)
    if stall.next_step is NextStep.GO_LIVE:
        return (f"{BETWEEN}next: ", *who, " brings it live")
    if stall.waits_for_gate:
        return (f"{BETWEEN}next: ", *who, " ", VERBS[stall.next_step][0], _gate(stall.next_gate))
    short = SHORT.get(stall.next_step, VERBS[stall.next_step])[0]
    return (f"{BETWEEN}next: ", *who, " ", short.strip())


def _gate(key: str | None) -> Span:
    return THE_HANDOFF if key is None else Code(key)
