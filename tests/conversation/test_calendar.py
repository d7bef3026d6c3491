"""How a calendar is typed, and how its form is read."""

from datetime import date

import pytest

from bot.conversation.forms import complete
from bot.conversation.turn import Mend
from bot.intents.calendar import ChangeCalendar, ShowCalendar
from bot.intents.choice import Why
from bot.intents.form import OpenForm
from bot.intents.problems import ProblemKind
from bot.views.shown.forms import field_problem
from tests.conversation.saying import choice, kind, problem, say

CHRISTMAS, BOXING, NEW_YEAR = date(2026, 12, 25), date(2026, 12, 26), date(2027, 1, 1)


@pytest.mark.parametrize("typed", ["timezone", "weekend", "holidays"])
def test_alone_they_show_the_calendar(typed):
    assert say(typed) == ShowCalendar()


@pytest.mark.parametrize(
    ("typed", "intent"),
    [
        ("timezone europe/berlin", ChangeCalendar(timezone="Europe/Berlin")),
        ("weekend friday saturday", ChangeCalendar(weekend=(4, 5))),
        ("weekend Sat, and Sun", ChangeCalendar(weekend=(5, 6))),
        ("weekend none", ChangeCalendar(weekend=())),
        ("holidays add 2026-12-25", ChangeCalendar(added=((CHRISTMAS, ""),))),
        ("holidays add 2026-12-25 Christmas Day", ChangeCalendar(added=((CHRISTMAS, "Christmas Day"),))),
        (
            "holidays add 2026-12-25 Christmas, 2026-12-26 Boxing Day 2027-01-01",
            ChangeCalendar(added=((CHRISTMAS, "Christmas"), (BOXING, "Boxing Day"), (NEW_YEAR, ""))),
        ),
        ("holidays add 2026-12-25..2026-12-26 the plant stands still",
         ChangeCalendar(added=((CHRISTMAS, "the plant stands still"), (BOXING, "the plant stands still")))),
        ("holidays add friday Good Friday", ChangeCalendar(added=((date(2026, 11, 27), "Good Friday"),))),
        ('holidays add 2026-12-25 "1 of 2"', ChangeCalendar(added=((CHRISTMAS, "1 of 2"),))),
        ("holidays remove 2026-12-25", ChangeCalendar(removed=(CHRISTMAS,))),
        ("holidays remove 2026-12-26, 2026-12-25", ChangeCalendar(removed=(CHRISTMAS, BOXING))),
        ("holidays remove 2026-12-25..2026-12-26 and 2027-01-01",
         ChangeCalendar(removed=(CHRISTMAS, BOXING, NEW_YEAR))),
    ],
)  # fmt: skip
def test_they_change_what_is_named(typed, intent):
    assert say(typed) == intent


def test_whose_time_is_meant_is_asked():
    asked = choice("timezone IST")
    assert (asked.why, [option.label for option in asked.options]) == (
        Why.SEVERAL_ZONES,
        ["Kolkata", "Dublin", "Jerusalem"],
    )
    assert asked.options[0].intent == ChangeCalendar(timezone="Asia/Kolkata")


@pytest.mark.parametrize(
    ("typed", "wrong", "near"),
    [
        ("timezone Europe/Belrin", ProblemKind.UNKNOWN_ZONE, "Europe/Berlin"),
        ("weekend fryday", ProblemKind.UNKNOWN_WORD, "friday"),
        ("holidays ad 2026-12-25", ProblemKind.UNKNOWN_WORD, "add"),
        ("holidays add 25.12.2026", ProblemKind.BAD_DATE, "2026-12-25"),
        ("holidays add 2026-12-25 Christmas, 26.12.2026 Boxing Day", ProblemKind.BAD_DATE, "2026-12-26"),
        ("holidays add 2026-12-26..2026-12-25", ProblemKind.BAD_DATE, "2026-12-25"),
        ("holidays add 2026-01-01..2026-12-31", ProblemKind.BAD_DATE, "2026-12-31"),
    ],
)
def test_what_cannot_be_read_is_answered_with_what_can(typed, wrong, near):
    found = problem(typed)
    assert (found.kind, near in found.nearest) == (wrong, True), found


@pytest.mark.parametrize("typed", ["holidays add", "holidays remove", "holidays add ,"])
def test_a_day_is_asked_for(typed):
    assert kind(typed) in (ProblemKind.DATE_NEEDED, ProblemKind.BAD_DATE)


def test_a_form_gives_what_could_be_typed():
    filled = {"timezone": "asia/dubai", "weekend": "56", "holidays": "2026-12-25 Christmas\n\n 2027-01-01: \n"}
    assert complete(OpenForm("calendar"), filled) == ChangeCalendar(
        "Asia/Dubai", (5, 6), ((CHRISTMAS, "Christmas"), (NEW_YEAR, ""))
    )
    assert complete(OpenForm("calendar"), {"timezone": "UTC", "weekend": "none"}) == ChangeCalendar("UTC", (), ())


@pytest.mark.parametrize(
    ("field", "value", "problem_kind"),
    [
        ("timezone", "EST", "several-zones"),
        ("timezone", "Nowhere", "bad-zone"),
        ("timezone", "", "bad-zone"),
        ("holidays", "Christmas 2026-12-25", "bad-holidays"),
        ("holidays", "25.12.2026 Christmas", "bad-holidays"),
    ],
)
def test_what_is_wrong_in_it_is_told_at_its_field(field, value, problem_kind):
    filled = {"timezone": "UTC", "weekend": "56", field: value}
    assert complete(OpenForm("calendar"), filled) == Mend({field: field_problem(problem_kind)})
