"""Faults that a test orders in advance."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass
from typing import Literal

Drop = Literal["before", "after"]


@dataclass(frozen=True)
class Fault:
    """What goes wrong with one request.

    `status` is answered in place of doing anything, `retry_after` with it; `drop` cuts the connection `before` acting
    or `after` having acted; `hold` keeps the answer back until it is set.
    """

    status: int = 0
    retry_after: int | None = None
    drop: Drop | None = None
    hold: asyncio.Event | None = None


class Faults:
    """Hands out the ordered faults, first come first served per operation."""

    def __init__(self) -> None:
        self._waiting: dict[str, deque[Fault]] = {}

    def order(self, operation: str, fault: Fault, times: int) -> None:
        """Let the next `times` requests of an operation go wrong."""
        self._waiting.setdefault(operation, deque()).extend([fault] * times)

    def next(self, operation: str) -> Fault:
        """Return the fault for this request; one without any when it may go well."""
        waiting = self._waiting.get(operation)
        return waiting.popleft() if waiting else Fault()
