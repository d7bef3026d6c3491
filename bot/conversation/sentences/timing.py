"""Reading the commands about digests and reminders."""

from bot.conversation.clock import TIME_EXAMPLES, nearest_times, nearest_zones, read_time, read_zone
from bot.conversation.dates import WEEKDAYS, read_weekday
from bot.conversation.durations import EXAMPLES, read_duration
from bot.conversation.nearest import nearest_or_first
from bot.conversation.phrase import Phrase
from bot.intents import (
    DigestLeadership,
    DigestNow,
    DigestOff,
    DigestWeekly,
    Intent,
    Remind,
    Snooze,
)
from bot.intents.problems import ProblemKind
from readiness.domain.schedule import WeeklySlot


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
    at = read_time(phrase.name())
    if at is None:
        phrase.fail(ProblemKind.BAD_TIME, nearest=TIME_EXAMPLES if phrase.is_over() else nearest_times(phrase.name()))
    phrase.at += 1
    zone = _zone(phrase)
    phrase.end()
    return DigestWeekly(WeeklySlot(weekday, at.hour, at.minute, zone))


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
    return Snooze(duration)


def _zone(phrase: Phrase) -> str:
    if phrase.is_over():
        return ""
    zone = read_zone(phrase.name())
    if zone is None:
        phrase.fail(ProblemKind.UNKNOWN_ZONE, nearest=nearest_zones(phrase.name()))
    phrase.at += 1
    return zone
