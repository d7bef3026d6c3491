"""Whatever Teams would not show in a card, or would not make a mention, is written down."""

from __future__ import annotations

from typing import Any

import pytest

from tests.teams.test_standin.cards import (
    PEOPLE,
    card,
    execute,
    mention,
    shows,
    words,
)
from tests.teams.test_standin.world import BUTTON, World, open_world

SHOW_HIDDEN = {"type": "Action.ToggleVisibility", "title": "More", "targetElements": ["gone"]}


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        ({"type": "Card", "version": "1.5", "body": []}, "has the type AdaptiveCard"),
        (card(version="new"), "needs a version"),
        (card(version="1.6"), "Teams shows cards up to 1.5"),
        (card(actions=[execute("Yes")], version="1.3"), "need 1.4"),
        (card(words("x" * 29_000)), "Teams takes 28672"),
        (card({"type": "Media", "sources": []}), "Teams shows no Media"),
        (card({"type": "Input.Rating", "id": "a"}), "Teams shows no Input.Rating"),
        (card({"text": "a"}), "element without a type"),
        (card({"type": "TextBlock"}), "TextBlock needs text"),
        (card(actions=[{"type": "Action.Execute", "title": "Yes", "data": {}}]), "Action.Execute needs verb"),
        (card(actions=[{"type": "Action.Execute", "title": "Yes", "verb": "press"}]), "Action.Execute needs data"),
        (card(actions=[execute("", press="y")]), "nothing can be read on"),
        (card(actions=[execute(str(n), press="y") for n in range(7)]), "7 actions in a row"),
        (
            card(actions=[{"type": "Action.Submit", "title": "a", "data": {"msteams": {"type": "task"}}}]),
            "means nothing",
        ),
        (card(actions=[{"type": "Action.OpenUrl", "title": "a", "url": "javascript:1"}]), "web addresses only"),
        (card({"type": "Image", "url": "http://a.example/b.png"}), "over https only"),
        (card({"type": "Input.Text", "id": "a"}, {"type": "Input.Date", "id": "a"}), "2 elements have the id 'a'"),
        (card({**words("a"), "id": "b", "isVisible": False}), "nothing shows the hidden element"),
        (card(actions=[SHOW_HIDDEN]), "no element 'gone'"),
        (card({"type": "FactSet", "facts": [{"title": "a"}]}), "a fact needs title and value"),
        (card({"type": "Input.ChoiceSet", "id": "a", "choices": [{"title": "b"}]}), "a choice needs title and value"),
        (card({"type": "Input.ChoiceSet", "id": "a", "choices": [], "value": "b"}), "none of the choices"),
        (
            card({"type": "Input.ChoiceSet", "id": "a", "choices": [], "choices.data": {"dataset": "x"}}),
            "no Data.Query",
        ),
        (
            card({"type": "Input.ChoiceSet", "id": "a", "choices": [], "choices.data": PEOPLE, "value": "U0ANA"}),
            "nobody's object id",
        ),
        (card(words("{{DATE(2026-11-23T09:00:00Z, SHORT)}}")), "does not fill in"),
        (card(words("one <b>bold</b> word")), "HTML in a text"),
        (card(words("# Title")), "does not read"),
        (card(words("one\ntwo")), "needs an empty line"),
        (card(words("<at>Ana</at>")), "has no entity"),
        (card(refresh={"action": {"type": "Action.Submit"}}), "refresh needs an Action.Execute"),
        (
            card(refresh={"action": execute("a"), "userIds": ["29:nobody"]}),
            "which is nobody's",
        ),
        (card(refresh={"action": execute("a"), "userIds": ["28:app"] * 61}), "Teams takes 60"),
    ],
)
async def test_a_card_that_teams_would_not_show_is_written_down(
    world: World, content: dict[str, Any], wrong: str
) -> None:
    await world.posted(content)
    assert any(wrong in found for found in world.clear())


async def test_a_mention_in_a_card_names_somebody_and_stands_in_a_text(world: World) -> None:
    text = words("<at>Ana</at>, your turn")
    for account in (world.ana.id, world.ana.object_id, world.ana.email):
        good = mention(world.ana, mentioned={"id": account, "name": "Ana"})
        assert (await world.posted(card(text, msteams={"entities": [good]}))).plain() == "@Ana, your turn"
    unknown = mention(world.ana, mentioned={"id": "29:nobody", "name": "Ana"})
    for entity, wrong in (
        (unknown, "nobody can be mentioned"),
        ({**mention(world.ana), "mentioned": {"id": world.ana.id}}, "needs mentioned.id and mentioned.name"),
        (mention(world.ben), "no text says '<at>Ben</at>'"),
    ):
        await world.posted(card(text, msteams={"entities": [mention(world.ana), entity]}))
        assert any(wrong in found for found in world.clear())
    runs = {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": "<at>Ana</at>"}]}
    await world.posted(card(runs, msteams={"entities": [mention(world.ana)]}))
    assert "no text says" in world.clear()[0]


async def test_a_mention_in_a_text_needs_its_type_and_the_address(world: World) -> None:
    entity = mention(world.ana)
    del entity["type"]
    await world.bot.send(world.launch.id, {"text": "<at>Ana</at>", "entities": [entity]})
    assert "without the type" in world.clear()[0]
    by_object_id = mention(world.ana, mentioned={"id": world.ana.object_id, "name": "Ana"})
    await world.bot.send(world.launch.id, {"text": "<at>Ana</at>", "entities": [by_object_id]})
    assert "nobody can be mentioned" in world.clear()[0]


async def test_an_attachment_of_another_kind_is_written_down(world: World) -> None:
    hero = {"contentType": "application/vnd.microsoft.card.hero", "content": {}}
    await world.bot.send(world.launch.id, {"attachments": [hero]})
    assert "content type" in world.clear()[0]


async def test_a_further_check_of_cards_sees_every_one() -> None:
    async with open_world(validate=lambda _: ["not in the schema"]) as world:
        message = await world.posted(BUTTON)
        world.bot.answer = lambda _: shows(BUTTON)
        await world.teams.press(world.ana, message, "Yes")
        assert [found.endswith("not in the schema") for found in world.clear()] == [True, True]


async def test_a_card_is_read_from_top_to_bottom(world: World) -> None:
    columns = [{"type": "Column", "items": [words("left")]}, {"type": "Column", "items": [words("right")]}]
    facts = {"type": "FactSet", "facts": [{"title": "Due", "value": "**Friday**"}]}
    opens_it = {"type": "Action.OpenUrl", "url": "https://b.example"}
    link = {"type": "TextRun", "text": "li\u2060nk", "selectAction": opens_it}
    runs = {"type": "RichTextBlock", "inlines": ["plain ", {"type": "TextRun", "text": "code "}, link]}
    choice = {
        "type": "Input.ChoiceSet", "id": "c", "label": "Pick", "value": "1", "choices": [{"title": "One", "value": "1"}]
    }  # fmt: skip
    message = await world.posted(
        card(
            words("**Churn model** \\*new\\* [plan](https://a.example) &lt;b&gt;\n\nsecond"),
            {"type": "ColumnSet", "columns": columns},
            {"type": "Container", "items": [facts, runs]},
            choice,
            {"type": "ActionSet", "actions": [execute("Yes", press="y")]},
            actions=[{"type": "Action.OpenUrl", "title": "Plan", "url": "https://a.example"}],
        )
    )
    assert message.plain().splitlines() == [
        "Churn model *new* plan (https://a.example) <b>",
        "second",
        "left  right",
        "Due Friday",
        "plain code link (https://b.example)",
        "Pick: [One ▾]",
        "[Yes]",
        "[Plan]",
    ]
    assert message.labels() == ["Pick", "Yes", "Plan"]
