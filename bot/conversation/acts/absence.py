"""Answers about days away."""

from bot.conversation.turn import Reply, Say, Turn
from bot.intents.absence import ComeBack, GoAway, ShowAway
from bot.views.words.absence import absence_card, back_card
from readiness.usecases import absence


async def show(turn: Turn, intent: ShowAway) -> Reply:
    """The asker's own days away."""
    return Say(absence_card(await absence.look_at_absence(turn.deps, turn.asker)))


async def go_away(turn: Turn, intent: GoAway) -> Reply:
    """Say when the asker is away, and who acts for them."""
    delegate = await turn.person(intent.delegate) if intent.delegate else None
    page = await absence.go_away(turn.deps, turn.asker, intent.first, intent.last, delegate)
    return Say(absence_card(page))


async def come_back(turn: Turn, intent: ComeBack) -> Reply:
    """The asker is here."""
    return Say(back_card(await absence.come_back(turn.deps, turn.asker)))
