"""What is mounted where."""

from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST

LARGEST_BODY = 1024 * 1024
"""Bytes of a request body beyond which it is refused before anybody reads it (promises.md, P28)."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Check = Callable[[], Awaitable[Mapping[str, str]]]
"""What is not in order, by what was checked; empty when all is well."""

Page = Callable[[], Awaitable[bytes]]


def application(chat: Mapping[str, Handler], readiness: Check, measured: Page) -> web.Application:
    """The application. `chat` maps a path to the handler that takes what the platform posts there."""

    async def healthz(_: web.Request) -> web.Response:
        return web.json_response({"status": "alive"})

    async def readyz(_: web.Request) -> web.Response:
        problems = await readiness()
        status = 503 if problems else 200
        return web.json_response({"status": "not ready" if problems else "ready", **problems}, status=status)

    async def metrics(_: web.Request) -> web.Response:
        return web.Response(body=await measured(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    app = web.Application(client_max_size=LARGEST_BODY)
    app.router.add_get("/healthz", healthz)
    app.router.add_get("/readyz", readyz)
    app.router.add_get("/metrics", metrics)
    for path, handler in chat.items():
        app.router.add_post(path, handler)
    return app
