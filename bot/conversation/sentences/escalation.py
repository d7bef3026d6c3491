"""Reading the commands about who is told when, and how often owners are asked again."""

import re

from bot.conversation.reading.phrase import Phrase
from bot.intents.escalation import SetEscalation, SetReconfirmation, ShowEscalation
from bot.intents.intent import Intent
from bot.intents.problems import ProblemKind
from readiness.domain.values.policy import SETTABLE

_PLACES = {str(place): place for place in SETTABLE}
_NUMBER = re.compile(r"[0-9]{1,3}")
_OFF = "off"


def escalation(phrase: Phrase) -> Intent:
    """`escalation [backup|party-owner|handoff-owner|sponsor DAYS]`; alone it shows the chain."""
    if phrase.is_over():
        return ShowEscalation()
    place = phrase.choose(_PLACES)
    days = _number(phrase, ("2", "10"))
    phrase.end()
    return SetEscalation(place, days)


def reconfirm(phrase: Phrase) -> Intent:
    """`reconfirm WEEKS|off`."""
    weeks = 0 if phrase.take_keyword(_OFF) else _number(phrase, ("6", _OFF))
    phrase.end()
    return SetReconfirmation(weeks)


def _number(phrase: Phrase, examples: tuple[str, ...]) -> int:
    if not _NUMBER.fullmatch(phrase.name()):
        phrase.fail(ProblemKind.BAD_NUMBER, nearest=examples)
    phrase.at += 1
    return int(phrase.name(-1))
