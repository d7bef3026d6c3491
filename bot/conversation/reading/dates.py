"""The small date grammar: days that can be read in one way only.

`2026-04-03` · `today`, `tomorrow`, `yesterday` · `friday` or `fri`: the next one strictly after today, so on a Friday
it is a week ahead · `+3d`, `+2w` days and weeks, `+2m` calendar months (the last day of a shorter month), `+5bd`
working days by the organisation's calendar; the same with `-` for days past. Everything else, `03/04/2026` above all,
is not read but answered with the forms it may have meant.
"""

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from bot.conversation.reading.nearest import nearest
from bot.conversation.reading.words import folded
from readiness.domain.values.calendar import WEEKDAYS, WorkingCalendar

_ABBREVIATIONS = {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
_NAMED = {"today": 0, "tomorrow": 1, "yesterday": -1}
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_SHIFT = re.compile(r"([+-])([0-9]{1,3})(bd|d|w|m)")
_BARE_SHIFT = re.compile(r"([0-9]{1,3})(bd|d|w|m)")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = "(?:" + "|".join(_MONTHS) + ")[a-z]*"
_DAY_OF_MONTH = re.compile(
    rf"(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th|\.)?(?: of)? (?P<month>{_MONTH})\b"
    rf"|(?P<first>{_MONTH}) (?P<second>[0-9]{{1,2}})(?:st|nd|rd|th)?\b"
)
_NEXT_WEEKDAY = re.compile(rf"(?:next|on|this) ({'|'.join(WEEKDAYS)})\b")
_SPAN = re.compile(r"(?:in )?([0-9]{1,3}) (day|week|month)s?\b")
_YEAR_FIRST = re.compile(r"([0-9]{4})[-./]([0-9]{1,2})[-./]([0-9]{1,2})")
_YEAR_LAST = re.compile(r"([0-9]{1,2})[-./]([0-9]{1,2})[-./]([0-9]{4}|[0-9]{2})")


def read_date(text: str, today: date, calendar: WorkingCalendar) -> date | None:
    """The day that `text` names; None where it names none, or could mean two."""
    word = folded(text)
    iso = _ISO.fullmatch(word)
    if iso:
        return _day(*map(int, iso.groups()))
    if word in _NAMED:
        return today + timedelta(days=_NAMED[word])
    weekday = read_weekday(word)
    if weekday is not None:
        return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    shift = _SHIFT.fullmatch(word)
    return _shifted(int(shift[1] + shift[2]), shift[3], today, calendar) if shift else None


def is_date(text: str, today: date, calendar: WorkingCalendar) -> bool:
    """Whether `text` is written as a date: one that can be read, or a numeric one that may mean two days."""
    return read_date(text, today, calendar) is not None or any(_meant(folded(text)))


def read_weekday(text: str) -> int | None:
    """The weekday that a name or its abbreviation means, Monday being 0."""
    word = folded(text).rstrip(".")
    if word in _ABBREVIATIONS:
        return _ABBREVIATIONS[word]
    return next((index for index, name in enumerate(WEEKDAYS) if word in (name, name[:3])), None)


def nearest_dates(text: str, today: date, following: Sequence[str] = ()) -> tuple[str, ...]:
    """Forms that can be typed instead of `text`: each day it may have meant, else one example of every kind.

    `following` are the next two words: "1 december", "next friday" and "in 3 weeks" are not read, but understood.
    """
    word, *more = map(folded, (text, *following))
    said = _in_words(" ".join((word, *more)), today)
    if said:
        return said
    meant = dict.fromkeys(day.isoformat() for day in _meant(word))
    if meant:
        return tuple(meant)
    if _BARE_SHIFT.fullmatch(word):
        return (f"+{word}",)
    alike = nearest(word, (*WEEKDAYS, *_NAMED))
    return alike or ((today + timedelta(days=21)).isoformat(), "+3w", "+5bd", "friday")


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _shifted(count: int, unit: str, today: date, calendar: WorkingCalendar) -> date | None:
    """`today` moved by `count` units; None beyond the calendar, or when the organisation has no working days."""
    try:
        match unit:
            case "bd":
                return calendar.add_working_days(today, count)
            case "m":
                return _months_later(today, count)
            case _:
                return today + timedelta(days=count * (7 if unit == "w" else 1))
    except (OverflowError, ValueError):
        return None


def _months_later(today: date, count: int) -> date:
    year, month = divmod(today.year * 12 + today.month - 1 + count, 12)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


def _in_words(text: str, today: date) -> tuple[str, ...]:
    """What can be typed for a date in words; nothing where `text` does not begin with one."""
    if found := _DAY_OF_MONTH.match(text):
        return _next_time(found["month"] or found["first"], int(found["day"] or found["second"]), today)
    if found := _NEXT_WEEKDAY.match(text):
        days = (WEEKDAYS.index(found[1]) - today.weekday() - 1) % 7 + 1
        ahead = [today + timedelta(days=days + more) for more in (0, 7)]
        return tuple(day.isoformat() for day in ahead)
    found = _SPAN.match(text)
    return (f"+{found[1]}{found[2][0]}",) if found else ()


def _next_time(month: str, day: int, today: date) -> tuple[str, ...]:
    """That day this year, or the next one where it is over."""
    number = _MONTHS.index(month[:3]) + 1
    ahead = [found for year in (today.year, today.year + 1) if (found := _day(year, number, day)) is not None]
    return tuple(found.isoformat() for found in ahead if found >= today)[:1]


def _meant(word: str) -> Iterator[date]:
    """The days that a numeric date may mean: the day first, or the month first."""
    year_first, year_last = _YEAR_FIRST.fullmatch(word), _YEAR_LAST.fullmatch(word)
    orders: tuple[tuple[int, int, int], ...] = ()
    if year_first:
        year, second, third = map(int, year_first.groups())
        orders = ((year, second, third), (year, third, second))
    elif year_last:
        first, second, year = map(int, year_last.groups())
        century = year if year > 99 else 2000 + year
        orders = ((century, second, first), (century, first, second))
    yield from filter(None, (_day(*order) for order in orders))
