"""Faults that a test orders in advance."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Drop = Literal["before", "after"]


@dataclass(frozen=True)
class Fault:
    """What goes wrong with one request.

    `status` is answered in place of doing anything, with `code` as Microsoft's word for it and `retry_after`; `drop`
    cuts the connection `before` acting or `after` having acted; `hold` keeps the answer back until it is set.
    """

    status: int = 0
    retry_after: int | None = None
    drop: Drop | None = None
    hold: asyncio.Event | None = None
    code: str = "ServiceError"


class Faults:
    """Hands out the ordered faults, first come first served per operation, then those that last for a while."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._waiting: dict[str, deque[Fault]] = {}
        self._lasting: dict[str, tuple[Fault, datetime]] = {}

    def order(self, operation: str, fault: Fault, times: int) -> None:
        """Let the next `times` requests of an operation go wrong."""
        self._waiting.setdefault(operation, deque()).extend([fault] * times)

    def order_until(self, operation: str, fault: Fault, until: datetime) -> None:
        """Let every request of an operation go wrong until the clock says so late."""
        self._lasting[operation] = fault, until

    def next(self, operation: str) -> Fault:
        """Return the fault for this request; one without any when it may go well."""
        waiting = self._waiting.get(operation)
        if waiting:
            return waiting.popleft()
        fault, until = self._lasting.get(operation, (Fault(), None))
        return fault if until is not None and self._clock() < until else Fault()
