"""How people are looked up in Teams."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

import aiohttp
import pytest

from bot.teams.activity import Origin
from bot.teams.connector import Connector
from bot.teams.login import Login
from bot.teams.people import LOCAL_TENANT, TeamsPeople
from bot.teams.service_urls import ServiceUrls
from readiness.domain.values.identity import OrganisationId, WorkspaceId
from readiness.domain.values.person import Standing
from readiness.usecases.frame.ports import Conversation, ConversationKind, Workspace
from tests.fakes import FixedClock
from tests.teams.scripted import Says, Scripted

TENANT = Workspace(WorkspaceId("w1"), OrganisationId("o1"), "teams", "tenant", "")
ANA = "5c0ffee5-0000-4000-8000-000000000001"


@dataclass
class Known:
    """The conversations of a bot that knows these channels and chats, by the account of whoever it is with."""

    all_channels: tuple[Conversation, ...] = ()
    chats: dict[str, Conversation] = field(default_factory=dict)

    async def channels(self, workspace: WorkspaceId) -> tuple[Conversation, ...]:
        return self.all_channels

    async def with_person(self, workspace: WorkspaceId, account: str) -> Conversation | None:
        return self.chats.get(account)


@pytest.fixture
async def teams() -> AsyncIterator[Scripted]:
    """A Teams that knows nobody."""
    async with Scripted(Says(404)) as server:
        yield server


@asynccontextmanager
async def people_of(teams: Scripted, known: Known) -> AsyncIterator[TeamsPeople]:
    clock = FixedClock()
    async with aiohttp.ClientSession() as session:
        login = Login(session, "", "tenant", "app", None, clock.seconds)
        connector = Connector(session, login, ServiceUrls((teams.url,)), pause=asyncio.sleep, seconds=clock.seconds)
        yield TeamsPeople(connector, known)


async def asked_for(teams: Scripted, known: Known, met: Origin | None = None) -> list[str]:
    """Look Ana up, met before or not; the ids that Teams was asked for."""
    async with people_of(teams, known) as people:
        if met is not None:
            people.meet(met)
        await people.member(TENANT, ANA)
    return [one.path.rpartition("/members/")[2] for one in teams.asked]


def channel(teams: Scripted) -> Conversation:
    return Conversation("19:churn@thread.tacv2", ConversationKind.CHANNEL, teams.url)


async def test_whoever_spoke_is_looked_up_by_the_address_they_spoke_from(teams: Scripted) -> None:
    place = channel(teams)
    spoke = Origin(ANA, "29:ana", "", place.id, place)
    assert await asked_for(teams, Known((place,)), spoke) == ["29%3Aana"]


async def test_whoever_has_a_chat_with_the_bot_is_looked_up_by_the_address_kept_with_it(teams: Scripted) -> None:
    chat = Conversation("a:ana", ConversationKind.PERSONAL, teams.url, account=ANA, address="29:ana")
    assert await asked_for(teams, Known((channel(teams),), {ANA: chat})) == ["29%3Aana", "29%3Aana"]


async def test_whoever_was_never_met_is_looked_up_by_directory_id(teams: Scripted) -> None:
    assert await asked_for(teams, Known((channel(teams),))) == [ANA]


@pytest.mark.parametrize(
    ("tenant", "standing"),
    [("tenant", Standing.MEMBER), ("another", Standing.STRANGER), (LOCAL_TENANT, Standing.MEMBER)],
)
async def test_people_of_another_tenant_are_strangers_unless_nobody_said_which_tenant_it_is(
    teams: Scripted, tenant: str, standing: Standing
) -> None:
    teams.usual = Says(body={"id": "29:ana", "name": "Ana", "tenantId": "Tenant"})
    async with people_of(teams, Known((channel(teams),))) as people:
        found = await people.person(replace(TENANT, external=tenant), ANA)
    assert found is not None
    assert found.standing is standing
