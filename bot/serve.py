"""`readiness serve`: the whole bot in one process, until it is told to stop."""

import asyncio
import signal
from contextlib import AsyncExitStack

import structlog

from bot.bootstrap import assembled, connected
from bot.jobs.tick import Ticker
from bot.settings import BadSettings, Settings
from bot.web.server import listening
from storage import NotMigrated, SchemaState, migrate, schema_state, serve_lock

log = structlog.get_logger(__name__)


async def serve(settings: Settings) -> None:
    """Serve until SIGTERM or Ctrl-C, then finish what is under way.

    Raises `BadSettings` when no chat platform is configured, and what the database refuses.
    """
    if not settings.has_slack:
        raise BadSettings(
            "No chat platform is configured: set SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET (README, “Install in Slack”)"
        )
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(serve_lock(settings.database_url))
        await _prepare_database(settings)
        bot = await stack.enter_async_context(assembled(settings))
        ticker = await stack.enter_async_context(Ticker(bot.deps, bot.pump))
        bot.room.changed = ticker.wake
        port = await stack.enter_async_context(listening(bot.web_application(), settings.host, settings.port))
        await stack.enter_async_context(connected(bot))
        log.info("serving", host=settings.host, port=port, socket_mode=settings.slack_app_token is not None)
        await _told_to_stop()
        log.info("stopping")


async def _prepare_database(settings: Settings) -> None:
    """An empty database is set up; an older one waits for `readiness migrate`, so that nobody is surprised by it."""
    state = await schema_state(settings.database_url)
    if state is SchemaState.EMPTY:
        await migrate(settings.database_url)
    elif state is SchemaState.BEHIND:
        raise NotMigrated


async def _told_to_stop() -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(sign, stop.set)
    await stop.wait()
