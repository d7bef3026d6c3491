"""A service that the bot depends on: asked until it takes us, and again whenever a call makes us doubt it."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field

import structlog

from bot.health import Health

SECONDS_BETWEEN = 2.0
"""At least so long between two tries, whatever asks for one."""

SECONDS_LONGEST = 60.0
"""The longest pause between two tries while the service does not take us; it begins with two seconds and doubles."""

SECONDS_UNTIL_CHECKED = 600.0
"""How often a service that takes us is asked again though no call failed: so an idle bot learns of a lost token."""

log = structlog.get_logger(__name__)


class NotConnected(Exception):
    """The service does not take us. What can be mended in the settings or over there does not end the process either.

    `words` may be read by strangers, as `bot.health.Degradation` says; `advice` is for the operator and may name hosts
    and variables.
    """

    def __init__(self, code: str, words: str, advice: str) -> None:
        """Keep what to tell; `code` is a label of few values."""
        super().__init__(advice)
        self.code, self.words, self.advice = code, words, advice


@dataclass(slots=True)
class Connection:
    """Keeps `health` told of one service, `part`. `meet` asks it, and raises `NotConnected`, which is the `problem`."""

    part: str
    meet: Callable[[], Awaitable[None]]
    health: Health
    is_met: bool = False
    is_asking: bool = False
    problem: NotConnected | None = None
    _was_tried: bool = False
    _is_over: bool = False
    _doubted: asyncio.Event = field(default_factory=asyncio.Event)

    async def attempt(self) -> None:
        """Ask once; raises nothing."""
        self._was_tried = self.is_asking = True
        self._doubted.clear()
        try:
            await self.meet()
        except NotConnected as problem:
            self.failed(problem)
        except Exception:
            reference = secrets.token_hex(4)
            log.exception("connection failed", part=self.part, reference=reference)
            self.failed(NotConnected("unexpected", "It failed in a way that nobody foresaw.", f"reference {reference}"))
        else:
            self.succeeded()
        finally:
            self.is_asking = False

    def succeeded(self) -> None:
        """A call was taken."""
        self.is_met, self.problem = True, None
        self.health.clear(self.part)

    def failed(self, problem: NotConnected) -> None:
        """A call was not taken, and the same would happen to the next."""
        self.is_met, self.problem = False, problem
        if self._is_over:
            return
        self.health.report(self.part, problem.code, problem.words, advice=problem.advice)
        if not self.is_asking:
            self._doubted.set()

    def end(self) -> None:
        """The bot stops: whatever fails from now on was cut off by that."""
        self._is_over = True

    def doubt(self) -> None:
        """Ask soon: a call failed that asking did not make."""
        self._doubted.set()

    def wanted(self) -> None:
        """Ask soon if the service is away: somebody waits for it."""
        if not self.is_met and not self.is_asking:
            self._doubted.set()

    async def keep(self) -> None:
        """Ask for as long as this runs: at once if nobody did yet, and then as the answers call for."""
        pause = SECONDS_BETWEEN
        if not self._was_tried:
            await self.attempt()
        while True:
            await self._wait(SECONDS_UNTIL_CHECKED if self.is_met else pause)
            await self.attempt()
            pause = SECONDS_BETWEEN if self.is_met else min(2 * pause, SECONDS_LONGEST)

    async def _wait(self, seconds: float) -> None:
        """Until then, or until somebody doubts, but not for less than the gap."""
        loop = asyncio.get_running_loop()
        earliest = loop.time() + SECONDS_BETWEEN
        with suppress(TimeoutError):
            await asyncio.wait_for(self._doubted.wait(), seconds)
        await asyncio.sleep(earliest - loop.time())
