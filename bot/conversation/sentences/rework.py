"""Reading the commands about rework, and for how long a sign-off holds."""

import re
from datetime import timedelta

from bot.conversation.reading.durations import read_duration
from bot.conversation.reading.nearest import nearest
from bot.conversation.reading.phrase import Phrase
from bot.intents.form import OpenForm
from bot.intents.intent import GateRef, Intent
from bot.intents.problems import ProblemKind
from bot.intents.rework import ApproveWithFinding, AssignRework, EndRework, ShowRework
from bot.intents.validity import SetValidity

_NUMBER = re.compile(r"#?([0-9]{1,5})")
_NEVER = "never"
_VALIDITIES = ("90d", "26w", _NEVER)
_WHAT_CAN_FOLLOW = ("rework done 3", "rework assign 3 @person")


def finding(phrase: Phrase, ref: GateRef) -> Intent:
    """`finding [INITIATIVE] GATE @P DATE TEXT`; alone the form."""
    if phrase.is_over():
        return OpenForm("finding", ref)
    person, due = phrase.person(), phrase.day()
    return ApproveWithFinding(ref, person, due, phrase.needed_text())


def show(phrase: Phrase, slug: str) -> Intent:
    """`rework [INITIATIVE]`."""
    if not phrase.is_over():
        phrase.fail(
            ProblemKind.UNKNOWN_WORD, nearest=(*nearest(phrase.name(), phrase.scope.known_slugs()), *_WHAT_CAN_FOLLOW)
        )
    return ShowRework(slug)


def done(phrase: Phrase, slug: str) -> Intent:
    """`rework done [INITIATIVE] NUMBER [TEXT]`."""
    number = _number(phrase)
    return EndRework(slug, number, phrase.text())


def assign(phrase: Phrase, slug: str) -> Intent:
    """`rework assign [INITIATIVE] NUMBER @P [by DATE]`."""
    number, person = _number(phrase), phrase.person()
    due = phrase.day() if phrase.take_keyword("by") else None
    phrase.end()
    return AssignRework(slug, number, person, due)


def expires(phrase: Phrase, ref: GateRef) -> Intent:
    """`expires [INITIATIVE] GATE DURATION|never`, in whole days."""
    if phrase.take_keyword(_NEVER):
        phrase.end()
        return SetValidity(ref, None)
    duration = read_duration(phrase.utterance.rest(phrase.at))
    if duration is None or duration % timedelta(days=1):
        phrase.fail(ProblemKind.BAD_DURATION, nearest=_VALIDITIES)
    return SetValidity(ref, duration.days)


def _number(phrase: Phrase) -> int:
    found = _NUMBER.fullmatch(phrase.name())
    if found is None:
        phrase.fail(ProblemKind.BAD_NUMBER)
    phrase.at += 1
    return int(found[1])
