"""Answers to incidents that are recorded."""

from bot import intents
from bot.conversation.turn import Reply, Say, Turn
from bot.views.answers import answer_card
from readiness.usecases import incidents


async def report_incident(turn: Turn, intent: intents.ReportIncident) -> Reply:
    """Record an incident, and say how its gap stood."""
    ref = intent.ref
    done = await incidents.report(turn.deps, turn.asker, ref.initiative, ref.gate, intent.day, intent.what)
    return Say(answer_card(done, intent))
