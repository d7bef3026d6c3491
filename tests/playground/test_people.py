"""People can do here what Slack's own client lets them do, and no more."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import aiohttp
import orjson
import pytest
from aiohttp import web
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground import LocalSlack, Message, PlaygroundError, ViewState
from tests.playground.conftest import Clock
from tests.playground.loose_bot import Bot
from tests.playground.secrets_here import SECRET
from tests.playground.small_bot import listening
from tests.playground.test_blocks import actions, button, field, modal, mrkdwn, plain, section

QUIET: dict[str, Any] = {"unfurl_links": False, "unfurl_media": False}


async def error_of(call: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        await call
    return str(caught.value.response["error"])


async def respond(url: str, **body: Any) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.post(url, json=body) as response:
        return response.status, await response.text()


async def posted(slack: LocalSlack, client: AsyncWebClient, *blocks: dict[str, Any], channel: str = "C1") -> Message:
    await client.chat_postMessage(channel=channel, text="look", blocks=list(blocks), **QUIET)
    return slack.messages(channel)[-1]


async def opened(slack: LocalSlack, bot: Bot, client: AsyncWebClient, view: dict[str, Any]) -> ViewState:
    await slack.command("U1", "C1", "")
    await client.views_open(trigger_id=bot.heard[-1]["trigger_id"], view=view)
    shown = slack.modal("U1")
    assert shown is not None
    return shown


# commands


async def test_a_command_carries_exactly_what_slack_sends(slack: LocalSlack, bot: Bot) -> None:
    await slack.command("U1", "board", " status ")
    heard = bot.heard[0]
    assert (heard["text"], heard["channel_id"], heard["channel_name"]) == ("status", "G1", "privategroup")
    assert (heard["is_enterprise_install"], heard["command"], heard["user_id"]) == ("false", "/readiness", "U1")
    assert heard["response_url"].startswith(slack.url)


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("ask @ben.", "ask <@U2|ben>."),
        ("ask @cleo", "ask <@W3|cleo>"),
        ("ask <@U2>", "ask <@U2>"),
        ("ask @nobody", "ask @nobody"),
        ("see #launch", "see <#C1|launch>"),
        ("see #board", "see <#G1|>"),
        ("1 < 2 & 3", "1 &lt; 2 &amp; 3"),
        ("ping @here", "ping <!here>"),
        ("a https://x.example/?a=1&b=2", "a <https://x.example/?a=1&amp;b=2>"),
        ("to ben@x.example", "to <mailto:ben@x.example|ben@x.example>"),
        ("fake <@U404>", "fake &lt;@U404&gt;"),
    ],
)
async def test_typed_text_is_escaped_the_way_slack_does(slack: LocalSlack, bot: Bot, typed: str, sent: str) -> None:
    await slack.command("U1", "C1", typed)
    assert bot.heard[0]["text"] == sent


async def test_who_cannot_type_a_command(slack: LocalSlack, bot: Bot) -> None:
    slack.deactivate("U2")
    for user, channel in (("U2", "C1"), ("U9", "C1"), ("W3", "C1"), ("U404", "C1"), ("U1", "nowhere")):
        with pytest.raises(PlaygroundError):
            await slack.command(user, channel, "status")
    assert bot.heard == []


async def test_an_answer_in_the_channel_is_seen_by_all(slack: LocalSlack, bot: Bot) -> None:
    bot.will({"response_type": "in_channel", "text": "hello"})
    await slack.command("U1", "C1", "status")
    assert [message.text for message in slack.messages("C1", as_user="U2")] == ["hello"]


async def test_a_slow_answer_is_a_timeout_for_the_person(clock: Clock) -> None:
    slack = LocalSlack(clock=clock, signing_secret=SECRET, bot_token="t", answer_within=0.05)
    slack.add_user("U1", "ana")
    slack.add_channel("C1", "launch", members=["U1"])
    never = asyncio.Event()

    async def hang(_: web.Request) -> web.Response:
        await never.wait()
        return web.Response()

    async with slack, listening(hang) as url:
        slack.deliver_to(url)
        answer = await slack.command("U1", "C1", "status")
        never.set()
    assert answer.status == 0
    assert "operation_timeout" in answer.messages[0].text
    assert slack.violations == ["/readiness status: no answer within 3 seconds"]


async def test_a_failing_bot_is_shown_and_flagged_and_not_asked_again(slack: LocalSlack, bot: Bot) -> None:
    bot.will(status=500)
    answer = await slack.command("U1", "C1", "status")
    assert "dispatch_failed" in answer.messages[0].text
    assert len(bot.heard) == 1
    assert slack.violations == ["/readiness status: answered 500 instead of 200"]


async def test_a_wrong_answer_to_a_command_is_flagged(slack: LocalSlack, bot: Bot) -> None:
    bot.will({"blocks": [{"type": "blink"}]})
    answer = await slack.command("U1", "C1", "status")
    assert "invalid_command_response" in answer.messages[0].text
    assert len(slack.violations) == 1


@pytest.mark.parametrize("body", [{}, [], "", 0], ids=repr)
async def test_a_body_that_is_no_message_is_printed_as_it_is_and_flagged(
    slack: LocalSlack, bot: Bot, body: object
) -> None:
    bot.answers.append(web.Response(text=orjson.dumps(body).decode(), content_type="application/json"))
    answer = await slack.command("U1", "C1", "new")
    assert [message.text for message in answer.messages] == [orjson.dumps(body).decode()]
    assert len(slack.violations) == 1


async def test_an_answer_to_a_press_is_shown_and_to_an_event_or_a_closed_view_flagged(
    slack: LocalSlack, bot: Bot, client: AsyncWebClient
) -> None:
    message = await posted(slack, client, actions(button(text=plain("Go"))))
    await opened(slack, bot, client, modal(notify_on_close=True))
    for _ in range(3):
        bot.answers.append(web.Response(text="{}", content_type="application/json"))
    pressed = await slack.press("U1", message, "Go")
    assert [one.text for one in pressed.messages] == ["{}"]
    await slack.close_modal("U1")
    await slack.event({"type": "user_change"})
    assert [" answered '{}'" in violation for violation in slack.violations] == [True] * 3


# response_url


async def test_a_response_url_takes_five_posts(slack: LocalSlack, bot: Bot) -> None:
    await slack.command("U1", "C1", "status")
    url = bot.heard[0]["response_url"]
    assert [(await respond(url, text=str(n)))[0] for n in range(6)] == [200] * 5 + [404]
    assert slack.messages("C1", as_user="U2") == []


async def test_a_response_url_lives_thirty_minutes(slack: LocalSlack, bot: Bot, clock: Clock) -> None:
    await slack.command("U1", "C1", "status")
    url = bot.heard[0]["response_url"]
    clock.forward(minutes=30)
    assert (await respond(url, text="in time"))[0] == 200
    clock.forward(seconds=1)
    status, body = await respond(url, text="late")
    assert status == 404
    assert "expired_url" in body


async def test_a_response_url_can_speak_to_the_channel_without_the_bot_in_it(slack: LocalSlack, bot: Bot) -> None:
    await slack.command("U1", "board", "status")
    await respond(bot.heard[0]["response_url"], text="hello", response_type="in_channel")
    assert [message.text for message in slack.messages("board")] == ["hello"]


async def test_replacing_and_deleting_is_for_interactions_only(
    slack: LocalSlack, bot: Bot, client: AsyncWebClient
) -> None:
    message = await posted(slack, client, actions(button(action_id="go")))
    await slack.press("U2", message, "Go")
    await respond(bot.heard[-1]["response_url"], text="replaced", replace_original=True)
    assert slack.messages("C1")[0].text == "replaced"
    await respond(bot.heard[-1]["response_url"], delete_original=True)
    assert slack.messages("C1") == []
    assert slack.violations == []
    await slack.command("U1", "C1", "status")
    await respond(bot.heard[-1]["response_url"], text="x", replace_original=True)
    assert "slash command" in slack.violations[0]


async def test_an_ephemeral_message_stays_ephemeral(slack: LocalSlack, bot: Bot) -> None:
    bot.will({"text": "x", "blocks": [actions(button(action_id="go"))]})
    ephemeral = (await slack.command("U1", "C1", "status")).messages[0]
    await slack.press("U1", ephemeral, "Go")
    heard = bot.heard[-1]
    assert "message" not in heard
    assert heard["container"]["is_ephemeral"]
    await respond(heard["response_url"], text="y", replace_original=True, response_type="in_channel")
    assert slack.messages("C1")[0].ephemeral_to == "U1"
    assert len(slack.violations) == 1


async def test_a_thread_needs_in_channel(slack: LocalSlack, bot: Bot) -> None:
    root = await slack.say("U1", "C1", "root")
    await slack.command("U1", "C1", "status")
    url = bot.heard[-1]["response_url"]
    await respond(url, text="x", thread_ts=root.ts, response_type="in_channel")
    assert [message.text for message in slack.messages("C1", thread=root.ts)] == ["root", "x"]
    await respond(url, text="x", thread_ts=root.ts)
    assert len(slack.violations) == 1


async def test_a_broken_response_is_refused(slack: LocalSlack, bot: Bot) -> None:
    await slack.command("U1", "C1", "status")
    status, body = await respond(bot.heard[0]["response_url"], blocks=[{"type": "blink"}])
    assert status == 400
    assert "invalid_blocks" in body


# pressing


async def test_a_press_carries_who_where_and_what(slack: LocalSlack, bot: Bot, client: AsyncWebClient) -> None:
    message = await posted(slack, client, actions(button(action_id="go", value="7"), {"type": "users_select"}))
    await slack.press("U9", message, "Go")
    heard = bot.heard[0]
    assert heard["type"] == "block_actions"
    assert heard["user"]["team_id"] == "T0OTHER01"
    assert heard["container"]["message_ts"] == message.ts
    assert heard["message"]["blocks"] == message.blocks
    assert heard["team"]["id"] == "T0LOCAL01"
    assert heard["actions"][0]["value"] == "7"
    ((state,),) = [list(block.values()) for block in heard["state"]["values"].values()]
    assert state == {"type": "users_select", "selected_user": None}


async def test_only_what_is_visible_can_be_pressed(slack: LocalSlack, bot: Bot, client: AsyncWebClient) -> None:
    slack.invite("G1", "U0READY")
    message = await posted(slack, client, actions(button()), channel="G1")
    with pytest.raises(PlaygroundError, match="cannot see"):
        await slack.press("U2", message, "Go")
    with pytest.raises(PlaygroundError, match="no control"):
        await slack.press("U1", message, "Stop")
    slack.delete_message("G1", message.ts)
    with pytest.raises(PlaygroundError, match="gone"):
        await slack.press("U1", message, "Go")
    assert bot.heard == []


async def test_equal_buttons_are_told_apart_by_value(slack: LocalSlack, bot: Bot, client: AsyncWebClient) -> None:
    message = await posted(slack, client, actions(button(value="a"), button(value="b")))
    with pytest.raises(PlaygroundError, match="2 controls"):
        await slack.press("U1", message, "Go")
    await slack.press("U1", message, "Go", value="b")
    assert bot.heard[0]["actions"][0]["value"] == "b"


async def test_an_old_button_is_gone_unless_the_client_is_behind(
    slack: LocalSlack, bot: Bot, client: AsyncWebClient
) -> None:
    before = await posted(slack, client, actions(button()))
    await client.chat_update(channel="C1", ts=before.ts, text="done", blocks=[])
    with pytest.raises(PlaygroundError):
        await slack.press("U1", before, "Go")
    assert (await slack.press("U1", before, "Go", stale=True)).status == 200


@pytest.mark.parametrize(
    ("element", "good", "bad", "reported"),
    [
        ({"type": "users_select"}, "U2", "U404", ("selected_user", "U2")),
        ({"type": "channels_select"}, "C1", "C404", ("selected_channel", "C1")),
        ({"type": "datepicker"}, "2026-03-31", "31.3.", ("selected_date", "2026-03-31")),
        ({"type": "timepicker"}, "09:30", "9", ("selected_time", "09:30")),
        ({"type": "datetimepicker"}, 1_790_000_000, "soon", ("selected_date_time", 1_790_000_000)),
        ({"type": "multi_users_select"}, ["U1", "U2"], "U1", ("selected_users", ["U1", "U2"])),
        (
            {"type": "static_select", "options": [{"text": plain("One"), "value": "1"}]},
            "1",
            "2",
            ("selected_option", {"text": plain("One"), "value": "1"}),
        ),
    ],
    ids=lambda value: value["type"] if isinstance(value, dict) else "",
)
async def test_a_choice_fits_its_element(
    slack: LocalSlack, bot: Bot, client: AsyncWebClient, element: Any, good: Any, bad: Any, reported: Any
) -> None:
    message = await posted(slack, client, actions({**element, "action_id": "pick"}))
    with pytest.raises(PlaygroundError):
        await slack.press("U1", message, "pick", choose=bad)
    await slack.press("U1", message, "pick", choose=good)
    key, value = reported
    assert bot.heard[0]["actions"][0][key] == value


# triggers and modals


async def test_a_trigger_works_once_and_for_three_seconds(
    slack: LocalSlack, bot: Bot, client: AsyncWebClient, clock: Clock
) -> None:
    await slack.command("U1", "C1", "")
    trigger = bot.heard[0]["trigger_id"]
    clock.forward(seconds=3)
    await client.views_open(trigger_id=trigger, view=modal())
    assert await error_of(client.views_open(trigger_id=trigger, view=modal())) == "exchanged_trigger_id"
    await slack.command("U1", "C1", "")
    clock.forward(seconds=3.001)
    late = client.views_open(trigger_id=bot.heard[1]["trigger_id"], view=modal())
    assert await error_of(late) == "expired_trigger_id"
    assert await error_of(client.views_open(trigger_id="made-up", view=modal())) == "invalid_trigger_id"


async def test_three_modals_stand_on_each_other_and_no_more(
    slack: LocalSlack, bot: Bot, client: AsyncWebClient
) -> None:
    view = modal(actions(button(action_id="deeper")))
    await opened(slack, bot, client, view)
    for _ in range(2):
        top = slack.modal("U1")
        assert top is not None
        await slack.press("U1", top, "deeper")
        await client.views_push(trigger_id=bot.heard[-1]["trigger_id"], view=view)
    top = slack.modal("U1")
    assert top is not None
    assert top.previous_id is not None
    assert top.root_id != top.previous_id
    await slack.press("U1", top, "deeper")
    full = client.views_push(trigger_id=bot.heard[-1]["trigger_id"], view=view)
    assert await error_of(full) == "push_limit_reached"
    await slack.close_modal("U1")
    assert (slack.modal("U1") or top).id == top.previous_id


async def test_a_push_needs_a_trigger_from_a_modal(slack: LocalSlack, bot: Bot, client: AsyncWebClient) -> None:
    await slack.command("U1", "C1", "")
    push = client.views_push(trigger_id=bot.heard[0]["trigger_id"], view=modal())
    assert await error_of(push) == "invalid_trigger_id"


async def test_updates_check_hash_id_and_external_id(slack: LocalSlack, bot: Bot, client: AsyncWebClient) -> None:
    view = await opened(slack, bot, client, modal(external_id="one"))
    await client.views_update(external_id="one", view=modal(external_id="one"), hash=view.hash)
    stale = client.views_update(view_id=view.id, view=modal(), hash=view.hash)
    assert await error_of(stale) == "hash_conflict"
    assert await error_of(client.views_update(view_id="V404", view=modal())) == "not_found"
    await slack.command("U2", "C1", "")
    twin = client.views_open(trigger_id=bot.heard[-1]["trigger_id"], view=modal(external_id="one"))
    assert await error_of(twin) == "duplicate_external_id"


async def test_entries_survive_an_update_only_under_the_same_ids(
    slack: LocalSlack, bot: Bot, client: AsyncWebClient
) -> None:
    name = field({"type": "plain_text_input", "action_id": "text"}, block_id="name")
    view = await opened(slack, bot, client, modal(name, submit=plain("Send")))
    slack.fill("U1", {"Name": "Churn"})
    answer = await client.views_update(
        view_id=view.id, view=modal(name, section(text=plain("x")), submit=plain("Send"))
    )
    assert answer["view"]["state"]["values"]["name"]["text"]["value"] == "Churn"
    answer = await client.views_update(view_id=view.id, view=modal({**name, "block_id": "other"}, submit=plain("Send")))
    assert answer["view"]["state"]["values"]["other"]["text"]["value"] is None


async def test_a_form_is_checked_before_it_is_sent(slack: LocalSlack, bot: Bot, client: AsyncWebClient) -> None:
    name = field({"type": "plain_text_input", "action_id": "text", "min_length": 3, "max_length": 5}, block_id="name")
    note = field({"type": "plain_text_input", "action_id": "text"}, label=plain("Note"), optional=True, block_id="note")
    await opened(slack, bot, client, modal(name, note, submit=plain("Send")))
    for values in ({}, {"Name": "xx"}, {"Name": "xxxxxx"}, {"Name": 3}, {"Title": "x"}):
        with pytest.raises(PlaygroundError):
            await slack.submit("U1", values)
    assert len(bot.heard) == 1
    await slack.submit("U1", {"name": "Churn"})
    values = bot.heard[-1]["view"]["state"]["values"]
    assert values["note"]["text"] == {"type": "plain_text_input", "value": None}
    assert "channel" not in bot.heard[-1]
    assert "response_url" not in bot.heard[-1]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"text": "thanks"}, "response_action"),
        ({"response_action": "errors"}, "without errors"),
        ({"response_action": "errors", "errors": {"text": "x"}}, "not the block_id"),
        ({"response_action": "update", "view": {"type": "modal"}}, "invalid_arguments"),
    ],
)
async def test_a_wrong_answer_to_a_form_is_flagged(
    slack: LocalSlack, bot: Bot, client: AsyncWebClient, body: Any, words: str
) -> None:
    await opened(slack, bot, client, modal(field(block_id="name"), submit=plain("Send")))
    bot.will(body)
    await slack.submit("U1", {"Name": "x"})
    assert any(words in violation for violation in slack.violations)
    assert slack.modal("U1") is not None


async def test_the_answer_to_a_form_can_update_push_and_clear(
    slack: LocalSlack, bot: Bot, client: AsyncWebClient
) -> None:
    first = await opened(slack, bot, client, modal(submit=plain("Send")))
    bot.will({"response_action": "update", "view": modal(title=plain("Second"), submit=plain("Send"))})
    updated = (await slack.submit("U1", {})).view
    assert updated is not None
    assert (updated.id, updated.title) == (first.id, "Second")
    bot.will({"response_action": "push", "view": modal(title=plain("Third"), submit=plain("Send"))})
    third = (await slack.submit("U1", {})).view
    assert third is not None
    assert third.previous_id == first.id
    bot.will({"response_action": "clear"})
    assert (await slack.submit("U1", {})).view is None
    assert slack.violations == []


async def test_closing_tells_the_app_only_when_it_asked(slack: LocalSlack, bot: Bot, client: AsyncWebClient) -> None:
    await opened(slack, bot, client, modal())
    assert await slack.close_modal("U1") is None
    view = await opened(slack, bot, client, modal(notify_on_close=True))
    await slack.close_modal("U1", all=True)
    assert (bot.heard[-1]["type"], bot.heard[-1]["is_cleared"]) == ("view_closed", True)
    assert bot.heard[-1]["view"]["id"] == view.id
    with pytest.raises(PlaygroundError):
        await slack.close_modal("U1")


# events


async def test_a_failed_event_is_repeated_three_times(slack: LocalSlack, bot: Bot) -> None:
    for _ in range(4):
        bot.will(status=500)
    answer = await slack.event({"type": "team_rename", "name": "New"}, retries=True)
    assert answer.status == 500
    assert [headers.get("x-slack-retry-num") for headers in bot.headers] == [None, "1", "2", "3"]
    assert len({heard["event_id"] for heard in bot.heard}) == 1
    assert bot.headers[1]["x-slack-retry-reason"] == "http_error"


async def test_no_retry_stops_the_repeats(slack: LocalSlack, bot: Bot) -> None:
    bot.answers.append(web.Response(status=500, headers={"x-slack-no-retry": "1"}))
    await slack.event({"type": "team_rename"}, retries=True)
    assert len(bot.heard) == 1


async def test_the_bot_hears_mentions_and_direct_messages_only(slack: LocalSlack, bot: Bot) -> None:
    await slack.say("U1", "C1", "hello")
    await slack.say("U1", "C1", "hello @readiness")
    await slack.say("U1", "dm", "hello")
    assert [heard["event"]["type"] for heard in bot.heard] == ["app_mention", "message"]
    assert bot.heard[0]["event"]["text"] == "hello <@U0READY>"
    assert bot.heard[1]["event"]["channel_type"] == "im"


async def test_raw_bytes_go_unsigned(slack: LocalSlack, bot: Bot) -> None:
    status, _ = await slack.raw(b"{", {"Content-Type": "application/json"})
    assert status == 500
    assert bot.heard == []


# reading


async def test_plain_text_reads_like_the_message(slack: LocalSlack, client: AsyncWebClient, clock: Clock) -> None:
    stamp = int((clock.now.replace(hour=12, minute=0) - timedelta(days=0)).timestamp())
    message = await posted(
        slack,
        client,
        section(
            text={**mrkdwn(f"*Hi* <@U2> in <#C1> <https://x.example|here> &amp; <!date^{stamp}^{{time}}|noon>"),
                  "verbatim": True},
            accessory=button(text=plain("Open :rocket:")),
        ),
        actions(button(), {"type": "users_select", "placeholder": plain("Who?")}),
    )  # fmt: skip
    first, second = message.plain(tz="UTC").splitlines()
    assert first == "Hi @Ben Adler in #launch here (https://x.example) & 12:00  [Open 🚀]"
    assert second == "[Go] [Who? ▾]"
    assert message.labels() == ["Open 🚀", "Go", "Who?"]
