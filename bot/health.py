"""What this process cannot do while it does the rest: told by readyz, `doctor`, the metrics and the log."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from readiness.domain.values.refusal import Refusal

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Degradation:
    """A part that does not work, since when, and in a sentence what that means.

    `part` and `code` are labels that a monitoring system can match. Readyz shows all of it to whoever reaches the
    port, so none of it may hold a secret, a path, a host or the name of a variable: those belong in the log.
    """

    part: str
    code: str
    since: datetime
    words: str


@dataclass(frozen=True, slots=True)
class Condition:
    """What keeps the process from serving anybody (`broken`), and what it does without meanwhile (`degraded`)."""

    broken: tuple[Degradation, ...] = ()
    degraded: tuple[Degradation, ...] = ()

    @property
    def everything(self) -> tuple[Degradation, ...]:
        """Both, the worse first."""
        return self.broken + self.degraded


Source = Callable[[], Awaitable[Iterable[Degradation]]]
"""Looks up what is degraded, in the database for one; what it gives is degraded for as long as it is given."""


@dataclass(slots=True)
class Health:
    """Collects what is degraded. Each change is logged once: at error level when it begins, at info when it ends."""

    clock: Callable[[], datetime]
    sources: list[Source] = field(default_factory=list)
    _reported: dict[str, Degradation] = field(default_factory=dict)
    _found: Mapping[tuple[str, str], Degradation] = field(default_factory=dict)

    def report(self, part: str, code: str, words: str, **details: object) -> None:
        """`part` does not work. `words` are public, as `Degradation` says; `details` go to the log alone."""
        known = self._reported.get(part)
        if known is not None and known.code == code:
            return
        self._reported[part] = Degradation(part, code, self.clock(), words)
        log.error("degraded", part=part, code=code, why=words, **details)

    def clear(self, part: str) -> None:
        """`part` works."""
        known = self._reported.pop(part, None)
        if known is not None:
            self._log_recovered(known)

    @property
    def reported(self) -> tuple[Degradation, ...]:
        """What was reported and not cleared since, the oldest first."""
        return tuple(self._reported.values())

    async def found(self) -> tuple[Degradation, ...]:
        """What the sources find now."""
        found = {(one.part, one.code): one for source in self.sources for one in await _looked_up(source)}
        for key in found.keys() - self._found.keys():
            log.error("degraded", part=found[key].part, code=found[key].code, why=found[key].words)
        for key in self._found.keys() - found.keys():
            self._log_recovered(self._found[key])
        self._found = found
        return tuple(found.values())

    async def degraded(self) -> tuple[Degradation, ...]:
        """Everything that was reported, then everything that the sources find."""
        return once_each(self.reported + await self.found())

    def _log_recovered(self, known: Degradation) -> None:
        seconds = round((self.clock() - known.since).total_seconds())
        log.info("recovered", part=known.part, code=known.code, seconds=seconds)


def once_each(degraded: Iterable[Degradation]) -> tuple[Degradation, ...]:
    """Each part and code once, as it was told last: a refused token is reported, and what waits for it is counted."""
    return tuple({(one.part, one.code): one for one in degraded}.values())


async def _looked_up(source: Source) -> Iterable[Degradation]:
    """A database that refuses to be read is a fault of its own, which readyz tells as such."""
    try:
        return await source()
    except Refusal:
        return ()
