"""What is typed about findings, rework, and for how long a sign-off holds."""

from datetime import date

import pytest

from bot.intents.form import OpenForm
from bot.intents.problems import ProblemKind
from bot.intents.rework import ApproveWithFinding, AssignRework, EndRework, ShowRework
from bot.intents.validity import SetValidity
from tests.conversation.saying import ELSEWHERE, SHARED, choice, here, kind, problem, say

REVIEW = here("compliance-review")
MONDAY_IN_A_WEEK = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("typed", "intent"),
    [
        ("finding compliance-review", OpenForm("finding", REVIEW)),
        (
            "finding compliance-review @ben +1w link the contract",
            ApproveWithFinding(REVIEW, "U-ben", MONDAY_IN_A_WEEK, "link the contract"),
        ),
        ("rework", ShowRework("fraud-scoring")),
        ("rework churn", ShowRework("churn")),
        ("rework done 3", EndRework("fraud-scoring", 3)),
        ("rework done churn #12 it is linked", EndRework("churn", 12, "it is linked")),
        ("rework assign 3 @ben", AssignRework("fraud-scoring", 3, "U-ben")),
        ("rework assign churn 3 @ben by 2026-11-30", AssignRework("churn", 3, "U-ben", MONDAY_IN_A_WEEK)),
        ("expires compliance-review 26w", SetValidity(REVIEW, 182)),
        ("expires compliance-review 90 days", SetValidity(REVIEW, 90)),
        ("expires compliance-review 48h", SetValidity(REVIEW, 2)),
        ("expires compliance-review never", SetValidity(REVIEW, None)),
    ],
)
def test_what_is_typed_is_what_is_meant(typed, intent):
    assert say(typed) == intent


@pytest.mark.parametrize(
    ("typed", "expected", "nearest"),
    [
        ("finding compliance-review link it", ProblemKind.PERSON_NEEDED, None),
        ("finding compliance-review @ben link it", ProblemKind.BAD_DATE, "+3w"),
        ("finding compliance-review @ben friday", ProblemKind.TEXT_NEEDED, None),
        ("rework dnoe 3", ProblemKind.UNKNOWN_WORD, "rework done 3"),
        ("rework chrun", ProblemKind.UNKNOWN_WORD, "churn"),
        ("rework done", ProblemKind.BAD_NUMBER, None),
        ("rework done it", ProblemKind.BAD_NUMBER, None),
        ("rework assign 3", ProblemKind.PERSON_NEEDED, None),
        ("rework assign 3 @ben friday", ProblemKind.TOO_MANY_WORDS, None),
        ("expires compliance-review", ProblemKind.BAD_DURATION, "90d"),
        ("expires compliance-review 5h", ProblemKind.BAD_DURATION, "26w"),
        ("expires compliance-review 3m", ProblemKind.BAD_DURATION, "never"),
        ("expires compliance-review never again", ProblemKind.TOO_MANY_WORDS, None),
    ],
)
def test_what_cannot_be_read_is_named_with_what_can(typed, expected, nearest):
    met = problem(typed)
    assert met.kind is expected
    assert nearest is None or nearest in met.nearest


def test_where_no_initiative_lives_one_has_to_be_named():
    assert kind("rework", ELSEWHERE) is ProblemKind.NO_INITIATIVE_HERE
    assert say("rework done churn 3", ELSEWHERE) == EndRework("churn", 3)


def test_where_several_live_it_is_asked_which():
    assert [option.intent for option in choice("rework done 3", SHARED).options] == [
        EndRework("fraud-scoring", 3),
        EndRework("churn", 3),
    ]
