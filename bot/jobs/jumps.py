"""Notices when the wall clock is set: it shows then what it should not after the time that has passed."""

from readiness.usecases.frame.ports import Clock, Seconds

NOTICED = 60.0
"""Seconds. What time servers correct little by little is less between two looks, and harms nothing."""


class Jumps:
    """Holds the wall clock against the one that never jumps."""

    def __init__(self, clock: Clock, seconds: Seconds) -> None:
        """From how they stand now."""
        self._clock = clock
        self._seconds = seconds
        self._ahead = self._apart()

    def look(self) -> float:
        """By how many seconds the wall clock was set forward, or back if negative, since the last time; mostly 0.

        The same is told again until it is `settled`.
        """
        jump = self._apart() - self._ahead
        if abs(jump) > NOTICED:
            return jump
        self._ahead += jump
        return 0.0

    def settled(self) -> None:
        """What has to be done after a jump is done: look from how they stand now on."""
        self._ahead = self._apart()

    def _apart(self) -> float:
        return self._clock().timestamp() - self._seconds()
