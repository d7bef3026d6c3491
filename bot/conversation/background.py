"""Work that may outlast the request that began it."""

import asyncio
from typing import Any, TypeVar

T = TypeVar("T")


class Background:
    """Keeps work from being collected until it ends, and can be waited for."""

    def __init__(self) -> None:
        """Begin with none."""
        self._under_way: set[asyncio.Task[Any]] = set()

    async def within(self, seconds: float, work: "asyncio.Task[T]") -> bool:
        """Whether `work` ends within `seconds`. What takes longer goes on."""
        self._under_way.add(work)
        work.add_done_callback(self._under_way.discard)
        await asyncio.sleep(0)
        if not work.done():  # Most answers are ready with their first step, and then no timer is needed.
            await asyncio.wait({work}, timeout=seconds)
        return work.done()

    async def settle(self) -> None:
        """Wait for everything that still goes on."""
        while self._under_way:
            await asyncio.wait(self._under_way)
