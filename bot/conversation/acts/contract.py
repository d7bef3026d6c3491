"""Answers to what is said about the deployment contract."""

from bot.conversation.turn import Refused, Reply, Say, Turn
from bot.intents.contract import AskParties, RefuseContract, ShowContract, SignContract
from bot.views.answers.changed import answer_card
from bot.views.shown.contract import changes_card, contract_card, overtaken_card
from readiness.domain.values.refusals import StaleContract
from readiness.usecases import contract


async def show(turn: Turn, intent: ShowContract) -> Reply:
    """The contract as it is now, or what changed in it."""
    page = await contract.show(turn.deps, turn.asker, intent.initiative)
    return Say(changes_card(page) if intent.changes else contract_card(page))


async def ask(turn: Turn, intent: AskParties) -> Reply:
    """Ask every party to sign."""
    return Say(answer_card(await contract.ask(turn.deps, turn.asker, intent.initiative), intent))


async def sign(turn: Turn, intent: SignContract) -> Reply:
    """Sign for the asker's parties."""
    try:
        done = await contract.sign(turn.deps, turn.asker, intent.initiative, intent.seen)
    except StaleContract as stale:
        return await _overtaken(turn, intent.initiative, stale)
    return Say(answer_card(done, intent))


async def refuse(turn: Turn, intent: RefuseContract) -> Reply:
    """Say why the asker's parties will not sign."""
    try:
        done = await contract.refuse(turn.deps, turn.asker, intent.initiative, intent.reason, intent.seen)
    except StaleContract as stale:
        return await _overtaken(turn, intent.initiative, stale)
    return Say(answer_card(done, intent))


async def _overtaken(turn: Turn, slug: str, stale: StaleContract) -> Reply:
    """What was pressed on has changed: the new one, so that it can be read and answered at once."""
    return Refused(overtaken_card(await contract.show(turn.deps, turn.asker, slug), stale), stale)
