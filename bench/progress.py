"""What is being done right now, for those who wait."""

import sys
import time


class Progress:
    """Lines on stderr, each with the seconds since the start."""

    def __init__(self) -> None:
        """The clock starts now."""
        self._started = time.monotonic()

    @property
    def seconds(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self._started

    def say(self, what: str) -> None:
        """Write a line."""
        print(f"[{self.seconds:5.0f} s] {what}", file=sys.stderr, flush=True)
