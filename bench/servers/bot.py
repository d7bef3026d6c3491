"""The bot as `readiness serve` runs it, without the clock's ticks: its settings come from the environment."""

import asyncio
import os

from bench.servers.told import cpu, until_stdin_ends
from bot.bootstrap import assembled
from bot.logs import set_up_logs
from bot.settings import read_settings
from bot.web.server import listening


async def _serve() -> None:
    settings = read_settings(os.environ)
    set_up_logs("WARNING", "json")
    async with assembled(settings) as bot:
        application = bot.web_application()
        application.router.add_get("/cpu", cpu)
        async with listening(application, settings.host, settings.port) as port:
            await until_stdin_ends(port)


if __name__ == "__main__":
    asyncio.run(_serve())
