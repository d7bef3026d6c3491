"""Waiting for what many processes do, for as long as that may take; what is missing then is counted."""

import asyncio
from collections.abc import Awaitable, Callable

SECONDS_A_WEEK = 300.0
"""How long the digests of a week may take while replicas are killed."""


async def until(is_so: Callable[[], Awaitable[bool]], seconds: float = SECONDS_A_WEEK) -> bool:
    """Wait for it; whether it came."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + seconds
    while loop.time() < deadline:
        if await is_so():
            return True
        await asyncio.sleep(0.5)
    return False
