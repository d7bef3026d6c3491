"""Microsoft may be away, or refuse the bot, when it starts: that is told, tried again, and ends nothing."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.bootstrap import Bot, assembled, random_id
from bot.connection import Connection
from bot.demo.cast import ANA
from bot.demo.clock import MovableClock
from bot.health import Condition
from bot.settings import read_settings
from bot.web.server import listening
from tests.slack.home import BEGINS
from tests.teams.home import a_tenant, environment
from tests.teams.issuer import Issuer
from tests.teams.stage import move_in
from tests.teams.standin import LocalTeams


@dataclass(frozen=True)
class Away:
    """A bot in a tenant where something fails."""

    bot: Bot
    teams: LocalTeams
    issuer: Issuer

    async def asked(self) -> Condition:
        """The condition after everything was asked once more."""
        for connection in self.bot.platforms["teams"].connections:
            await connection.attempt()
        return await self.bot.readiness.condition()


@asynccontextmanager
async def bot_in(database: Path, break_: Callable[[LocalTeams, Issuer], object], **wrong: str) -> AsyncIterator[Away]:
    clock = MovableClock(BEGINS)
    async with a_tenant(clock) as (issuer, teams):
        move_in(teams)
        break_(teams, issuer)
        settings = read_settings({**environment(teams, issuer, database), **wrong})
        async with (
            assembled(settings, clock=clock, ids=random_id) as bot,
            bot.hearing() as heard,
            listening(heard, "127.0.0.1", 0) as port,
        ):
            teams.deliver_to(f"http://127.0.0.1:{port}/api/messages")
            yield Away(bot, teams, issuer)


FAULTS: Mapping[str, tuple[Callable[[LocalTeams, Issuer], object], Mapping[str, str], tuple[str, str]]] = {
    "the secret is wrong": (lambda _, __: None, {"TEAMS_APP_PASSWORD": "another"}, ("teams", "AADSTS7000215")),
    "the login is cut": (lambda teams, _: teams.fail("login", drop="before", times=9), {}, ("teams", "unreachable")),
    "the login is down": (lambda teams, _: teams.fail("login", status=503, times=9), {}, ("teams", "unreachable")),
    "the keys are away": (lambda _, issuer: issuer.go_away(), {}, ("teams-keys", "unreachable")),
    "there is no usable key": (
        lambda _, issuer: setattr(issuer, "listed", {"keys": []}), {}, ("teams-keys", "unreachable"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", FAULTS)
async def test_whatever_fails_at_the_start_is_told_and_ends_nothing(database: Path, what: str) -> None:
    break_, wrong, told = FAULTS[what]
    async with bot_in(database, break_, **wrong) as house:
        condition = await house.asked()
        assert [(one.part, one.code) for one in condition.degraded] == [told]
        assert condition.broken == ()
        words = condition.degraded[0].words
        assert not any(private in words for private in ("TEAMS_", "127.0.0.1", "http"))


async def test_it_is_used_once_it_is_back(database: Path) -> None:
    async with bot_in(database, lambda _, issuer: issuer.go_away()) as house:
        ana = house.teams.person(ANA.name)
        assert (await house.asked()).degraded != ()
        assert (await house.teams.install(ana)).status == 401
        house.issuer.come_back()
        assert (await house.asked()).degraded == ()
        await house.teams.install(ana)
        assert "What you can say here" in (await house.teams.type(ana, None, "help")).plain()


async def test_a_login_that_a_message_asked_for_tells_it_too(database: Path) -> None:
    async with bot_in(database, lambda _, __: None) as house:
        assert (await house.asked()).degraded == ()
        house.bot.platforms["teams"].connector._calls._login.drop(await token_of(house))
        house.teams.fail("login", status=503, times=9)
        await house.teams.install(house.teams.person(ANA.name))
        assert [one.part for one in house.bot.health.reported] == ["teams"]
        connection: Connection = house.bot.platforms["teams"].connections[0]
        assert connection._doubted.is_set()


async def token_of(house: Away) -> str:
    token = await house.bot.platforms["teams"].connector._calls._login.token()
    assert token is not None
    return token
