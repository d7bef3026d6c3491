"""One organisation on both platforms: one bot, a local Slack and a local Teams, and a stage that reaches over both.

The initiative lives on one of them. Compliance is on the other alone, and signs there in the personal chat.
"""

import re
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.bootstrap import random_id
from bot.demo.cast import ANA, DEE, ELI, PARTIES
from bot.demo.clock import MovableClock
from bot.demo.house import House
from bot.demo.stage import Actor, Seen, Stage
from readiness.usecases.codes import administrator_code
from tests.slack.home import BEGINS, faultless
from tests.teams.home import a_tenant, environment, words
from tests.teams.stage import TeamsStage, install_everywhere, move_in
from tests.teams.standin import LocalTeams

ABROAD = frozenset({DEE, ELI})
"""Who is not on the platform that the initiative lives on."""

ABOUT_AN_INITIATIVE = frozenset(
    {"accept", "approve", "changes", "claim", "contract", "decline", "evidence", "finding", "request", "rework", "show"}
)


class MixedStage:
    """Everybody acts where they are; what lives in a channel of the other platform is spoken of with the bot alone."""

    def __init__(self, home: Stage, abroad: Stage) -> None:
        """Keep the stage on which the initiative lives and the other one; they share a bot and a clock."""
        self.at_home = home
        self.abroad = abroad

    def line(self, actor: Actor, where: str | None, text: str) -> str:
        """The command; who is not in the channel has to name its initiative, which has the channel's name here."""
        stage, place = self._of(actor, where)
        return stage.line(actor, place, self._named(actor, where, text))

    async def type(self, actor: Actor, where: str | None, text: str) -> Sequence[Seen]:
        """Type it where the actor is."""
        stage, place = self._of(actor, where)
        return await stage.type(actor, place, self._named(actor, where, text))

    async def type_on(self, actor: Actor, where: str | None, text: str) -> None:
        """Type it where the actor is, and go on at once."""
        stage, place = self._of(actor, where)
        await stage.type_on(actor, place, self._named(actor, where, text))

    async def press(
        self, actor: Actor, where: str | None, label: str, *, about: str, gate: str = "", choose: Actor | None = None
    ) -> Sequence[Seen]:
        """Press on the message that the actor was given."""
        stage, place = self._of(actor, where)
        return await stage.press(actor, place, label, about=about, gate=gate, choose=choose)

    async def press_kept(self, actor: Actor, label: str) -> Sequence[Seen]:
        """Press on what the actor still sees."""
        return await self._of(actor)[0].press_kept(actor, label)

    def keep(self, actor: Actor, where: str | None, *, about: str) -> None:
        """Let the actor still see the message as it is now."""
        stage, place = self._of(actor, where)
        stage.keep(actor, place, about=about)

    async def fill(self, actor: Actor, values: Mapping[str, object]) -> Sequence[Seen]:
        """Fill in the form that the actor has open."""
        return await self._of(actor)[0].fill(actor, values)

    def sees(self, actor: Actor, where: str | None) -> Sequence[Seen]:
        """What the actor sees of it."""
        stage, place = self._of(actor, where)
        return stage.sees(actor, place)

    async def leave(self, actor: Actor, by: Actor) -> None:
        """Leave where the actor is."""
        await self._of(actor)[0].leave(actor, by)

    async def home(self, actor: Actor) -> Seen:
        """The actor's start page."""
        return await self._of(actor)[0].home(actor)

    async def settle(self) -> None:
        """Let the bot deliver."""
        await self.at_home.settle()

    async def move_clock(self, to: datetime) -> None:
        """Let time pass on both."""
        await self.at_home.move_clock(to)

    def _of(self, actor: Actor, where: str | None = None) -> tuple[Stage, str | None]:
        return (self.abroad, None) if actor in ABROAD else (self.at_home, where)

    def _named(self, actor: Actor, where: str | None, text: str) -> str:
        command, _, rest = text.partition(" ")
        is_far = actor in ABROAD and where is not None and command in ABOUT_AN_INITIATIVE
        return f"{command} {where} {rest}" if is_far else text


@dataclass(frozen=True, slots=True)
class MixedHouse:
    """One bot on both."""

    slack: House
    teams: LocalTeams
    channels: dict[str, str]
    stage: MixedStage


@asynccontextmanager
async def mixed_house(database: Path, *, lives_in: str) -> AsyncIterator[MixedHouse]:
    """The house, running while inside: both sides joined by Ana, whose two accounts are linked.

    Initiatives live in "slack" or in "teams".
    """
    clock = MovableClock(BEGINS)
    async with AsyncExitStack() as stack:
        issuer, teams = await stack.enter_async_context(a_tenant(clock))
        channels = move_in(teams)
        more = environment(teams, issuer, database)
        slack = await stack.enter_async_context(faultless(database, clock=clock, more=more))
        teams.deliver_to(f"{slack.url}/api/messages")
        await install_everywhere(teams, channels)
        on_teams = TeamsStage(teams, channels, slack.bot.settle, slack.stage.move_clock)
        await _joined(slack, on_teams)
        home, abroad = (slack.stage, on_teams) if lives_in == "slack" else (on_teams, slack.stage)
        yield MixedHouse(slack, teams, channels, MixedStage(home, abroad))
        await slack.bot.settle()
        assert teams.violations == []


async def name_parties(house: MixedHouse) -> None:
    """Each party where its people are: a person is mentioned on the platform they are on."""
    for party, people in PARTIES.items():
        stage = house.stage.abroad if people[0] in ABROAD else house.stage.at_home
        await stage.type(ANA, "general", f"party {party} owner @{people[0].name}")
        for member in people[1:]:
            await stage.type(ANA, "general", f"party {party} member @{member.name}")


async def _joined(house: House, on_teams: TeamsStage) -> None:
    code = await administrator_code(house.bot.storage, house.clock, random_id)
    assert "administrator now" in words(await on_teams.type(ANA, None, f"admin {code}"))
    for command in ("join", "link"):
        found = re.search(
            rf"{command} (\w{{4}}-\w{{4}}-\w{{4}})", words(await house.stage.type(ANA, "general", command))
        )
        assert found is not None
        said = words(await on_teams.type(ANA, None, f"{command} {found[1]}"))
        if command == "link":
            said = words(await on_teams.press(ANA, None, "Yes, both are me", about="Are both of these you?"))
        assert " now" in said, said
