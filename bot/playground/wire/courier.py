"""Carries what Slack sends to the bot: over HTTP, signed, or over a socket."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import aiohttp
import orjson

from bot.playground.errors import PlaygroundError
from bot.playground.wire.delivery import Delivery, Reply
from bot.playground.wire.signature import signed
from bot.playground.wire.sockets import Sockets


@dataclass(frozen=True)
class _Sent:
    """One delivery as it went over HTTP; without bytes where it went over a socket."""

    delivery: Delivery
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


class Courier:
    """Sends to the bot's URL, or to its socket as soon as one is connected."""

    def __init__(self, clock: Callable[[], datetime], secret: str, sockets: Sockets, patience: float) -> None:
        self._clock = clock
        self._secret = secret
        self._sockets = sockets
        self._patience = patience
        self._session: aiohttp.ClientSession | None = None
        self._last: _Sent | None = None
        self.last_reply: Reply | None = None
        self.url: str | None = None

    async def close(self) -> None:
        """Let go of connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def carry(self, delivery: Delivery) -> Reply:
        """Return what the bot replied within the time Slack gives; raise PlaygroundError without a bot."""
        self._last = _Sent(delivery)
        self.last_reply = await self._carry(delivery)
        return self.last_reply

    async def _carry(self, delivery: Delivery) -> Reply:
        if self._sockets.connected:
            return await self._sockets.carry(delivery, self._patience)
        body, content_type = delivery.body()
        headers = {
            "Content-Type": content_type,
            "User-Agent": "Slackbot 1.0 (local playground)",
            **signed(body, self._secret, self._clock()),
            **delivery.retry_headers(),
        }
        self._last = _Sent(delivery, body, headers)
        return await self._post(body, headers, self._patience)

    async def carry_again(self, attempt: int, reason: str) -> Reply:
        """Carry the last delivery once more: the same bytes and signature, over a socket in an envelope of its own."""
        if self._last is None:
            raise PlaygroundError("nothing was delivered yet")
        delivery = replace(self._last.delivery, attempt=attempt, reason=reason)
        if self._sockets.connected:
            return await self._sockets.carry(delivery, self._patience)
        return await self._post(self._last.body, {**self._last.headers, **delivery.retry_headers()}, self._patience)

    async def raw(self, body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
        """Post bytes as they are, unsigned; return the status and the bytes of the answer."""
        async with self._http().post(self._address(), data=body, headers=dict(headers)) as response:
            return response.status, await response.read()

    async def _post(self, body: bytes, headers: dict[str, str], patience: float) -> Reply:
        loop = asyncio.get_running_loop()
        start = loop.time()
        limit = aiohttp.ClientTimeout(total=patience)
        try:
            async with self._http().post(self._address(), data=body, headers=headers, timeout=limit) as response:
                content = await response.read()
        except TimeoutError:
            return Reply(0, loop.time() - start, trouble="http_timeout")
        except aiohttp.ClientError:
            return Reply(0, loop.time() - start, trouble="connection_failed")
        text = content.decode("utf-8", "replace")
        headers_read = {name.lower(): value for name, value in response.headers.items()}
        body_read = _read(text, response.content_type)
        return Reply(response.status, loop.time() - start, body_read, headers_read, text=text)

    def _address(self) -> str:
        if self.url is None:
            raise PlaygroundError("no bot is connected: call deliver_to(url), or open a socket")
        return self.url

    def _http(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession()
        return self._session


def _read(text: str, content_type: str) -> Any:
    if content_type != "application/json" or not text:
        return text
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return text
