"""The application, listening."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web


class PortTaken(Exception):
    """Something already listens on {host}:{port}. End it, or choose another port with READINESS_PORT."""

    def __init__(self, host: str, port: int) -> None:
        """Fill the sentence in."""
        super().__init__(str(PortTaken.__doc__).format(host=host, port=port))


@asynccontextmanager
async def listening(app: web.Application, host: str, port: int) -> AsyncIterator[int]:
    """Serve while inside; gives the port, which the system chooses for port 0. Raises `PortTaken`."""
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port)
        try:
            await site.start()
        except OSError as error:
            raise PortTaken(host, port) from error
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()
