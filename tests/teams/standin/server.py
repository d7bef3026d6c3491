"""The HTTP side: the connector's routes with their tokens, limits and faults, and the login."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import orjson
from aiohttp import web

from tests.teams.standin import connector
from tests.teams.standin.answer import Call
from tests.teams.standin.connector import Asked, Result
from tests.teams.standin.errors import Refused, bad_syntax
from tests.teams.standin.faults import Fault, Faults
from tests.teams.standin.login import Login
from tests.teams.standin.rates import Rates
from tests.teams.standin.scene import Scene

REGION = "/emea"
LARGEST_BODY = 4 * 1024 * 1024
ROUTES: tuple[tuple[str, str, str, Callable[[Scene, Asked], Result]], ...] = (
    ("create", "POST", "/v3/conversations", connector.create),
    ("send", "POST", "/v3/conversations/{conversation}/activities", connector.send),
    ("send", "POST", "/v3/conversations/{conversation}/activities/{activity}", connector.send),
    ("edit", "PUT", "/v3/conversations/{conversation}/activities/{activity}", connector.edit),
    ("delete", "DELETE", "/v3/conversations/{conversation}/activities/{activity}", connector.delete),
    ("members", "GET", "/v3/conversations/{conversation}/members", connector.members),
    ("pagedmembers", "GET", "/v3/conversations/{conversation}/pagedmembers", connector.paged_members),
    ("member", "GET", "/v3/conversations/{conversation}/members/{member}", connector.member),
    ("team", "GET", "/v3/teams/{team}", connector.team),
    ("channels", "GET", "/v3/teams/{team}/conversations", connector.channels),
)
OPERATIONS = frozenset({"login", *(name for name, *_ in ROUTES)})


class Server:
    """Answers the bot; `calls` holds every request to the connector, `limited` switches the rate limits on."""

    def __init__(self, scene: Scene, login: Login) -> None:
        self._scene = scene
        self._login = login
        self._rates = Rates(scene.clock)
        self._runner: web.AppRunner | None = None
        self.limited = False
        self.faults = Faults(scene.clock)
        self.calls: list[Call] = []

    async def start(self) -> str:
        """Listen on a free port of this machine and return the address."""
        app = web.Application(client_max_size=LARGEST_BODY)
        for name, method, path, run in ROUTES:
            app.router.add_route(method, REGION + path, self._handler(name, run))
        app.router.add_post("/{tenant}/oauth2/v2.0/token", self._log_in)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        return f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        """Stop listening."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    def _handler(
        self, name: str, run: Callable[[Scene, Asked], Result]
    ) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def handle(request: web.Request) -> web.StreamResponse:
            fault = self.faults.next(name)
            if fault.drop == "before":
                return _cut(request)
            asked = Asked(request.match_info, request.query, {})
            try:
                asked = Asked(request.match_info, request.query, await _body(request))
                status, body, headers = self._answer(name, run, asked, request.headers.get("Authorization", ""), fault)
            except Refused as refused:
                status, body, headers = refused.status, refused.body, {}
            self.calls.append(
                Call(name, asked.ids.get("conversation", asked.thread), asked.body, status, self._scene.clock())
            )
            if fault.hold is not None:
                await fault.hold.wait()
            return _cut(request) if fault.drop == "after" else _json(status, body, headers)

        return handle

    def _answer(
        self, name: str, run: Callable[[Scene, Asked], Result], asked: Asked, authorization: str, fault: Fault
    ) -> tuple[int, Any, dict[str, str]]:
        if fault.status:
            headers = {} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
            return fault.status, {"error": {"code": fault.code, "message": "ordered by a test"}}, headers
        scheme, _, token = authorization.partition(" ")
        if scheme != "Bearer" or token not in self._login.tokens:
            raise Refused(401, "Unauthorized", "Authorization has been denied for this request.")
        wait = self._rates.wait(name, asked.thread) if self.limited else 0
        if wait:
            error = {"code": "TooManyRequests", "message": "Too many requests."}
            return 429, {"error": error}, {"Retry-After": str(wait)}
        return *run(self._scene, asked), {}

    async def _log_in(self, request: web.Request) -> web.StreamResponse:
        fault = self.faults.next("login")
        if fault.drop is not None:
            return _cut(request)
        if fault.hold is not None:
            await fault.hold.wait()
        if fault.status:
            return _json(fault.status, {"error": "temporarily_unavailable"}, {})
        return await self._login.handle(request)


async def _body(request: web.Request) -> dict[str, Any]:
    content = await request.read()
    if not content:
        return {}
    try:
        body = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        raise bad_syntax(f"not JSON: {error}") from error
    if request.content_type != "application/json" or not isinstance(body, dict):
        raise bad_syntax("an application/json object is wanted")
    return body


def _json(status: int, body: Any, headers: dict[str, str]) -> web.Response:
    return web.Response(status=status, body=orjson.dumps(body), headers=headers, content_type="application/json")


def _cut(request: web.Request) -> web.Response:
    """Close the connection, so that the bot sees no byte of an answer; return a response nobody reads."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
