"""The application, listening."""

import asyncio
import errno
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import cast

from aiohttp import web

from bot.admission import Admission
from bot.web.connections import Doorkeeper, Limits
from bot.web.intake import HttpLog, closed_for

SECONDS_TO_ANSWER = 3.0
"""How long a request that is under way may take once the server stops; Slack waits no longer either."""

SECONDS_IDLE = 75.0
"""How long a connection may wait for its next request: longer than the proxies in front keep theirs (mostly 60)."""

SECONDS_LINGERING = 2.0
"""How long the rest of a body is read that nobody wants, so that its sender sees the answer."""

BACKLOG = 512


class CannotListen(Exception):
    """The bot cannot listen on {host}:{port} ({why}). Check READINESS_HOST and READINESS_PORT."""

    def __init__(self, host: str, port: int, why: str) -> None:
        """Fill the sentence in."""
        super().__init__(str(self.__doc__).format(host=host, port=port, why=why))


class PortTaken(CannotListen):
    """Something already listens on {host}:{port}. End it, or choose another port with READINESS_PORT."""


@asynccontextmanager
async def listening(
    app: web.Application,
    host: str,
    port: int,
    admission: Admission | None = None,
    limits: Limits | None = None,
    seconds: Callable[[], float] = time.monotonic,
) -> AsyncIterator[int]:
    """Serve while inside; gives the port, which the system chooses for port 0. Raises `CannotListen`.

    `admission` is told of what is refused before a handler sees it.
    """
    admission = admission or Admission(lambda: datetime.now(UTC))
    runner = web.AppRunner(
        app,
        access_log=None,
        shutdown_timeout=SECONDS_TO_ANSWER,
        keepalive_timeout=SECONDS_IDLE,
        lingering_time=SECONDS_LINGERING,
        logger=HttpLog(admission),
    )
    await runner.setup()
    keeper = Doorkeeper(cast("web.Server", runner.server), limits or Limits(), closed_for(admission), seconds)
    server, looking = None, asyncio.create_task(keeper.keep_looking())
    try:
        server = await _bound(keeper, host, port)
        yield server.sockets[0].getsockname()[1]
    finally:
        looking.cancel()
        if server is not None:
            server.close()
        await runner.cleanup()


async def _bound(keeper: Doorkeeper, host: str, port: int) -> asyncio.Server:
    try:
        return await asyncio.get_running_loop().create_server(keeper, host, port, backlog=BACKLOG)
    except (OSError, OverflowError) as error:
        kind = PortTaken if isinstance(error, OSError) and error.errno == errno.EADDRINUSE else CannotListen
        raise kind(host, port, getattr(error, "strerror", None) or str(error)) from error
