"""The bot as `readiness serve` runs it, delivery included, but without its sweeps, which would read every initiative.

Its settings come from the environment.
"""

import asyncio
import os

from bench.servers.told import cpu, until_stdin_ends
from bot.bootstrap import Bot, assembled
from bot.logs import set_up_logs
from bot.serve import calm_collector
from bot.settings import read_settings
from bot.web.server import listening


async def _serve() -> None:
    settings = read_settings(os.environ)
    set_up_logs("ERROR", "json")
    async with assembled(settings) as bot, bot.hearing() as application:
        application.router.add_get("/cpu", cpu)
        async with listening(application, settings.host, settings.port) as port:
            calm_collector()
            delivering = asyncio.create_task(_deliver(bot))
            await until_stdin_ends(port)
            delivering.cancel()


async def _deliver(bot: Bot) -> None:
    """Look for messages to deliver whenever something was enqueued (bot/jobs/tick.py)."""
    changed = asyncio.Event()
    bot.storage.when_enqueued(changed.set)
    while await changed.wait():
        changed.clear()
        await bot.pump.start_due()


if __name__ == "__main__":
    asyncio.run(_serve())
