"""Reading the commands about digests and reminders."""

from collections.abc import Callable
from datetime import time

from bot.conversation.reading.clock import (
    ABBREVIATIONS,
    TIME_EXAMPLES,
    city,
    nearest_times,
    nearest_zones,
    read_time,
    read_zone,
)
from bot.conversation.reading.dates import read_weekday
from bot.conversation.reading.durations import EXAMPLES, read_duration
from bot.conversation.reading.nearest import nearest_or_first
from bot.conversation.reading.phrase import Phrase
from bot.intents.choice import Choice, Option, Unsure, Why
from bot.intents.digest import DigestLeadership, DigestNow, DigestOff, DigestWeekly, Slot
from bot.intents.intent import Intent
from bot.intents.problems import ProblemKind
from bot.intents.reminder import Remind, Snooze
from readiness.domain.values.calendar import WEEKDAYS


def digest_now(phrase: Phrase) -> Intent:
    """`digest [now]`."""
    phrase.end()
    return DigestNow()


def digest_off(phrase: Phrase) -> Intent:
    """`digest off`."""
    phrase.end()
    return DigestOff()


def digest_weekly(phrase: Phrase) -> Intent:
    """`digest weekly DAY HH:MM [ZONE]`; without a zone the organisation's."""
    weekday = read_weekday(phrase.name())
    if weekday is None:
        phrase.fail(ProblemKind.BAD_DATE, nearest=nearest_or_first(phrase.name(), WEEKDAYS))
    phrase.at += 1
    at = _time(phrase)

    def weekly(zone: str) -> Intent:
        return DigestWeekly(Slot(weekday, at.hour, at.minute, zone))

    return weekly("") if phrase.is_over() else in_zone(phrase, weekly)


def digest_leadership(phrase: Phrase) -> Intent:
    """`digest leadership #CHANNEL`."""
    channel = phrase.channel()
    phrase.end()
    return DigestLeadership(channel)


def remind_off(phrase: Phrase) -> Intent:
    """`remind off`."""
    phrase.end()
    return Remind(on=False)


def remind_on(phrase: Phrase) -> Intent:
    """`remind on`."""
    phrase.end()
    return Remind(on=True)


def snooze(phrase: Phrase) -> Intent:
    """`remind snooze [DURATION]`; without one until Monday."""
    if phrase.is_over():
        return Snooze()
    duration = read_duration(phrase.utterance.rest(phrase.at))
    if duration is None:
        phrase.fail(ProblemKind.BAD_DURATION, nearest=EXAMPLES)
    return Snooze(round(duration.total_seconds()))


def in_zone(phrase: Phrase, made: Callable[[str], Intent]) -> Intent:
    """What is `made` of the timezone that the line ends with; asks where it can be one of several."""
    word = phrase.name()
    zone, meant = read_zone(word), ABBREVIATIONS.get(word, ())
    if zone is None and len(meant) < 2:
        phrase.fail(ProblemKind.UNKNOWN_ZONE, nearest=nearest_zones(word))
    phrase.at += 1
    phrase.end()
    if zone is not None:
        return made(zone)
    options = tuple(Option(None, None, made(one), city(one)) for one in meant)
    raise Unsure(Choice(phrase.command, Why.SEVERAL_ZONES, options, word.upper()))


def _time(phrase: Phrase) -> time:
    """A time of day, in one word or two (`9 pm`)."""
    in_two = read_time(f"{phrase.name()} {phrase.name(1)}")
    at = in_two or read_time(phrase.name())
    if at is None:
        phrase.fail(ProblemKind.BAD_TIME, nearest=TIME_EXAMPLES if phrase.is_over() else nearest_times(phrase.name()))
    phrase.at += 2 if in_two else 1
    return at
