"""Answers about rework: the ledger, findings, and for how long a sign-off holds."""

from bot.conversation.turn import Refused, Reply, Say, Turn
from bot.intents.rework import ApproveWithFinding, AssignRework, EndRework, ShowRework
from bot.intents.validity import SetValidity
from bot.views.answers.changed import answer_card
from bot.views.answers.repeated import raised_just_now_card
from bot.views.shown.rework import rework_card
from readiness.domain.rules.finding import Finding
from readiness.domain.values.refusals import SaidJustNow
from readiness.usecases import gate, looking, rework


async def show(turn: Turn, intent: ShowRework) -> Reply:
    """The ledger with what the asker can do about it."""
    return Say(rework_card(await looking.status(turn.deps, turn.asker, intent.initiative), turn.asker.person))


async def approve_with_finding(turn: Turn, intent: ApproveWithFinding) -> Reply:
    """Count an approval that hangs on a finding; the same within minutes, once the asker is sure."""
    finding = Finding(await turn.person(intent.person), intent.due, intent.text)
    try:
        done = await rework.approve_with_finding(
            turn.deps,
            turn.asker,
            intent.ref.initiative,
            intent.ref.gate,
            finding,
            seen=intent.seen,
            under=intent.under,
            again=intent.is_sure,
        )
    except SaidJustNow as said:
        return Refused(raised_just_now_card(said, intent), said)
    return Say(answer_card(done, intent))


async def end(turn: Turn, intent: EndRework) -> Reply:
    """Say that a finding is done."""
    done = await rework.end(turn.deps, turn.asker, intent.initiative, intent.number, intent.text)
    return Say(answer_card(done, intent))


async def assign(turn: Turn, intent: AssignRework) -> Reply:
    """Give an item to somebody."""
    person = await turn.person(intent.person)
    done = await rework.assign(turn.deps, turn.asker, intent.initiative, intent.number, person, intent.due)
    return Say(answer_card(done, intent))


async def set_validity(turn: Turn, intent: SetValidity) -> Reply:
    """Say for how long a sign-off holds."""
    done = await gate.set_validity(turn.deps, turn.asker, intent.ref.initiative, intent.ref.gate, intent.days)
    return Say(answer_card(done, intent))
