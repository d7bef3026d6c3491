"""Socket Mode: a line is opened as often as it takes, and whatever happens to it ends nothing else."""

import asyncio
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

import bot.connection
import bot.slack.socket
from bot.demo.cast import ANA
from bot.demo.clock import MovableClock
from bot.demo.house import House
from bot.health import Health
from bot.slack.client import web_client
from bot.slack.socket import SocketMode
from bot.web.server import listening
from tests.slack.home import BEGINS, faultless, private, type_

REASONS = ("warning", "refresh_requested", "too_many_websockets", "link_disabled", "never heard of")


@pytest.fixture(autouse=True)
def _without_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.connection, "SECONDS_BETWEEN", 0)


def calls(home: House) -> int:
    return sum(call.method == "apps.connections.open" for call in home.slack.calls)


@pytest.mark.parametrize("reason", REASONS)
async def test_whyever_slack_hangs_up_another_line_is_opened(database: Path, reason: str) -> None:
    async with faultless(database, socket_mode=True) as home:
        for _ in range(3):
            before = calls(home)
            await home.slack.disconnect_sockets(reason)
            await until(lambda: calls(home) > before)  # noqa: B023 - awaited within the round
            await home.slack.socket_connected()
            assert "Nothing waits" in private(await type_(home, ANA, "status"))
        assert home.bot.health.reported == ()


async def until(condition: Callable[[], object]) -> None:
    """Wait for what other tasks bring about."""
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110 - it has no event of its own
            await asyncio.sleep(0)


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ({"error": "invalid_auth"}, "invalid_auth"),
        ({"status": 503}, "unavailable"),
        ({"drop": "before"}, "unreachable"),
    ],
)
async def test_while_no_line_can_be_opened_that_is_told_and_tried_again(
    database: Path, fault: Mapping[str, Any], code: str
) -> None:
    async with faultless(database, socket_mode=True) as home:
        before = calls(home)
        home.slack.fail("apps.connections.open", times=3, **fault)
        await home.slack.disconnect_sockets()
        await until(lambda: home.bot.health.reported)
        (degraded,) = home.bot.health.reported
        assert (degraded.part, degraded.code) == ("slack-socket", code)
        await until(lambda: not home.bot.health.reported)
        assert calls(home) > before
        assert "Nothing waits" in private(await type_(home, ANA, "status"))


async def test_an_address_on_which_nobody_says_hello_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.slack.socket, "SECONDS_TO_OPEN", 0.05)

    async def silent(request: web.Request) -> web.StreamResponse:
        line = web.WebSocketResponse()
        await line.prepare(request)
        await line.receive()
        return line

    app = web.Application()
    app.router.add_get("/silent", silent)

    async def open_(_: web.Request) -> web.Response:
        return web.json_response({"ok": True, "url": addresses.pop(0)})

    app.router.add_post("/api/apps.connections.open", open_)
    async with listening(app, "127.0.0.1", 0) as port, aiohttp.ClientSession() as session:
        addresses = [f"ws://127.0.0.1:{port}/silent", f"ws://127.0.0.1:{port}/nothing", "ws://127.0.0.1:9/"]
        health = Health(MovableClock(BEGINS))
        client = web_client("xoxb-x", f"http://127.0.0.1:{port}/api/", session)
        socket = SocketMode(client, "xapp-x", session, health)
        async with socket.hearing(None):  # type: ignore[arg-type]
            socket._app = object()  # type: ignore[assignment]
            for _ in range(3):
                await socket.connection.attempt()
                assert [one.code for one in health.reported] == ["unreachable"]
        assert socket._lines == set()
