"""The application, listening."""

import errno
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

SECONDS_TO_ANSWER = 3.0
"""How long a request that is under way may take once the server stops; Slack waits no longer either."""


class CannotListen(Exception):
    """The bot cannot listen on {host}:{port} ({why}). Check READINESS_HOST and READINESS_PORT."""

    def __init__(self, host: str, port: int, why: str) -> None:
        """Fill the sentence in."""
        super().__init__(str(self.__doc__).format(host=host, port=port, why=why))


class PortTaken(CannotListen):
    """Something already listens on {host}:{port}. End it, or choose another port with READINESS_PORT."""


@asynccontextmanager
async def listening(app: web.Application, host: str, port: int) -> AsyncIterator[int]:
    """Serve while inside; gives the port, which the system chooses for port 0. Raises `CannotListen`."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=SECONDS_TO_ANSWER)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port)
        try:
            await site.start()
        except OSError as error:
            kind = PortTaken if error.errno == errno.EADDRINUSE else CannotListen
            raise kind(host, port, error.strerror or str(error)) from error
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()
