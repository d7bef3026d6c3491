"""Carries activities to the bot."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
import orjson

from tests.teams.standin.errors import StandinError

PATIENCE = 15.0
"""Seconds after which Teams gives up waiting for a bot."""


@dataclass(frozen=True)
class Reply:
    """What the bot answered: HTTP status (0 for no answer), body read as JSON, seconds it took, what went wrong."""

    status: int
    seconds: float
    body: Any = None
    trouble: str = ""


class Courier:
    """Posts to the bot's messaging endpoint."""

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None
        self.url: str | None = None

    async def close(self) -> None:
        """Let go of connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def carry(self, content: bytes, headers: Mapping[str, str]) -> Reply:
        """Return what the bot answered in the time that Teams gives. Raises StandinError without a bot."""
        if self.url is None:
            raise StandinError("no bot is connected: call deliver_to(url)")
        loop = asyncio.get_running_loop()
        start = loop.time()
        try:
            async with self._http().post(self.url, data=content, headers=dict(headers)) as response:
                body = await response.read()
        except TimeoutError:
            return Reply(0, loop.time() - start, trouble="no answer in time")
        except aiohttp.ClientError as error:
            return Reply(0, loop.time() - start, trouble=f"no answer: {error}")
        return Reply(response.status, loop.time() - start, _read(body))

    def _http(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=PATIENCE))
        return self._session


def _read(content: bytes) -> Any:
    try:
        return orjson.loads(content) if content else None
    except orjson.JSONDecodeError:
        return content.decode("utf-8", "replace")
