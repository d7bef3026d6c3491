"""What is wrong is found out from readyz, `doctor`, the metrics and the log alone: one row for each thing.

Each row breaks one thing under a bot that serves, and names the part and code that must be told. A new thing that can
go wrong is a new row.
"""

import json
import re
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from sqlalchemy import Engine, event
from structlog.testing import capture_logs

from bot.bootstrap import Bot, assembled
from bot.demo.cast import ANA
from bot.doctor import Finding, examine
from bot.playground.wire.signature import signed
from bot.settings import read_settings
from bot.web.server import listening
from storage import migrate
from tests.cli.place import HOME, SIGNING_SECRET, Place, a_slack
from tests.storage.refusing import refusing_server

PRIVATE = re.compile(r"/tmp|127\.0\.0\.1|SLACK_|READINESS_|TEAMS_|xoxb|postgres|\.db")
"""What no stranger may read at readyz."""

BODY = b"command=%2Freadiness&text=help"


@dataclass
class Serving:
    """A bot that serves in this process, and where it listens."""

    place: Place
    bot: Bot
    port: int

    async def get(self, path: str) -> tuple[int, str]:
        url = f"http://127.0.0.1:{self.port}{path}"
        async with aiohttp.ClientSession() as session, session.get(url) as answer:
            return answer.status, await answer.text()

    async def doctor(self) -> list[Finding]:
        more = {"READINESS_PORT": str(self.port)}
        return [one async for one in examine(self.place.environment | more)]

    async def post(self, secret: str, at: datetime) -> None:
        """Three requests as Slack would send them."""
        url = f"http://127.0.0.1:{self.port}/slack/events"
        async with aiohttp.ClientSession() as session:
            for _ in range(3):
                answer = await session.post(url, data=BODY, headers=signed(BODY, secret, at))
                assert answer.status == 401

    async def ask_slack(self) -> None:
        """Find out what Slack answers, as the bot does every few minutes and after a failure."""
        await self.bot.platforms["slack"].installation.connection.attempt()


@asynccontextmanager
async def serving(place: Place) -> AsyncIterator[Serving]:
    place.slack = a_slack()
    async with (
        place.slack,
        assembled(read_settings(place.environment)) as bot,
        bot.hearing() as heard,
        listening(heard, "127.0.0.1", 0, bot.admission) as port,
    ):
        yield Serving(place, bot, port)


@pytest.fixture
async def empty(nowhere: Place) -> Place:
    """A database that is set up, with nobody in it: nothing is due."""
    await migrate(nowhere.environment["READINESS_DATABASE_URL"])
    return nowhere


async def revoke(on: Serving) -> None:
    on.place.slack.revoke_token()
    await on.ask_slack()


async def take_scope(on: Serving) -> None:
    """A scope is taken away while messages come up."""
    on.place.slack.deliver_to(f"http://127.0.0.1:{on.port}/slack/events")
    await on.place.slack.command(ANA.account, HOME, 'new "Churn model"')
    on.place.slack.installation.scopes -= {"chat:write"}
    await on.bot.deliver()


async def go_away(on: Serving) -> None:
    on.place.slack.fail("*", drop="before", until=datetime.now(UTC) + timedelta(hours=1))
    await on.ask_slack()


async def sign_wrongly(on: Serving) -> None:
    await on.post("another-secret", datetime.now(UTC))


async def set_clock(on: Serving) -> None:
    await on.post(SIGNING_SECRET, datetime.now(UTC) - timedelta(hours=2))


async def delete_file(on: Serving) -> None:
    on.place.database.unlink()


async def nothing(_: Serving) -> None:
    """What is broken is broken by the database's own answers."""


@contextmanager
def answering(code: int, words: str) -> Iterator[None]:
    """Let SQLite answer every write with that error: a disk is not so easily filled, and root may write anything."""

    def refuse(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith("UPDATE"):
            error = sqlite3.OperationalError(words)
            error.sqlite_errorcode = code
            raise error

    event.listen(Engine, "before_cursor_execute", refuse)
    try:
        yield
    finally:
        event.remove(Engine, "before_cursor_execute", refuse)


ROWS: dict[str, tuple[Callable[[Serving], Awaitable[None]], Any, tuple[int, str, str]]] = {
    "token revoked": (revoke, nullcontext, (200, "slack", "token_revoked")),
    "scope missing": (take_scope, nullcontext, (200, "slack", "missing_scope")),
    "platform away": (go_away, nullcontext, (200, "slack", "unreachable")),
    "signature refused": (sign_wrongly, nullcontext, (200, "slack-requests", "wrong-signature")),
    "clock wrong": (set_clock, nullcontext, (200, "slack-requests", "stale-timestamp")),
    "file gone": (delete_file, nullcontext, (503, "database", "database-gone")),
    "disk full": (
        nothing,
        lambda: answering(sqlite3.SQLITE_FULL, "database or disk is full"),
        (503, "database", "disk-full"),
    ),
    "database read-only": (
        nothing,
        lambda: answering(sqlite3.SQLITE_READONLY, "attempt to write a readonly database"),
        (503, "database", "database-read-only"),
    ),
}


@pytest.mark.parametrize("what", ROWS)
async def test_what_is_wrong_is_told_in_all_four_places(empty: Place, what: str) -> None:
    break_, under, (status, part, code) = ROWS[what]
    with capture_logs() as logged:
        async with serving(empty) as on:
            assert await on.get("/readyz") == (200, '{"status": "ready"}')
            with under():
                await break_(on)
                on.bot.readiness.forget()
                answered, body = await on.get("/readyz")
                page = (await on.get("/metrics"))[1]
                found = await on.doctor()
    told = json.loads(body)
    faults = [*told.get("broken", ()), *told.get("degraded", ())]
    assert (answered, [(one["part"], one["code"]) for one in faults]) == (status, [(part, code)])
    assert PRIVATE.search(body) is None
    assert f'readiness_degraded{{code="{code}",part="{part}"}} 1.0' in page
    assert [one.words for one in found if not one.ok and code in one.words] != []
    assert [line for line in logged if line["log_level"] in {"error", "warning"} and code in str(line)] != []


async def test_a_wrong_password_is_told_in_all_four_places(nowhere: Place) -> None:
    async with refusing_server("28P01", 'password authentication failed for user "anna"') as url:
        nowhere.more["READINESS_DATABASE_URL"] = url
        with capture_logs() as logged:
            async with serving(nowhere) as on:
                status, body = await on.get("/readyz")
                page = (await on.get("/metrics"))[1]
                found = await on.doctor()
    assert (status, json.loads(body)["broken"][0]["code"]) == (503, "server-login")
    assert PRIVATE.search(body) is None
    assert 'readiness_degraded{code="server-login",part="database"} 1.0' in page
    assert [one.words for one in found if not one.ok and 'refuses user "anna"' in one.words] != []
    assert [line for line in logged if 'refuses user "anna"' in str(line)] != []
    assert "canary-password" not in f"{body}{page}{found}{logged}"


async def test_a_bot_that_is_well_is_told_as_such(empty: Place) -> None:
    async with serving(empty) as on:
        found = {one.about: one for one in await on.doctor()}
    assert (found["running bot"].ok, "ready" in found["running bot"].words) == (True, True)
    assert [one for one in found.values() if not one.ok] == []


async def test_work_that_is_late_is_told_too(alone: Place) -> None:
    """The database of a bot that did not run for weeks: nothing sweeps here."""
    async with serving(alone) as on:
        status, body = await on.get("/readyz")
        found = await on.doctor()
    assert (status, [one["part"] for one in json.loads(body)["degraded"]]) == (200, ["digests"])
    assert [one.words for one in found if not one.ok and "late" in one.words] != []


async def test_where_no_bot_serves_doctor_says_so_and_finds_no_fault_in_it(alone: Place) -> None:
    found = [one async for one in examine(alone.environment | {"READINESS_PORT": "9"})]
    (running,) = [one for one in found if one.about == "running bot"]
    assert (running.ok, running.words) == (True, "none serves at 127.0.0.1:9")
