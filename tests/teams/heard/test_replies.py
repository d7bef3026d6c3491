"""A yes said to the bot in the thread of a checklist is answered with the button it wants, and never counted."""

import pytest

from bot.demo.cast import ANA, BEN, DEE, GUS
from bot.demo.stage import Actor
from tests.teams.home import HOME, TeamsHouse, said
from tests.teams.standin import Message

NOT_COUNTED = "Dee, this is not counted as a sign-off."


@pytest.fixture
async def asked(started: TeamsHouse) -> TeamsHouse:
    """Dee is asked to sign `approved-datasets` off."""
    await said(started, BEN, "evidence approved-datasets https://wiki.example/datasets")
    await said(started, BEN, "request approved-datasets")
    return started


def seen(house: TeamsHouse, actor: Actor, about: str) -> list[Message]:
    channel = house.teams.conversation(house.channels[HOME])
    return [one for one in house.teams.messages(house.stage.person_of(actor), channel) if about in one.plain()]


async def reply(house: TeamsHouse, actor: Actor, text: str, thread: Message | None = None) -> str:
    """Say it to the bot in the checklist's thread; what answered it there, in words."""
    channel, parent = house.teams.conversation(house.channels[HOME]), thread or seen(house, actor, "of 18 ready")[0]
    line = f"@{house.teams.bot_name} {text}"
    answer = await house.teams.type(house.stage.person_of(actor), channel, line, thread=parent)
    await house.bot.settle()
    return "\n".join(message.plain() for message in answer.messages)


async def test_a_yes_is_answered_by_name_with_the_button_and_signs_nothing(asked: TeamsHouse) -> None:
    before = await said(asked, ANA, "status")
    answer = await reply(asked, DEE, "looks good \U0001f44d")
    assert NOT_COUNTED in answer
    assert "approved-datasets" in answer
    assert (await said(asked, ANA, "status")).partition("record ")[2] == before.partition("record ")[2]
    (shown,) = seen(asked, DEE, NOT_COUNTED)
    pressed = await asked.teams.press(asked.stage.person_of(DEE), shown, "Approve")
    assert "Signed off" in pressed.plain()


async def test_the_button_is_everybodys_to_see_and_the_signers_to_press(asked: TeamsHouse) -> None:
    await reply(asked, DEE, "lgtm")
    (shown,) = seen(asked, GUS, NOT_COUNTED)
    assert "https://wiki.example" not in shown.plain()
    refused = await asked.teams.press(asked.stage.person_of(GUS), shown, "Approve")
    assert "This is for an approver of this gate" in refused.plain()


@pytest.mark.parametrize("text", ["looks good?", "not ok", "good morning"])
async def test_what_is_neither_a_command_nor_a_yes_is_answered_as_before(asked: TeamsHouse, text: str) -> None:
    answer = await reply(asked, DEE, text)
    assert "All commands" in answer
    assert NOT_COUNTED not in answer


async def test_a_yes_elsewhere_or_by_somebody_who_is_not_asked_is_no_command_either(asked: TeamsHouse) -> None:
    assert "All commands" in await reply(asked, BEN, "lgtm")
    assert "All commands" in await said(asked, DEE, "lgtm")
    assert "All commands" in await said(asked, DEE, "lgtm", None)


async def test_a_command_in_the_thread_is_still_one(asked: TeamsHouse) -> None:
    assert "Signed off" in await reply(asked, DEE, "approve approved-datasets looks good")
