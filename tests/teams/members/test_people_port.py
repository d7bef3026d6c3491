"""What becomes of a look-up when Teams does not answer as it should (`ports.People`)."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.everywhere import PeopleEverywhere
from bot.jobs.answer_codes import read_answer_codes
from bot.teams.connector import Connector
from bot.teams.login import Login
from bot.teams.people import TeamsPeople
from bot.teams.service_urls import ServiceUrls
from readiness.domain.values.identity import OrganisationId, WorkspaceId
from readiness.usecases.frame.ports import Conversation, ConversationKind, PlatformUnavailable, Workspace
from tests.fakes import FixedClock
from tests.people_contract import came_of, lookups
from tests.teams.members.test_people import Known
from tests.teams.scripted import Says, Scripted

TENANT = Workspace(WorkspaceId("w1"), OrganisationId("o1"), "teams", "tenant", "")
CHANNEL = "19:churn@thread.tacv2"
CODES = sorted(read_answer_codes("bot.teams"))
ASKED = ("person", "look_at", "members")
"""What Teams is asked for; who administers it tells nobody, and channels are known from what was said in them."""


class KnownOnes(Known):
    """The conversations of a bot that knows one channel."""

    async def get(self, workspace: WorkspaceId, conversation: str) -> Conversation | None:
        return next((one for one in self.all_channels if one.id == conversation), None)


@pytest.fixture
async def teams() -> AsyncIterator[Scripted]:
    async with Scripted(Says(404)) as server:
        yield server


@pytest.fixture
async def people(teams: Scripted) -> AsyncIterator[PeopleEverywhere]:
    """Who is there; waiting for another try takes no time."""
    clock = FixedClock()

    async def pause(seconds: float) -> None:
        clock.move(seconds=seconds)

    async with aiohttp.ClientSession() as session:
        login = Login(session, "", "tenant", "app", None, clock.seconds)
        connector = Connector(session, login, ServiceUrls((teams.url,)), pause=pause, seconds=clock.seconds)
        known = KnownOnes((Conversation(CHANNEL, ConversationKind.CHANNEL, teams.url, team="19:team"),))
        yield PeopleEverywhere({"teams": TeamsPeople(connector, known)})


@pytest.mark.parametrize("method", ["person", "is_admin", "channel", "look_at", "members"])
async def test_whatever_status_teams_answers_is_told_in_the_ports_words(
    teams: Scripted, people: PeopleEverywhere, method: str
) -> None:
    for status in (200, 302, 400, 401, 403, 404, 408, 409, 412, 413, 418, 429, 500, 501, 502, 503, 504):
        teams.usual = Says(status)
        await came_of(lookups(people, TENANT, "aad-ben", CHANNEL)[method])


@pytest.mark.parametrize("method", ASKED)
@pytest.mark.parametrize("status", [400, 403, 404])
async def test_whatever_error_teams_names_is_told_in_the_ports_words(
    teams: Scripted, people: PeopleEverywhere, method: str, status: int
) -> None:
    for code in (*CODES, "ACodeThatNobodyKnows"):
        teams.usual = Says(status, {"error": {"code": code, "message": ""}})
        await came_of(lookups(people, TENANT, "aad-ben", CHANNEL)[method])


@pytest.mark.parametrize("method", ASKED)
async def test_no_answer_at_all_is_told_so(teams: Scripted, people: PeopleEverywhere, method: str) -> None:
    for answer in (Says(500), Says(200, cut=True)):
        teams.usual = answer
        found = await came_of(lookups(people, TENANT, "aad-ben", CHANNEL)[method])
        assert isinstance(found, PlatformUnavailable)
        assert found.seconds == 0


@pytest.mark.parametrize("method", ASKED)
async def test_how_long_teams_asks_to_wait_is_told(teams: Scripted, people: PeopleEverywhere, method: str) -> None:
    teams.usual = Says(429, headers={"Retry-After": "17"})
    found = await came_of(lookups(people, TENANT, "aad-ben", CHANNEL)[method])
    assert isinstance(found, PlatformUnavailable)
    assert found.seconds == 17
