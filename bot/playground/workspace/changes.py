"""The signal that something visible has changed."""

from __future__ import annotations

import asyncio


class Changes:
    """Counts visible changes, so that the page knows when to read again."""

    def __init__(self) -> None:
        self.count = 0
        self._waiting: set[asyncio.Event] = set()

    def mark(self) -> None:
        """Record one change and wake everyone who waits for it."""
        self.count += 1
        for event in self._waiting:
            event.set()

    async def beyond(self, count: int, within: float) -> int:
        """Return the count as soon as it is above `count`, or after `within` seconds."""
        if self.count > count:
            return self.count
        event = asyncio.Event()
        self._waiting.add(event)
        try:
            await asyncio.wait_for(event.wait(), within)
        except TimeoutError:
            pass  # nothing happened: the caller gets the same count
        finally:
            self._waiting.discard(event)
        return self.count
