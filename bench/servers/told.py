"""What every server tells: its port on stdout once it listens, its CPU time at `/cpu`, and its end."""

import asyncio
import sys
import time

from aiohttp import web


async def cpu(_: web.Request) -> web.Response:
    """CPU seconds of this process so far, of all its threads, user and system."""
    return web.Response(text=repr(time.process_time()))


async def until_stdin_ends(port: int) -> None:
    """Say the port, then wait until whoever started us closes our standard input or is gone."""
    print(port, flush=True)
    await asyncio.to_thread(sys.stdin.read)
