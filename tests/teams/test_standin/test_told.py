"""What a bot is told when people install it and write."""

from __future__ import annotations

from typing import Any

import pytest

from tests.teams.standin import StandinError
from tests.teams.test_standin.cards import (
    mention,
)
from tests.teams.test_standin.world import World


async def test_installing_tells_of_the_installation_and_then_of_the_bot_as_a_member(world: World) -> None:
    team_install, team_member, own_install, own_member = world.bot.heard
    assert (team_install["type"], team_install["action"]) == ("installationUpdate", "add")
    assert team_install["conversation"]["id"] == world.team.id
    assert team_member["membersAdded"] == [{"id": "28:app", "name": "Readiness"}]
    assert team_member["channelData"]["team"] == {
        "id": world.team.id, "name": "Models", "aadGroupId": world.team.group_id
    }  # fmt: skip
    assert own_install["conversation"]["conversationType"] == "personal"
    assert own_member["type"] == "conversationUpdate"
    assert all(each["channelData"]["tenant"]["id"] == world.teams.tenant_id for each in world.bot.heard)
    assert set(world.bot.authorizations) == {f"Bearer for {world.teams.service_url}"}


async def test_the_personal_chat_delivers_what_is_typed_as_it_is(world: World) -> None:
    await world.teams.type(world.ana, None, "assign compute @Ben")
    told = world.told()
    assert (told["text"], told["textFormat"]) == ("assign compute @Ben", "plain")
    assert told["conversation"] == {
        "id": world.teams.personal(world.ana).id, "conversationType": "personal", "tenantId": world.teams.tenant_id
    }  # fmt: skip
    assert told["from"] == {"id": world.ana.id, "name": "Ana", "aadObjectId": world.ana.object_id}
    assert [entity["type"] for entity in told["entities"]] == ["clientInfo"]


async def test_a_channel_delivers_only_what_mentions_the_bot(world: World) -> None:
    before = len(world.bot.heard)
    assert (await world.teams.type(world.ben, world.launch, "status")).status == 0
    assert len(world.bot.heard) == before
    assert (await world.teams.type(world.ben, world.launch, "@Readiness assign compute @Ana")).status == 200
    told = world.told()
    assert told["text"] == "<at>Readiness</at>&nbsp;assign compute <at>Ana</at>\n"
    assert told["conversation"]["id"] == f"{world.launch.id};messageid={told['id']}"
    assert told["channelData"]["channel"] == {"id": world.launch.id}
    ana, bot, client = told["entities"]
    assert bot["mentioned"] == {"id": "28:app", "name": "Readiness"}
    assert ana == {"type": "mention", "mentioned": {"id": world.ana.id, "name": "Ana"}, "text": "<at>Ana</at>"}
    assert client["timezone"] == told["localTimezone"] == "Asia/Singapore"
    assert told["localTimestamp"].endswith("+08:00")


async def test_a_reply_carries_the_first_message_of_its_thread(world: World) -> None:
    await world.teams.type(world.ana, world.launch, "@Readiness one")
    first = world.teams.messages(world.ana, world.launch)[0]
    await world.teams.type(world.ben, world.launch, "@Readiness two", thread=first)
    assert world.told()["conversation"]["id"] == f"{world.launch.id};messageid={first.id}"
    assert world.told()["id"] != first.id


async def test_nobody_writes_where_they_are_not_or_mentions_a_bot_that_is_not_there(world: World) -> None:
    with pytest.raises(StandinError, match="Ben is not in board"):
        await world.teams.type(world.ben, world.board, "hello")
    with pytest.raises(StandinError, match="Readiness is not in board"):
        await world.teams.type(world.ana, world.board, "@Readiness hello")
    with pytest.raises(StandinError, match="Ben has not added the app"):
        await world.teams.type(world.ben, None, "hello")


async def test_an_answer_in_the_thread_is_what_the_person_sees(world: World) -> None:
    async def greet(activity: dict[str, Any]) -> None:
        assert (
            await world.bot.reply(activity, {"text": "<at>Ben</at> hello", "entities": [mention(world.ben)]})
        ).status

    world.bot.answer = greet
    answer = await world.teams.type(world.ana, world.launch, "@Readiness hi")
    (seen,) = answer.messages
    assert (answer.plain(), seen.is_reply, seen.reply_to) == ("@Ben hello", True, answer.activity["id"])


async def test_a_bot_that_fails_is_written_down(world: World) -> None:
    world.bot.status = 500
    assert (await world.teams.type(world.ana, None, "status")).status == 500
    assert "answered 500" in world.clear()[0]
