"""Reading the commands about the organisation's calendar."""

from datetime import date, timedelta

from bot.conversation.reading.dates import is_date, nearest_dates, read_date, read_weekday
from bot.conversation.reading.nearest import nearest_or_first
from bot.conversation.reading.phrase import Phrase
from bot.conversation.reading.words import Quoted, Word, shown
from bot.conversation.sentences.reminder import in_zone
from bot.intents.calendar import ChangeCalendar, ShowCalendar
from bot.intents.intent import Intent
from bot.intents.problems import ProblemKind
from readiness.domain.values.calendar import WEEKDAYS

_ACTS = ("add", "remove")
_BETWEEN = ".."
MOST_DAYS = 60
"""Days that one entry can span."""


def timezone(phrase: Phrase) -> Intent:
    """`timezone [ZONE]`; alone it shows the calendar."""
    if phrase.is_over():
        return ShowCalendar()
    return in_zone(phrase, lambda zone: ChangeCalendar(timezone=zone))


def weekend(phrase: Phrase) -> Intent:
    """`weekend [DAY… | none]`; alone it shows the calendar."""
    if phrase.is_over():
        return ShowCalendar()
    if phrase.take_keyword("none"):
        phrase.end()
        return ChangeCalendar(weekend=())
    days: set[int] = set()
    while not phrase.is_over():
        if phrase.take_keyword(",", "and", "&"):
            continue
        day = read_weekday(phrase.name().rstrip(","))
        if day is None:
            phrase.fail(ProblemKind.UNKNOWN_WORD, nearest=nearest_or_first(phrase.name(), (*WEEKDAYS, "none")))
        phrase.at += 1
        days.add(day)
    return ChangeCalendar(weekend=tuple(sorted(days)))


def holidays(phrase: Phrase) -> Intent:
    """`holidays [add DATE [NAME], … | remove DATE …]`; alone it shows the calendar."""
    if phrase.is_over():
        return ShowCalendar()
    if phrase.choose({act: act for act in _ACTS}) == "add":
        added: dict[date, str] = {}
        while True:
            days, name = _days(phrase), _name(phrase)
            added |= {day: name or added.get(day, "") for day in days}
            if phrase.is_over():
                return ChangeCalendar(added=tuple(sorted(added.items())))
    removed = set(_days(phrase))
    while not phrase.is_over():
        if not phrase.take_keyword(",", "and", "&"):
            removed |= set(_days(phrase))
    return ChangeCalendar(removed=tuple(sorted(removed)))


def _days(phrase: Phrase) -> list[date]:
    """One day, or all from a first to a last (`2026-12-24..2027-01-01`)."""
    start, between, end = phrase.name().rstrip(",").partition(_BETWEEN)
    first = _day(phrase, start)
    last = _day(phrase, end) if between else first
    if not 0 <= (last - first).days < MOST_DAYS:
        phrase.fail(ProblemKind.BAD_DATE, nearest=nearest_dates(end, phrase.scope.today))
    phrase.at += 1
    return [first + timedelta(days=count) for count in range((last - first).days + 1)]


def _day(phrase: Phrase, word: str) -> date:
    day = read_date(word, phrase.scope.today, phrase.scope.calendar)
    if day is None:
        kind = ProblemKind.BAD_DATE if word else ProblemKind.DATE_NEEDED
        phrase.fail(kind, nearest=nearest_dates(word, phrase.scope.today), got=word)
    return day


def _name(phrase: Phrase) -> str:
    """The words up to the next date, which begins with a digit: `Good Friday` is a name."""
    words: list[str] = []
    while not phrase.is_over() and not _begins_entry(phrase):
        token = phrase.peek()
        words.append(token.text if isinstance(token, Word | Quoted) else shown(token) if token else "")
        phrase.at += 1
    return " ".join(words).strip(" ,;")


def _begins_entry(phrase: Phrase) -> bool:
    word = phrase.name().rstrip(",").partition(_BETWEEN)[0]
    return word[:1].isdigit() and is_date(word, phrase.scope.today, phrase.scope.calendar)
