"""What every server tells: its port on stdout once it listens, its CPU time at `/cpu`, and its end."""

import asyncio
import sys
import time

from aiohttp import web


async def cpu(_: web.Request) -> web.Response:
    """CPU seconds of this process so far, of all its threads, user and system."""
    return web.Response(text=repr(time.process_time()))


async def served(application: web.Application) -> None:
    """Serve on a port that the system chooses, until whoever started us lets go."""
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    await until_stdin_ends(runner.addresses[0][1])
    await runner.cleanup()


async def until_stdin_ends(port: int) -> None:
    """Say the port, then wait until whoever started us closes our standard input or is gone."""
    print(port, flush=True)
    await asyncio.to_thread(sys.stdin.read)
