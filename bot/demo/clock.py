"""A clock that stands still until it is moved."""

from datetime import datetime


class MovableClock:
    """Tells the instant it was set to; a second passes only when somebody says so."""

    def __init__(self, start: datetime) -> None:
        """Stand at `start`, an aware datetime."""
        self._start = self._now = start

    def __call__(self) -> datetime:
        """The instant it stands at."""
        return self._now

    def seconds(self) -> float:
        """How long it has been running: what is waited for lasts as long as somebody moves it."""
        return (self._now - self._start).total_seconds()

    def set(self, to: datetime) -> None:
        """Move to `to`; never back, because the record would say so."""
        self._now = max(self._now, to)
