"""The page asks the same driver, and only the page may ask."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground import LocalSlack
from tests.playground.conftest import Clock
from tests.playground.loose_bot import Bot
from tests.playground.test_blocks import actions, button, field, modal, plain
from tests.playground.test_people import QUIET, opened

SAME = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
async def browser(slack: LocalSlack) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(slack.url, headers=SAME) as session:
        yield session


async def state(browser: aiohttp.ClientSession, user: str = "U1") -> dict[str, Any]:
    async with browser.get("/page/state", params={"as": user}) as response:
        return dict(await response.json())


async def act(browser: aiohttp.ClientSession, name: str, **body: Any) -> tuple[int, dict[str, Any]]:
    async with browser.post(f"/page/{name}", json={"as": "U1", **body}) as response:
        return response.status, await response.json()


@pytest.mark.parametrize(
    "name", ["", "page/page.css", "page/page.js", "page/blocks.js", "page/mrkdwn.js", "page/dom.js"]
)
async def test_the_page_loads_nothing_from_elsewhere(browser: aiohttp.ClientSession, name: str) -> None:
    async with browser.get(f"/{name}") as response:
        assert response.status == 200
        assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")
        text = await response.text()
    assert "innerHTML" not in text
    assert 'src="http' not in text
    assert "@import url" not in text


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "https://evil.example"},
        {"Host": "evil.example"},
        {},
    ],
    ids=["another site", "another origin", "another host", "nobody says"],
)
async def test_others_may_not_act(slack: LocalSlack, headers: dict[str, str]) -> None:
    body = {"as": "U1", "channel": "C1", "text": "hello"}
    async with (
        aiohttp.ClientSession(slack.url) as session,
        session.post("/page/say", json=body, headers=headers) as response,
    ):
        assert response.status == 403
    assert slack.messages("C1") == []


async def test_others_may_not_read(slack: LocalSlack) -> None:
    async with aiohttp.ClientSession(slack.url) as session:
        for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Host": "evil.example"}):
            async with session.get("/page/state", headers=headers) as response:
                assert response.status == 403


async def test_everyone_sees_their_own_workspace(
    slack: LocalSlack, browser: aiohttp.ClientSession, client: AsyncWebClient
) -> None:
    await client.chat_postEphemeral(channel="C1", user="U1", text="psst")
    seen = {user: await state(browser, user) for user in ("U1", "U2", "U9")}
    assert [each["name"] for each in seen["U1"]["channels"]] == ["launch", "random", "board", ""]
    assert [each["name"] for each in seen["U9"]["channels"]] == ["launch", ""]
    assert len(seen["U1"]["channels"][0]["messages"]) == 1
    assert seen["U2"]["channels"][0]["messages"] == []


async def test_a_command_typed_on_the_page_reaches_the_bot(
    slack: LocalSlack, browser: aiohttp.ClientSession, bot: Bot
) -> None:
    status, answer = await act(browser, "command", channel="C1", text="/readiness status now")
    assert (status, answer["status"]) == (200, 200)
    assert (bot.heard[0]["command"], bot.heard[0]["text"]) == ("/readiness", "status now")


async def test_a_button_on_the_page_is_pressed(
    slack: LocalSlack, browser: aiohttp.ClientSession, bot: Bot, client: AsyncWebClient
) -> None:
    await client.chat_postMessage(channel="C1", text="x", blocks=[actions(button(action_id="go"))], **QUIET)
    message = (await state(browser))["channels"][0]["messages"][0]
    block = message["blocks"][0]["block_id"]
    await act(browser, "press", channel="C1", ts=message["ts"], block=block, action="go")
    assert bot.heard[0]["actions"][0]["action_id"] == "go"


async def test_a_form_on_the_page_is_submitted_or_says_what_is_missing(
    slack: LocalSlack, browser: aiohttp.ClientSession, bot: Bot, client: AsyncWebClient
) -> None:
    await opened(slack, bot, client, modal(field(block_id="name"), submit=plain("Send")))
    status, answer = await act(browser, "submit", values={})
    assert status == 409
    assert answer["error"] == "please complete: Name"
    bot.will({"response_action": "errors", "errors": {"name": "taken"}})
    await act(browser, "submit", values={"name": "Churn"})
    assert (await state(browser))["modal"]["errors"] == {"name": "taken"}
    await act(browser, "submit", values={"name": "Other"})
    assert (await state(browser))["modal"] is None


async def test_the_clock_is_moved_from_the_page(
    slack: LocalSlack, browser: aiohttp.ClientSession, clock: Clock
) -> None:
    assert (await act(browser, "clock", to="2027-01-04T09:00:00Z"))[0] == 200
    assert clock.now.isoformat() == "2027-01-04T09:00:00+00:00"
    for wrong in ("soon", "2027-01-04T09:00:00", None):
        assert (await act(browser, "clock", to=wrong))[0] == 409


async def test_what_is_missing_or_unknown_is_named(browser: aiohttp.ClientSession) -> None:
    assert (await act(browser, "say", channel="C1"))[0] == 400
    async with browser.post("/page/dance", json={}) as response:
        assert response.status == 404
    async with browser.post("/page/say", data=b"{") as response:
        assert response.status == 400


async def test_a_change_is_announced(slack: LocalSlack, browser: aiohttp.ClientSession) -> None:
    async with browser.get("/page/events") as response:
        first = await response.content.readuntil(b"\n\n")
        await slack.say("U1", "C1", "hello")
        assert await response.content.readuntil(b"\n\n") > first
