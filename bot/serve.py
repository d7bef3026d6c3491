"""`readiness serve`: the whole bot in one process, until it is told to stop."""

import asyncio
import gc
import signal
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager

import structlog

from bot.bootstrap import Bot, assembled, require_current, utc_now
from bot.jobs.tick import Ticker
from bot.settings import NO_PLATFORM, BadSettings, Settings
from bot.web.metrics import Metrics
from bot.web.server import listening
from readiness.usecases.frame.ports import Clock, Seconds
from storage import SchemaState, database_place, migrate, schema_state, serve_lock

SECONDS_TO_FINISH = 7.0
"""How long a message on its way may take to arrive once the bot stops: Slack is asked about it before it is sent again,
Teams cannot be asked."""


SECONDS_TO_STOP = 9.0
"""How long everything together may take: who stops us kills after ten (promises.md, P10)."""

log = structlog.get_logger(__name__)


async def serve(settings: Settings, *, clock: Clock = utc_now, seconds: Seconds = time.monotonic) -> None:
    """Serve until SIGTERM or Ctrl-C, then finish what is under way.

    Raises `BadSettings` when no chat platform is configured or Slack refuses, `CannotListen`, and what the database
    refuses.
    """
    if not (settings.has_slack or settings.has_teams):
        raise BadSettings(NO_PLATFORM)
    stop = _told_to_stop()
    async with AsyncExitStack() as stack:
        with _collector_at_rest():
            await stack.enter_async_context(serve_lock(settings.database_url))
            await _prepare_database(settings)
            bot = await stack.enter_async_context(assembled(settings, clock=clock, seconds=seconds))
            port = await stack.enter_async_context(_at_work(bot))
        calm_collector()
        log.info("serving", host=settings.host, port=port, platforms=sorted(bot.platforms))
        await stop.wait()
        log.info("stopping")


def calm_collector() -> None:
    """Look for garbage less often, and never again through what every turn shares.

    A turn makes thousands of short-lived values without circles; at Python's own thresholds a sixth of its time goes
    into searching them (docs/speed.md).
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Look for no garbage while inside: what is made to start with stays, and looking through it takes a tenth."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


class _CountedTicker(Ticker):
    """The ticker, its rounds counted."""

    def __init__(self, bot: Bot, metrics: Metrics) -> None:
        super().__init__(bot.deps, bot.pump)
        self._jumped = metrics.clock_jumps
        self._digests, self._initiatives = metrics.sweeps.labels("digests"), metrics.sweeps.labels("initiatives")

    async def _sweep_once(self) -> None:
        await super()._sweep_once()
        self._digests.inc()

    async def _look_once(self) -> None:
        await super()._look_once()
        self._initiatives.inc()

    def _noticed(self, jump: float) -> None:
        super()._noticed(jump)
        self._jumped.inc()


@asynccontextmanager
async def _at_work(bot: Bot) -> AsyncIterator[int]:
    """Hear, tick and deliver while inside; gives the port. Hearing and delivering end side by side."""
    ticker = _CountedTicker(bot, bot.metrics)
    bot.storage.when_enqueued(ticker.wake)
    async with AsyncExitStack() as opened:
        heard = await opened.enter_async_context(bot.hearing())
        port = await opened.enter_async_context(listening(heard, bot.settings.host, bot.settings.port, bot.admission))
        await ticker.__aenter__()
        ears = opened.pop_all()
    try:
        yield port
    finally:
        await _stopped(bot, ears, ticker)


async def _stopped(bot: Bot, ears: AsyncExitStack, ticker: Ticker) -> None:
    try:
        async with asyncio.timeout(SECONDS_TO_STOP):
            await asyncio.gather(ears.aclose(), bot.pump.finish(SECONDS_TO_FINISH), ticker.__aexit__(None, None, None))
    except TimeoutError:
        log.warning("stopped before everything had ended")


async def _prepare_database(settings: Settings) -> None:
    """An empty database is set up; an older one waits for `readiness migrate`, so that nobody is surprised by it."""
    if await schema_state(settings.database_url) is SchemaState.EMPTY:
        await migrate(settings.database_url)
        log.info("a new, empty database was made", where=database_place(settings.database_url))
    await require_current(settings.database_url)


def _told_to_stop() -> asyncio.Event:
    """Set once the process is told to stop, which it may be while it still starts."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(sign, stop.set)
    return stop
