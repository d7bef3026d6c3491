"""Reading the command about days away."""

from datetime import date

from bot.conversation.reading.dates import nearest_dates, read_date
from bot.conversation.reading.phrase import Phrase
from bot.intents.absence import ComeBack, GoAway, ShowAway
from bot.intents.intent import Intent
from bot.intents.problems import ProblemKind

_BETWEEN = ".."
_OFF = ("off",)


def away(phrase: Phrase) -> Intent:
    """`away DATE..DATE [delegate @P]` or `away off`; alone what was said before. One date is one day."""
    if phrase.is_over():
        return ShowAway()
    if phrase.take_keyword(*_OFF):
        phrase.end()
        return ComeBack()
    first, last = _days(phrase)
    delegate = phrase.person() if phrase.take_keyword("delegate") else None
    phrase.end()
    return GoAway(first, last, delegate)


def _days(phrase: Phrase) -> tuple[date, date]:
    """The first and the last day, written together or apart."""
    if _BETWEEN in phrase.name():
        start, _, end = phrase.name().partition(_BETWEEN)
        if start and end:
            days = _day(phrase, start), _day(phrase, end)
            phrase.at += 1
            return days
    first = _day(phrase, phrase.name().removesuffix(_BETWEEN))
    is_open = phrase.name().endswith(_BETWEEN)
    phrase.at += 1
    if not is_open and not phrase.name().startswith(_BETWEEN):
        return first, first
    if phrase.name() == _BETWEEN:
        phrase.at += 1
    last = _day(phrase, phrase.name().removeprefix(_BETWEEN))
    phrase.at += 1
    return first, last


def _day(phrase: Phrase, word: str) -> date:
    day = read_date(word, phrase.scope.today, phrase.scope.calendar)
    if day is None:
        kind = ProblemKind.BAD_DATE if word else ProblemKind.DATE_NEEDED
        phrase.fail(kind, nearest=nearest_dates(word, phrase.scope.today), got=word)
    return day
