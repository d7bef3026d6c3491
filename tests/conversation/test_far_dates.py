"""A day that nobody can mean is refused wherever a day is named."""

import json
import re
from datetime import date
from typing import Any, get_args, get_type_hints

import pytest

from bot.conversation.commands import COMMANDS
from bot.conversation.forms import mend
from bot.conversation.route import CHANGING, LOOKING, days_named
from bot.conversation.turn import Mend, Refused
from bot.intents.codec import INTENTS
from bot.intents.form import OpenForm
from bot.views.words.dates import full_day
from readiness.domain.rules.change import must_be_near
from readiness.domain.values.refusals import DateTooFar
from tests.conversation.saying import TEMPLATES, say, scope
from tests.conversation.test_forged import PRESSES, pressed

WHERE = scope(templates=TEMPLATES)
FAR = date(26, 10, 12)
_DATE = re.compile(r"(?<!\S)([+-]\d+(d|w|m|bd)|\d{4}-\d\d-\d\d|friday|yesterday)(?=\s|\.\.|$)")


def holds_a_date(hint: Any) -> bool:
    return hint is date or any(map(holds_a_date, get_args(hint)))


DATED = [kind for kind in INTENTS if any(map(holds_a_date, get_type_hints(kind).values()))]


@pytest.mark.parametrize("command", [one for one in COMMANDS if "DATE" in one.usage], ids=lambda one: one.name)
def test_every_date_that_can_be_typed_is_found(command) -> None:
    """The grammar reads the far date; it is the route that sees it, and refuses it."""
    typed, count = _DATE.subn(FAR.isoformat(), command.example)
    if command.name == "away":
        typed, count = f"away {FAR}..{FAR}", 2
    assert list(days_named(say(typed, WHERE))) == [FAR] * count
    assert count


def test_every_intent_that_holds_a_date_is_typed_with_one() -> None:
    dated = {given for one in COMMANDS if "DATE" in one.usage for given in one.gives}
    assert set(DATED) <= dated


def test_what_only_looks_holds_no_date() -> None:
    assert not set(DATED) & set(LOOKING)
    assert set(DATED) <= set(CHANGING)


_ISO = re.compile(r"\d{4}-\d\d-\d\d")
DATED_PRESSES = [verb for verb, press in PRESSES.items() if _ISO.search(json.dumps(press))]


@pytest.mark.parametrize("verb", DATED_PRESSES)
@pytest.mark.parametrize("day", ["0001-01-01", "0026-10-12", "9999-12-31"])
async def test_whoever_names_it_is_told_to_write_the_year_in_full(verb: str, day: str) -> None:
    reply = await pressed(_ISO.sub(day, json.dumps(PRESSES[verb])))
    assert isinstance(reply, Refused)
    assert isinstance(reply.refusal, DateTooFar)
    read = full_day(date.fromisoformat(day))
    assert reply.card.summary.startswith(f"I read {read}, which is more than 20 years from today. Write year-month-day")


def test_each_intent_that_holds_a_date_is_pressed_with_one() -> None:
    assert len(DATED_PRESSES) == len(DATED)


@pytest.mark.parametrize(("day", "is_far"), [("2006-01-01", False), ("2046-12-31", False), ("2047-01-01", True)])
def test_twenty_years_are_near(day: str, is_far: bool) -> None:
    today = date(2026, 11, 23)
    if not is_far:
        must_be_near(date.fromisoformat(day), today)
        return
    with pytest.raises(DateTooFar):
        must_be_near(date.fromisoformat(day), today)


def test_in_a_form_it_is_told_at_the_field_that_holds_it() -> None:
    told = DateTooFar(day="0026-10-12", years=20, this_year=2026)
    filled = {"name": "Churn", "live": "0026-10-12", "model-complete": "2026-12-12"}
    assert mend(OpenForm("new"), told, filled) == Mend({"live": told.sentence()})
