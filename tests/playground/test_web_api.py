"""The Web API refuses what Slack refuses."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground import LocalSlack
from tests.playground.conftest import Clock
from tests.playground.secrets_here import APP_TOKEN, BOT_TOKEN

QUIET: dict[str, Any] = {"unfurl_links": False, "unfurl_media": False}
HOME = {"type": "home", "blocks": [{"type": "divider"}]}


async def refusal(call: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        await call
    return str(caught.value.response["error"])


async def test_the_sdk_reads_who_it_is(client: AsyncWebClient) -> None:
    answer = await client.auth_test()
    assert (answer["user_id"], answer["team_id"]) == ("U0READY", "T0LOCAL01")


@pytest.mark.parametrize(
    ("token", "error"), [("", "not_authed"), ("xoxb-wrong", "invalid_auth"), (APP_TOKEN, "invalid_auth")]
)
async def test_only_the_bot_token_opens_the_door(slack: LocalSlack, token: str, error: str) -> None:
    assert await refusal(AsyncWebClient(token=token, base_url=slack.api_url).auth_test()) == error


async def test_a_revoked_token_is_refused(slack: LocalSlack, client: AsyncWebClient) -> None:
    slack.revoke_token()
    assert await refusal(client.auth_test()) == "token_revoked"


async def test_sockets_want_the_app_token(slack: LocalSlack, client: AsyncWebClient) -> None:
    assert await refusal(client.apps_connections_open(app_token=BOT_TOKEN)) == "not_allowed_token_type"
    assert (await client.apps_connections_open(app_token=APP_TOKEN))["url"].startswith("ws://127.0.0.1:")


async def test_a_missing_scope_names_what_is_needed(slack: LocalSlack, client: AsyncWebClient) -> None:
    slack.installation.scopes = frozenset({"commands"})
    with pytest.raises(SlackApiError) as caught:
        await client.users_info(user="U1")
    assert caught.value.response["error"] == "missing_scope"
    assert (caught.value.response["needed"], caught.value.response["provided"]) == ("users:read", "commands")


async def test_an_unknown_method_is_named(client: AsyncWebClient) -> None:
    assert await refusal(client.api_call("chat.shout")) == "unknown_method"


@pytest.mark.parametrize("how", ["query", "form", "json"])
async def test_arguments_come_as_query_form_or_json(slack: LocalSlack, how: str) -> None:
    headers = {"Authorization": f"Bearer {BOT_TOKEN}"}
    args = {"user": "U1"}
    async with aiohttp.ClientSession(headers=headers) as session:
        sent = {"query": {"params": args}, "form": {"data": args}, "json": {"json": args}}[how]
        send = session.get if how == "query" else session.post
        async with send(f"{slack.api_url}users.info", **sent) as response:  # type: ignore[arg-type]
            assert (await response.json())["user"]["tz"] == "Europe/Berlin"
    assert slack.calls[-1].args == args


async def test_a_superfluous_team_id_is_tolerated(client: AsyncWebClient) -> None:
    assert (await client.users_info(user="U1", team_id="T0LOCAL01"))["ok"]


# posting


async def test_a_post_is_seen_by_the_channel(slack: LocalSlack, client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel="C1", text="hello *you*", **QUIET)
    (message,) = slack.messages("launch", as_user="U2")
    assert (message.ts, message.plain(), message.user) == (posted["ts"], "hello you", "U0READY")
    assert slack.violations == []


@pytest.mark.parametrize(
    ("channel", "error"),
    [("C404", "channel_not_found"), ("G1", "channel_not_found"), ("C2", "not_in_channel"), ("", "channel_not_found")],
)
async def test_places_where_the_bot_may_not_post(client: AsyncWebClient, channel: str, error: str) -> None:
    assert await refusal(client.chat_postMessage(channel=channel, text="hello", **QUIET)) == error


async def test_the_public_scope_posts_without_joining(slack: LocalSlack, client: AsyncWebClient) -> None:
    slack.installation.scopes |= {"chat:write.public"}
    assert (await client.chat_postMessage(channel="C2", text="hello", **QUIET))["ok"]
    assert await refusal(client.chat_postMessage(channel="G1", text="hello", **QUIET)) == "channel_not_found"


async def test_an_archived_channel_takes_nothing(slack: LocalSlack, client: AsyncWebClient) -> None:
    ts = (await client.chat_postMessage(channel="C1", text="hello", **QUIET))["ts"]
    slack.archive("C1")
    assert await refusal(client.chat_postMessage(channel="C1", text="hello", **QUIET)) == "is_archived"
    assert await refusal(client.chat_update(channel="C1", ts=ts, text="hello")) == "is_archived"
    assert await refusal(client.conversations_join(channel="C1")) == "is_archived"


async def test_a_message_needs_words(client: AsyncWebClient) -> None:
    assert await refusal(client.api_call("chat.postMessage", json={"channel": "C1", "text": " "})) == "no_text"


async def test_very_long_text_is_cut_with_a_warning(slack: LocalSlack, client: AsyncWebClient) -> None:
    answer = await client.chat_postMessage(channel="C1", text="x" * 40_001, **QUIET)
    assert answer["warning"] == "message_truncated"
    assert len(slack.messages("C1")[0].text) == 40_000


async def test_an_edit_takes_four_thousand_characters(client: AsyncWebClient) -> None:
    ts = (await client.chat_postMessage(channel="C1", text="hello", **QUIET))["ts"]
    assert (await client.chat_update(channel="C1", ts=ts, text="x" * 4000))["ok"]
    assert await refusal(client.chat_update(channel="C1", ts=ts, text="x" * 4001)) == "msg_too_long"


async def test_an_edit_keeps_blocks_unless_they_are_emptied(slack: LocalSlack, client: AsyncWebClient) -> None:
    ts = (await client.chat_postMessage(channel="C1", text="a", blocks=[{"type": "divider"}], **QUIET))["ts"]
    await client.chat_update(channel="C1", ts=ts, text="b")
    assert len(slack.messages("C1")[0].blocks) == 1
    await client.chat_update(channel="C1", ts=ts, text="b", blocks=[])
    assert slack.messages("C1")[0].blocks == []


async def test_only_its_own_messages_can_be_changed(slack: LocalSlack, client: AsyncWebClient) -> None:
    theirs = await slack.say("U1", "C1", "mine")
    assert await refusal(client.chat_update(channel="C1", ts=theirs.ts, text="x")) == "cant_update_message"
    assert await refusal(client.chat_delete(channel="C1", ts=theirs.ts)) == "cant_delete_message"
    assert await refusal(client.chat_update(channel="C1", ts="1.000000", text="x")) == "message_not_found"


async def test_a_deleted_message_cannot_be_updated(slack: LocalSlack, client: AsyncWebClient) -> None:
    ts = (await client.chat_postMessage(channel="C1", text="hello", **QUIET))["ts"]
    slack.delete_message("C1", ts)
    assert await refusal(client.chat_update(channel="C1", ts=ts, text="x")) == "message_not_found"


async def test_ephemeral_messages_reach_members_only_and_cannot_be_updated(
    slack: LocalSlack, client: AsyncWebClient
) -> None:
    ts = (await client.chat_postEphemeral(channel="C1", user="U1", text="psst"))["message_ts"]
    assert [m.text for m in slack.messages("C1", as_user="U1")] == ["psst"]
    assert slack.messages("C1", as_user="U2") == []
    assert await refusal(client.chat_update(channel="C1", ts=ts, text="x")) == "message_not_found"
    assert await refusal(client.chat_postEphemeral(channel="C1", user="W3", text="x")) == "user_not_in_channel"


async def test_replies_stand_in_their_thread(slack: LocalSlack, client: AsyncWebClient) -> None:
    root = (await client.chat_postMessage(channel="C1", text="root", **QUIET))["ts"]
    await client.chat_postMessage(channel="C1", text="reply", thread_ts=root, **QUIET)
    assert [m.text for m in slack.messages("C1")] == ["root"]
    assert [m.text for m in slack.messages("C1", thread=root)] == ["root", "reply"]
    assert [m["text"] for m in (await client.conversations_replies(channel="C1", ts=root))["messages"]] == [
        "root",
        "reply",
    ]
    call = client.chat_postMessage(channel="C1", text="x", thread_ts="1.000000", **QUIET)
    assert await refusal(call) == "cannot_reply_to_message"


@pytest.mark.parametrize(
    ("metadata", "error"),
    [
        ({"event_type": "gate"}, "invalid_metadata_format"),
        ({"event_type": "", "event_payload": {}}, "invalid_metadata_format"),
        ({"event_type": "gate", "event_payload": {"id": None}}, "invalid_metadata_schema"),
        ({"event_type": "gate", "event_payload": {"id": "x" * 9000}}, "metadata_too_large"),
    ],
)
async def test_metadata_is_checked(client: AsyncWebClient, metadata: dict[str, Any], error: str) -> None:
    assert await refusal(client.chat_postMessage(channel="C1", text="x", metadata=metadata, **QUIET)) == error


async def test_metadata_is_told_only_when_asked_for(client: AsyncWebClient) -> None:
    metadata = {"event_type": "gate", "event_payload": {"id": "1"}}
    await client.chat_postMessage(channel="C1", text="x", metadata=metadata, **QUIET)
    assert "metadata" not in (await client.conversations_history(channel="C1"))["messages"][0]
    full = await client.conversations_history(channel="C1", include_all_metadata=True)
    assert full["messages"][0]["metadata"] == metadata


async def said(client: AsyncWebClient, many: int, **how: Any) -> list[str]:
    return [(await client.chat_postMessage(channel="C1", text=str(n), **how, **QUIET))["ts"] for n in range(many)]


async def read_all(read: Any, **asked: Any) -> list[list[str]]:
    """The texts of every page."""
    found, cursor = [], None
    while cursor != "":
        page = (await read(**asked, cursor=cursor)).data
        found.append([message["text"] for message in page["messages"]])
        cursor = page["response_metadata"]["next_cursor"] if page["has_more"] else ""
        assert ("response_metadata" in page) == page["has_more"]
    return found


async def test_a_channel_is_read_from_its_newest_message_on_and_a_thread_from_its_oldest(
    client: AsyncWebClient,
) -> None:
    await said(client, 4)
    assert await read_all(client.conversations_history, channel="C1", limit=3) == [["3", "2", "1"], ["0"]]
    (root,) = await said(client, 1)
    await said(client, 4, thread_ts=root)
    assert await read_all(client.conversations_replies, channel="C1", ts=root, limit=3) == [["0", "0", "1"], ["2", "3"]]


@pytest.mark.parametrize(
    ("inclusive", "history", "replies"),
    [(False, ["2"], ["root", "2"]), (True, ["3", "2", "1"], ["root", "1", "2", "3"])],
)
async def test_messages_are_read_between_two_moments(
    client: AsyncWebClient, inclusive: bool, history: list[str], replies: list[str]
) -> None:
    alone = await said(client, 5)
    within = {"oldest": alone[1], "latest": alone[3], "inclusive": inclusive}
    assert await read_all(client.conversations_history, channel="C1", **within) == [history]
    root = (await client.chat_postMessage(channel="C1", text="root", **QUIET))["ts"]
    below = await said(client, 5, thread_ts=root)
    within = {"oldest": below[1], "latest": below[3], "inclusive": inclusive}
    assert await read_all(client.conversations_replies, channel="C1", ts=root, **within) == [replies]


@pytest.mark.parametrize("deleted", [False, True])
async def test_nothing_is_left_out_when_others_write_or_delete_between_two_pages(
    slack: LocalSlack, client: AsyncWebClient, deleted: bool
) -> None:
    stamps = await said(client, 4)
    first = await client.conversations_history(channel="C1", limit=2)
    await said(client, 3)
    if deleted:
        slack.delete_message("C1", stamps[2])
    cursor = first["response_metadata"]["next_cursor"]
    rest = await client.conversations_history(channel="C1", limit=2, cursor=cursor)
    assert [message["text"] for message in rest["messages"]] == ["1", "0"]


async def test_an_unlisted_app_reads_fifteen_messages_a_minute_and_posts_as_others_do(
    slack: LocalSlack, client: AsyncWebClient, clock: Clock
) -> None:
    root = (await said(client, 16))[0]
    slack.installation.unlisted = True
    first = await client.conversations_history(channel="C1", limit=200)
    assert (len(first["messages"]), first["has_more"]) == (15, True)
    with pytest.raises(SlackApiError) as caught:
        await client.conversations_history(channel="C1", cursor=first["response_metadata"]["next_cursor"])
    assert (caught.value.response.status_code, caught.value.response.headers["Retry-After"]) == (429, "60")
    assert len((await client.conversations_replies(channel="C1", ts=root))["messages"]) == 1
    await said(client, 3)
    clock.forward(minutes=1)
    assert (await client.conversations_history(channel="C1", limit=200))["has_more"]


# people and conversations


async def test_direct_messages_are_opened_once(slack: LocalSlack, client: AsyncWebClient) -> None:
    channel = (await client.conversations_open(users="U1"))["channel"]["id"]
    assert (await client.conversations_open(users="U1"))["already_open"]
    await client.chat_postMessage(channel=channel, text="hello", **QUIET)
    await client.chat_postMessage(channel="U1", text="again", **QUIET)
    assert [message.text for message in slack.dm("U1")] == ["hello", "again"]


async def test_people_who_cannot_be_reached(slack: LocalSlack, client: AsyncWebClient) -> None:
    channel = (await client.conversations_open(users="U2"))["channel"]["id"]
    slack.deactivate("U2")
    assert await refusal(client.conversations_open(users="U2")) == "user_disabled"
    assert await refusal(client.conversations_open(users="U404")) == "user_not_found"
    assert await refusal(client.conversations_open(users="")) == "users_list_not_supplied"
    assert await refusal(client.conversations_open(users=",".join(f"U{n}" for n in range(9)))) == "too_many_users"
    assert (await client.chat_postMessage(channel=channel, text="lost", **QUIET))["ok"]
    assert slack.dm("U2") == []


async def test_members_come_in_pages(slack: LocalSlack, client: AsyncWebClient) -> None:
    first = await client.conversations_members(channel="C1", limit=3)
    rest = await client.conversations_members(channel="C1", limit=3, cursor=first["response_metadata"]["next_cursor"])
    assert sorted(first["members"] + rest["members"]) == ["U0READY", "U1", "U2", "U9"]
    assert rest["response_metadata"]["next_cursor"] == ""
    assert await refusal(client.conversations_members(channel="C1", cursor="nonsense")) == "invalid_cursor"


async def test_slack_may_give_less_at_once_than_it_is_asked_for(slack: LocalSlack, client: AsyncWebClient) -> None:
    slack.installation.longest_page = 2
    first = await client.conversations_members(channel="C1", limit=100)
    assert len(first["members"]) == 2
    assert first["response_metadata"]["next_cursor"]


async def test_strangers_are_found_by_id_but_not_listed(client: AsyncWebClient) -> None:
    listed = {member["id"] for member in (await client.users_list())["members"]}
    assert "U9" not in listed
    assert {"U1", "U2", "W3"} <= listed
    stranger = (await client.users_info(user="U9"))["user"]
    assert stranger["is_stranger"]
    assert "locale" not in stranger
    assert await refusal(client.users_info(user="U404")) == "user_not_found"


async def test_private_channels_stay_hidden(slack: LocalSlack, client: AsyncWebClient) -> None:
    answer = await client.conversations_list(types="public_channel,private_channel")
    assert {channel["id"] for channel in answer["channels"]} == {"C1", "C2"}
    assert await refusal(client.conversations_info(channel="G1")) == "channel_not_found"
    slack.invite("G1", "U0READY")
    assert (await client.conversations_info(channel="G1"))["channel"]["is_private"]


async def test_joining_opens_the_history(client: AsyncWebClient) -> None:
    assert await refusal(client.conversations_history(channel="C2")) == "not_in_channel"
    await client.conversations_join(channel="C2")
    assert (await client.conversations_history(channel="C2"))["messages"] == []


@pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")  # slack_sdk 3.47 still uses it
async def test_installing_trades_a_code_once(slack: LocalSlack, client: AsyncWebClient) -> None:
    code = slack.install_code("W3")
    args = {"client_id": "local.client", "client_secret": "local-secret"}
    answer = await client.oauth_v2_access(code=code, **args)
    assert (answer["access_token"], answer["authed_user"]["id"]) == (BOT_TOKEN, "W3")
    assert await refusal(client.oauth_v2_access(code=code, **args)) == "invalid_code"


async def test_the_home_tab_can_be_off_and_guards_its_hash(slack: LocalSlack, client: AsyncWebClient) -> None:
    first = await client.views_publish(user_id="U1", view=HOME)
    await client.views_publish(user_id="U1", view=HOME, hash=first["view"]["hash"])
    stale = client.views_publish(user_id="U1", view=HOME, hash=first["view"]["hash"])
    assert await refusal(stale) == "hash_conflict"
    slack.installation.home_enabled = False
    assert await refusal(client.views_publish(user_id="U1", view=HOME)) == "not_enabled"


# faults and limits


async def test_a_fault_is_ordered_for_some_calls(slack: LocalSlack, client: AsyncWebClient) -> None:
    slack.fail("auth.test", times=2, error="fatal_error")
    assert [await refusal(client.auth_test()) for _ in range(2)] == ["fatal_error"] * 2
    assert (await client.auth_test())["ok"]


async def test_a_429_says_how_long_to_wait(slack: LocalSlack, client: AsyncWebClient) -> None:
    slack.fail("chat.postMessage", retry_after=7)
    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel="C1", text="x", **QUIET)
    assert (caught.value.response.status_code, caught.value.response.headers["Retry-After"]) == (429, "7")


@pytest.mark.parametrize(("drop", "posted"), [("before", 0), ("after", 1)])
async def test_a_connection_is_cut_before_or_after_acting(
    slack: LocalSlack, client: AsyncWebClient, drop: Any, posted: int
) -> None:
    slack.fail("chat.postMessage", drop=drop)
    with pytest.raises(aiohttp.ClientError):
        await client.chat_postMessage(channel="C1", text="x", **QUIET)
    assert len(slack.messages("C1")) == posted


async def test_rate_limits_follow_the_clock(clock: Clock) -> None:
    slack = LocalSlack(clock=clock, signing_secret="s", bot_token=BOT_TOKEN, rate_limits=True)
    slack.add_channel("C1", "one", bot_in=True)
    slack.add_channel("C2", "two", bot_in=True)
    async with slack:
        client = AsyncWebClient(token=BOT_TOKEN, base_url=slack.api_url, retry_handlers=[])
        await client.chat_postMessage(channel="C1", text="x", **QUIET)
        assert await refusal(client.chat_postMessage(channel="C1", text="x", **QUIET)) == "ratelimited"
        await client.chat_postMessage(channel="C2", text="x", **QUIET)
        clock.forward(seconds=1)
        await client.chat_postMessage(channel="C1", text="x", **QUIET)
        for _ in range(20):
            await client.users_list()
        assert await refusal(client.users_list()) == "ratelimited"
        assert slack.calls[-1].status == 429
        clock.forward(minutes=1)
        assert (await client.users_list())["ok"]


# what is accepted but wrong


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ({"text": "x"}, "unfurl_links"),
        ({"text": "<!channel> look", **QUIET}, "rings everybody"),
        ({"text": "<!subteam^S1> look", **QUIET}, "rings everybody"),
        ({"text": "<@U404> look", **QUIET}, "who does not exist"),
        ({"blocks": [{"type": "divider"}], **QUIET}, "no text"),
    ],
)
async def test_violations_are_written_down(
    slack: LocalSlack, client: AsyncWebClient, args: dict[str, Any], words: str
) -> None:
    # Not chat_postMessage: the SDK itself warns about some of these.
    await client.api_call("chat.postMessage", json={"channel": "C1", **args})
    assert len(slack.violations) == 1
    assert words in slack.violations[0]


@pytest.mark.parametrize("typed", ["@here", "hello @everyone!", "see #general"])
@pytest.mark.parametrize("verbatim", [True, False])
async def test_mrkdwn_that_slack_would_parse_is_a_violation(
    slack: LocalSlack, client: AsyncWebClient, typed: str, verbatim: bool
) -> None:
    block = {"type": "section", "text": {"type": "mrkdwn", "text": typed, "verbatim": verbatim}}
    await client.chat_postMessage(channel="C1", text="x", blocks=[block], **QUIET)
    assert bool(slack.violations) is not verbatim
