"""Answers to incidents that are recorded."""

from bot.conversation.turn import Refused, Reply, Say, Turn
from bot.intents.incident import ReportIncident
from bot.views.answers.changed import answer_card
from bot.views.answers.repeated import recorded_just_now_card
from readiness.domain.values.refusals import SaidJustNow
from readiness.usecases import incident


async def report_incident(turn: Turn, intent: ReportIncident) -> Reply:
    """Record an incident, and say how its gap stood; the same within minutes, once the asker is sure."""
    ref = intent.ref
    try:
        done = await incident.report(
            turn.deps, turn.asker, ref.initiative, ref.gate, intent.day, intent.what, again=intent.is_sure
        )
    except SaidJustNow as said:
        return Refused(recorded_just_now_card(said, intent), said)
    return Say(answer_card(done, intent))
