"""Sends what the outbox holds: claims rows, delivers each, and writes down what came of it."""

import asyncio
import secrets
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

import structlog

from bot.jobs.answer_codes import Scope
from bot.jobs.deliver import deliver
from bot.jobs.errand import Errand, NotFindable, NotFoundYet, NotYet, Stopped
from bot.jobs.messenger import Messenger, NotSent, PersonUnreachable, ThreadGone, TryLater, UnknownOutcome
from bot.jobs.pace import Pace
from bot.jobs.sight import Sight
from readiness.domain.identity import WorkspaceId
from readiness.usecases.digests import close_channel
from readiness.usecases.ports import DatabaseUnavailable, Deliveries, Delivery, Deps
from readiness.usecases.reaching import tell_unreachable

AT_ONCE, AT_ONCE_PER_WORKSPACE = 32, 24
"""How many deliveries are on their way at the same time; a slow workspace leaves the others their share (P9)."""

MOST_ATTEMPTS = 10
LONGEST_PAUSE = 600.0
"""Seconds between two tries at most, where the platform does not say how long to wait."""

LONGEST_WAIT = 3600
"""Seconds that a platform is left alone at most, whatever it asks for."""

LONGEST_HOLD = LONGEST_WAIT + 300.0
"""Seconds. Nothing is put off for longer, not even by a clock that is a few minutes ahead of this one."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of the deliveries that were claimed. `unknown` ones may stand or not and were not sent again."""

    sent: int = 0
    postponed: int = 0
    given_up: int = 0
    unknown: int = 0


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
        self._running: set[asyncio.Task[None]] = set()
        self._under_way: set[int] = set()
        self._busy: Counter[WorkspaceId] = Counter()
        self._counted: Counter[str] = Counter()
        self.call_again: Callable[[float], None] = _nobody
        """Told, after every delivery, in how many seconds there may be something to do again."""

    @property
    def counts(self) -> Counts:
        """What became of everything so far."""
        return Counts(**self._counted)

    async def start_due(self, *, fair: bool = True) -> int:
        """Claim what is due and begin to deliver it; how many that were. If `fair`, no workspace takes every place."""
        free = self._at_once - len(self._running)
        if free <= 0:
            return 0
        began = self._deps.seconds()
        most = AT_ONCE_PER_WORKSPACE if fair else AT_ONCE
        claimed = await self._deliveries.claim(self._deps.clock(), free)
        # A lease can end before its time where somebody sets the clock that it goes by: the row is still on its way.
        fresh = [delivery for delivery in claimed if delivery.id not in self._under_way]
        for delivery in fresh:
            self._under_way.add(delivery.id)
            errand = Errand(self._deps, delivery, self._messengers, self._pace, self._sight, began)
            task = asyncio.create_task(self._run(errand, most))
            self._running.add(task)
            task.add_done_callback(self._ended)
        return len(fresh)

    async def bring_back(self, set_back: float = 0.0) -> None:
        """Let be due what waits for longer than anything is put off for: the clock that did was set back since.

        Everything that waits, if the clock has just been `set_back` by so many seconds. What a platform asked to wait
        for is held all the same.
        """
        now, beyond = self._deps.clock(), 0.0 if set_back else LONGEST_HOLD
        await self._deliveries.bring_back(now, now + timedelta(seconds=beyond), timedelta(seconds=set_back))

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

    async def _run(self, errand: Errand, most: int) -> None:
        """Deliver one and write down the outcome: the edge beyond which no error goes."""
        try:
            await self._attempt(errand, most)
        except asyncio.CancelledError:
            await self._later(errand, 0.0, "stopped")
            raise
        except DatabaseUnavailable:
            log.warning("database away", key=errand.delivery.notice.key)
        except Exception as error:  # noqa: BLE001 - the edge: logged with a reference, and the others go on
            await self._failed(errand, error)
        finally:
            self._under_way.discard(errand.delivery.id)

    async def _attempt(self, errand: Errand, most: int) -> None:
        workspace = errand.delivery.notice.workspace
        if self._busy[workspace] >= most:
            await self._later(errand, 1.0, "its workspace is busy")
            return
        self._busy[workspace] += 1
        try:
            await self._deliver(errand)
        finally:
            self._busy[workspace] -= 1

    async def _deliver(self, errand: Errand) -> None:
        delivery = errand.delivery
        try:
            await deliver(errand)
        except NotYet as early:
            await self._later(errand, early.seconds, "its turn comes")
        except TryLater as refused:
            await self._asked_to_wait(errand, refused)
        except (UnknownOutcome, ThreadGone) as error:
            await self._unanswered(errand, error)
        except NotFoundYet as early:
            await self._later(errand, early.seconds, str(early))
        except NotFindable as error:
            await self._give_up(delivery, f"unknown outcome, not sent again: {error}", "unknown")
        except Stopped as stopped:
            await self._stopped(errand, stopped)
        except PersonUnreachable as lost:
            await self._give_up(delivery, str(lost))
            await tell_unreachable(self._deps, delivery.organisation, delivery.notice)
        except NotSent as refused:
            await self._give_up(delivery, str(refused))
        else:
            await self._deliveries.done(delivery, self._deps.clock())
            self._counted["sent"] += 1

    async def _asked_to_wait(self, errand: Errand, refused: TryLater) -> None:
        wait = float(min(max(1, refused.seconds), LONGEST_WAIT))
        errand.pace.hold(errand.speaks_to or errand.delivery.notice.workspace, wait)
        await self._later(errand, wait, str(refused))

    async def _unanswered(self, errand: Errand, error: UnknownOutcome | ThreadGone) -> None:
        """A thread said to be gone whose first message stands is as good as no answer: in Teams that passes."""
        await self._later(errand, self._backoff(errand.delivery), f"no answer: {error}")

    async def _stopped(self, errand: Errand, stopped: Stopped) -> None:
        """Somebody has to do something: it is tried again now and then, unless the platform says that it is closed."""
        delivery, place = errand.delivery, stopped.place
        if stopped.refused.scope is Scope.CHANNEL and not await errand.is_open(place):
            await self._give_up(delivery, f"the channel is closed: {stopped}")
            await close_channel(self._deps, delivery.organisation, place.workspace.id, place.channel)
        else:
            log.error("message waits for somebody", key=delivery.notice.key, why=str(stopped))
            await self._later(errand, self._backoff(delivery), str(stopped))

    async def _failed(self, errand: Errand, error: Exception) -> None:
        """An error nobody foresaw: logged once with a reference, tried again a few times."""
        delivery, reference = errand.delivery, secrets.token_hex(4)
        log.error("delivery failed", reference=reference, key=delivery.notice.key, exc_info=error)
        why = f"unexpected error, reference {reference}"
        try:
            if delivery.attempts + 1 >= MOST_ATTEMPTS:
                await self._give_up(delivery, why, "unknown" if errand.may_stand else "given_up")
            else:
                await self._later(errand, self._backoff(delivery), why)
        except DatabaseUnavailable:
            log.warning("database away", key=delivery.notice.key)

    async def _later(self, errand: Errand, seconds: float, why: str) -> None:
        at = self._deps.clock() + timedelta(seconds=seconds)
        await self._deliveries.retry(errand.delivery, at, why, unknown=errand.may_stand)
        self._counted["postponed"] += 1
        self.call_again(seconds)

    async def _give_up(self, delivery: Delivery, why: str, counted: str = "given_up") -> None:
        log.error("message given up", key=delivery.notice.key, why=why)
        await self._deliveries.give_up(delivery, self._deps.clock(), why)
        self._counted[counted] += 1

    def _backoff(self, delivery: Delivery) -> float:
        return float(min(2 ** min(delivery.attempts + 1, 12), LONGEST_PAUSE))


def _nobody(seconds: float) -> None:
    """Without a ticker nobody is told."""
