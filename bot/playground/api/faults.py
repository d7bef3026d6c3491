"""Faults that a test orders in advance."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Drop = Literal["before", "after"]
EVERY_METHOD = "*"


@dataclass(frozen=True)
class Fault:
    """What goes wrong with one call; `extra` stands beside the error in the answer, such as the `needed` scope."""

    error: str | None = None
    status: int = 200
    retry_after: int | None = None
    drop: Drop | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)


class Faults:
    """Hands out the ordered faults, first come first served per method, then those that last for a while."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._waiting: dict[str, deque[Fault]] = {}
        self._lasting: dict[str, tuple[Fault, datetime]] = {}

    def order(self, method: str, fault: Fault, times: int) -> None:
        """Let the next `times` calls of a method go wrong."""
        self._waiting.setdefault(method, deque()).extend([fault] * times)

    def order_until(self, method: str, fault: Fault, until: datetime) -> None:
        """Let every call of a method, or of `EVERY_METHOD`, go wrong until the clock says so late."""
        self._lasting[method] = fault, until

    def next(self, method: str) -> Fault | None:
        """Return the fault for this call, None when it may go well."""
        waiting = self._waiting.get(method)
        return waiting.popleft() if waiting else self._lasting_one(method)

    def _lasting_one(self, method: str) -> Fault | None:
        for name in (method, EVERY_METHOD):
            fault, until = self._lasting.get(name, (None, None))
            if until is not None and self._clock() < until:
                return fault
        return None
