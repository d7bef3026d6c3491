"""The HTTP side of the Web API: tokens, scopes, limits, faults, and a record of every call."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from typing import Any

import orjson
from aiohttp import web

from bot.playground.api.arguments import Arguments
from bot.playground.api.call import Call
from bot.playground.api.faults import Fault, Faults
from bot.playground.api.methods import METHODS, Method
from bot.playground.api.rates import READ_MESSAGES, Rates
from bot.playground.errors import ApiRefusal
from bot.playground.wire.sockets import Sockets
from bot.playground.workspace.answer import ApiCall
from bot.playground.workspace.installation import Installation
from bot.playground.workspace.workspace import Workspace

TOO_MANY = 429


class ApiServer:
    """Answers `/api/{method}`; `calls` holds every request that came."""

    def __init__(
        self, workspace: Workspace, installation: Installation, sockets: Sockets, *, rate_limits: bool
    ) -> None:
        self._workspace = workspace
        self._installation = installation
        self._sockets = sockets
        self._rates = Rates(workspace.clock)
        self._has_rates = rate_limits
        self.faults = Faults(workspace.clock)
        self.calls: list[ApiCall] = []
        self.url = ""

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one request."""
        name = request.match_info["method"]
        values = await _values(request)
        fault = self.faults.next(name)
        if fault is not None and fault.drop == "before":
            return cut(request)
        spoilt = _spoilt(fault)
        token_ok, response, body = spoilt or self._answered(name, values, _token(request, values))
        if token_ok:
            response.headers["x-oauth-scopes"] = ",".join(sorted(self._installation.scopes))
        args = {key: value for key, value in values.items() if key not in ("token", "client_secret")}
        self.calls.append(ApiCall(name, args, token_ok, response.status, body, self._workspace.clock()))
        return cut(request) if fault is not None and fault.drop == "after" else response

    def _answered(
        self, name: str, values: Mapping[str, Any], token: str | None
    ) -> tuple[bool, web.Response, dict[str, Any]]:
        token_ok = False
        try:
            method = _method(name)
            if method.caller != "client":
                self._installation.check_token(token, app_level=method.caller == "app")
            token_ok = True
            body, wait = self._run(name, method, Arguments(values))
        except ApiRefusal as refusal:
            body, wait = refusal.answer(), 0
        if wait:
            return token_ok, _json(body, TOO_MANY, {"Retry-After": str(wait)}), body
        return token_ok, _json(body), body

    def _run(self, name: str, method: Method, args: Arguments) -> tuple[dict[str, Any], int]:
        self._installation.need(*method.scopes)
        wait = self._wait(name, method, args)
        if wait:
            return {"ok": False, "error": "ratelimited"}, wait
        call = Call(name, args, self._workspace, self._installation, self._sockets, self.url)
        return {"ok": True, **method.run(call)}, 0

    def _wait(self, name: str, method: Method, args: Arguments) -> int:
        if self._installation.unlisted and name in READ_MESSAGES:
            return self._rates.wait(name, 1, None)
        return self._rates.wait(name, method.tier, args.text("channel")) if self._has_rates else 0


def _method(name: str) -> Method:
    method = METHODS.get(name)
    if method is None:
        raise ApiRefusal("unknown_method", req_method=name)
    return method


async def _values(request: web.Request) -> dict[str, Any]:
    values: dict[str, Any] = {**request.query, **_client(request)}
    if request.method != "POST" or not request.can_read_body:
        return values
    if request.content_type == "application/json":
        try:
            body = orjson.loads(await request.read() or b"{}")
        except orjson.JSONDecodeError:
            body = {}
        return {**values, **body} if isinstance(body, dict) else values
    return {**values, **{key: value for key, value in (await request.post()).items() if isinstance(value, str)}}


def _client(request: web.Request) -> dict[str, str]:
    # oauth.v2.access takes the client's id and secret as HTTP Basic credentials too.
    scheme, _, encoded = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return {}
    try:
        client_id, _, secret = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return {}
    return {"client_id": client_id, "client_secret": secret}


def _token(request: web.Request, values: Mapping[str, Any]) -> str | None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token:
        return token.strip()
    given = values.get("token")
    return str(given) if given else None


def _spoilt(fault: Fault | None) -> tuple[bool, web.Response, dict[str, Any]] | None:
    if fault is None or fault.drop is not None:
        return None
    if fault.retry_after is not None:
        body = {"ok": False, "error": fault.error or "ratelimited"}
        status = TOO_MANY if fault.status == web.HTTPOk.status_code else fault.status
        return True, _json(body, status, {"Retry-After": str(fault.retry_after)}), body
    if fault.error is not None:
        body = {"ok": False, "error": fault.error, **fault.extra}
        return True, _json(body, fault.status), body
    return True, web.Response(status=fault.status, text="<html>fault</html>", content_type="text/html"), {}


def _json(body: dict[str, Any], status: int = 200, headers: Mapping[str, str] | None = None) -> web.Response:
    return web.Response(body=orjson.dumps(body), status=status, headers=headers, content_type="application/json")


def cut(request: web.Request) -> web.Response:
    """Close the connection, so that the caller sees no byte of an answer; return a response nobody reads."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
