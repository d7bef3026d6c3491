"""What the run was made on; figures of different machines are not compared."""

import os
import platform
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version

LIBRARIES = ("aiohttp", "orjson", "slack-bolt", "sqlalchemy")


@dataclass(frozen=True, slots=True)
class Machine:
    """The machine and the versions, without its name or any path; `load` is its load average before
    and after the run, whose own share is below two."""

    day: str
    system: str
    cores: int
    load: tuple[float, float]
    python: str
    sqlite: str
    libraries: dict[str, str]

    def sentence(self) -> str:
        """All of it in words."""
        found = ", ".join(f"{name} {number}" for name, number in self.libraries.items())
        on = f"{self.system}, {self.cores} cores (load {self.load[0]} before the run, {self.load[1]} after)"
        return f"{self.day}: {on}, Python {self.python}, SQLite {self.sqlite}, {found}."


def load_now() -> float:
    """The load average of the last minute: how many processes wanted a core."""
    return round(os.getloadavg()[0], 1)


def this_machine(load_before: float) -> Machine:
    """The machine this runs on, today, at the end of a run."""
    return Machine(
        day=datetime.now(UTC).date().isoformat(),
        system=f"{platform.system()} {platform.machine()}",
        cores=_cores(),
        load=(load_before, load_now()),
        python=platform.python_version(),
        sqlite=sqlite3.sqlite_version,
        libraries={name: version(name) for name in LIBRARIES},
    )


def _cores() -> int:
    """The cores this process may use, where the system tells; else all there are."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
