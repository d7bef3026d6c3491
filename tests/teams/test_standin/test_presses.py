"""What a press sends, and which answers to it Teams knows."""

from __future__ import annotations

from typing import Any

import pytest

from tests.teams.standin import StandinError
from tests.teams.test_standin.cards import (
    ADAPTIVE,
    PEOPLE,
    attached,
    card,
    execute,
    says,
    shows,
    words,
)
from tests.teams.test_standin.world import BUTTON, World, open_world


async def test_a_press_is_an_invoke_with_the_inputs_in_its_data(world: World) -> None:
    picker = {"type": "Input.ChoiceSet", "id": "who", "placeholder": "Who?", "choices": [], "choices.data": PEOPLE}
    message = await world.posted(card(picker, actions=[execute("Name", press="as", pick="who")]))
    world.bot.answer = lambda _: says("Thank you.")
    answer = await world.teams.press(world.ben, message, "Name", choose={"Who?": world.ana})
    told = world.told()
    assert (told["type"], told["name"], told["replyToId"]) == ("invoke", "adaptiveCard/action", message.id)
    assert told["value"]["trigger"] == "manual"
    assert told["value"]["action"] == {
        "type": "Action.Execute",
        "title": "Name",
        "verb": "press",
        "data": {"press": "as", "pick": "who", "who": world.ana.object_id},
    }
    assert told["conversation"]["id"].endswith(f";messageid={message.id}")
    assert (answer.plain(), answer.messages[-1].private_to) == ("Thank you.", world.ben.object_id)


async def test_a_card_in_answer_replaces_it_for_the_presser_until_it_is_edited_for_all(world: World) -> None:
    message = await world.posted(BUTTON)
    world.bot.answer = lambda _: shows(card(words("Noted.")))
    answer = await world.teams.press(world.ben, message, "Yes")
    assert answer.plain() == "Noted."
    assert [one.plain() for one in world.teams.messages(world.ben, world.launch)] == ["Noted."]
    assert [one.plain() for one in world.teams.messages(world.ana, world.launch)] == ["Shall we?\n[Yes]"]
    with pytest.raises(StandinError, match="nothing reads 'Yes'"):
        await world.teams.press(world.ben, message, "Yes")
    path = ("conversations", world.launch.id, "activities", message.id)
    await world.bot.call("PUT", *path, body={"type": "message", **attached(card(words("Done.")))})
    assert [one.plain() for one in world.teams.messages(world.ben, world.launch)] == ["Done."]
    assert (await world.teams.press(world.ben, message, "Yes", stale=True)).status == 200


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        (None, "needs statusCode, type and value"),
        ({"statusCode": 200, "type": ADAPTIVE}, "needs statusCode, type and value"),
        (
            {"statusCode": 200, "type": "application/vnd.microsoft.card.adaptive.card", "value": {}},
            "Teams knows no answer",
        ),
        ({"statusCode": 200, "type": "application/vnd.microsoft.adaptive.card", "value": {}}, "Teams knows no answer"),
        ({"statusCode": 200, "type": ADAPTIVE, "value": "words"}, "does not go with"),
        ({"statusCode": 500, "type": ADAPTIVE, "value": {}}, "does not go with"),
        ({"statusCode": 200, "type": "application/vnd.microsoft.error", "value": {"code": "a", "message": "b"}}, "500"),
    ],
)
async def test_an_answer_that_teams_does_not_know_is_shown_as_a_failure(
    world: World, body: dict[str, Any] | None, wrong: str
) -> None:
    message = await world.posted(BUTTON)
    world.bot.answer = lambda _: body
    answer = await world.teams.press(world.ana, message, "Yes")
    found = world.clear()
    assert found if wrong == "500" else wrong in found[0]
    assert "Something went wrong" in answer.plain()


async def test_an_error_that_the_bot_tells_of_properly_is_no_violation(world: World) -> None:
    message = await world.posted(BUTTON)
    value = {"code": "busy", "message": "Later."}
    world.bot.answer = lambda _: {"statusCode": 500, "type": "application/vnd.microsoft.error", "value": value}
    assert "Something went wrong" in (await world.teams.press(world.ana, message, "Yes")).plain()


async def test_an_invoke_is_answered_with_200(world: World) -> None:
    message = await world.posted(BUTTON)
    world.bot.status = 201
    await world.teams.press(world.ana, message, "Yes")
    assert "answered 201" in world.clear()[0]


async def test_a_late_answer_is_written_down() -> None:
    async with open_world(answer_within=0.0) as world:
        message = await world.posted(BUTTON)
        world.bot.answer = lambda _: says("Thank you.")
        await world.teams.press(world.ana, message, "Yes")
        assert "answered after" in world.clear()[0]


async def test_an_older_client_sends_a_message_with_a_value(world: World) -> None:
    message = await world.posted(BUTTON)
    await world.teams.press(world.ana, message, "Yes", old_client=True)
    told = world.told()
    assert (told["type"], told["value"], told["replyToId"]) == ("message", {"press": "yes"}, message.id)
    assert "text" not in told
    message = await world.posted(card(actions=[{**execute("Yes", press="yes"), "fallback": "drop"}]))
    with pytest.raises(StandinError, match="no fallback"):
        await world.teams.press(world.ana, message, "Yes", old_client=True)


async def test_a_question_opens_and_the_button_in_it_can_be_pressed(world: World) -> None:
    inner = card(words("Really?"), actions=[execute("Cancel it", press="c")])
    show = {"type": "Action.ShowCard", "title": "Cancel…", "card": inner}
    message = await world.posted(card(words("Churn"), actions=[show]))
    assert message.labels() == ["Cancel…", "Cancel it"]
    with pytest.raises(StandinError, match="tells the bot nothing"):
        await world.teams.press(world.ana, message, "Cancel…")
    world.bot.answer = lambda _: says("Cancelled.")
    await world.teams.press(world.ana, message, "Cancel it")
    assert world.told()["value"]["action"]["data"] == {"press": "c"}


async def test_equal_buttons_are_told_apart_by_what_they_carry(world: World) -> None:
    message = await world.posted(card(actions=[execute("Yes", press='["a"]'), execute("Yes", press='["b"]')]))
    with pytest.raises(StandinError, match="2 read 'Yes'"):
        await world.teams.press(world.ana, message, "Yes")
    world.bot.answer = lambda _: says("b")
    await world.teams.press(world.ana, message, "Yes", about='"b"')
    assert world.told()["value"]["action"]["data"] == {"press": '["b"]'}


async def test_a_card_refreshes_itself_for_those_it_names(world: World) -> None:
    action = {"type": "Action.Execute", "title": "mine", "verb": "mine", "data": {}}
    message = await world.posted(card(words("All"), refresh={"action": action, "userIds": [world.ben.id]}))
    world.bot.answer = lambda _: shows(card(words("Yours")))
    assert (await world.teams.refresh(world.ben, message)).plain() == "Yours"
    assert world.told()["value"]["trigger"] == "automatic"
    with pytest.raises(StandinError, match="not refreshed for Ana"):
        await world.teams.refresh(world.ana, message)
