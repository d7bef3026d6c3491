"""The five questions, lateness and incidents, in the spellings people use."""

from datetime import date

import pytest

from bot.intents.form import OpenForm
from bot.intents.incident import ReportIncident
from bot.intents.lateness import ShowLateness
from bot.intents.looking import Questions
from bot.intents.problems import ProblemKind
from tests.conversation.saying import ELSEWHERE, MONDAY, SHARED, choice, here, kind, problem, say, there


def test_questions_and_lateness_are_about_the_channels_initiative_unless_another_is_named():
    assert say("questions") == Questions("fraud-scoring")
    assert say("questions churn") == Questions("churn")
    assert say("lateness") == ShowLateness("fraud-scoring")
    assert say("lateness churn") == ShowLateness("churn")


@pytest.mark.parametrize("typed", ["waits chrun", "questions chrun", "lateness chrun"])
def test_a_misspelled_initiative_is_not_read_as_the_channels_own(typed):
    met = problem(typed)
    assert met.kind is ProblemKind.UNKNOWN_INITIATIVE
    assert "churn" in met.nearest


def test_questions_asks_which_where_several_initiatives_live():
    assert [one.initiative for one in choice("questions", SHARED).options] == ["fraud-scoring", "churn"]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("incident compute it was full", ReportIncident(here("compute"), "it was full")),
        ("incident compute 2026-11-20 it was full", ReportIncident(here("compute"), "it was full", date(2026, 11, 20))),
        ("incident compute yesterday it was full", ReportIncident(here("compute"), "it was full", date(2026, 11, 22))),
        ("incident compute -3d it was full", ReportIncident(here("compute"), "it was full", date(2026, 11, 20))),
        ("incident unlisted scores were wrong", ReportIncident(here("unlisted"), "scores were wrong")),
        ("incident churn/unlisted scores were wrong", ReportIncident(there("unlisted"), "scores were wrong")),
        ("incident churn cutover today it broke", ReportIncident(there("cutover"), "it broke", MONDAY)),
        ('incident compute "today" it broke', ReportIncident(here("compute"), '"today" it broke')),
        ("incident compute 3 hours without answers", ReportIncident(here("compute"), "3 hours without answers")),
    ],
)
def test_an_incident_is_read_with_its_gate_its_day_and_what_happened(typed, expected):
    assert say(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("incident", OpenForm("incident", here(""))),
        ("incident churn", OpenForm("incident", there(""))),
        ("incident compute", OpenForm("incident", here("compute"))),
        ("incident churn unlisted", OpenForm("incident", there("unlisted"))),
    ],
)
def test_an_incident_without_a_text_opens_the_form(typed, expected):
    assert say(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("incident compute 03/04/2026 it was full", ProblemKind.BAD_DATE),
        ("incident compute yesterday", ProblemKind.TEXT_NEEDED),
        ("incident handoff it was full", ProblemKind.RESERVED_GATE),
        ("show unlisted", ProblemKind.RESERVED_GATE),
        ('gate add unlisted "Unlisted" party sre', ProblemKind.BAD_KEY),
    ],
)
def test_an_incident_is_never_guessed(typed, expected):
    assert kind(typed) is expected


def test_an_incident_alone_asks_which_initiative_where_several_live():
    assert [one.intent for one in choice("incident", SHARED).options] == [
        OpenForm("incident", here("")),
        OpenForm("incident", there("")),
    ]


def test_an_incident_elsewhere_has_to_name_its_initiative():
    assert kind("incident", ELSEWHERE) is ProblemKind.GATE_NEEDED
    assert say("incident churn/compute it was full", ELSEWHERE) == ReportIncident(there("compute"), "it was full")
