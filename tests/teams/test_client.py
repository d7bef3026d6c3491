"""The bot in Microsoft's own local Teams client: what is typed, pressed and seen in its page."""

import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.bootstrap import Bot, assembled, random_id
from bot.demo.cast import BEN, DEE
from bot.demo.clock import MovableClock
from bot.settings import read_settings
from readiness.usecases.codes import administrator_code
from tests.look.need import require
from tests.slack.home import BEGINS
from tests.teams.client.client import CHANNEL, TENANT, Client, a_client, a_page, delivery
from tests.teams.issuer import APP

MONDAY = datetime(2026, 10, 26, 8, 1, tzinfo=UTC)
"""Just after nine in Berlin; on Friday the design was to be closed."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Microsoft's client on the desk, and the bot behind it."""

    client: Client
    bot: Bot
    clock: MovableClock

    async def code(self) -> str:
        """A new code for an administrator."""
        return await administrator_code(self.bot.storage, self.clock, random_id)


@asynccontextmanager
async def a_desk(
    database: Path, folder: Path, *, configuration: Mapping[str, Any] | None = None, tenant: str = "", bot_name: str
) -> AsyncIterator[Desk]:
    """The client with its page open, and the bot as it is started for it: no password, nothing signed."""
    require("node", "npm", "chromium")
    clock = MovableClock(BEGINS)
    async with AsyncExitStack() as stack:
        # Each is told at its start where the other is, so one address has to be taken before anything listens there.
        taken = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        endpoint = f"http://127.0.0.1:{taken.getsockname()[1]}/api/messages"
        url = await stack.enter_async_context(a_client(folder, endpoint, configuration))
        settings = read_settings(environment(url, database) | {"TEAMS_TENANT_ID": tenant})
        bot = await stack.enter_async_context(
            assembled(settings, clock=clock, ids=random_id, gap=timedelta(), seconds=clock.seconds)
        )
        runner = web.AppRunner(await stack.enter_async_context(bot.hearing()), access_log=None)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        await web.SockSite(runner, taken).start()
        client = await stack.enter_async_context(a_page(url, folder, bot_name))
        yield Desk(client, bot, clock)
        assert await client.refused() == []


def environment(url: str, database: Path) -> dict[str, str]:
    """The settings that bring the bot to the client at `url`."""
    return {
        "READINESS_DATABASE_URL": f"sqlite+aiosqlite:///{database}",
        "READINESS_LOG_LEVEL": "WARNING",
        "TEAMS_APP_ID": APP,
        "TEAMS_SERVICE_URLS": url,
        "TEAMS_LOCAL_UNAUTHENTICATED": "1",
    }


async def test_the_main_job_can_be_done_in_microsofts_local_client(database: Path, tmp_path: Path) -> None:
    async with a_desk(database, tmp_path, configuration=delivery(), tenant=TENANT, bot_name="Readiness") as desk:
        await ana_is_welcomed_and_administers(desk)
        await ana_starts_an_initiative(desk)
        await ben_brings_evidence(desk)
        await dee_approves_with_a_button(desk)
        await monday_comes(desk)


async def test_the_people_who_come_with_the_client_can_use_the_bot_too(database: Path, tmp_path: Path) -> None:
    """Their ids are not like Teams', the bot has another one there, and nobody says what tenant it is."""
    async with a_desk(database, tmp_path, bot_name="Test") as desk:
        await desk.client.say(f"admin {await desk.code()}")
        await desk.client.sees("Alex Wilber is an administrator now")
        await desk.client.open("Announcements")
        await desk.client.sees("its checklist will live in this channel")
        await desk.client.post('new "Churn model" model-complete 2026-11-13 value 25000 EUR')
        await desk.client.sees("Churn model is started")
        await desk.client.post("assign compute @Megan")
        await desk.client.sees("Offered compute of Churn model to Megan Bowen")


async def ana_is_welcomed_and_administers(desk: Desk) -> None:
    assert "What waits for me" in await desk.client.sees("I keep handoffs accountable.")
    await desk.client.picture("1-welcome")
    await desk.client.say(f"admin {await desk.code()}")
    await desk.client.sees("Ana is an administrator now")


async def ana_starts_an_initiative(desk: Desk) -> None:
    client = desk.client
    await client.open(CHANNEL)
    await client.sees("its checklist will live in this channel")
    await client.picture("2-welcome-in-a-channel")
    await client.post("party compliance owner @Dee")
    await client.sees("Compliance is changed")
    await client.post('new "Churn model" design-closed 2026-10-23 model-complete 2026-11-13 value 25000 EUR')
    await client.sees("Churn model is started")
    await desk.bot.settle()
    assert "0 of 18" in await client.sees("Churn model · 0 of 18 ready")
    await client.picture("3-checklist")


async def ben_brings_evidence(desk: Desk) -> None:
    client = desk.client
    thread = await client.post("assign approved-datasets @Ben")
    await client.sees("Offered approved-datasets of Churn model to Ben")
    await desk.bot.settle()
    await client.press("Accept", about="Ben one thing for you", as_actor=BEN)
    await client.sees("Accepted. approved-datasets")
    await desk.bot.settle()
    await client.type_as(BEN, thread, "evidence approved-datasets https://wiki.example/churn/datasets")
    await client.sees("Evidence added to approved-datasets")
    await client.type_as(BEN, thread, "request approved-datasets")
    await client.sees("Asked for the sign-off of approved-datasets")
    await desk.bot.settle()


async def dee_approves_with_a_button(desk: Desk) -> None:
    client = desk.client
    assert "wiki.example/churn/datasets" in await client.sees("Please sign off: Datasets approved")
    await client.picture("4-sign-off")
    await client.press("Approve", about="Please sign off", as_actor=DEE)
    await client.sees("Signed off. approved-datasets of Churn model is done.")
    await client.picture("5-approved")
    await desk.bot.settle()
    assert "Dee approved" in await client.sees("Signed off: Datasets approved")
    await client.post("status")
    assert "1 of 18 ready" in await client.sees("As of 12 Oct 2026")
    await client.picture("6-status")


async def monday_comes(desk: Desk) -> None:
    client = desk.client
    await client.post("claim data-lineage")
    await client.sees("data-lineage of Churn model is yours")
    desk.clock.set(MONDAY)
    await desk.bot.run_due()
    assert "Churn model" in await client.sees("Monday digest")
    await client.picture("7-digest")
    await client.open("Personal Chat")
    assert "data-lineage" in await client.sees("One thing waits for you")
    await client.press("Snooze until Monday", about="One thing waits for you")
    await client.reads("No reminders until 2 Nov 2026")
    await client.picture("8-reminder")
