"""A bot made of nothing but HTTP, for requests and answers that bolt would hide."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

import orjson
from aiohttp import web

from tests.playground.secrets_here import SECRET


class Bot:
    """Hears everything and answers what it was told to; refuses a wrong signature."""

    def __init__(self) -> None:
        self.heard: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.answers: list[web.Response | Callable[[], Any]] = []

    async def handle(self, request: web.Request) -> web.Response:
        body = await request.read()
        stamp = request.headers["X-Slack-Request-Timestamp"]
        digest = hmac.new(SECRET.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
        assert request.headers["X-Slack-Signature"] == f"v0={digest}"
        self.headers.append({name.lower(): value for name, value in request.headers.items()})
        self.heard.append(decoded(request, body))
        answer = self.answers.pop(0) if self.answers else web.Response()
        return answer if isinstance(answer, web.Response) else await answer()

    def will(self, body: Any = None, status: int = 200) -> None:
        """Answer the next request with this JSON."""
        content = b"" if body is None else orjson.dumps(body)
        self.answers.append(web.Response(body=content, status=status, content_type="application/json"))


def decoded(request: web.Request, body: bytes) -> dict[str, Any]:
    if request.content_type == "application/json":
        return dict(orjson.loads(body))
    form = {key: values[0] for key, values in parse_qs(body.decode(), keep_blank_values=True).items()}
    return dict(orjson.loads(form["payload"])) if "payload" in form else form
