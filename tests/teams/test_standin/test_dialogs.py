"""Dialogs open, take what their inputs take, go on and close."""

from __future__ import annotations

from typing import Any

import pytest

from tests.teams.standin import StandinError
from tests.teams.test_standin.cards import (
    PEOPLE,
    card,
    execute,
    fetch,
    opens,
)
from tests.teams.test_standin.world import World

NAME = {"type": "Input.Text", "id": "field:name", "label": "Name", "isRequired": True, "maxLength": 10}
SEND = {"type": "Action.Submit", "title": "Send", "data": {"press": "new"}}
FORM = card(NAME, actions=[SEND])


async def test_a_dialog_opens_is_filled_in_and_closes(world: World) -> None:
    message = await world.posted(card(actions=[fetch("New…", press="open")]))
    world.bot.answer = lambda _: opens(FORM)
    answer = await world.teams.press(world.ana, message, "New…")
    assert world.told()["name"] == "task/fetch"
    assert world.told()["value"]["data"]["press"] == "open"
    assert answer.dialog is not None
    assert answer.dialog.plain() == "Form\nName: [        ]\n[Send]"
    with pytest.raises(StandinError, match="has a dialog open"):
        await world.teams.press(world.ana, message, "New…")
    world.bot.answer = lambda _: None
    await world.teams.submit(world.ana, {"Name": "Churn"})
    assert world.told()["name"] == "task/submit"
    assert world.told()["value"]["data"] == {"press": "new", "field:name": "Churn"}
    assert world.teams.dialog(world.ana) is None


async def test_a_dialog_goes_on_or_ends_with_words(world: World) -> None:
    await opened(world)
    world.bot.answer = lambda _: opens(FORM, "Again")
    answer = await world.teams.submit(world.ana, {"Name": "a"})
    assert answer.dialog is not None
    assert answer.dialog.title == "Again"
    world.bot.answer = lambda _: {"task": {"type": "message", "value": "Done."}}
    answer = await world.teams.submit(world.ana, {"Name": "a"})
    assert (answer.plain(), answer.dialog) == ("Done.", None)


async def test_a_closed_dialog_cannot_be_submitted(world: World) -> None:
    await opened(world)
    world.teams.close_dialog(world.ana)
    with pytest.raises(StandinError, match="no dialog open"):
        await world.teams.submit(world.ana, {"Name": "a"})


@pytest.mark.parametrize(
    ("field", "values", "why"),
    [
        (NAME, {}, "please fill in: Name"),
        (NAME, {"Name": "eleven char"}, "do not fit into 10"),
        (NAME, {"Age": "7"}, "0 inputs are called 'Age'"),
        ({"type": "Input.Text", "id": "a", "regex": "^[0-9]+$"}, {"a": "x"}, "does not look like"),
        ({"type": "Input.Date", "id": "a"}, {"a": "23.11.2026"}, "23.11.2026"),
        ({"type": "Input.Date", "id": "a", "min": "2026-11-24"}, {"a": "2026-11-23"}, "cannot be chosen"),
        ({"type": "Input.Time", "id": "a"}, {"a": "noon"}, "noon"),
        ({"type": "Input.Number", "id": "a", "max": 5}, {"a": 6}, "out of range"),
        ({"type": "Input.ChoiceSet", "id": "a", "choices": [{"title": "B", "value": "b"}]}, {"a": "B"}, "cannot be"),
        ({"type": "Input.ChoiceSet", "id": "a", "choices": [], "choices.data": PEOPLE}, {"a": "U0ANA"}, "cannot be"),
    ],
)
async def test_the_client_sends_only_what_the_inputs_take(
    world: World, field: dict[str, Any], values: dict[str, object], why: str
) -> None:
    await opened(world, card(field, actions=[SEND]))
    with pytest.raises(StandinError, match=why):
        await world.teams.submit(world.ana, values)


async def test_every_kind_of_input_sends_what_teams_sends(world: World) -> None:
    fields: list[dict[str, Any]] = [
        {"type": "Input.Text", "id": "text", "value": "as it was"},
        {"type": "Input.Text", "id": "empty"},
        {"type": "Input.Date", "id": "date"},
        {"type": "Input.Time", "id": "time"},
        {"type": "Input.Number", "id": "number", "min": 1},
        {"type": "Input.Toggle", "id": "toggle", "title": "Sure?"},
        {"type": "Input.ChoiceSet", "id": "nothing", "choices": []},
        {"type": "Input.ChoiceSet", "id": "people", "choices": [], "choices.data": PEOPLE, "isMultiSelect": True},
    ]
    await opened(world, card(*fields, actions=[SEND]))
    world.bot.answer = lambda _: None
    entered = {"date": "2026-11-23", "time": "09:30", "number": 2, "toggle": True, "people": [world.ana, world.gil]}
    await world.teams.submit(world.ana, entered)
    assert world.told()["value"]["data"] == {
        "press": "new",
        "text": "as it was",
        "empty": "",
        "date": "2026-11-23",
        "time": "09:30",
        "number": 2.0,
        "toggle": "true",
        "people": f"{world.ana.object_id},{world.gil.object_id}",
    }


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        (None, "no dialog opens"),
        ({"task": {"type": "close"}}, "continue or message"),
        ({"task": {"type": "message", "value": {}}}, "needs words"),
        ({"task": {"type": "continue"}}, "needs a value"),
        (opens(FORM, ""), "needs a title"),
        ({"task": {"type": "continue", "value": {"title": "a", "height": "tall", "width": 1, "card": {}}}}, "height"),
        ({"task": {"type": "continue", "value": {"title": "a", "height": 1, "width": 1, "card": FORM}}}, "attachment"),
        (opens(card(actions=[execute("Yes", press="y")])), "does nothing in a dialog"),
        (opens(card(actions=[fetch("More", press="m")])), "data.msteams does nothing in a dialog"),
    ],
)
async def test_a_dialog_that_teams_would_not_open_is_written_down(
    world: World, body: dict[str, Any] | None, wrong: str
) -> None:
    message = await world.posted(card(actions=[fetch("New…", press="open")]))
    world.bot.answer = lambda _: body
    await world.teams.press(world.ana, message, "New…")
    assert wrong in world.clear()[0]


async def opened(world: World, form: dict[str, Any] = FORM) -> None:
    """Ana has that form open."""
    message = await world.posted(card(actions=[fetch("New…", press="open")]))
    world.bot.answer = lambda _: opens(form)
    await world.teams.press(world.ana, message, "New…")
