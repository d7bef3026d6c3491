"""Slack may be away, or refuse the token, when the bot starts and later: what Slack sends is answered all the same."""

import json
import shutil
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.bootstrap import Bot, assembled, random_id
from bot.connection import NotConnected
from bot.demo.cast import ANA, BEN
from bot.demo.clock import MovableClock
from bot.demo.house import BOT_TOKEN, SIGNING_SECRET, House, _people
from bot.health import Condition, Health
from bot.playground import LocalSlack
from bot.settings import read_settings
from bot.slack.client import is_dead
from bot.slack.installation import Installation
from bot.web.server import listening
from readiness.domain.values.identity import OrganisationId, WorkspaceId
from readiness.domain.values.organisation import Organisation
from readiness.usecases.frame.ports import Workspace
from tests.slack.home import BEGINS, HOME, Under, private, settled, type_

HOUR = timedelta(hours=1)
AWAY: Mapping[str, tuple[Mapping[str, Any], str]] = {
    "its address does not answer": ({"drop": "before"}, "unreachable"),
    "it is down": ({"status": 503}, "unavailable"),
    "it is too busy": ({"retry_after": 30}, "unavailable"),
    "it fails": ({"error": "internal_error"}, "unavailable"),
    "it says what nobody knows": ({"error": "moon_phase"}, "unavailable"),
    "the token was revoked": ({"error": "token_revoked"}, "token_revoked"),
    "the token is wrong": ({"error": "invalid_auth"}, "invalid_auth"),
    "the account is gone": ({"error": "account_inactive"}, "account_inactive"),
    "the token is of another kind": ({"error": "not_allowed_token_type"}, "not_allowed_token_type"),
}


@dataclass(frozen=True)
class Away:
    """A bot that started while its Slack was away, which it is for an hour."""

    slack: LocalSlack
    bot: Bot
    clock: MovableClock

    async def condition(self) -> Condition:
        return await self.bot.readiness.condition()

    async def come_back(self) -> None:
        """Slack is back, and asked."""
        self.clock.set(self.clock() + HOUR)
        for connection in self.bot.platforms["slack"].connections:
            await connection.attempt()


@asynccontextmanager
async def away(
    database: Path, fault: Mapping[str, Any] = MappingProxyType({"drop": "before"}), team: str = "T0LOCAL01"
) -> AsyncIterator[Away]:
    clock = MovableClock(BEGINS + HOUR)
    slack = LocalSlack(clock=clock, signing_secret=SIGNING_SECRET, bot_token=BOT_TOKEN, team_id=team)
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(slack)
        _people(slack)
        slack.fail("*", until=clock() + HOUR, **fault)
        settings = read_settings({
            "READINESS_DATABASE_URL": f"sqlite+aiosqlite:///{database}",
            "SLACK_SIGNING_SECRET": SIGNING_SECRET, "SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_API_URL": slack.api_url,
        })  # fmt: skip
        bot = await stack.enter_async_context(assembled(settings, clock=clock, ids=random_id, gap=timedelta()))
        heard = await stack.enter_async_context(bot.hearing())
        port = await stack.enter_async_context(listening(heard, "127.0.0.1", 0))
        slack.deliver_to(f"http://127.0.0.1:{port}/slack/events")
        yield Away(slack, bot, clock)
        assert slack.violations == []


@pytest.fixture
def known(under_way: Under, tmp_path: Path) -> Path:
    """The database of a workspace whose churn model is under way."""
    return Path(shutil.copy(under_way.database, tmp_path / "bot.db"))


@pytest.mark.parametrize("how", AWAY)
async def test_however_slack_fails_at_the_start_people_are_answered_and_it_is_used_once_it_is_back(
    known: Path, how: str
) -> None:
    fault, code = AWAY[how]
    async with away(known, fault) as house:
        (degraded,) = (await house.condition()).degraded
        assert (degraded.part, degraded.code, degraded.since) == ("slack", code, BEGINS + HOUR)
        answer = await house.slack.command(ANA.account, HOME, "status")
        assert "Churn model" in private(answer)
        answer = await house.slack.command(BEN.account, HOME, "blocked approved-datasets nobody answers")
        assert "Blocked" in private(answer)
        assert (await house.slack.raw(b"command=%2Freadiness&text=status", {}))[0] == 401
        waiting = await house.bot.storage.deliveries.waiting()
        await house.come_back()
        assert await house.condition() == Condition()
        await house.bot.deliver()
        assert (waiting > 0, await house.bot.storage.deliveries.waiting()) == (True, 0)


async def test_somebody_new_is_told_that_slack_does_not_answer_and_known_once_it_does(known: Path) -> None:
    async with away(known) as house:
        house.slack.add_user("U0NEW", "Nia", real_name="Nia")
        house.slack.invite(HOME, "U0NEW")
        assert "does not answer me right now" in private(await house.slack.command("U0NEW", HOME, "status"))
        await house.come_back()
        assert "Churn model" in private(await house.slack.command("U0NEW", HOME, "status"))


async def test_which_workspace_it_is_is_not_guessed_where_the_database_knows_two(known: Path) -> None:
    async with away(known) as house:
        other = Workspace(WorkspaceId("w2"), OrganisationId("o2"), "slack", "T0OTHER02", "Other")
        await house.bot.storage.add_workspace(other, Organisation(id=other.organisation, name="Other"))
        assert "does not answer me right now" in private(await house.slack.command(ANA.account, HOME, "status"))
        await house.come_back()
        assert "Churn model" in private(await house.slack.command(ANA.account, HOME, "status"))


async def test_a_request_from_another_workspace_than_the_known_one_is_not_taken_for_it(known: Path) -> None:
    """The token may be for a workspace that the database has never seen."""
    async with away(known, team="T0OTHER02") as house:
        assert "does not answer me right now" in private(await house.slack.command(ANA.account, HOME, "status"))


async def test_without_any_workspace_nobody_is_answered_as_one(database: Path) -> None:
    async with away(database) as house:
        assert "does not answer me right now" in private(await house.slack.command(ANA.account, HOME, "status"))
        assert await house.bot.storage.organisations() == ()
        await house.come_back()
        assert "is started" in private(await house.slack.command(ANA.account, HOME, 'new "First model"'))


DEAD = [code for code in ("token_revoked", "account_inactive", "invalid_auth", "token_expired") if is_dead(code)]


@pytest.mark.parametrize("code", DEAD)
async def test_a_token_that_is_taken_away_later_is_told_at_once_and_recovered_from(started: House, code: str) -> None:
    started.slack.fail("*", until=started.clock() + HOUR, error=code)
    await type_(started, BEN, "evidence approved-datasets https://wiki.example/datasets")
    await started.bot.settle()
    (degraded,) = started.bot.health.reported
    assert (degraded.part, degraded.code) == ("slack", code)
    started.clock.set(started.clock() + HOUR)
    await started.bot.platforms["slack"].installation.connection.attempt()
    assert started.bot.health.reported == ()
    assert "Churn model" in await settled(started, ANA, "status")


async def test_a_call_that_is_cut_asks_whether_slack_is_there(started: House) -> None:
    connection = started.bot.platforms["slack"].installation.connection
    assert not connection._doubted.is_set()
    started.slack.fail("users.info", drop="before", times=3)
    started.slack.add_user("U0NEW", "Nia", real_name="Nia")
    started.slack.invite(HOME, "U0NEW")
    assert "does not answer me right now" in private(await type_(started, "U0NEW", "status"))
    assert connection._doubted.is_set()
    assert started.bot.health.reported == ()


async def test_what_answers_but_is_not_slack_is_told_as_such() -> None:
    async def anything(_: web.Request) -> web.Response:
        return web.json_response({"ok": True})

    app = web.Application()
    app.router.add_post("/api/auth.test", anything)
    async with listening(app, "127.0.0.1", 0) as port, aiohttp.ClientSession() as session:
        health = Health(MovableClock(BEGINS))
        installation = Installation("xoxb-x", f"http://127.0.0.1:{port}/api/", session, health)
        await installation.connection.attempt()
        with pytest.raises(NotConnected, match="check SLACK_API_URL"):
            await installation.connection.meet()
    assert [one.code for one in health.reported] == ["not-slack"]


async def test_readyz_names_no_address_and_no_variable(known: Path) -> None:
    for fault, _ in AWAY.values():
        async with away(known, fault) as house:
            words = json.dumps([one.words for one in (await house.condition()).everything])
        assert "SLACK_" not in words
        assert "127.0.0.1" not in words
