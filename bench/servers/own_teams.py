"""The bot's own way in from Teams, with a handler that answers every press alike: what `stock_teams.py` does."""

import asyncio
import os
from typing import Any

import aiohttp
from aiohttp import web
from botbuilder.schema import Activity

from bench.house import now
from bench.pressed import ANSWER, APP, TENANT
from bench.servers.told import cpu, served
from bot.admission import Admission
from bot.teams.adapter import TeamsAdapter
from bot.teams.endpoint import messages_endpoint
from bot.teams.service_urls import ServiceUrls
from bot.teams.tokens import TokenValidator


def own_application(session: aiohttp.ClientSession) -> web.Application:
    """Check, read, turn and answer, and nothing of what the bot does inside."""

    async def echo(_: Activity) -> dict[str, Any]:
        return ANSWER

    service_urls = ServiceUrls([os.environ["TEAMS_SERVICE_URLS"]])
    validator = TokenValidator(session, os.environ["TEAMS_OPENID_URL"], APP, TENANT, service_urls, now)
    application = web.Application()
    application.router.add_post("/api/messages", messages_endpoint(TeamsAdapter(echo), validator.check, Admission(now)))
    application.router.add_get("/cpu", cpu)
    return application


async def _serve() -> None:
    async with aiohttp.ClientSession() as session:
        await served(own_application(session))


if __name__ == "__main__":
    asyncio.run(_serve())
