"""A tenant with people and a small bot, and the cards that tests post."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tests.fakes import FixedClock
from tests.teams.standin import Conversation, LocalTeams, Message, Person, Team
from tests.teams.test_standin.cards import attached, card, execute, words
from tests.teams.test_standin.small_bot import TOKEN, SmallBot, listening

BUTTON = card(words("Shall we?"), actions=[execute("Yes", press="yes")])


@dataclass
class World:
    """A tenant with four people, a team with a public and a private channel, a group chat, and a bot."""

    teams: LocalTeams
    bot: SmallBot
    clock: FixedClock
    ana: Person
    ben: Person
    gil: Person
    team: Team
    launch: Conversation
    board: Conversation
    chat: Conversation

    async def posted(self, content: dict[str, Any]) -> Message:
        """A message of the bot with this card, as Ana sees it."""
        result = await self.bot.send(self.launch.id, attached(content))
        assert result.status == 201, result
        return self.teams.messages(self.ana, self.launch)[-1]

    def told(self) -> dict[str, Any]:
        """What the bot heard last."""
        return self.bot.heard[-1]

    def clear(self) -> list[str]:
        """The violations so far, which are forgotten."""
        found = list(self.teams.violations)
        self.teams.violations.clear()
        return found


@asynccontextmanager
async def open_world(**how: Any) -> AsyncIterator[World]:
    """Running while inside; `how` goes to the tenant. Nothing may be wrong at the end but what a test cleared."""
    clock = FixedClock(datetime(2026, 11, 23, 8, tzinfo=UTC))
    teams = LocalTeams(clock=clock, app_id="app", app_password="hush", authorization=_signed, **how)
    ana, ben = teams.add_person("Ana"), teams.add_person("Ben", timezone="Asia/Singapore", locale="en-SG")
    gil = teams.add_person("Gil", is_guest=True)
    teams.add_person("Zoe", tenant_id="another-tenant")
    team = teams.add_team("Models", [ana, ben, gil])
    launch, board = teams.add_channel(team, "launch"), teams.add_channel(team, "board", only=[ana])
    chat = teams.add_group_chat("lunch", [ana, ben])
    async with teams, listening(teams) as bot:
        teams.accept_token(TOKEN)
        await teams.install_in_team(team, ana)
        await teams.install(ana)
        yield World(teams, bot, clock, ana, ben, gil, team, launch, board, chat)
        assert teams.violations == []


def _signed(service_url: str) -> str:
    return f"Bearer for {service_url}"
