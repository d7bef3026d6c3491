"""How often a bot may ask (learn.microsoft.com, "Optimize your bot with rate limiting in Teams")."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from math import ceil

Windows = Sequence[tuple[int, float]]
"""How many requests in how many seconds."""

WRITES: Windows = ((7, 1), (8, 2), (60, 30), (1800, 3600))
READS: Windows = ((14, 1), (16, 2), (120, 30), (3600, 3600))
PER_THREAD: Mapping[str, Windows] = {
    "create": WRITES,
    "send": WRITES,
    "edit": WRITES,
    "delete": WRITES,
    "pagedmembers": READS,
    "member": READS,
    "team": READS,
    "channels": READS,
    "members": ((5, 60),),
}
PER_TENANT: Windows = ((50, 1),)


class Rates:
    """Counts requests in sliding windows by the clock."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._asked: dict[tuple[str, float], deque[datetime]] = {}

    def wait(self, operation: str, thread: str) -> int:
        """Count one request; return 0 when it may pass, otherwise the whole seconds to wait."""
        windows = PER_THREAD[operation]
        group = "writes" if windows is WRITES else "reads" if windows is READS else operation
        keys = [(f"{group} {thread}", *window) for window in windows] + [("all", *window) for window in PER_TENANT]
        waits = [self._wait(key, most, seconds) for key, most, seconds in keys]
        if not any(waits):
            for key, _, seconds in keys:
                self._asked[key, seconds].append(self._clock())
        return max(waits)

    def _wait(self, key: str, most: int, seconds: float) -> int:
        now, length = self._clock(), timedelta(seconds=seconds)
        asked = self._asked.setdefault((key, seconds), deque())
        while asked and now - asked[0] >= length:
            asked.popleft()
        return max(1, ceil((asked[0] + length - now).total_seconds())) if len(asked) >= most else 0
