"""POST /slack/events: verified on the exact bytes, read, and only then given to bolt."""

from collections.abc import Awaitable, Callable
from datetime import datetime

import structlog
from aiohttp import web
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.admission import Admission, RefusedRequest
from bot.slack.payload import Unreadable, read_body
from bot.slack.signature import refusal_of

log = structlog.get_logger(__name__)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

LONGEST_SSL_CHECK = 200


def events_endpoint(app: AsyncApp, signing_secret: str, now: Callable[[], datetime], admission: Admission) -> Handler:
    """401 for whatever Slack did not sign, 400 for a signed body that cannot be read, else bolt's answer.

    A body beyond the application's limit is answered 413 by aiohttp before it is read whole.
    """

    async def handle(request: web.Request) -> web.StreamResponse:
        raw = await request.read()
        if _is_ssl_check(raw):
            return web.Response()
        refused = refusal_of(signing_secret, request.headers, raw, now())
        if refused is not None:
            admission.refuse("slack", refused)
            return web.Response(status=401)
        try:
            body = read_body(raw, request.content_type)
        except Unreadable as problem:
            admission.refuse(
                "slack", RefusedRequest("unreadable", f"signed by Slack, but not readable: {problem}"[:200])
            )
            return web.Response(status=400)
        # Bolt takes an already read body only in this mode; its own reader would lose commands that say "payload".
        bolt_request = AsyncBoltRequest(body=body, mode="socket_mode")
        try:
            return _answer(await app.async_dispatch(bolt_request))
        except (LookupError, TypeError, ValueError, AttributeError):
            # Bolt trips over payloads that lack what it looks for; our own listeners answer for themselves.
            log.exception("request not understood")
            return web.Response(status=400)

    return handle


def _answer(response: BoltResponse) -> web.Response:
    """What bolt answers, of which a bot without a web page needs no cookies."""
    headers = {name: values[0] for name, values in response.headers.items()}
    return web.Response(status=response.status, body=response.body.encode(), headers=headers)


def _is_ssl_check(raw: bytes) -> bool:
    """Slack looks at the certificate now and then, unsigned, and wants a 200; nothing is read and nothing done."""
    return raw.startswith(b"ssl_check=1") and len(raw) <= LONGEST_SSL_CHECK and b"command=" not in raw
