"""Answers about the organisation's calendar."""

from bot.conversation.turn import Reply, Say, Turn
from bot.intents.calendar import ChangeCalendar, ShowCalendar
from bot.views.shown.calendar import calendar_card, calendar_changed_card
from readiness.domain.rules.organisation import CalendarChange
from readiness.usecases import calendar


async def show(turn: Turn, intent: ShowCalendar) -> Reply:
    """Timezone, weekend and holidays."""
    return Say(calendar_card(await calendar.look_at_calendar(turn.deps, turn.asker)))


async def change(turn: Turn, intent: ChangeCalendar) -> Reply:
    """Change some of it."""
    weekend = None if intent.weekend is None else frozenset(intent.weekend)
    change = CalendarChange(intent.timezone, weekend, dict(intent.added), frozenset(intent.removed))
    return Say(calendar_changed_card(await calendar.change_calendar(turn.deps, turn.asker, change)))
