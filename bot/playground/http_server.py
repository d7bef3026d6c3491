"""The one HTTP server: Web API, response_urls, sockets and the page."""

from __future__ import annotations

from typing import Protocol

import orjson
from aiohttp import web

from bot.playground.acts.stage import Stage
from bot.playground.api.server import ApiServer, cut
from bot.playground.errors import ApiRefusal
from bot.playground.wire.sockets import Sockets

_GONE = frozenset({"expired_url", "used_url"})
LARGEST_BODY = 4 * 1024 * 1024


class Routes(Protocol):
    """What is served beside the Web API: the page on which a person clicks."""

    def add_to(self, app: web.Application) -> None:
        """Add its routes."""

    def stop(self) -> None:
        """End what would keep the server from stopping."""


class HttpServer:
    """Binds the address and routes requests."""

    def __init__(self, stage: Stage, api: ApiServer, sockets: Sockets, page: Routes | None) -> None:
        self._stage = stage
        self._api = api
        self._sockets = sockets
        self._page = page
        self._runner: web.AppRunner | None = None

    async def start(self, host: str, port: int) -> str:
        """Listen and return the address."""
        app = web.Application(client_max_size=LARGEST_BODY)
        app.router.add_route("GET", "/api/{method}", self._api.handle)
        app.router.add_route("POST", "/api/{method}", self._api.handle)
        app.router.add_post("/response/{key}", self._respond)
        app.router.add_get("/socket/{ticket}", self._sockets.handle)
        if self._page is not None:
            self._page.add_to(app)
        # The page's event stream never ends by itself, so stopping does not wait for it.
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        bound = self._runner.addresses[0][1]
        return f"http://{host}:{bound}"

    async def stop(self) -> None:
        """Stop listening."""
        if self._page is not None:
            self._page.stop()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def _respond(self, request: web.Request) -> web.StreamResponse:
        fault = self._api.faults.next("response_url")
        if fault is not None and fault.drop == "before":
            return cut(request)
        if fault is not None and fault.drop is None:
            headers = {"Retry-After": str(fault.retry_after)} if fault.retry_after is not None else None
            return web.Response(text=fault.error or "fault", status=fault.status, headers=headers)
        answer = self._taken(request.match_info["key"], await request.read())
        return cut(request) if fault is not None else answer

    def _taken(self, key: str, content: bytes) -> web.Response:
        try:
            self._stage.response_urls.take(key, orjson.loads(content))
        except orjson.JSONDecodeError:
            return web.Response(text="invalid_payload", status=400)
        except ApiRefusal as refusal:
            status = 404 if refusal.error in _GONE else 400
            return web.Response(body=orjson.dumps(refusal.answer()), status=status, content_type="application/json")
        return web.Response(text="ok")
