"""Who may use the page: this machine, from the page itself."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import web

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def guarded(handler: Handler) -> Handler:
    """Return the handler behind the checks: loopback host, same origin; its answers carry strict headers."""

    async def check(request: web.Request) -> web.StreamResponse:
        if not allowed(request):
            raise web.HTTPForbidden(text="only this page, on this machine, may ask")
        response = await handler(request)
        if not response.prepared:
            response.headers.update(_HEADERS)
        return response

    return check


def allowed(request: web.Request) -> bool:
    """Return whether a request comes from the page itself, or opens it."""
    # A foreign name that resolves to this machine (DNS rebinding) shows in the Host header.
    if urlsplit(f"//{request.host}").hostname not in _LOOPBACK:
        return False
    site = request.headers.get("Sec-Fetch-Site")
    if request.path == "/":
        return True
    if site not in (None, "same-origin", "none"):
        return False
    origin = request.headers.get("Origin")
    if origin is not None:
        return urlsplit(origin).netloc == request.host
    # Browsers always send one of the two with a POST; whoever sends neither did not come from the page.
    return request.method == "GET" or site == "same-origin"
