"""Answers about who is told when something is late, and how often owners are asked again."""

from bot.conversation.turn import Reply, Say, Turn
from bot.intents.escalation import SetEscalation, SetReconfirmation, ShowEscalation
from bot.views.words.escalation import escalation_card, reconfirmation_card, wait_card
from readiness.usecases import looking
from readiness.usecases import organisation as organisation_cases


async def show(turn: Turn, intent: ShowEscalation) -> Reply:
    """The chain with its waits."""
    page = await looking.settings(turn.deps, turn.asker)
    return Say(escalation_card(page.organisation.policy))


async def set_wait(turn: Turn, intent: SetEscalation) -> Reply:
    """Choose when one place of the chain is told."""
    before, after = await organisation_cases.set_wait(turn.deps, turn.asker, intent.place, intent.days)
    return Say(wait_card(intent.place, before.policy.escalation, after.policy.escalation))


async def set_reconfirmation(turn: Turn, intent: SetReconfirmation) -> Reply:
    """Choose how often owners are asked again."""
    before, after = await organisation_cases.set_reconfirmation(turn.deps, turn.asker, intent.weeks)
    return Say(reconfirmation_card(before.policy, after.policy))
