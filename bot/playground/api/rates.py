"""Rate limits: how often a method may be called.

Sources: docs.slack.dev/apis/web-api/rate-limits, docs.slack.dev/reference/methods/chat.postMessage.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta
from math import ceil

PER_MINUTE = {1: 1, 2: 20, 3: 50, 4: 100}
READ_MESSAGES = frozenset({"conversations.history", "conversations.replies"})
"""Called once a minute by an app that is sold to others and not in Slack's marketplace."""

POSTS_PER_WORKSPACE = 300  # "several hundred messages per minute"
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)


class Rates:
    """Counts calls in sliding windows by the clock."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._calls: dict[str, deque[datetime]] = {}

    def wait(self, method: str, tier: int | None, channel: str | None) -> int:
        """Count one call; return 0 when it may pass, otherwise the whole seconds to wait."""
        if method == "chat.postMessage":
            return self._window(f"{method} {channel}", 1, SECOND) or self._window(method, POSTS_PER_WORKSPACE, MINUTE)
        return self._window(method, PER_MINUTE[tier], MINUTE) if tier is not None else 0

    def _window(self, key: str, most: int, length: timedelta) -> int:
        now = self._clock()
        calls = self._calls.setdefault(key, deque())
        while calls and now - calls[0] >= length:
            calls.popleft()
        if len(calls) >= most:
            return max(1, ceil((calls[0] + length - now).total_seconds()))
        calls.append(now)
        return 0
