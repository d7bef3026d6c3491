"""A server that says what a test prepared, and remembers what it was asked."""

from collections import deque
from dataclasses import dataclass, field

import orjson
from aiohttp import web


@dataclass(frozen=True)
class Asked:
    """One request as it came in; the path still percent-encoded."""

    method: str
    path: str
    authorization: str
    body: bytes

    @property
    def json(self) -> object:
        return orjson.loads(self.body)


@dataclass(frozen=True)
class Says:
    """An answer. With `cut`, the connection ends instead: the request was taken, and nobody is told."""

    status: int = 200
    body: object = None
    headers: dict[str, str] = field(default_factory=dict)
    cut: bool = False


CUT = Says(cut=True)


class Scripted:
    """Listens on a port of the system's choosing while entered; gives the answers in turn, then `usual` for ever."""

    def __init__(self, usual: Says) -> None:
        self.usual = usual
        self.asked: list[Asked] = []
        self._next: deque[Says] = deque()
        self._runner: web.AppRunner | None = None
        self.url = ""

    def says(self, *answers: Says) -> None:
        """Give these answers next."""
        self._next.extend(answers)

    async def __aenter__(self) -> "Scripted":
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._answer)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._runner is not None
        await self._runner.cleanup()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        authorization = request.headers.get("Authorization", "")
        self.asked.append(Asked(request.method, request.raw_path, authorization, await request.read()))
        said = self._next.popleft() if self._next else self.usual
        if said.cut:
            assert request.transport is not None
            request.transport.abort()
        body = said.body if isinstance(said.body, bytes) else b"" if said.body is None else orjson.dumps(said.body)
        return web.Response(status=said.status, body=body, headers=said.headers, content_type="application/json")
