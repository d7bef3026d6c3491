"""What is mounted where."""

from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST

from bot.admission import Admission
from bot.health import Condition, Degradation
from bot.web.intake import intake

LARGEST_BODY = 1024 * 1024
"""Bytes of a request body beyond which it is refused before anybody reads it (promises.md, P28)."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Check = Callable[[], Awaitable[Condition]]

Page = Callable[[], Awaitable[bytes]]


def application(chat: Mapping[str, Handler], readiness: Check, measured: Page, admission: Admission) -> web.Application:
    """The application. `chat` maps a path to the handler that takes what the platform posts there."""

    async def healthz(_: web.Request) -> web.Response:
        return web.json_response({"status": "alive"})

    async def readyz(_: web.Request) -> web.Response:
        condition = await readiness()
        return web.json_response(_told(condition), status=503 if condition.broken else 200)

    async def metrics(_: web.Request) -> web.Response:
        return web.Response(body=await measured(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    app = web.Application(client_max_size=LARGEST_BODY, middlewares=[intake(admission)])
    app.router.add_get("/healthz", healthz)
    app.router.add_get("/readyz", readyz)
    app.router.add_get("/metrics", metrics)
    for path, handler in chat.items():
        # Whoever copies an address adds or loses the slash at its end.
        app.router.add_post(path, handler)
        app.router.add_post(f"{path}/", handler)
    return app


def _told(condition: Condition) -> dict[str, object]:
    """A balancer reads the status alone: what is degraded takes nobody else's requests away."""
    told: dict[str, object] = {"status": "not ready" if condition.broken else "ready"}
    if condition.broken:
        told["broken"] = [_entry(one) for one in condition.broken]
    if condition.degraded:
        told["degraded"] = [_entry(one) for one in condition.degraded]
    return told


def _entry(one: Degradation) -> dict[str, str]:
    return {"part": one.part, "code": one.code, "since": one.since.isoformat(timespec="seconds"), "words": one.words}
