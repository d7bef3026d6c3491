"""Sends what the outbox holds: claims rows, delivers each, and writes down what came of it."""

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine, Mapping
from datetime import timedelta
from typing import Any

import structlog

from bot.jobs.errand import Errand
from bot.jobs.faults import database_away
from bot.jobs.jumps import Jumps
from bot.jobs.messenger import Messenger
from bot.jobs.outcomes import LONGEST_WAIT, Counts, Outcomes
from bot.jobs.pace import Pace
from bot.jobs.prober import Prober
from bot.jobs.sight import Sight
from readiness.domain.values.hold import Hold
from readiness.domain.values.identity import WorkspaceId
from readiness.usecases.frame.ports import DatabaseUnavailable, Deliveries, Delivery, Deps

AT_ONCE, AT_ONCE_PER_WORKSPACE = 32, 24
"""How many deliveries are on their way at the same time; a slow workspace leaves the others their share (P9)."""

LONGEST_HOLD = LONGEST_WAIT + 300.0
"""Seconds. Nothing is put off for longer, not even by a clock that is a few minutes ahead of this one."""

FURTHEST_BACK = 7 * 86_400.0
"""Seconds. What is in doubt is looked for that much further back at most, however often the clock was set forward."""

log = structlog.get_logger()


class Pump:
    """Claims and delivers, several at a time. Raises `DatabaseUnavailable` where rows cannot be claimed."""

    def __init__(
        self,
        deps: Deps,
        deliveries: Deliveries,
        messengers: Mapping[str, Messenger],
        pace: Pace | None = None,
        at_once: int = AT_ONCE,
    ) -> None:
        """Deliver through the messenger of each workspace's platform, at that pace or the usual one.

        One `at_once` is what makes the order of what is kept of the deliveries the same every time.
        """
        self._deps = deps
        self._deliveries = deliveries
        self._messengers = messengers
        self._pace = pace or Pace(deps.seconds)
        self._at_once = at_once
        self._sight = Sight(deps.seconds)
        self._outcomes = Outcomes(deps, deliveries)
        self._prober = Prober(deps, deliveries, messengers, self._run_probe)
        self._jumps = Jumps(deps.clock, deps.seconds)
        self._set_forward = 0.0
        self._running: set[asyncio.Task[None]] = set()
        self._under_way: set[int] = set()
        self._busy: Counter[WorkspaceId] = Counter()

    @property
    def counts(self) -> Counts:
        """What became of everything so far."""
        return self._outcomes.counts

    @property
    def call_again(self) -> Callable[[float], None]:
        """Told, after every delivery, in how many seconds there may be something to do again."""
        return self._outcomes.call_again

    @call_again.setter
    def call_again(self, told: Callable[[float], None]) -> None:
        self._outcomes.call_again = told

    async def start_due(self, *, fair: bool = True) -> int:
        """Claim what is due and begin to deliver it; how many that were. If `fair`, no workspace takes every place.

        What is held and due to be tried counts too.
        """
        free = self._at_once - len(self._running)
        if free <= 0:
            return 0
        self._look_at_the_clock()
        await self._prober.look()
        began = self._deps.seconds()
        most = AT_ONCE_PER_WORKSPACE if fair else AT_ONCE
        claimed = await self._deliveries.claim(self._deps.clock(), free)
        # A lease can end before its time where somebody sets the clock that it goes by: the row is still on its way.
        fresh = [delivery for delivery in claimed if delivery.id not in self._under_way]
        work = [*[self._run(self._errand(delivery, began), most) for delivery in fresh], *self._prober.due()]
        self._under_way |= {delivery.id for delivery in fresh}
        for one in work:
            self._spawn(one)
        return len(work)

    async def bring_back(self, set_back: float = 0.0) -> None:
        """Let be due what waits for longer than anything is put off for: the clock that did was set back since.

        Everything that waits, if the clock has just been `set_back` by so many seconds. What a platform asked to wait
        for is held all the same.
        """
        now, beyond = self._deps.clock(), 0.0 if set_back else LONGEST_HOLD
        await self._deliveries.bring_back(now, now + timedelta(seconds=beyond), timedelta(seconds=set_back))
        self._look_at_the_clock()
        self._set_forward = max(0.0, self._set_forward - set_back)

    async def drain(self) -> Counts:
        """Deliver until nothing is due any more, what is postponed left aside."""
        while await self.start_due(fair=False) or self._running:
            await self.one_done()
        return self.counts

    async def one_done(self) -> None:
        """Wait until a delivery under way has ended; not at all when there is none."""
        if self._running:
            await asyncio.wait(self._running, return_when=asyncio.FIRST_COMPLETED)

    async def finish(self, seconds: float) -> None:
        """Let what is under way end, for so long at most; what is cut off then is looked up before it is sent again."""
        if not self._running:
            return
        _, late = await asyncio.wait(self._running, timeout=seconds)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    def _ended(self, task: asyncio.Task[None]) -> None:
        """The next message of its lane may follow."""
        self._running.discard(task)
        self.call_again(0.0)

    def _look_at_the_clock(self) -> None:
        """What is in doubt stands since a moment before it was claimed, by a clock that was right until it was set."""
        self._set_forward = min(self._set_forward + max(0.0, self._jumps.look()), FURTHEST_BACK)
        self._jumps.settled()

    def _errand(self, delivery: Delivery, began: float, probes: Hold | None = None) -> Errand:
        ahead = timedelta(seconds=self._set_forward)
        parts = (self._deps, delivery, self._messengers, self._pace, self._sight, began)
        return Errand(*parts, probes=probes, set_forward=ahead)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._ended)

    async def _run_probe(self, delivery: Delivery, hold: Hold) -> None:
        self._under_way.add(delivery.id)
        await self._run(self._errand(delivery, self._deps.seconds(), hold), AT_ONCE)

    async def _run(self, errand: Errand, most: int) -> None:
        """Deliver one and write down the outcome: the edge beyond which no error goes."""
        try:
            await self._attempt(errand, most)
        except asyncio.CancelledError:
            await self._outcomes.later(errand, 0.0, "stopped")
            raise
        except DatabaseUnavailable as away:
            database_away(away)
        except Exception as error:  # noqa: BLE001 - the edge: logged with a reference, and the others go on
            await self._outcomes.failed(errand, error)
        finally:
            self._under_way.discard(errand.delivery.id)

    async def _attempt(self, errand: Errand, most: int) -> None:
        workspace = errand.delivery.notice.workspace
        if self._busy[workspace] >= most:
            await self._outcomes.later(errand, 1.0, "its workspace is busy")
            return
        self._busy[workspace] += 1
        try:
            await self._outcomes.make(errand)
        finally:
            self._busy[workspace] -= 1
