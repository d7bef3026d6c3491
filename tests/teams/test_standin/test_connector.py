"""The connector and the login refuse what Teams refuses."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import pytest

from tests.teams.standin import LocalTeams, Message, StandinError
from tests.teams.test_standin.world import BUTTON, World


async def test_the_connector_takes_its_token_only(world: World) -> None:
    world.bot.token = "another"
    assert (await world.bot.send(world.launch.id, {"text": "a"})).status == 401
    world.bot.token = await logged_in(world.teams)
    assert (await world.bot.send(world.launch.id, {"text": "a"})).status == 201
    world.teams.revoke_tokens()
    assert (await world.bot.send(world.launch.id, {"text": "a"})).status == 401
    assert world.teams.logins == 1


@pytest.mark.parametrize(
    ("change", "tenant", "status", "error"),
    [
        ({"client_secret": "wrong"}, "", 401, "invalid_client"),
        ({"client_id": "wrong"}, "", 400, "unauthorized_client"),
        ({"scope": "wrong"}, "", 400, "invalid_scope"),
        ({"grant_type": "password"}, "", 400, "unsupported_grant_type"),
        ({}, "botframework.com", 400, "invalid_request"),
    ],
)
async def test_the_login_refuses_what_entra_refuses(
    world: World, change: dict[str, str], tenant: str, status: int, error: str
) -> None:
    got, body = await log_in(world.teams, tenant or world.teams.tenant_id, **change)
    assert (got, body["error"]) == (status, error)


async def test_a_personal_chat_is_created_once_and_only_with_the_app(world: World) -> None:
    for account in (world.ana.id, world.ana.object_id):
        result = await create(world, account)
        assert (result.status, result.body["id"]) == (201, world.teams.personal(world.ana).id)
    result = await create(world, world.ben.id)
    assert (result.status, result.body["errorCode"]) == (403, 209)
    assert '"subCode": "MessageWritesBlocked"' in result.body["message"]
    await world.teams.install(world.ben)
    assert (await create(world, world.ben.id)).status == 201


@pytest.mark.parametrize(
    "change",
    [
        {"isGroup": True},
        {"members": []},
        {"members": [{"id": "ana@example.com"}]},
        {"bot": {"id": "28:other"}},
        {"channelData": {"tenant": {"id": "another-tenant"}}},
        {"channelData": {"channel": {"id": "launch"}}, "activity": None},
    ],
)
async def test_a_conversation_that_cannot_be_created_is_refused(world: World, change: dict[str, Any]) -> None:
    if "channel" in change.get("channelData", {}):
        change = {"channelData": {"channel": {"id": world.launch.id}}}
    assert (await create(world, world.ana.id, **change)).status == 400


async def test_a_thread_is_created_with_its_first_message(world: World) -> None:
    activity = {"type": "message", "text": "first"}
    result = await create(world, "", channelData={"channel": {"id": world.launch.id}}, activity=activity)
    assert result.body["id"] == f"{world.launch.id};messageid={result.body['activityId']}"
    await world.bot.send(result.body["id"], {"text": "second"})
    await world.bot.send(world.launch.id, {"text": "third"})
    seen = world.teams.messages(world.ana, world.launch)
    assert [(one.plain(), one.root) for one in seen] == [
        ("first", ""), ("second", result.body["activityId"]), ("third", "")
    ]  # fmt: skip


async def test_an_answer_to_an_unknown_activity_is_taken(world: World) -> None:
    assert (await world.bot.send(world.teams.personal(world.ana).id, {"text": "a"}, "made-up")).status == 201


@pytest.mark.parametrize(
    ("activity", "status"),
    [
        ({"text": ""}, 400),
        ({"type": "event", "text": "a"}, 400),
        ({"text": "a", "textFormat": "html"}, 400),
        ({"text": "x" * 52_000}, 413),
        ({"type": "typing"}, 201),
    ],
)
async def test_an_activity_that_is_none_or_too_big_is_refused(
    world: World, activity: dict[str, Any], status: int
) -> None:
    assert (await world.bot.send(world.launch.id, activity)).status == status
    assert world.teams.messages(world.ana, world.launch) == []


async def test_what_is_not_there_is_not_found(world: World) -> None:
    for conversation in ("19:gone@thread.tacv2", f"{world.launch.id};messageid=1"):
        result = await world.bot.send(conversation, {"text": "a"})
        assert (result.status, result.body["error"]["code"]) == (404, "ConversationNotFound")
    result = await world.bot.call("PUT", "conversations", world.launch.id, "activities", "1", body={"text": "a"})
    assert (result.status, result.body["error"]["code"]) == (404, "ActivityNotFoundInConversation")
    assert (await world.bot.call("GET", "teams", "19:gone@thread.tacv2")).status == 404


async def test_a_bot_edits_and_deletes_its_own_messages_only(world: World) -> None:
    own = await world.posted(BUTTON)
    await world.teams.type(world.ana, world.launch, "hello")
    other = world.teams.messages(world.ana, world.launch)[-1]

    async def ask(method: str, message: Message) -> int:
        path = ("conversations", world.launch.id, "activities", message.id)
        return (await world.bot.call(method, *path, body={"type": "message", "text": "new"})).status

    assert await ask("PUT", own) == 200
    assert world.teams.messages(world.ana, world.launch)[0].plain() == "new"
    assert await ask("PUT", other) == 403
    assert await ask("DELETE", own) == 200
    assert await ask("PUT", own) == 403
    assert world.teams.messages(world.ana, world.launch) == [other]
    with pytest.raises(StandinError, match="gone"):
        await world.teams.press(world.ana, own, "Yes")


async def test_after_uninstalling_nothing_can_be_written(world: World) -> None:
    await world.teams.uninstall(world.ana)
    assert world.told()["action"] == "remove"
    result = await world.bot.send(world.teams.personal(world.ana).id, {"text": "a"})
    assert (result.status, result.body["errorCode"]) == (403, 209)
    await world.teams.uninstall_from_team(world.team, world.ana)
    result = await world.bot.send(world.launch.id, {"text": "a"})
    assert (result.status, result.body["error"]["code"]) == (403, "BotNotInConversationRoster")
    assert (await world.bot.call("GET", "teams", world.team.id)).status == 403


async def test_a_private_channel_and_a_group_chat_need_the_bot_themselves(world: World) -> None:
    assert (await world.bot.send(world.board.id, {"text": "a"})).status == 403
    world.teams.add_bot_to(world.board)
    assert (await world.bot.send(world.board.id, {"text": "a"})).status == 201
    assert (await world.bot.send(world.chat.id, {"text": "a"})).status == 403
    await world.teams.install(world.ana, world.chat)
    assert (await world.bot.send(world.chat.id, {"text": "a"})).status == 201
    await world.teams.type(world.ben, world.chat, "@Readiness hello")
    assert world.told()["conversation"] == {
        "id": world.chat.id, "conversationType": "groupChat", "isGroup": True, "tenantId": world.teams.tenant_id
    }  # fmt: skip


async def test_members_are_found_by_either_id(world: World) -> None:
    for account in (world.gil.id, world.gil.object_id):
        found = await world.bot.call("GET", "conversations", world.launch.id, "members", account)
        assert (found.body["aadObjectId"], found.body["objectId"]) == (world.gil.object_id, world.gil.object_id)
        assert (found.body["userRole"], found.body["tenantId"]) == ("guest", world.teams.tenant_id)
    zoe = world.teams.person("Zoe")
    missing = await world.bot.call("GET", "conversations", world.launch.id, "members", zoe.id)
    assert (missing.status, missing.body["error"]["code"]) == (404, "MemberNotFoundInConversation")
    world.teams.invite(world.team, zoe)
    found = await world.bot.call("GET", "conversations", world.launch.id, "members", zoe.id)
    assert found.body["tenantId"] == "another-tenant"
    world.teams.remove(world.team, zoe)
    assert len((await world.bot.call("GET", "conversations", world.launch.id, "members")).body) == 3


async def test_pages_of_members_hold_fifty_at_least(world: World) -> None:
    crowd = [world.teams.add_person(f"Person {number}") for number in range(60)]
    world.teams.invite(world.team, *crowd)
    path = ("conversations", world.launch.id, "pagedmembers")
    first = await world.bot.call("GET", *path, query="?pageSize=2")
    assert len(first.body["members"]) == 50
    token = first.body["continuationToken"]
    second = await world.bot.call("GET", *path, query=f"?pageSize=2&continuationToken={token}")
    assert (len(second.body["members"]), "continuationToken" in second.body) == (13, False)


async def test_a_team_tells_its_channels_and_general_has_no_name(world: World) -> None:
    team = await world.bot.call("GET", "teams", world.team.id)
    assert (team.body["name"], team.body["aadGroupId"]) == ("Models", world.team.group_id)
    listed = await world.bot.call("GET", "teams", world.team.id, "conversations")
    assert listed.body["conversations"] == [
        {"id": world.team.id, "name": None, "type": "standard"},
        {"id": world.launch.id, "name": "launch", "type": "standard"},
    ]


async def test_too_many_requests_are_told_how_long_to_wait(world: World) -> None:
    world.teams.limit_rates()
    results = [await world.bot.send(world.launch.id, {"text": "a"}) for _ in range(8)]
    assert [result.status for result in results] == [201] * 7 + [429]
    assert results[-1].retry_after == "1"
    assert (await world.bot.send(world.team.id, {"text": "a"})).status == 201
    world.clock.move(seconds=2)
    assert (await world.bot.send(world.launch.id, {"text": "a"})).status == 201


async def test_faults_come_as_ordered(world: World) -> None:
    world.teams.fail("send", status=502)
    world.teams.fail("send", status=412, retry_after=3)
    assert (await world.bot.send(world.launch.id, {"text": "a"})).status == 502
    assert (await world.bot.send(world.launch.id, {"text": "a"})).retry_after == "3"
    world.teams.fail("send", drop="before")
    with pytest.raises(aiohttp.ClientError):
        await world.bot.send(world.launch.id, {"text": "a"})
    assert world.teams.messages(world.ana, world.launch) == []
    world.teams.fail("send", drop="after")
    with pytest.raises(aiohttp.ClientError):
        await world.bot.send(world.launch.id, {"text": "a"})
    assert len(world.teams.messages(world.ana, world.launch)) == 1
    with pytest.raises(StandinError, match="none of"):
        world.teams.fail("typo")


async def test_a_slow_answer_comes_when_the_test_lets_it(world: World) -> None:
    hold = asyncio.Event()
    world.teams.fail("send", hold=hold)
    sending = asyncio.create_task(world.bot.send(world.launch.id, {"text": "a"}))
    _, waiting = await asyncio.wait({sending}, timeout=0.1)
    assert waiting == {sending}
    assert len(world.teams.messages(world.ana, world.launch)) == 1
    hold.set()
    assert (await sending).status == 201


async def create(world: World, member: str, **change: Any) -> Any:
    """Ask for a conversation."""
    body = {
        "bot": {"id": "28:app"},
        "isGroup": False,
        "members": [{"id": member}],
        "channelData": {"tenant": {"id": world.teams.tenant_id}},
    }
    return await world.bot.call("POST", "conversations", body={**body, **change})


async def logged_in(teams: LocalTeams) -> str:
    """A token."""
    _, body = await log_in(teams, teams.tenant_id)
    return str(body["access_token"])


async def log_in(teams: LocalTeams, tenant: str, **change: str) -> tuple[int, dict[str, Any]]:
    """Ask for a token."""
    form = {
        "grant_type": "client_credentials",
        "client_id": "app",
        "client_secret": "hush",
        "scope": "https://api.botframework.com/.default",
        **change,
    }
    url = f"{teams.authority_url}/{tenant}/oauth2/v2.0/token"
    async with aiohttp.ClientSession() as session, session.post(url, data=form) as response:
        return response.status, await response.json()
