"""One clock for many processes: the machine's, moved by whoever holds the file."""

import mmap
import struct
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

_OFFSETS = struct.Struct("dd")


class SharedClock:
    """The wall clock and the one that never jumps, both by offsets (seconds) in a file that every process maps."""

    def __init__(self, path: Path) -> None:
        """Share the clock of `path`, which `create` made."""
        with path.open("r+b") as file:
            self._shared = mmap.mmap(file.fileno(), _OFFSETS.size)

    @classmethod
    def create(cls, path: Path, now: datetime) -> "SharedClock":
        """A clock that shows `now`."""
        path.write_bytes(_OFFSETS.pack((now - datetime.now(UTC)).total_seconds(), 0.0))
        return cls(path)

    def now(self) -> datetime:
        """What the wall clock shows."""
        return datetime.now(UTC) + timedelta(seconds=self._offsets()[0])

    def seconds(self) -> float:
        """A reading of the clock that never jumps."""
        return time.monotonic() + self._offsets()[1]

    def pass_until(self, instant: datetime) -> None:
        """Let time pass, on both clocks."""
        wall, steady = self._offsets()
        ahead = (instant - self.now()).total_seconds()
        self._write(wall + ahead, steady + ahead)

    def set_by(self, seconds: float) -> None:
        """Set the wall clock alone, as an administrator or a time server does."""
        wall, steady = self._offsets()
        self._write(wall + seconds, steady)

    def _offsets(self) -> tuple[float, float]:
        wall, steady = _OFFSETS.unpack_from(self._shared)
        return float(wall), float(steady)

    def _write(self, wall: float, steady: float) -> None:
        _OFFSETS.pack_into(self._shared, 0, wall, steady)
