"""POST /api/messages: authenticated on the activity it carries, read, and only then given to the SDK's turn."""

from collections.abc import Awaitable, Callable
from typing import Any

import orjson
from aiohttp import web

from bot.admission import Admission, RefusedRequest
from bot.teams.adapter import TeamsAdapter
from bot.teams.tokens import NotAuthentic

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Check = Callable[[str, dict[str, Any]], Awaitable[None]]
"""Raises `NotAuthentic` unless the Authorization header speaks for the activity."""


UNREADABLE = RefusedRequest("malformed-body", "not a JSON object, so not from Teams")


def messages_endpoint(adapter: TeamsAdapter, check: Check, admission: Admission) -> Handler:
    """400 for what is no activity, 401 for one that is not Teams', else the answer of its turn.

    A body beyond the application's limit is answered 413 by aiohttp.
    """

    async def handle(request: web.Request) -> web.StreamResponse:
        body = _object(await request.read())
        if body is None:
            admission.refuse("teams", UNREADABLE)
            return web.Response(status=400)
        try:
            await check(request.headers.get("Authorization", ""), body)
        except NotAuthentic as refused:
            admission.refuse("teams", refused.request)
            return web.Response(status=401)
        admission.accept("teams", _kind(body))
        try:
            answer = await adapter.turn(body)
        except ValueError as problem:
            admission.refuse("teams", RefusedRequest("unreadable", f"from Teams, but not readable: {problem}"[:200]))
            return web.Response(status=400)
        if answer is None:
            return web.Response()
        return web.Response(body=orjson.dumps(answer), content_type="application/json")

    return handle


def _object(raw: bytes) -> dict[str, Any] | None:
    try:
        body = orjson.loads(raw)
    except ValueError:
        return None
    return body if isinstance(body, dict) else None


def _kind(body: dict[str, Any]) -> str:
    match body.get("type"), body.get("name"):
        case "message", _:
            return "command"
        case "invoke", "adaptiveCard/action":
            return "press"
        case "invoke", "task/fetch" | "task/submit":
            return "form"
        case _:
            return "event"
