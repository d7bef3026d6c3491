"""What every HTTP request goes through before its handler: its body read in time, an unknown path told in the log."""

import secrets
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from bot.admission import Admission, RefusedRequest
from bot.web.connections import Line, Phase

log = structlog.get_logger(__name__)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

CLOSED = {
    "slow-header": "a connection took too long to send a header, and was closed",
    "slow-body": "a request took too long to send its body, and its connection was closed",
    "too-many-connections": "no place was left: the connection that idled or dawdled longest was closed",
}


def closed_for(admission: Admission) -> Callable[[str], None]:
    """Counts and logs why a connection was closed."""
    return lambda reason: admission.refuse("http", RefusedRequest(reason, CLOSED[reason]))


def intake(admission: Admission) -> Any:
    """The outermost middleware of the application."""

    @web.middleware
    async def take(request: web.Request, handler: Handler) -> web.StreamResponse:
        line = None if request.transport is None else request.transport.get_protocol()
        if not isinstance(line, Line):
            return await handler(request)
        try:
            return await _taken(request, handler, line, admission)
        finally:
            line.enter(Phase.IDLE)

    return take


async def _taken(request: web.Request, handler: Handler, line: Line, admission: Admission) -> web.StreamResponse:
    if request.match_info.http_exception is not None:
        where = f"{request.method} {request.path[:100]!r}"
        advice = f"{where} is not served: Slack's address ends with /slack/events, that of Teams with /api/messages"
        admission.refuse("http", RefusedRequest("unknown-path", advice))
        line.enter(Phase.ANSWER)
        return await handler(request)
    line.enter(Phase.BODY)
    try:
        await request.read()
    except (ConnectionError, HttpProcessingError, web.RequestPayloadError):
        admission.refuse("http", RefusedRequest("incomplete-body", "a request ended before its body did"))
        return web.Response(status=400)
    line.enter(Phase.ANSWER)
    return await handler(request)


class HttpLog:
    """What aiohttp logs with: a malformed request is one line, and what nobody foresaw has a reference."""

    def __init__(self, admission: Admission) -> None:
        """`admission` counts what is malformed."""
        self._admission = admission

    def exception(self, message: str, *_: object, exc_info: BaseException | None = None) -> None:
        """What went wrong with a request."""
        if isinstance(exc_info, HttpProcessingError | web.RequestPayloadError):
            self.debug(message)
        else:
            log.error("request failed", reference=secrets.token_hex(4), why=message, exc_info=exc_info)

    def debug(self, *_: object, **__: object) -> None:
        """What is not HTTP at all, which aiohttp takes for everyday."""
        words = "not HTTP as it should be: perhaps https:// to a port that speaks http"
        self._admission.refuse("http", RefusedRequest("malformed-request", words))
