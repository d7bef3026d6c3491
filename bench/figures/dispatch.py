"""What it costs that everything is registered: figure 5."""

import asyncio
from collections.abc import Mapping
from statistics import median
from time import process_time
from types import SimpleNamespace
from typing import Any, cast

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.listener.async_listener import AsyncCustomListener
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.web.async_client import AsyncWebClient

from bench.figure import Figure, Goal
from bench.house import ASKER, account
from bench.progress import Progress
from bench.sampling import alternated, ratio
from bench.signed import TEAM, TOKEN
from bench.sizes import Sizes
from bench.stand import Stand
from bot.slack.app import slack_app

GOAL = Goal(1.5, 1.2, " ×")
USER = {"id": account(ASKER), "team_id": TEAM}
COMMAND = {"command": "/readiness", "text": "status", "team_id": TEAM, "user_id": account(ASKER), "channel_id": "C1"}
PRESS = {
    "type": "block_actions",
    "user": USER,
    "team": {"id": TEAM},
    "container": {"type": "message", "message_ts": "1.2", "channel_id": "C1"},
    "actions": [{"type": "button", "block_id": "b", "action_id": "press", "value": "status:churn"}],
}
LATEST = {"type": "event_callback", "team_id": TEAM, "event": {"type": "user_change", "user": USER}}
PAYLOADS: Mapping[str, dict[str, Any]] = {"command": COMMAND, "press": PRESS, "event": LATEST}
"""One for the first listener, one for the second, one for the last."""


def dispatching(_: Stand, sizes: Sizes, progress: Progress) -> list[Figure]:
    """Figure 5: bolt finding the listener among all of the bot's, against only that one being there."""
    progress.say(f"figure 5: dispatch, {sizes.rounds} rounds")
    with asyncio.Runner() as runner:
        return [_figure(runner, kind, body, sizes) for kind, body in PAYLOADS.items()]


def _figure(runner: asyncio.Runner, kind: str, body: dict[str, Any], sizes: Sizes) -> Figure:
    whole, alone = _listening(), _listening()
    position = runner.run(_position(whole, body))
    alone._async_listeners[:] = alone._async_listeners[position : position + 1]
    pairs = alternated(
        sizes.rounds,
        lambda: runner.run(_seconds(whole, body, sizes.repetitions)),
        lambda: runner.run(_seconds(alone, body, sizes.repetitions)),
    )
    of_all, of_one = (median(values) * 1e6 for values in zip(*pairs, strict=True))
    what = f"a {kind} among all {len(whole._async_listeners)} listeners, against one"
    return Figure(5, what.replace("a event", "an event"), ratio(pairs), GOAL, f"{of_all:.0f} µs, alone {of_one:.0f}")


def _listening() -> AsyncApp:
    """The bot's own app, whose listeners only acknowledge: nothing but the way to them is measured."""

    async def acknowledge(ack: AsyncAck) -> None:
        await ack()

    room = SimpleNamespace(client=AsyncWebClient(token=TOKEN), bot_user="U0READY")
    app = slack_app(cast("Any", room), lambda _kind: None)
    for listener in cast("list[AsyncCustomListener]", app._async_listeners):
        listener.ack_function = acknowledge
        listener.arg_names = ["ack"]
    return app


async def _position(app: AsyncApp, body: dict[str, Any]) -> int:
    """Which listener takes that payload."""
    for position, listener in enumerate(app._async_listeners):
        response: Any = None
        if await listener.async_matches(req=_request(body), resp=response):
            return position
    raise LookupError("no listener takes this payload")


async def _seconds(app: AsyncApp, body: dict[str, Any], repetitions: int) -> float:
    started = process_time()
    for _ in range(repetitions):
        response = await app.async_dispatch(_request(body))
        if response.status != 200:
            raise LookupError("no listener took this payload")
    return (process_time() - started) / repetitions


def _request(body: dict[str, Any]) -> AsyncBoltRequest:
    return AsyncBoltRequest(body=body, headers={}, mode="socket_mode")
