"""Cards as Adaptive Cards: what the parts become, who is mentioned, and what a press carries."""

from datetime import UTC, datetime

import pytest

from bot.cards import (
    Actions,
    Bold,
    Bullets,
    Button,
    Card,
    Code,
    Confirm,
    Divider,
    Emphasis,
    Fact,
    Facts,
    Heading,
    Link,
    Mark,
    Mention,
    Menu,
    MenuItem,
    Meter,
    Note,
    PersonPicker,
    Quote,
    Section,
    Typed,
    When,
)
from bot.render import adaptive
from tests.look.check_card import local, nodes

ANA = Mention("p1", "Ana")
BEN = Mention("p2", "Ben")
ACCOUNTS = {"p1": "id-1", "p2": "id-2", "p3": "id-3"}


def shown(*parts, accounts=ACCOUNTS):
    made = adaptive.message(Card("summary", parts), accounts)
    assert local(made) == []
    return made


def body(*parts):
    return shown(*parts)["body"]


def actions(*items):
    return [action for row in body(Actions(items)) for action in row["actions"]]


def line(*spans):
    return body(Section((spans,)))[0]


def test_a_message_is_a_card_of_the_newest_version_that_teams_promises_as_wide_as_the_chat():
    made = shown(Heading("Churn model"))
    assert made == {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.5",
        "msteams": {"width": "Full"},
        "body": [{"type": "TextBlock", "text": "Churn model", "style": "heading", "wrap": True}],
    }


def test_a_line_that_mentions_nobody_is_made_of_runs_in_which_no_markup_is_read():
    assert line(
        "R&D ", Bold("*late*"), Code("data-lineage"), Typed("help"), Link("https://wiki.example/a", "wiki")
    ) == {
        "type": "RichTextBlock",
        "inlines": [
            "R&D ",
            {"type": "TextRun", "text": "*late*", "weight": "Bolder"},
            {"type": "TextRun", "text": "data-lineage", "italic": True},
            {"type": "TextRun", "text": "help", "fontType": "Monospace"},
            {
                "type": "TextRun",
                "text": "wiki",
                "selectAction": {"type": "Action.OpenUrl", "url": "https://wiki.example/a"},
            },
        ],
    }


def test_neighbours_that_look_the_same_are_one_run():
    assert line("Next: ", "", BEN.name, Mention("unknown", "Chi"), Bold("a"), Bold("b"))["inlines"] == [
        "Next: BenChi",
        {"type": "TextRun", "text": "ab", "weight": "Bolder"},
    ]


def test_a_line_that_mentions_somebody_is_markdown():
    made = shown(Section(((ANA, " answers ", Code("data-lineage"), ", ", Bold("late "), Typed("help")),)))
    assert made["body"] == [
        {"type": "TextBlock", "text": "<at>Ana</at> answers *data-lineage*, **late** **help**", "wrap": True}
    ]
    assert made["msteams"]["entities"] == [
        {"type": "mention", "text": "<at>Ana</at>", "mentioned": {"id": "id-1", "name": "Ana"}}
    ]


def test_a_person_without_an_account_is_only_named():
    made = shown(Section((("Ask ", Mention("p9", "Zoë")),)))
    assert made["body"][0]["inlines"] == ["Ask Zoë"]
    assert "entities" not in made["msteams"]


def test_two_people_of_the_same_name_are_mentioned_by_different_texts():
    made = shown(Section(((ANA, " or ", Mention("p2", "Ana"), " or ", ANA),)))
    entities = made["msteams"]["entities"]
    assert [entity["mentioned"] for entity in entities] == [
        {"id": "id-1", "name": "Ana"},
        {"id": "id-2", "name": "Ana"},
    ]
    assert [entity["text"] for entity in entities] == ["<at>Ana</at>", "<at>Ana\u2060</at>"]
    assert made["body"][0]["text"].count(entities[0]["text"]) == 2


def test_a_moment_is_told_in_words():
    assert line(When(datetime(2026, 11, 23, 9, 42, tzinfo=UTC), "Mon 10:42"))["inlines"] == ["Mon 10:42"]


def test_only_web_addresses_can_be_opened():
    assert line(Link("javascript:alert(1)", "wiki"))["inlines"] == ["wiki (javascript:alert(1))"]
    assert line(Link("ftp://x", "ftp://x"))["inlines"] == ["ftp://x"]
    assert line(Link("https://wiki.example", " "))["inlines"][0]["text"] == "https://wiki.example"


def test_beside_a_mention_only_web_addresses_become_links():
    assert line(ANA, Link("https://wiki.example/a(b)?c=d e", "[wiki]"))["text"] == (
        "<at>Ana</at>[\uff3bwiki\uff3d](https://wiki.example/a%28b%29?c=d%20e)"
    )
    assert line(ANA, " ", Link("javascript:x", "wiki"))["text"] == "<at>Ana</at> wiki (javascript:x)"


def test_the_lines_of_a_section_stand_close_with_the_mark_before_the_first():
    first, second = body(Section(((Bold("Compliance"), " · 2 of 4"), ("Next: Ben",)), Mark.WAITING))
    assert first["inlines"][0] == "⏳ "
    assert "spacing" not in first
    assert second["spacing"] == "None"


def test_every_mark_is_another_sign():
    assert len({str(body(Section((("x",),), mark))) for mark in Mark}) == len(Mark)


def test_a_note_is_small_and_subtle_with_a_mention_too():
    plain, mentioning = body(Note(("As of today",)), Note((ANA,)))
    assert plain["inlines"] == [{"type": "TextRun", "text": "As of today", "size": "Small", "isSubtle": True}]
    assert (mentioning["size"], mentioning["isSubtle"]) == ("Small", True)


def test_a_meter_stands_close_to_the_section_it_measures():
    made = body(Section((("Churn model",),)), Meter(1, 2, ("1 of 2",)), Meter(1, 2))
    assert made[1] == {"type": "RichTextBlock", "inlines": ["█" * 10 + "░" * 10 + " 1 of 2"], "spacing": "None"}
    assert made[2] == {"type": "RichTextBlock", "inlines": ["█" * 10 + "░" * 10]}


def test_a_divider_is_a_line_above_what_follows():
    made = body(Divider(), Heading("A"), Divider(), Section(()), Note(("B",)), Note(("C",)), Divider())
    assert [one.get("separator", False) for one in made] == [False, True, False]


def test_facts_are_titles_with_values():
    assert body(Facts((Fact("Evidence", (Link("https://w.example", "wiki"), " by Ben")), Fact("Who", (ANA,))))) == [
        {
            "type": "FactSet",
            "facts": [
                {"title": "Evidence", "value": "[wiki](https://w.example) by Ben"},
                {"title": "Who", "value": "<at>Ana</at>"},
            ],
        }
    ]


def test_a_quote_keeps_its_lines_apart_from_ours():
    assert body(Quote("one\n\n two *x*\n")) == [
        {
            "type": "Container",
            "style": "emphasis",
            "items": [
                {"type": "RichTextBlock", "inlines": ["one"]},
                {"type": "RichTextBlock", "inlines": [" two *x*"], "spacing": "None"},
            ],
        }
    ]


def test_a_button_is_executed_and_submitted_by_clients_that_cannot():
    assert actions(Button("Approve", "so:1", Emphasis.PRIMARY)) == [
        {
            "type": "Action.Execute",
            "verb": "press",
            "title": "Approve",
            "style": "positive",
            "data": {"press": "so:1"},
            "fallback": {
                "type": "Action.Submit",
                "title": "Approve",
                "style": "positive",
                "data": {"press": "so:1"},
            },
        }
    ]


def test_what_opens_a_form_says_so():
    for made in actions(Button("Decline…", "o", opens_form=True), Menu((MenuItem("Waive…", "o", opens_form=True),))):
        assert made["type"] == "Action.Submit"
        assert made["data"] == {"msteams": {"type": "task/fetch"}, "press": "o"}


def test_the_lines_of_a_menu_stand_behind_the_dots_of_the_last_row():
    made = body(Actions((Menu((MenuItem("Show", "s"), MenuItem("Hand off", "h"))), Button("Approve", "a"))))
    assert [(one["title"], one.get("mode")) for one in made[0]["actions"]] == [
        ("Approve", None),
        ("Show", "secondary"),
        ("Hand off", "secondary"),
    ]


def test_a_short_button_stands_beside_the_text_and_a_long_one_below():
    short, long = Button("Open", "o"), Button("Choose somebody who can", "c")
    beside = body(Section((("x",),), accessory=short))
    assert [one["type"] for one in beside] == ["ColumnSet"]
    assert [column["width"] for column in beside[0]["columns"]] == ["stretch", "auto"]
    assert [one["type"] for one in body(Section((("x",),), accessory=long))] == ["RichTextBlock", "ActionSet"]
    assert [one["type"] for one in body(Bullets((("x",),), accessory=short))] == ["ColumnSet"]


def test_a_thing_to_press_beside_no_words_is_still_there():
    assert [one["type"] for one in body(Section((), accessory=Button("Open", "o")))] == ["ActionSet"]


def test_a_menu_without_items_is_left_out():
    assert body(Section((("x",),), accessory=Menu(()))) == [{"type": "RichTextBlock", "inlines": ["x"]}]


def test_a_person_is_searched_for_below_the_text_and_the_button_names_the_search():
    made = shown(
        Section((("compute",),), accessory=PersonPicker("Name someone", "as:1")),
        Actions((PersonPicker("Name someone", "as:1"),)),
    )
    inputs = [one for one in nodes(made) if one["type"] == "Input.ChoiceSet"]
    assert [one["id"] for one in inputs] == ["pick:1", "pick:2"]
    assert inputs[0]["choices.data"] == {"type": "Data.Query", "dataset": "graph.microsoft.com/users"}
    pressed = [one for one in nodes(made) if one["type"] == "Action.Execute"]
    assert [one["title"] for one in pressed] == ["Name someone"] * 2
    assert [one["data"] for one in pressed] == [
        {"press": "as:1", "pick": "pick:1"},
        {"press": "as:1", "pick": "pick:2"},
    ]
    assert pressed[0]["fallback"]["data"] == pressed[0]["data"]


def test_a_confirmation_unfolds_the_question_below_the_button():
    button = Button("Stop", "stop", Emphasis.DANGER, Confirm("Sure?", "It stops.", "Stop it"))
    (made,) = actions(button)
    assert (made["type"], made["title"], made["style"]) == ("Action.ShowCard", "Stop", "destructive")
    title, text, row = made["card"]["body"]
    assert (title["inlines"][0]["text"], text["inlines"]) == ("Sure?", ["It stops."])
    assert [(one["title"], one["style"], one["data"]) for one in row["actions"]] == [
        ("Stop it", "destructive", {"press": "stop"})
    ]
    assert [one["type"] for one in body(Section((("x",),), accessory=button))] == ["RichTextBlock", "ActionSet"]


def test_in_a_dialog_there_is_only_submit_and_nothing_opens_a_form():
    parts = (
        Section((("x",),), accessory=Button("Decline…", "o", opens_form=True)),
        Section((("y",),), accessory=PersonPicker("Name someone", "as")),
        Actions(
            (
                Button("Approve", "a"),
                Button("Change…", "o", opens_form=True),
                Menu((MenuItem("Show", "s"), MenuItem("Waive…", "o", opens_form=True))),
            )
        ),
    )
    made = adaptive.page(Card("summary", parts), ACCOUNTS)
    assert local(made) == []
    pressed = [one for one in nodes(made) if one["type"].startswith("Action.")]
    assert [(one["type"], one["data"]) for one in pressed] == [
        ("Action.Submit", {"press": "as", "pick": "pick:1"}),
        ("Action.Submit", {"press": "a"}),
        ("Action.Submit", {"press": "s"}),
    ]


def test_a_message_without_parts_says_its_summary():
    assert body() == [{"type": "RichTextBlock", "inlines": ["summary"]}]


@pytest.mark.parametrize(
    "part", [Section(()), Heading(" "), Note(()), Bullets(()), Facts((Fact("", ()),)), Quote(""), Actions(())]
)
def test_a_part_without_words_leaves_nothing(part):
    assert body(part, Heading("x")) == body(Heading("x"))
