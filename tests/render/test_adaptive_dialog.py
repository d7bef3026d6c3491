"""Forms as dialogs: what a field becomes, and what is still there when something was wrong."""

from datetime import date

import pytest

from bot.cards import (
    Button,
    ChannelField,
    Choice,
    ChoiceField,
    DateField,
    Form,
    Mark,
    Mention,
    PersonField,
    Section,
    TextField,
)
from bot.render import adaptive
from tests.look.check_card import local, nodes, runs

FORM = Form(
    "New initiative",
    "Start",
    "new:1",
    (
        TextField("name", "Name", "As people call it", limit=80),
        TextField("why", "Why", optional=True, initial="Because\n\x07of it", paragraph=True),
        DateField("complete", "Model complete", initial=date(2026, 12, 14)),
        ChoiceField("template", "Checklist", (Choice("a", "Standard"), Choice("b", "Small")), initial="b"),
        PersonField("owner", "Handoff owner", initial="p1", optional=True),
        PersonField("lead", "Lead", initial="p2"),
        ChannelField("channel", "Channel", initial="19:b"),
    ),
    (Section((("Agreed before development starts.",),)),),
)
ACCOUNTS = {"p1": "id-1"}
CHANNELS = (Choice("19:a", "General"), Choice("19:b", "Handoff"))


def dialog(form=FORM, **given):
    made = adaptive.dialog(form, ACCOUNTS, CHANNELS, **given)
    assert local(made) == []
    return made


def inputs(made):
    return {one["id"].removeprefix("field:"): one for one in nodes(made) if one["type"].startswith("Input.")}


def test_a_form_becomes_a_dialog_that_carries_its_press(snapshot):
    made = dialog()
    assert made == snapshot
    assert made["actions"] == [
        {"type": "Action.Submit", "title": "Start", "style": "positive", "data": {"press": "new:1"}}
    ]


def test_only_what_is_not_optional_is_required_and_says_what_is_missing():
    made = inputs(dialog())
    assert {key for key, one in made.items() if one.get("isRequired")} == {
        "name",
        "complete",
        "template",
        "lead",
        "channel",
    }
    assert made["lead"]["errorMessage"] == "Please choose a person."
    assert "errorMessage" not in made["owner"]


def test_what_was_known_before_stands_in_the_fields():
    made = inputs(dialog())
    assert {key: one["value"] for key, one in made.items() if "value" in one} == {
        "why": "Because\nof it",
        "complete": "2026-12-14",
        "template": "b",
        "owner": "id-1",
        "channel": "19:b",
    }


def test_what_is_wrong_stands_at_its_field_and_everything_typed_is_still_there():
    typed = {"name": "Churn model", "complete": "2027-01-01", "owner": "id-7", "why": "", "channel": "19:a"}
    made = dialog(values=typed, problems={"name": "This name is taken.", "elsewhere": "Try again."})
    values = {key: one.get("value", "") for key, one in inputs(made).items()}
    assert values == {**typed, "template": "b", "lead": ""}
    at = next(index for index, one in enumerate(made["body"]) if one.get("id") == "field:name")
    assert made["body"][at + 1]["inlines"] == [
        {"type": "TextRun", "text": "⚠️ This name is taken.", "color": "Attention"}
    ]
    assert next(iter(runs(made))) == "⚠️ Try again."


def test_what_is_to_be_said_first_stands_above_the_form():
    above = (Section((("Not yet.",), (Mention("p1", "Ana"),)), Mark.REFUSED, Button("Change…", "o", opens_form=True)),)
    made = dialog(above=above)
    assert [one["type"] for one in made["body"][:3]] == ["RichTextBlock", "TextBlock", "RichTextBlock"]
    assert made["body"][2]["separator"]
    assert made["msteams"]["entities"][0]["mentioned"] == {"id": "id-1", "name": "Ana"}


@pytest.mark.parametrize(("count", "style"), [(20, "compact"), (21, "filtered")])
def test_many_choices_are_searched_by_typing(count, style):
    choices = tuple(Choice(str(number), f"Initiative {number}") for number in range(count))
    assert inputs(dialog(Form("T", "S", "p", (ChoiceField("key", "Label", choices),))))["key"]["style"] == style


def test_without_a_channel_to_choose_the_field_is_still_there():
    made = adaptive.dialog(FORM, ACCOUNTS)
    assert inputs(made)["channel"]["choices"] == []
    assert local(made) == []


def test_a_choice_of_nothing_is_our_mistake():
    with pytest.raises(ValueError, match="nothing to choose from"):
        dialog(Form("Title", "Send", "", (ChoiceField("key", "Label", ()),)))


def test_a_form_without_fields_is_a_page():
    made = dialog(Form("Title", "", "", (), FORM.intro))
    assert "actions" not in made
    assert list(runs(made)) == ["Agreed before development starts."]


def test_what_was_typed_is_kept_whole_and_the_words_above_it_make_room():
    fields = tuple(TextField(str(number), "Label", paragraph=True) for number in range(4))
    typed = {str(number): "é" * 2_900 for number in range(4)}
    intro = tuple(Section((("word " * 100,),)) for _ in range(20))
    made = dialog(Form("Title", "Send", "p", fields, intro), values=typed)
    assert {key: one["value"] for key, one in inputs(made).items()} == typed
    assert any("more parts are not shown here" in said for said in runs(made))


def test_more_than_a_card_safely_holds_is_still_kept_whole():
    fields = tuple(TextField(str(number), "Label", paragraph=True) for number in range(4))
    typed = {str(number): "😀" * 3_000 for number in range(4)}
    made = adaptive.dialog(Form("Title", "Send", "p", fields), ACCOUNTS, values=typed)
    assert {key: one["value"] for key, one in inputs(made).items()} == typed
    assert [said for said in local(made) if "bytes" not in said] == []
