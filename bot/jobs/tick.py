"""The clock's hand: APScheduler says when to look; what is due is in the database.

Its jobs only set an event. The work runs in tasks of our own, because its shutdown cuts running jobs off
(platform-facts.md, O). It goes by the wall clock: once that was set back, it would not look again until the clock shows
what it showed before. So a timer of the event loop, which never jumps, watches the wall clock.
"""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Collection
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.jobs.faults import database_away
from bot.jobs.jumps import Jumps
from bot.jobs.pump import Pump
from readiness.usecases.belonging import MOST, look_at_people
from readiness.usecases.channels import look_at_channels
from readiness.usecases.frame.ports import DatabaseUnavailable, Deps
from readiness.usecases.sweeping import Counts, find_again, run_due

PUMP_SECONDS, SWEEP_SECONDS, LOOK_SECONDS, ASK_SECONDS = 1, 20, 300, 21
"""How often to deliver, to look for digests that are due, to look at every initiative for reminders and waivers, and to
ask the platforms about a few people, which has a pause of 20 seconds."""

WATCH_SECONDS = 10.0
"""How often to look whether somebody set the clock."""

SECONDS_TO_STOP = 10.0
"""How long what is under way may take to end (promises.md, P10)."""

log = structlog.get_logger()


class Ticker:
    """Runs the sweep and the pump while it is entered; leaving it lets what is under way end."""

    def __init__(self, deps: Deps, pump: Pump) -> None:
        """For those parts; nothing runs yet."""
        self._deps = deps
        self._pump = pump
        self._scheduler = AsyncIOScheduler(
            timezone="UTC", job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )
        self._deliver, self._sweep, self._look = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self._ask, self._watch = asyncio.Event(), asyncio.Event()
        self._jumps = Jumps(deps.clock, deps.seconds)
        self._is_stopping = False
        self._tasks: list[asyncio.Task[None]] = []

    def wake(self) -> None:
        """Deliver at once: something was committed."""
        self._deliver.set()

    async def __aenter__(self) -> Self:
        """Start, with a look at everything."""
        self._pump.call_again = self._wake_in
        for event, seconds in (
            (self._deliver, PUMP_SECONDS),
            (self._sweep, SWEEP_SECONDS),
            (self._look, LOOK_SECONDS),
            (self._ask, ASK_SECONDS),
        ):
            event.set()
            self._tick(event, seconds)
        self._scheduler.start()
        self._watch_again()
        self._tasks = [
            asyncio.create_task(self._repeat(self._deliver, self._pump_once), name="pump"),
            asyncio.create_task(self._repeat(self._sweep, self._sweep_once), name="sweep"),
            asyncio.create_task(self._repeat(self._look, self._look_once), name="look"),
            asyncio.create_task(self._repeat(self._ask, self._ask_once), name="ask"),
            asyncio.create_task(self._repeat(self._watch, self._watch_once), name="watch"),
        ]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Start nothing more; what is under way has ten seconds."""
        self._is_stopping = True
        self._scheduler.shutdown(wait=False)
        self._watching.cancel()
        for event in (self._deliver, self._sweep, self._look, self._ask, self._watch):
            event.set()
        deadline = asyncio.get_running_loop().time() + SECONDS_TO_STOP
        # In this order: a claim that is under way begins deliveries, which must end before the storage is closed.
        await asyncio.gather(_ended(self._tasks), self._pump.finish(SECONDS_TO_STOP))
        await self._pump.finish(max(deadline - asyncio.get_running_loop().time(), 0.5))

    def _tick(self, event: asyncio.Event, seconds: int) -> None:
        async def tick() -> None:
            event.set()

        self._scheduler.add_job(tick, "interval", seconds=seconds, id=f"every-{seconds}-seconds")

    async def _repeat(self, event: asyncio.Event, work: Callable[[], Awaitable[None]]) -> None:
        while not self._is_stopping:
            await event.wait()
            event.clear()
            if not self._is_stopping:
                await _guarded(work)

    def _wake_in(self, seconds: float) -> None:
        asyncio.get_running_loop().call_later(seconds, self._deliver.set)

    def _watch_again(self) -> None:
        self._watch.set()
        self._watching = asyncio.get_running_loop().call_later(WATCH_SECONDS, self._watch_again)

    async def _pump_once(self) -> None:
        await self._pump.start_due()

    async def _sweep_once(self) -> None:
        counts = await run_due(self._deps, initiatives_too=False)
        if counts != Counts():
            self.wake()

    async def _look_once(self) -> None:
        await self._pump.bring_back()
        await run_due(self._deps)
        self.wake()
        await look_at_channels(self._deps)
        self.wake()

    async def _ask_once(self) -> None:
        if await look_at_people(self._deps, MOST):
            self.wake()

    async def _watch_once(self) -> None:
        """Find again what is due when somebody set the clock."""
        jump = self._jumps.look()
        if not jump:
            return
        for job in self._scheduler.get_jobs():
            job.modify(next_run_time=datetime.now(UTC))
        if jump < 0:
            await self._pump.bring_back(-jump)
            await find_again(self._deps)
        self._jumps.settled()
        self._noticed(jump)
        for event in (self._deliver, self._sweep, self._look, self._ask):
            event.set()

    def _noticed(self, jump: float) -> None:
        log.warning("clock jumped", seconds=round(jump))


async def _ended(tasks: Collection[asyncio.Task[None]]) -> None:
    _, late = await asyncio.wait(tasks, timeout=SECONDS_TO_STOP)
    for task in late:
        task.cancel()
    await asyncio.gather(*late, return_exceptions=True)


async def _guarded(work: Callable[[], Awaitable[None]]) -> None:
    """Nothing that goes wrong in one round keeps the next one from coming."""
    try:
        await work()
    except DatabaseUnavailable as away:
        database_away(away)
    except Exception:
        log.exception("a round failed", reference=secrets.token_hex(4))
