"""The same said again within minutes by the same person: a double Enter, or another one; nobody but they can tell."""

from datetime import datetime, timedelta

WITHIN = timedelta(minutes=10)


def is_repeat(then: datetime, now: datetime) -> bool:
    """Whether what was said at `then` and is said again at `now` may be the same; the clocks of replicas differ."""
    return abs(now - then) < WITHIN
