"""What this process answered to requests that changed something, for when the same one is delivered again."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Generic, TypeVar

R = TypeVar("R")

KEPT_FOR = timedelta(minutes=10)
MOST_KEPT = 2_000

Key = tuple[str, str]
"""The workspace, and what its platform calls the request."""


class Answered(Generic[R]):
    """The answers of the last ten minutes.

    What another process answered is not here: there the id that is kept with the change tells (docs/decisions/0024).
    """

    def __init__(self) -> None:
        """Begin with none."""
        self._kept: OrderedDict[Key, tuple[datetime, R]] = OrderedDict()
        self._under_way: dict[Key, asyncio.Event] = {}

    def kept(self, key: Key) -> R | None:
        """The answer of an earlier delivery that has ended."""
        found = self._kept.get(key)
        return None if found is None else found[1]

    async def once(
        self, key: Key, now: datetime, work: Callable[[], Awaitable[R]], counts: Callable[[R], bool]
    ) -> tuple[R, bool]:
        """The answer of `work`, or else that of an earlier delivery, and whether it is the latter.

        An earlier delivery that goes on is waited for. If its answer does not count, because it did nothing or nobody
        knows what it did, this one tries.
        """
        while key in self._under_way:
            await self._under_way[key].wait()
        self._forget(now)
        if key in self._kept:
            return self._kept[key][1], True
        ended = self._under_way[key] = asyncio.Event()
        try:
            answer = await work()
            if counts(answer):
                self._kept[key] = (now, answer)
            return answer, False
        finally:
            del self._under_way[key]
            ended.set()

    def _forget(self, now: datetime) -> None:
        """What is too old, and the oldest of what is too much."""
        while self._kept:
            oldest = next(iter(self._kept))
            if len(self._kept) <= MOST_KEPT and self._kept[oldest][0] > now - KEPT_FOR:
                return
            del self._kept[oldest]
