"""Days, spans of days and instants as people say them in English. Nothing here asks what time it is."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.cards import When
from bot.views.words.counting import counted
from readiness.domain.values.calendar import WorkingCalendar

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEK = 7
_CLOSE_WEEKS = 14
SINCE_TODAY = "since today"


def day(on: date, today: date) -> str:
    """Say "14 Dec", with the year when it is not this one."""
    shown = f"{on.day} {_MONTHS[on.month - 1]}"
    return shown if on.year == today.year else f"{shown} {on.year}"


def full_day(on: date) -> str:
    """Say "23 Nov 2026"."""
    return f"{on.day} {_MONTHS[on.month - 1]} {on.year:04}"


def weekday(on: date, today: date) -> str:
    """Say "Fri 27 Nov"."""
    return f"{_DAYS[on.weekday()]} {day(on, today)}"


def soon(on: date, today: date) -> str:
    """A day to come: "today", "tomorrow", "Friday" within a week, else "14 Dec"."""
    days = (on - today).days
    if days in (0, 1):
        return ("today", "tomorrow")[days]
    return WEEKDAYS[on.weekday()] if 1 < days < _WEEK else day(on, today)


def lately(on: date, today: date) -> str:
    """A day gone by, to stand after "since": "today", "yesterday", "Tue" within a week, else "2 Nov"."""
    days = (today - on).days
    if days in (0, 1):
        return ("today", "yesterday")[days]
    return _DAYS[on.weekday()] if 1 < days < _WEEK else day(on, today)


def on_day(on: date, today: date) -> str:
    """A day gone by: "today", "yesterday", else "on 2 Nov"."""
    days = (today - on).days
    return ("today", "yesterday")[days] if days in (0, 1) else f"on {day(on, today)}"


def distance(on: date, today: date) -> str:
    """Say "today", "tomorrow", "in 12 days", "in 3 weeks" (from two whole ones on), "yesterday", "11 days ago"."""
    days = (on - today).days
    if -1 <= days <= 1:
        return ("yesterday", "today", "tomorrow")[days + 1]
    length = counted(abs(days), "day")
    if abs(days) >= _CLOSE_WEEKS and days % _WEEK == 0:
        length = counted(abs(days) // _WEEK, "week")
    return f"in {length}" if days > 0 else f"{length} ago"


def days_since(instant: datetime, calendar: WorkingCalendar, today: date) -> str:
    """How long something waits: "12 days"; "since today" on the first."""
    return lasted((today - calendar.local_date(instant)).days)


def lasted(days: int) -> str:
    """For how many days something waits or stands still: "12 days"; "since today" on the first."""
    return counted(days, "day") if days > 0 else SINCE_TODAY


def moment(instant: datetime, calendar: WorkingCalendar) -> When:
    """An instant in the reader's own timezone, in the organisation's where that is not possible."""
    local = instant.astimezone(ZoneInfo(calendar.timezone))
    return When(instant, f"{full_day(local)}, {local.hour:02}:{local.minute:02}")
