"""Whether this process can serve: the database probed now and then, and what is degraded beside it."""

import asyncio
import math
import time
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

import structlog

from bot.health import Condition, Degradation, Health, once_each
from readiness.domain.values.refusal import Refusal

SECONDS_GOOD, SECONDS_BAD = 10.0, 1.0
"""How long an answer counts: asking readyz over and over costs one probe. A bad answer counts shorter."""

PART = "database"

WORDS: Mapping[str, str] = {
    "database-unavailable": "The database does not answer or cannot be written.",
    "database-read-only": "The database can be read but not written.",
    "database-unwritable": "The database can be read but not written.",
    "database-gone": "The file of the database was deleted, moved or replaced.",
    "disk-full": "The disk of the database is full.",
    "server-away": "The database does not answer or cannot be written.",
    "server-unknown": "The host of the database is not known.",
    "server-login": "The database refuses the bot's user or password.",
    "server-right": "The database does not let the bot's user read or write.",
    "database-missing": "There is no database yet.",
    "server-database": "The server has no database of that name.",
    "server-read-only": "The database can be read but not written.",
    "database-not-migrated": "The database does not have the schema of this version.",
    "database-newer": "The database was written by another version of the bot.",
}
"""What a stranger may read of a refusal; its own sentence names files and goes to the log."""

OTHERWISE = "The database cannot be used."

Probe = Callable[[], Awaitable[None]]
"""Reads and writes the database; raises a `Refusal` that says what is wrong."""

log = structlog.get_logger(__name__)


class Readiness:
    """Answers readyz and the metrics, from the same probe."""

    def __init__(
        self,
        probe: Probe,
        health: Health,
        clock: Callable[[], datetime],
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        """Nothing is probed before somebody asks; `seconds` is a clock that never goes back."""
        self._probe = probe
        self._health = health
        self._clock = clock
        self._seconds = seconds
        self._turn = asyncio.Lock()
        self._known = Condition()
        self._until = -math.inf
        self._broken: Degradation | None = None

    async def condition(self) -> Condition:
        """The condition: what was reported as it is now, the rest at most ten seconds old.

        Those who ask at the same moment share one probe.
        """
        async with self._turn:
            if self._seconds() >= self._until:
                self._known = Condition(await self._probed(), await self._health.found())
                self._until = self._seconds() + (SECONDS_BAD if self._known.broken else SECONDS_GOOD)
        return Condition(self._known.broken, once_each(self._health.reported + self._known.degraded))

    def forget(self) -> None:
        """Probe anew next time: something happened to the database."""
        self._until = -math.inf

    async def _probed(self) -> tuple[Degradation, ...]:
        try:
            await self._probe()
        except Refusal as refused:
            return (self._noted(refused),)
        if self._broken is not None:
            log.info("ready again", code=self._broken.code)
            self._broken = None
        return ()

    def _noted(self, refused: Refusal) -> Degradation:
        """The fault as strangers may read it; logged once, in full."""
        if self._broken is None or self._broken.code != refused.code:
            words = WORDS.get(refused.code, OTHERWISE)
            self._broken = Degradation(PART, refused.code, self._clock(), words)
            log.error("not ready", code=refused.code, why=refused.operator_sentence())
        return self._broken
