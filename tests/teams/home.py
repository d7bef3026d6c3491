"""A house for tests: a strict local Teams, its issuer of tokens, and the assembled bot over HTTP, with one clock."""

from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.bootstrap import Bot, assembled, random_id
from bot.demo.cast import ANA, BEN, PARTIES
from bot.demo.clock import MovableClock
from bot.demo.stage import Actor, Seen
from bot.settings import read_settings
from bot.web.server import listening
from readiness.usecases.codes import administrator_code
from readiness.usecases.frame.ports import Clock
from tests.slack.home import BEGINS
from tests.teams.issuer import APP, Issuer
from tests.teams.stage import TeamsStage, install_everywhere, move_in
from tests.teams.standin import LocalTeams

PASSWORD = "a-secret-of-the-tests"
HOME = "churn-model"


@dataclass(frozen=True, slots=True)
class TeamsHouse:
    """Everything a test in Teams runs on; `channels` are ids by name."""

    teams: LocalTeams
    issuer: Issuer
    bot: Bot
    clock: MovableClock
    stage: TeamsStage
    channels: dict[str, str]


@asynccontextmanager
async def teams_house(
    database: Path,
    *,
    begins: datetime = BEGINS,
    in_team: bool = True,
    validate: Callable[[Any], Sequence[str]] = lambda _: (),
) -> AsyncIterator[TeamsHouse]:
    """The house, running while inside, the app added to the team, or not, and for everybody; Ana administers.

    `validate` may find fault with a card that somebody is shown.
    """
    clock = MovableClock(begins)
    async with AsyncExitStack() as stack:
        issuer, teams = await stack.enter_async_context(a_tenant(clock, validate))
        channels = move_in(teams)
        settings = read_settings(environment(teams, issuer, database))
        bot = await stack.enter_async_context(
            assembled(settings, clock=clock, ids=random_id, gap=timedelta(), seconds=clock.seconds)
        )
        heard = await stack.enter_async_context(bot.hearing())
        port = await stack.enter_async_context(listening(heard, "127.0.0.1", 0))
        teams.deliver_to(f"http://127.0.0.1:{port}/api/messages")
        await install_everywhere(teams, channels if in_team else {})

        async def move(to: datetime) -> None:
            clock.set(to)
            await bot.run_due()

        stage = TeamsStage(teams, channels, bot.settle, move)
        house = TeamsHouse(teams, issuer, bot, clock, stage, channels)
        await administer(house)
        yield house
        await bot.settle()
        assert teams.violations == []


@asynccontextmanager
async def a_tenant(
    clock: Clock, validate: Callable[[Any], Sequence[str]] = lambda _: ()
) -> AsyncIterator[tuple[Issuer, LocalTeams]]:
    """A local Teams with nobody in it, and whoever signs what it sends; running while inside."""
    async with Issuer(APP, clock) as issuer:
        teams = LocalTeams(
            clock=clock,
            app_id=APP,
            app_password=PASSWORD,
            authorization=lambda service_url: f"Bearer {issuer.token(service_url)}",
            validate=validate,
        )
        async with teams:
            yield issuer, teams


def environment(teams: LocalTeams, issuer: Issuer, database: Path) -> dict[str, str]:
    """The settings that bring the bot to that tenant."""
    return {
        "READINESS_DATABASE_URL": f"sqlite+aiosqlite:///{database}",
        "READINESS_LOG_LEVEL": "WARNING",
        "READINESS_REQUESTS_PER_SECOND": "0",
        "TEAMS_APP_ID": APP,
        "TEAMS_APP_PASSWORD": PASSWORD,
        "TEAMS_TENANT_ID": teams.tenant_id,
        "TEAMS_OPENID_URL": issuer.openid_url,
        "TEAMS_AUTHORITY_URL": teams.authority_url,
        "TEAMS_SERVICE_URLS": teams.service_url,
    }


async def administer(house: TeamsHouse) -> None:
    """Let Ana administer, by the one-time code that the command line gives."""
    code = await administrator_code(house.bot.storage, house.clock, random_id)
    assert "Ana is an administrator now" in words(await house.stage.type(ANA, None, f"admin {code}"))


async def name_parties(house: TeamsHouse) -> None:
    """Every party with its people, its owner first."""
    for party, people in PARTIES.items():
        await house.stage.type(ANA, HOME, f"party {party} owner @{people[0].name}")
        for member in people[1:]:
            await house.stage.type(ANA, HOME, f"party {party} member @{member.name}")


@pytest.fixture
async def house(database: Path) -> AsyncIterator[TeamsHouse]:
    """A house with nothing in it."""
    async with teams_house(database) as opened:
        yield opened


@pytest.fixture
async def started(house: TeamsHouse) -> TeamsHouse:
    """A house with the churn model under way, `data-lineage` and all other gates of data engineering accepted."""
    await said(house, ANA, "party data-engineering owner @Ben")
    await said(house, ANA, "party compliance owner @Dee")
    assert "is started" in await said(house, ANA, 'new "Churn model" model-complete 2026-11-13 value 25000 EUR')
    await said(house, BEN, "accept all")
    return house


async def slug_of(house: TeamsHouse, name: str) -> str:
    """What the initiative of that name is called; what lives in private ends in random characters."""
    ((organisation, _),) = await house.bot.storage.organisations()
    async with house.bot.storage.read(organisation) as unit:
        (slug,) = [line.slug for line in await unit.initiatives.lines() if line.name == name]
    return slug


async def said(house: TeamsHouse, actor: Actor, text: str, where: str | None = HOME) -> str:
    """Type, in the channel or with None in the personal chat, and give what answered it in words."""
    return words(await house.stage.type(actor, where, text))


async def pressed(house: TeamsHouse, actor: Actor, label: str, about: str, where: str | None = HOME) -> str:
    """Press on the newest message that says `about`, and give the answer in words."""
    return words(await house.stage.press(actor, where, label, about=about))


def words(seen: Iterable[Seen]) -> str:
    """Everything that was seen, in words."""
    return "\n".join(one.text for one in seen)
