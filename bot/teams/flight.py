"""One call at a time: whoever asks while it is under way waits for the same outcome."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Flight(Generic[T]):
    """Runs a call of which there is never more than one; a waiter that is cancelled does not end it for the others."""

    def __init__(self, call: Callable[[], Coroutine[Any, Any, T]]) -> None:
        """Keep what to run."""
        self._call = call
        self._task: asyncio.Task[T] | None = None

    @property
    def is_under_way(self) -> bool:
        """Whether the call is running."""
        return self._task is not None and not self._task.done()

    def begin(self) -> asyncio.Task[T]:
        """The call under way, begun now if there is none."""
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._call())
        return self._task

    async def outcome(self) -> T:
        """What the call under way gives, or raises; begun now if there is none."""
        return await asyncio.shield(self.begin())
