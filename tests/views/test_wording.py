"""Numbers, days, lists and rules as people say them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from bot.cards import Actions, Code, Menu, Typed
from bot.intents.problems import Problem, ProblemKind
from bot.views.examples.every import examples
from bot.views.examples.story import FAY, NOW, organisation
from bot.views.posted.reminder import reminder_card
from bot.views.refusals.unreadable import problem_words
from bot.views.words.counting import counted, counted_in_words, money
from bot.views.words.dates import day, days_since, distance, lately, moment, soon, weekday
from bot.views.words.listing import listed
from bot.views.words.signing import rule_text
from bot.views.words.stall import _CAUSES, _TO_FIX
from bot.views.words.step import VERBS
from bot.views.words.terms import CONDITIONS, MEANINGS, PROMISES, REASONS, VOTE, VOTED, inside
from readiness.domain.readings.reminder import Reminder, ReminderItem, ReminderKind
from readiness.domain.values.approval import ApprovalRule, Group, Meaning, Quorum
from readiness.domain.values.calendar import WorkingCalendar
from readiness.domain.values.gate import ChangesReason, Condition, Decision
from readiness.domain.values.identity import InitiativeId, WorkspaceId
from readiness.domain.values.initiative import Money
from readiness.domain.values.step import NextStep, StallCause
from tests.views.test_examples import text_of

MONDAY = date(2026, 11, 23)


def words(text):
    return "".join(span if isinstance(span, str) else span.text for span in text)


@pytest.mark.parametrize(("number", "said"), [(0, "0 days"), (1, "1 day"), (2, "2 days"), (1200, "1,200 days")])
def test_one_is_singular(number, said):
    assert counted(number, "day") == said


def test_small_numbers_are_words():
    assert [counted_in_words(number, "gate") for number in (1, 3, 12)] == ["one gate", "three gates", "12 gates"]


@pytest.mark.parametrize(
    ("amount", "said"),
    [("37714.2857", "37,714 EUR"), ("0", "0 EUR"), ("0.5", "1 EUR"), ("1E+6", "1,000,000 EUR"), ("2.5", "3 EUR")],
)
def test_money_is_told_in_whole_units(amount, said):
    assert money(Money(Decimal(amount), "EUR")) == said


def test_the_year_is_said_only_when_it_is_another():
    assert day(date(2026, 12, 14), MONDAY) == "14 Dec"
    assert day(date(2027, 1, 11), MONDAY) == "11 Jan 2027"
    assert weekday(date(2026, 11, 27), MONDAY) == "Fri 27 Nov"


@pytest.mark.parametrize(
    ("to", "ahead", "behind"),
    [(0, "today", "today"), (1, "tomorrow", "yesterday"), (4, "Friday", "Thu"), (7, "30 Nov", "16 Nov")],
)
def test_close_days_are_named(to, ahead, behind):
    assert soon(date.fromordinal(MONDAY.toordinal() + to), MONDAY) == ahead
    assert lately(date.fromordinal(MONDAY.toordinal() - to), MONDAY) == behind


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (21, "in 3 weeks"),
        (20, "in 20 days"),
        (7, "in 7 days"),
        (1, "tomorrow"),
        (-1, "yesterday"),
        (-11, "11 days ago"),
    ],
)
def test_distances_are_exact(days, said):
    assert distance(date.fromordinal(MONDAY.toordinal() + days), MONDAY) == said


def test_waiting_is_counted_in_days_of_the_organisation():
    calendar = WorkingCalendar("Pacific/Auckland")
    late_evening = datetime(2026, 11, 22, 23, tzinfo=UTC)
    assert days_since(late_evening, calendar, MONDAY) == "since today"
    assert days_since(datetime(2026, 11, 20, tzinfo=UTC), calendar, MONDAY) == "3 days"
    assert moment(late_evening, calendar).fallback == "23 Nov 2026, 12:00"


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ((), ""),
        (("Dee",), "Dee"),
        (("Dee", "Eli"), "Dee or Eli"),
        (("A", "B", "C"), "A, B or C"),
        (("A", "B", "C", "D", "E"), "A, B or 3 more"),
    ],
)
def test_lists_are_short(names, said):
    assert "".join(listed(names, "or")) == said


def test_rules_are_sentences(acme):
    two = ApprovalRule((Group(2, parties=("compliance",)),))
    both = ApprovalRule((Group(Quorum.ANY, parties=("platform",)), Group(Quorum.ALL, parties=("business",))))
    named = ApprovalRule((Group(Quorum.ANY, frozenset({"dee", "eli"})),))
    ordered = ApprovalRule(
        (Group(Quorum.MAJORITY, parties=("sre",)), Group(Quorum.ALL, frozenset({"dee", "eli"}))), True
    )
    assert words(rule_text(two, acme)) == "2 of compliance"
    assert words(rule_text(both, acme)) == "any of platform, and all of business team"
    assert words(rule_text(named, acme)) == "Dee or Eli"
    assert words(rule_text(ordered, acme)) == "the majority of SRE, then Dee and Eli"
    assert words(rule_text(ApprovalRule(()), acme)) == "nobody is named yet"


def test_abbreviations_stay_capital():
    assert [inside(name) for name in ("Compliance", "SRE", "ML engineering")] == ["compliance", "SRE", "ML engineering"]


@pytest.mark.parametrize(
    ("table", "kinds"),
    [
        (CONDITIONS, Condition),
        (MEANINGS, Meaning),
        (PROMISES, Meaning),
        (REASONS, ChangesReason),
        (VOTE, Decision),
        (VOTED, Decision),
        (VERBS, NextStep),
        (_TO_FIX, NextStep),
        (_CAUSES, StallCause),
    ],
)
def test_there_are_words_for_every_kind(table, kinds):
    assert set(table) == set(kinds)


@pytest.mark.parametrize(
    "wrong",
    [
        " 1 days",
        " 1 gates",
        " 1 stalls",
        "None",
        "{",
        " ,",
        "  ",
        ".. ",
        "..\n",
        "is are",
        " a owner",
        "·  ·",
        "handoff-",
        "_",
    ],
)
def test_no_text_has_a_slip(wrong):
    found = [
        example.name
        for example in examples()
        if "hostile" not in example.name and wrong in text_of(example).replace("\n", "\n")
    ]
    if wrong == "_":  # A platform's own word for a refusal is shown as it is.
        found = [name for name in found if not name.startswith("held")]
    if wrong == "None":
        found = [name for name in found if "choice" not in name]
    assert found == []


def test_of_several_things_that_may_be_handed_on_the_handoff_is_named_in_words():
    asked = ReminderItem(
        kind=ReminderKind.CONFIRM,
        initiative=InitiativeId("i"),
        home=WorkspaceId("w"),
        slug="churn-model",
        name="Churn model",
        gate=None,
        step=NextStep.CONFIRM,
        people=(FAY,),
        said_from=NOW,
        since=NOW,
        days=43,
        gates=(None, "compute"),
    )
    card = reminder_card(Reminder(FAY, (asked,), more=0, waiting=1, unowned=0), organisation(), MONDAY)
    menus = [one for part in card.parts if isinstance(part, Actions) for one in part.items if isinstance(one, Menu)]
    assert [item.label for item in menus[0].items] == ["Hand off the handoff as a whole…", "Hand off compute…"]


def test_of_several_forms_of_a_command_each_stands_by_itself():
    problem = Problem(ProblemKind.UNKNOWN_COMMAND, None, "remind maybe", (), "remind off\nremind on")
    _, lines = problem_words(problem)
    assert lines == (("It goes like this: ", Typed("remind off"), " or ", Typed("remind on")),)


@pytest.mark.parametrize(
    ("kind", "headline"),
    [
        (ProblemKind.UNKNOWN_PARTY, "Say which party you mean."),
        (ProblemKind.BAD_NUMBER, "A number is missing at the end."),
        (ProblemKind.UNKNOWN_WORD, "A word is missing at the end."),
    ],
)
def test_a_line_that_ends_early_is_told_what_is_missing(kind, headline):
    said, lines = problem_words(Problem(kind, "reconfirm", "", ("6", "off"), "reconfirm WEEKS|off"))
    assert said == (headline,)
    assert lines[0] == ("For example ", Code("6"), " or ", Code("off"), ".")
