"""A real bolt app and the local Slack, over HTTP and over a socket."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp

from bot.playground import LocalSlack
from tests.playground.secrets_here import APP_TOKEN, BOT_TOKEN, SECRET
from tests.playground.small_bot import bolt_app, served

QUIET: dict[str, Any] = {"unfurl_links": False, "unfurl_media": False}
FORM = {
    "type": "modal",
    "callback_id": "new",
    "title": {"type": "plain_text", "text": "New"},
    "submit": {"type": "plain_text", "text": "Create"},
    "blocks": [
        {
            "type": "input",
            "block_id": "name",
            "label": {"type": "plain_text", "text": "Name"},
            "element": {"type": "plain_text_input", "action_id": "text", "max_length": 20},
        },
        {
            "type": "input",
            "block_id": "owner",
            "optional": True,
            "label": {"type": "plain_text", "text": "Owner"},
            "element": {"type": "users_select", "action_id": "user"},
        },
    ],
}
BUTTONS = [
    {"type": "section", "text": {"type": "mrkdwn", "text": "Shall we?", "verbatim": True}},
    {
        "type": "actions",
        "elements": [
            {"type": "button", "action_id": "yes", "text": {"type": "plain_text", "text": "Yes"}, "value": "1"},
            {"type": "users_select", "action_id": "who", "placeholder": {"type": "plain_text", "text": "Who?"}},
        ],
    },
]


def small_bot(slack: LocalSlack) -> tuple[AsyncApp, list[dict[str, Any]]]:
    app = bolt_app(slack, SECRET, BOT_TOKEN)
    heard: list[dict[str, Any]] = []

    @app.command("/readiness")
    async def command(ack: Any, body: dict[str, Any], client: Any, respond: Any) -> None:
        heard.append(body)
        if body["text"] == "new":
            await client.views_open(trigger_id=body["trigger_id"], view=FORM)
            await ack()
        elif body["text"] == "post":
            await client.chat_postMessage(channel=body["channel_id"], text="Shall we?", blocks=BUTTONS, **QUIET)
            await ack()
        elif body["text"] == "later":
            await ack()
            await respond(text="afterwards")
        else:
            await ack(text=f"you said {body['text']}")

    @app.action("yes")
    async def yes(ack: Any, body: dict[str, Any], client: Any) -> None:
        heard.append(body)
        await ack()
        await client.chat_update(channel=body["channel"]["id"], ts=body["message"]["ts"], text="Done", blocks=[])

    @app.action("who")
    async def who(ack: Any, body: dict[str, Any], respond: Any) -> None:
        heard.append(body)
        await ack()
        await respond(text="chosen", replace_original=False)

    @app.view("new")
    async def new(ack: Any, body: dict[str, Any]) -> None:
        heard.append(body)
        name = body["view"]["state"]["values"]["name"]["text"]["value"]
        if name == "bad":
            await ack(response_action="errors", errors={"name": "taken"})
        else:
            await ack()

    @app.event("app_home_opened")
    async def home(event: dict[str, Any], client: Any) -> None:
        blocks = [{"type": "section", "text": {"type": "plain_text", "text": "Welcome"}}]
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})

    return app, heard


@pytest.fixture(params=["http", "socket"])
async def heard(request: pytest.FixtureRequest, slack: LocalSlack) -> AsyncIterator[list[dict[str, Any]]]:
    app, heard = small_bot(slack)
    if request.param == "http":
        async with served(app) as url:
            slack.deliver_to(url)
            yield heard
        return
    handler = AsyncSocketModeHandler(app, APP_TOKEN)
    handler.client.web_client.base_url = slack.api_url
    await handler.connect_async()  # type: ignore[no-untyped-call]
    await slack.socket_connected()
    yield heard
    await handler.close_async()  # type: ignore[no-untyped-call]


async def test_a_command_is_answered_privately(slack: LocalSlack, heard: list[dict[str, Any]]) -> None:
    answer = await slack.command("U1", "launch", "hello @ben in #board & <more>")
    assert answer.status == 200
    assert [message.ephemeral_to for message in answer.messages] == ["U1"]
    assert heard[0]["text"] == "hello <@U2|ben> in <#G1|> &amp; &lt;more&gt;"
    assert slack.messages("C1", as_user="U2") == []
    assert slack.violations == []


async def test_a_command_opens_a_modal_which_is_submitted(slack: LocalSlack, heard: list[dict[str, Any]]) -> None:
    opened = await slack.command("U1", "C1", "new")
    assert opened.view is not None
    assert opened.view.title == "New"
    refused = await slack.submit("U1", {"Name": "bad"})
    assert refused.errors == {"name": "taken"}
    assert slack.modal("U1") is not None
    done = await slack.submit("U1", {"Name": "good", "owner": "W3"})
    assert done.view is None
    assert slack.modal("U1") is None
    values = heard[-1]["view"]["state"]["values"]
    assert values["owner"]["user"] == {"type": "users_select", "selected_user": "W3"}
    assert slack.violations == []


async def test_a_button_edits_its_message(slack: LocalSlack, heard: list[dict[str, Any]]) -> None:
    posted = (await slack.command("U1", "C1", "post")).messages[0]
    assert posted.labels() == ["Yes", "Who?"]
    assert (await slack.press("U2", posted, "Yes")).status == 200
    (edited,) = slack.messages("C1")
    assert edited.text == "Done"
    assert edited.blocks == []
    assert edited.edited is not None
    action = heard[-1]["actions"][0]
    assert (action["action_id"], action["value"], heard[-1]["user"]["id"]) == ("yes", "1", "U2")
    assert slack.violations == []


async def test_a_select_answers_through_the_response_url(slack: LocalSlack, heard: list[dict[str, Any]]) -> None:
    posted = (await slack.command("U1", "C1", "post")).messages[0]
    answer = await slack.press("U1", posted, "Who?", choose="U2")
    assert [message.text for message in answer.messages] == ["chosen"]
    assert heard[-1]["actions"][0]["selected_user"] == "U2"
    assert slack.violations == []


async def test_the_home_tab_is_published_when_opened(slack: LocalSlack, heard: list[dict[str, Any]]) -> None:
    answer = await slack.open_home("U1")
    assert answer.view is not None
    assert answer.view.plain() == "Welcome"


async def test_a_response_url_works_after_the_acknowledgement(slack: LocalSlack, heard: list[dict[str, Any]]) -> None:
    answer = await slack.command("U1", "C1", "later")
    assert [message.text for message in answer.messages] == ["afterwards"]


@pytest.mark.parametrize("heard", ["socket"], indirect=True)
async def test_a_bot_told_to_reconnect_comes_back(slack: LocalSlack, heard: list[dict[str, Any]]) -> None:
    await slack.disconnect_sockets("refresh_requested")
    await slack.socket_connected()
    assert (await slack.command("U1", "C1", "hello")).status == 200
    assert len(heard) == 1
