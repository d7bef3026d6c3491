"""The page and the endpoints behind it; each does what the driver method of the same name does."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from importlib.resources import files
from typing import Any

import orjson
from aiohttp import web

from bot.playground.errors import PlaygroundError
from bot.playground.local_slack import LocalSlack
from bot.playground.page.guard import guarded
from bot.playground.page.state import page_state
from bot.playground.workspace.answer import Answer
from bot.playground.workspace.message import Message
from bot.playground.workspace.view import ViewState

HEARTBEAT = 15.0
TYPES = {"html": "text/html", "css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
STATIC = ("page.css", "page.js", "blocks.js", "mrkdwn.js", "dom.js", "icon.svg")

Body = dict[str, Any]
Act = Callable[[Body], Awaitable[Answer | None]]


class PageApi:
    """Serves the page and does what is clicked on it."""

    def __init__(self, slack: LocalSlack) -> None:
        self._slack = slack
        self._streams: set[asyncio.Task[None]] = set()
        self._acts: dict[str, Act] = {
            "command": self._command,
            "say": self._say,
            "press": self._press,
            "suggest": self._suggest,
            "submit": self._submit,
            "close": self._close,
            "home": self._home,
            "clock": self._clock,
        }

    def add_to(self, app: web.Application) -> None:
        """Add the routes of the page."""
        app.router.add_get("/", guarded(self._file("index.html")))
        for name in STATIC:
            app.router.add_get(f"/page/{name}", guarded(self._file(name)))
        app.router.add_get("/page/state", guarded(self._state))
        app.router.add_get("/page/events", guarded(self._events))
        app.router.add_post("/page/{act}", guarded(self._do))

    def stop(self) -> None:
        """End every event stream."""
        for stream in self._streams:
            stream.cancel()

    def _file(self, name: str) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def send(_: web.Request) -> web.StreamResponse:
            content = (files("bot.playground") / "page" / name).read_bytes()
            kind = TYPES[name.rpartition(".")[2]]
            return web.Response(body=content, content_type=kind, charset="utf-8")

        return send

    async def _state(self, request: web.Request) -> web.StreamResponse:
        user = request.query.get("as")
        return _json(page_state(self._slack.workspace, user, clock_moves=self._slack.clock_moves))

    async def _events(self, request: web.Request) -> web.StreamResponse:
        stream = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await stream.prepare(request)
        task = asyncio.create_task(self._pour(stream))
        self._streams.add(task)
        try:
            await task
        except (asyncio.CancelledError, ConnectionError):
            task.cancel()  # the page was closed, or the server stops
        finally:
            self._streams.discard(task)
        return stream

    async def _pour(self, stream: web.StreamResponse) -> None:
        count = -1
        while True:
            count = await self._slack.workspace.changes.beyond(count, HEARTBEAT)
            await stream.write(f"data: {count}\n\n".encode())

    async def _do(self, request: web.Request) -> web.StreamResponse:
        act = self._acts.get(request.match_info["act"])
        if act is None:
            raise web.HTTPNotFound
        try:
            body = orjson.loads(await request.read())
        except orjson.JSONDecodeError:
            raise web.HTTPBadRequest(text="this is not JSON") from None
        if not isinstance(body, dict):
            raise web.HTTPBadRequest(text="this is not an object")
        try:
            answer = await act(body)
        except PlaygroundError as error:
            return _json({"error": str(error)}, status=409)
        except KeyError as error:
            return _json({"error": f"{error} is missing"}, status=400)
        return _json(_told(answer))

    async def _command(self, body: Body) -> Answer:
        name, _, text = body["text"].partition(" ")
        return await self._slack.command(body["as"], body["channel"], text, command=name)

    async def _say(self, body: Body) -> None:
        await self._slack.say(body["as"], body["channel"], body["text"], thread=body.get("thread"))

    async def _press(self, body: Body) -> Answer:
        self._keep(body)
        target = self._target(body)
        return await self._slack.press(
            body["as"], target, body["action"], block=body.get("block"), choose=body.get("choose")
        )

    async def _suggest(self, body: Body) -> Answer:
        return await self._slack.suggest(body["as"], self._target(body), body["action"], body["typed"])

    async def _submit(self, body: Body) -> Answer:
        return await self._slack.submit(body["as"], body["values"])

    async def _close(self, body: Body) -> Answer | None:
        return await self._slack.close_modal(body["as"], all=bool(body.get("all")))

    async def _home(self, body: Body) -> Answer:
        return await self._slack.open_home(body["as"])

    async def _clock(self, body: Body) -> None:
        try:
            moment = datetime.fromisoformat(body["to"])
        except (TypeError, ValueError):
            raise PlaygroundError(f"{body['to']!r} is not a moment") from None
        if moment.tzinfo is None:
            raise PlaygroundError("a moment needs its time zone")
        await self._slack.move_clock(moment)

    def _keep(self, body: Body) -> None:
        for name, value in body.get("values", {}).items():
            try:
                self._slack.fill(body["as"], {name: value})
            except PlaygroundError:
                continue  # half-typed input: Slack complains about it on submit, not on a press

    def _target(self, body: Body) -> Message | ViewState:
        if "view" not in body:
            message = self._slack.workspace.timeline.find(body["channel"], body["ts"])
            found: Message | ViewState | None = message
        else:
            found = self._slack.workspace.views.find(body["view"])
        if found is None:
            raise PlaygroundError("this is gone")
        return found


def _told(answer: Answer | None) -> Body:
    if answer is None:
        return {}
    return {"status": answer.status, "seconds": round(answer.seconds, 3), "errors": answer.errors, "body": answer.body}


def _json(body: Body, status: int = 200) -> web.Response:
    return web.Response(body=orjson.dumps(body), status=status, content_type="application/json")
