"""Socket Mode: the bot calls us, and everything goes down that line.

Source: docs.slack.dev/apis/events-api/using-socket-mode.
"""

from __future__ import annotations

import asyncio
from itertools import count
from typing import Any

import orjson
from aiohttp import WSMsgType, web

from bot.playground.wire.delivery import Delivery, Reply
from bot.playground.workspace.workspace import APP_ID

MOST_CONNECTIONS = 10


class Sockets:
    """The open lines, and the envelopes that wait for an acknowledgement."""

    def __init__(self) -> None:
        self._tickets: set[str] = set()
        self._lines: list[web.WebSocketResponse] = []
        self._waiting: dict[str, asyncio.Future[dict[str, Any]]] = {}
        self._serial = count(1)
        self._arrived = asyncio.Event()

    @property
    def connected(self) -> bool:
        """Whether a bot is on the line."""
        return bool(self._lines)

    def ticket(self) -> str:
        """Return the last part of a socket address that works once."""
        ticket = f"ticket-{next(self._serial)}"
        self._tickets.add(ticket)
        return ticket

    async def arrival(self) -> None:
        """Wait until a bot is on the line."""
        await self._arrived.wait()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Serve one line until it closes."""
        ticket = request.match_info["ticket"]
        if ticket not in self._tickets or len(self._lines) >= MOST_CONNECTIONS:
            raise web.HTTPForbidden
        self._tickets.discard(ticket)
        line = web.WebSocketResponse()
        await line.prepare(request)
        self._lines.append(line)
        try:
            await line.send_str(orjson.dumps(self._hello()).decode())
            self._arrived.set()
            await self._listen(line)
        finally:
            self._leave(line)
        return line

    async def carry(self, delivery: Delivery, patience: float) -> Reply:
        """Send an envelope down one line; return its acknowledgement, status 0 when none comes in time."""
        loop = asyncio.get_running_loop()
        start = loop.time()
        envelope_id = f"envelope-{next(self._serial)}"
        future: asyncio.Future[dict[str, Any]] = loop.create_future()
        self._waiting[envelope_id] = future
        # Slack shares payloads out among the lines in no particular order; round robin shows the same.
        line = self._lines.pop(0)
        self._lines.append(line)
        try:
            await line.send_str(orjson.dumps(_envelope(envelope_id, delivery)).decode())
            ack = await asyncio.wait_for(future, patience)
        except TimeoutError:
            return Reply(0, loop.time() - start, trouble="http_timeout")
        except ConnectionError:
            self._leave(line)
            return Reply(0, loop.time() - start, trouble="connection_failed")
        finally:
            del self._waiting[envelope_id]
        text = orjson.dumps(ack["payload"]).decode() if "payload" in ack else ""
        return Reply(200, loop.time() - start, ack.get("payload"), text=text)

    async def disconnect(self, reason: str) -> None:
        """Tell every bot to reconnect; except for a mere warning, hang up as well."""
        message = orjson.dumps({"type": "disconnect", "reason": reason, "debug_info": {"host": "local"}}).decode()
        for line in list(self._lines):
            await line.send_str(message)
            if reason != "warning":
                self._leave(line)
                await line.close()

    async def close(self) -> None:
        """Hang up on everyone."""
        for line in list(self._lines):
            self._leave(line)
            await line.close()

    async def _listen(self, line: web.WebSocketResponse) -> None:
        async for message in line:
            if message.type is not WSMsgType.TEXT:
                continue
            ack = _loaded(message.data)
            future = self._waiting.get(str(ack.get("envelope_id")))
            if future is not None and not future.done():
                future.set_result(ack)

    def _leave(self, line: web.WebSocketResponse) -> None:
        if line in self._lines:
            self._lines.remove(line)
        if not self._lines:
            self._arrived.clear()

    def _hello(self) -> dict[str, Any]:
        return {
            "type": "hello",
            "num_connections": len(self._lines),
            "debug_info": {"host": "local", "build_number": 1, "approximate_connection_time": 3600},
            "connection_info": {"app_id": APP_ID},
        }


def _envelope(envelope_id: str, delivery: Delivery) -> dict[str, Any]:
    envelope: dict[str, Any] = {
        "envelope_id": envelope_id,
        "type": delivery.kind,
        "payload": delivery.payload,
        "accepts_response_payload": delivery.kind != "events_api",
    }
    if delivery.kind == "events_api":
        envelope |= {"retry_attempt": delivery.attempt, "retry_reason": delivery.reason}
    return envelope


def _loaded(data: str) -> dict[str, Any]:
    try:
        ack = orjson.loads(data)
    except orjson.JSONDecodeError:
        return {}
    return ack if isinstance(ack, dict) else {}
