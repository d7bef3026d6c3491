"""A tiny bot over real HTTP, without any SDK: says what a test tells it to say."""

from __future__ import annotations

import inspect
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import aiohttp
from aiohttp import web

from tests.teams.standin import LocalTeams

TOKEN = "outbound"


@dataclass(frozen=True)
class Result:
    """What the connector answered; `retry_after` is "" without that header."""

    status: int
    body: Any
    retry_after: str = ""


class SmallBot:
    """Keeps what it heard and answers with what `answer` gives for an activity (a body, or None for nothing)."""

    def __init__(self, teams: LocalTeams, session: aiohttp.ClientSession) -> None:
        self._teams = teams
        self._session = session
        self.heard: list[dict[str, Any]] = []
        self.authorizations: list[str] = []
        self.status = 200
        self.answer: Callable[[dict[str, Any]], Any] = lambda _: None
        self.token = TOKEN

    async def handle(self, request: web.Request) -> web.Response:
        """Take one activity."""
        activity = await request.json()
        self.heard.append(activity)
        self.authorizations.append(request.headers["Authorization"])
        body = self.answer(activity)
        if inspect.isawaitable(body):
            body = await body
        return web.Response(status=self.status) if body is None else web.json_response(body, status=self.status)

    async def call(self, method: str, *path: str, body: Any = None, query: str = "") -> Result:
        """Ask the connector; every part of the path is percent-encoded."""
        url = self._teams.service_url + "v3/" + "/".join(quote(part, safe="") for part in path) + query
        headers = {"Authorization": f"Bearer {self.token}"}
        async with self._session.request(method, url, json=body, headers=headers) as response:
            retry_after = response.headers.get("Retry-After", "")
            return Result(response.status, await response.json(), retry_after)

    async def send(self, conversation: str, activity: dict[str, Any], reply_to: str = "") -> Result:
        """Post a message."""
        path = ("conversations", conversation, "activities", *([reply_to] if reply_to else []))
        return await self.call("POST", *path, body={"type": "message", **activity})

    async def reply(self, activity: dict[str, Any], content: dict[str, Any]) -> Result:
        """Post a message that answers another."""
        return await self.send(activity["conversation"]["id"], content, activity["id"])


@asynccontextmanager
async def listening(teams: LocalTeams) -> AsyncIterator[SmallBot]:
    """A bot to which this Teams delivers."""
    async with aiohttp.ClientSession() as session:
        bot = SmallBot(teams, session)
        application = web.Application()
        application.router.add_post("/api/messages", bot.handle)
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        teams.deliver_to(f"http://127.0.0.1:{runner.addresses[0][1]}/api/messages")
        try:
            yield bot
        finally:
            await runner.cleanup()
