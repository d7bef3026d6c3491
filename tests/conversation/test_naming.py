"""Which initiative and gate is meant (rules.md, "Names and grammar")."""

import pytest

from bot.conversation.commands import COMMANDS, AboutInitiative
from bot.conversation.grammar import slugs_named
from bot.intents.choice import Choice, Why
from bot.intents.form import OpenForm
from bot.intents.gate import AddGate
from bot.intents.initiative import Steer
from bot.intents.intent import GateRef
from bot.intents.looking import Show, Status
from bot.intents.milestone import SetMilestone
from bot.intents.ownership import Accept, Assign, Claim
from bot.intents.problems import ProblemKind
from bot.intents.review import SignOff
from readiness.domain.values.gate import Decision
from tests.conversation.saying import (
    ELSEWHERE,
    GATES,
    SHARED,
    choice,
    here,
    kind,
    problem,
    say,
    scope,
    there,
    utterance,
)

AMBIGUOUS = scope(gates={"fraud-scoring": GATES | {"churn"}, "churn": GATES})
"""The channel's own initiative has a gate named like another initiative."""


@pytest.mark.parametrize("where", [scope(), ELSEWHERE, SHARED, AMBIGUOUS])
def test_a_slash_always_works(where):
    assert say("claim churn/compute", where) == Claim(there("compute"))
    assert say("claim fraud-scoring/compute", where) == Claim(here("compute"))


@pytest.mark.parametrize("where", [scope(), ELSEWHERE, SHARED])
def test_two_words_are_an_initiative_and_its_gate(where):
    assert say("claim churn compute", where) == Claim(there("compute"))


def test_two_words_are_no_initiative_and_gate_if_the_initiative_has_no_such_gate():
    where = scope(gates={"fraud-scoring": GATES | {"churn"}, "churn": frozenset({"cutover"})})
    assert say("approve churn compute", where) == SignOff(here("churn"), Decision.APPROVE, comment="compute")


def test_two_words_are_no_initiative_and_gate_if_the_initiative_is_not_visible():
    where = scope(gates={"fraud-scoring": GATES | {"secret"}})
    assert say("approve secret compute", where) == SignOff(here("secret"), Decision.APPROVE, comment="compute")


def test_if_both_hold_a_person_is_asked():
    asked = choice("approve churn compute", AMBIGUOUS)
    assert asked.command == "approve"
    assert asked.why is Why.TWO_READINGS
    assert [option.intent for option in asked.options] == [
        SignOff(there("compute"), Decision.APPROVE),
        SignOff(here("churn"), Decision.APPROVE, comment="compute"),
    ]
    assert [(option.initiative, option.gate) for option in asked.options] == [
        ("churn", "compute"),
        ("fraud-scoring", "churn"),
    ]


def test_a_reading_whose_other_words_make_no_sense_is_no_reading():
    assert say("assign churn compute @ana", AMBIGUOUS) == Assign(there("compute"), "U-ana")
    assert say("assign churn @ana", AMBIGUOUS) == Assign(here("churn"), "U-ana")
    assert say("claim churn compute", AMBIGUOUS) == Claim(there("compute"))


def test_naming_the_channels_own_initiative_is_never_ambiguous():
    where = scope(gates={"fraud-scoring": GATES | {"fraud-scoring"}})
    assert say("approve fraud-scoring fraud-scoring", where) == SignOff(here("fraud-scoring"), Decision.APPROVE)


def test_several_initiatives_in_a_channel_are_asked_about():
    asked = choice("claim compute", SHARED)
    assert asked.why is Why.SEVERAL_INITIATIVES
    assert [option.intent for option in asked.options] == [Claim(here("compute")), Claim(there("compute"))]


def test_of_several_initiatives_only_those_with_that_gate_are_asked_about():
    assert say("claim cutover", SHARED) == Claim(there("cutover"))


def test_options_are_complete_whatever_the_command():
    asked = choice("evidence compute", SHARED)
    assert [option.intent for option in asked.options] == [
        OpenForm("evidence", here("compute")),
        OpenForm("evidence", there("compute")),
    ]
    assert [option.intent for option in choice("accept all", SHARED).options] == [
        Accept(here("all")),
        Accept(there("all")),
    ]


def test_a_mistake_in_a_shared_channel_is_told_before_asking():
    assert kind("assign compute ana", SHARED) is ProblemKind.PERSON_NEEDED


def test_a_text_too_long_for_a_button_has_to_be_typed_with_its_initiative():
    met = problem("evidence compute " + "x" * 2_000, SHARED)
    assert met.kind is ProblemKind.INITIATIVE_NEEDED
    assert met.nearest == ("evidence fraud-scoring/compute", "evidence churn/compute")
    assert problem("pause " + "so it is " * 300, SHARED).nearest == ("pause fraud-scoring", "pause churn")


def test_elsewhere_a_gate_alone_names_nothing():
    assert kind("claim compute", ELSEWHERE) is ProblemKind.NO_INITIATIVE_HERE
    assert kind("accept handoff", ELSEWHERE) is ProblemKind.NO_INITIATIVE_HERE
    assert kind("accept all", ELSEWHERE) is ProblemKind.NO_INITIATIVE_HERE
    assert kind("claim", ELSEWHERE) is ProblemKind.GATE_NEEDED


def test_elsewhere_a_slug_nobody_knows_is_answered_with_those_known():
    met = problem("claim chrun compute", ELSEWHERE)
    assert (met.kind, met.nearest) == (ProblemKind.UNKNOWN_INITIATIVE, ("churn",))


def test_slugs_that_are_only_suggested_are_never_picked():
    where = scope(here=(), gates={}, slugs=frozenset({"churn"}))
    assert problem("claim chrun compute", where).nearest == ("churn",)
    assert kind("claim churn compute", where) is ProblemKind.UNKNOWN_INITIATIVE


# --- commands about an initiative -------------------------------------------------------------------------------------


@pytest.mark.parametrize("where", [scope(), SHARED, ELSEWHERE])
def test_a_first_word_that_is_a_visible_slug_names_it(where):
    assert say("status churn", where) == Status("churn")
    assert say("milestone churn live done", where) == SetMilestone("churn", "live", done=True)
    assert say('gate add churn pen-test "T" party sre', where) == AddGate("churn", "pen-test", "T", "sre")


def test_left_out_it_is_the_channels_own():
    assert say("pause") == Steer("fraud-scoring", "pause")
    assert say("milestone live done") == SetMilestone("fraud-scoring", "live", done=True)


def test_left_out_in_a_shared_channel_a_person_is_asked():
    assert [option.intent for option in choice("pause", SHARED).options] == [
        Steer("fraud-scoring", "pause"),
        Steer("churn", "pause"),
    ]
    assert [option.initiative for option in choice("milestone live done", SHARED).options] == ["fraud-scoring", "churn"]
    assert [option.gate for option in choice('gate add pen-test "T" party sre', SHARED).options] == ["pen-test"] * 2


def test_left_out_elsewhere_it_is_missing():
    assert kind("pause", ELSEWHERE) is ProblemKind.NO_INITIATIVE_HERE
    assert kind("cancel chrun", ELSEWHERE) is ProblemKind.UNKNOWN_INITIATIVE
    assert kind('gate add pen-test "T" party sre', ELSEWHERE) is ProblemKind.NO_INITIATIVE_CALLED
    assert kind("pause because we wait", ELSEWHERE) is ProblemKind.NO_INITIATIVE_CALLED
    assert kind("value 1,000 EUR", ELSEWHERE) is ProblemKind.NO_INITIATIVE_HERE
    assert kind("lead @ana", ELSEWHERE) is ProblemKind.NO_INITIATIVE_HERE


def test_another_initiative_that_may_be_a_reason_is_asked_about():
    asked = choice("cancel churn is done")
    assert asked.why is Why.TWO_READINGS
    assert [option.intent for option in asked.options] == [
        Steer("churn", "cancel", "is done"),
        Steer("fraud-scoring", "cancel", "churn is done"),
    ]


@pytest.mark.parametrize("command", ["pause", "resume", "cancel"])
@pytest.mark.parametrize("reason", ["", "budget is cut", "“budget”", "churn is why"])
def test_of_several_initiatives_in_a_channel_the_one_that_is_named_is_meant(command, reason):
    said = reason.strip("“”")
    assert say(f"{command} fraud-scoring {reason}", SHARED) == Steer("fraud-scoring", command, said)


@pytest.mark.parametrize("reason", ["", "“budget”"])
def test_another_initiative_that_is_named_in_full_is_meant(reason):
    assert say(f"cancel churn {reason}") == Steer("churn", "cancel", reason.strip("“”"))


@pytest.mark.parametrize("command", [one for one in COMMANDS if isinstance(one.reading, AboutInitiative)])
def test_whatever_is_asked_about_an_initiative_can_be_typed_with_its_name(command):
    """What is asked in a channel of several is asked no more once the line names one."""
    line = command.example.removeprefix(command.name).split()
    rest = " ".join(word for word in line if word not in ("fraud-scoring", "churn"))
    outcome = say(f"{command.name} fraud-scoring {rest}", SHARED)
    assert not isinstance(outcome, Choice)


def test_a_milestone_named_like_an_initiative_is_still_a_milestone():
    where = scope(gates={"fraud-scoring": GATES, "live": GATES})
    assert say("milestone live done", where) == SetMilestone("fraud-scoring", "live", done=True)
    assert say("milestone live live done", where) == SetMilestone("live", "live", done=True)


def test_a_channel_initiative_that_is_not_visible_has_no_gates():
    assert kind("show compute", scope(gates={})) is ProblemKind.UNKNOWN_GATE


# --- what to load -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "slugs"),
    [
        ("status churn", ("churn",)),
        ("status Churn", ("churn",)),
        ("approve churn/compute fine", ("churn", "fine")),
        ("gate add churn pen-test “T”", ("add", "churn", "pen-test")),
        ("depends churn/cutover on churn/compute", ("churn", "on")),
        ("approve a b c d e f g h", ("a", "b", "c", "d", "e")),
        ("approve @ana x_y “churn” -a", ()),
        ("status", ()),
        ("", ()),
    ],
)
def test_words_that_may_be_slugs_can_be_loaded_first(typed, slugs):
    assert slugs_named(utterance(typed)) == slugs


def test_a_reference_is_a_slug_and_a_key():
    assert say("show churn/cutover") == Show(GateRef("churn", "cutover"))
