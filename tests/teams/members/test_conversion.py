"""A Teams channel that is made private hides the initiative that lives there, as in Slack."""

from datetime import timedelta

import pytest

from bot.demo.cast import ANA, BEN
from bot.demo.stage import Actor
from tests.teams.home import HOME, TeamsHouse, said, slug_of
from tests.teams.standin import Conversation

NOOR = Actor("noor", "Noor", "legal")


@pytest.fixture(autouse=True)
async def noor(house: TeamsHouse) -> None:
    await house.teams.install(house.teams.add_person(NOOR.name))


@pytest.fixture
def channel(started: TeamsHouse) -> Conversation:
    return started.teams.conversation(started.channels[HOME])


async def exists(house: TeamsHouse) -> bool:
    """Whether the initiative exists for Noor, who works here, is in no team, and writes to the bot in person."""
    asked = "of 18 ready" in await said(house, NOOR, f"status {await slug_of(house, 'Churn model')}", None)
    listed = "Churn model" in await said(house, NOOR, "list all", None)
    assert asked == listed
    return asked


def convert(house: TeamsHouse, channel: Conversation, *, private: bool) -> None:
    people = [house.stage.person_of(actor) for actor in (ANA, BEN)]
    house.teams.convert(channel, people if private else None)


async def later(house: TeamsHouse, **by: float) -> None:
    await house.stage.move_clock(house.clock() + timedelta(**by))


async def test_it_is_seen_within_a_day_and_so_is_the_way_back(started: TeamsHouse, channel: Conversation) -> None:
    assert await exists(started)
    convert(started, channel, private=True)
    await later(started, hours=24)
    assert not await exists(started)
    assert "of 18 ready" in await said(started, BEN, "status churn-model", None)
    convert(started, channel, private=False)
    await later(started, hours=24)
    assert await exists(started)


@pytest.mark.parametrize("event", ["channelShared", "channelRenamed", "channelMemberRemoved", "channelRestored"])
async def test_every_event_of_the_channel_has_it_looked_at_at_once(
    started: TeamsHouse, channel: Conversation, event: str
) -> None:
    convert(started, channel, private=True)
    await started.teams.tell_of_channel(channel, event, started.stage.person_of(ANA))
    assert not await exists(started)


async def test_a_private_channel_without_the_bot_is_one_that_it_does_not_see(
    started: TeamsHouse, channel: Conversation
) -> None:
    started.teams.convert(channel, [started.stage.person_of(ANA)], has_bot=False)
    await later(started, hours=24)
    assert not await exists(started)


@pytest.mark.parametrize(("hours", "shown"), [(47, True), (49, False)])
async def test_while_teams_does_not_answer_it_is_trusted_for_two_days(
    started: TeamsHouse, hours: int, shown: bool
) -> None:
    started.teams.fail("channels", status=500, times=1000)
    await later(started, hours=24)
    await later(started, hours=hours - 24)
    assert await exists(started) is shown


async def test_where_teams_does_not_list_its_channels_a_new_home_is_private_until_it_is_seen(
    house: TeamsHouse,
) -> None:
    house.teams.fail("channels", status=403)
    await said(house, ANA, 'new "Churn model" model-complete 2026-11-13')
    assert not await exists(house)
    await later(house, hours=1)
    assert await exists(house)
