"""What becomes of a look-up when Slack does not answer as it should (`ports.People`)."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from itertools import count

import aiohttp
import pytest

from bot.demo.cast import CHI
from bot.demo.clock import MovableClock
from bot.demo.house import House
from bot.everywhere import PeopleEverywhere
from bot.jobs.answer_codes import read_answer_codes
from bot.playground import LocalSlack
from bot.slack.client import NotOurWorkspace, web_client
from bot.slack.people import NOT_THERE, SlackPeople
from readiness.domain.values.person import Person
from readiness.usecases.frame.ports import Channel, PlatformUnavailable, Workspace
from tests.fakes import SLACK
from tests.people_contract import came_of, lookups
from tests.slack.home import BEGINS

METHODS = {"person": "users.info", "is_admin": "users.info", "channel": "conversations.info"}
METHODS |= {"look_at": "conversations.info", "members": "conversations.members"}
CODES = sorted(read_answer_codes("bot.slack"))
NOBODY = {"person": None, "is_admin": False, "channel": None, "look_at": None, "members": frozenset()}


@pytest.fixture
async def slack() -> AsyncIterator[LocalSlack]:
    """A workspace with Ben in a channel."""
    local = LocalSlack(clock=MovableClock(BEGINS), signing_secret="s", bot_token="xoxb-1", team_id=SLACK.external)
    async with local:
        local.add_user("U1", "ben")
        local.add_channel("C1", "churn", members=["U1"])
        yield local


@pytest.fixture
async def people(slack: LocalSlack) -> AsyncIterator[PeopleEverywhere]:
    """Who is there, asked anew every time."""
    async with aiohttp.ClientSession() as session:
        client = web_client("xoxb-1", slack.api_url, session)

        def client_of(workspace: Workspace):
            if workspace.external != SLACK.external:
                raise NotOurWorkspace
            return client

        minutes = count(step=100)
        yield PeopleEverywhere({"slack": SlackPeople(client_of, lambda: next(minutes))})


@pytest.mark.parametrize("method", METHODS)
async def test_where_slack_answers_there_is_an_answer(people: PeopleEverywhere, method: str) -> None:
    found = await came_of(lookups(people, SLACK, "U1", "C1")[method])
    assert isinstance(found, Person | Channel | bool | frozenset)


@pytest.mark.parametrize("method", METHODS)
async def test_whatever_error_slack_names_is_told_in_the_ports_words(
    slack: LocalSlack, people: PeopleEverywhere, method: str
) -> None:
    lookup = lookups(people, SLACK, "U1", "C1")[method]
    for code in (*CODES, "a_code_that_nobody_knows"):
        slack.fail(METHODS[method], error=code)
        found = await came_of(lookup)
        if code in NOT_THERE:
            assert found == NOBODY[method], code
        else:
            assert isinstance(found, PlatformUnavailable), code


@pytest.mark.parametrize("method", METHODS)
async def test_no_answer_at_all_is_told_so(slack: LocalSlack, people: PeopleEverywhere, method: str) -> None:
    for fault in ({"drop": "before"}, {"drop": "after"}, {"status": 502}, {"status": 500, "error": "fatal_error"}):
        slack.fail(METHODS[method], times=2, **fault)  # aiohttp asks again itself where a connection was used before.
        found = await came_of(lookups(people, SLACK, "U1", "C1")[method])
        assert isinstance(found, PlatformUnavailable)
        assert found.seconds == 0


@pytest.mark.parametrize("method", METHODS)
async def test_how_long_slack_asks_to_wait_is_told(slack: LocalSlack, people: PeopleEverywhere, method: str) -> None:
    slack.fail(METHODS[method], retry_after=17)
    found = await came_of(lookups(people, SLACK, "U1", "C1")[method])
    assert isinstance(found, PlatformUnavailable)
    assert found.seconds == 17


async def test_of_a_workspace_whose_token_another_process_holds_nothing_is_known(people: PeopleEverywhere) -> None:
    elsewhere = Workspace(SLACK.id, SLACK.organisation, "slack", "T2")
    assert people.reaches(SLACK)
    assert not people.reaches(elsewhere)
    assert not people.reaches(Workspace(SLACK.id, SLACK.organisation, "teams", "tenant"))
    for method, lookup in lookups(people, elsewhere, "U1", "C1").items():
        found = await came_of(lookup)
        assert isinstance(found, PlatformUnavailable) if method == "look_at" else found == NOBODY[method]


@pytest.mark.promise("P15", "in Slack, while look-ups fail")
@pytest.mark.parametrize("fault", [{"error": "internal_error"}, {"retry_after": 30}], ids=["internal_error", "429"])
async def test_look_ups_that_fail_keep_nobody_else_from_being_known_to_have_left(started: House, fault: dict) -> None:
    """P15: within the hour, without any event."""
    workspace = started.slack.workspace
    workspace.put_person(replace(workspace.people[CHI.account], deleted=True))
    started.slack.fail("users.info", times=2, **fault)
    await started.stage.move_clock(started.clock() + timedelta(minutes=50))
    for _ in range(3):
        await started.stage.move_clock(started.clock() + timedelta(minutes=3))
    ((organisation, _),) = await started.bot.storage.organisations()
    people = (await started.bot.storage.organisation(organisation)).people.values()
    assert [one.name for one in people if not one.is_member] == ["Chi"]
    counts = await started.bot.run_due()
    assert counts["failed"] == 0
    assert sum(started.bot.faults.counts.values()) == 2
