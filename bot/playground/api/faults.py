"""Faults that a test orders in advance."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Literal

Drop = Literal["before", "after"]


@dataclass(frozen=True)
class Fault:
    """What goes wrong with one call."""

    error: str | None = None
    status: int = 200
    retry_after: int | None = None
    drop: Drop | None = None


class Faults:
    """Hands out the ordered faults, first come first served per method."""

    def __init__(self) -> None:
        self._waiting: dict[str, deque[Fault]] = {}

    def order(self, method: str, fault: Fault, times: int) -> None:
        """Let the next `times` calls of a method go wrong."""
        self._waiting.setdefault(method, deque()).extend([fault] * times)

    def next(self, method: str) -> Fault | None:
        """Return the fault for this call, None when it may go well."""
        waiting = self._waiting.get(method)
        return waiting.popleft() if waiting else None
