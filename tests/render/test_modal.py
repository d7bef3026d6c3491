"""Forms as modals."""

from datetime import date

import pytest

from bot.cards import ChannelField, Choice, ChoiceField, DateField, Divider, Form, PersonField, Section, TextField
from bot.render.modal import modal
from tests.look.check import check_blocks, local
from tests.look.need import require

FORM = Form(
    "New initiative",
    "Create",
    "new:1",
    (
        TextField("name", "Name", "As people call it", limit=80),
        TextField("why", "Why", optional=True, initial="Because", paragraph=True),
        DateField("complete", "Model complete", initial=date(2026, 12, 14)),
        ChoiceField("template", "Template", (Choice("a", "Standard"), Choice("b", "Small")), initial="b"),
        PersonField("owner", "Handoff owner", initial="p1"),
        PersonField("lead", "Lead", initial="p2"),
        ChannelField("channel", "Channel", initial="C1"),
    ),
    (Section((("Agreed before development starts.",),)),),
)


def fields(made):
    return {block["block_id"]: block for block in made["blocks"] if block["type"] == "input"}


def test_a_form_becomes_a_modal_that_carries_its_press(snapshot):
    made = modal(FORM, {"p1": "U1"})
    assert made == snapshot
    assert (made["callback_id"], made["private_metadata"], made["close"]["text"]) == ("form", "new:1", "Cancel")
    assert all(block["element"]["action_id"] == "value" for block in fields(made).values())


def test_initial_people_are_those_with_an_account_here():
    made = fields(modal(FORM, {"p1": "U1"}))
    assert made["owner"]["element"]["initial_user"] == "U1"
    assert "initial_user" not in made["lead"]["element"]


def test_only_channels_can_be_chosen():
    assert fields(modal(FORM, {}))["channel"]["element"] == {
        "type": "conversations_select",
        "action_id": "value",
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
        "initial_conversation": "C1",
    }


def test_slack_s_own_types_and_limits_accept_it():
    require("node", "npm")
    long = "word " * 1000
    longest = Form(
        long,
        long,
        "x" * 3000,
        (
            TextField("k" * 255, long, long, initial=long, limit=9000),
            ChoiceField("many", long, tuple(Choice(f"{number:0150}", long) for number in range(101))),
        ),
        FORM.intro * 200,
    )
    assert check_blocks([modal(FORM, {"p1": "U1"}), modal(longest, {}), modal(Form("Title", "", "x", ()), {})]) == []


@pytest.mark.parametrize("length", [2999, 3000, 3001])
def test_a_form_s_press_is_never_cut(length):
    form = Form("Title", "Send", "x" * length, ())
    if length <= 3000:
        assert local(modal(form, {})) == []
    else:
        with pytest.raises(ValueError, match="a form's press has 3001"):
            modal(form, {})


@pytest.mark.parametrize("length", [23, 24, 25])
def test_a_title_is_cut(length):
    assert len(modal(Form("x" * length, "x" * length, "", ()), {})["title"]["text"]) == min(length, 24)


@pytest.mark.parametrize("length", [149, 150, 151])
def test_a_choice_s_value_is_never_cut(length):
    form = Form("Title", "Send", "", (ChoiceField("key", "Label", (Choice("x" * length, "label"),)),))
    if length <= 150:
        assert local(modal(form, {})) == []
    else:
        with pytest.raises(ValueError, match="a choice's value"):
            modal(form, {})


@pytest.mark.parametrize("count", [99, 100, 101])
def test_more_than_a_hundred_choices_are_grouped(count):
    choices = tuple(Choice(str(number), f"Initiative {number}") for number in range(count))
    made = fields(modal(Form("Title", "Send", "", (ChoiceField("key", "Label", choices, initial="98"),)), {}))["key"]
    groups = made["element"].get("option_groups", [made["element"]])
    assert sum(len(group["options"]) for group in groups) == count
    assert made["element"]["initial_option"]["value"] == "98"


def test_a_choice_of_nothing_is_our_mistake():
    with pytest.raises(ValueError, match="nothing to choose from"):
        modal(Form("Title", "Send", "", (ChoiceField("key", "Label", ()),)), {})


@pytest.mark.parametrize("count", [99, 100, 101])
def test_fields_have_precedence_over_the_introduction(count):
    fields = tuple(TextField(str(number), "Label") for number in range(count))
    form = Form("Title", "Send", "", fields, (Divider(), Divider()))
    if count > 100:
        with pytest.raises(ValueError, match="a form has 101 fields"):
            modal(form, {})
    else:
        assert len(modal(form, {})["blocks"]) == 100
