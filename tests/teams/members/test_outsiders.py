"""Whoever is no member changes nothing in Teams either (promise P20)."""

import pytest

from bot.demo.cast import BEN
from tests.teams.home import HOME, TeamsHouse, said
from tests.teams.standin import Person

FOREIGN = "99999999-9999-4999-8999-999999999999"
LINES = ("approve approved-datasets", 'new "Mine"', "claim compute", "remind off", "cancel", "party sre owner @Ben")


@pytest.fixture
async def asked(started: TeamsHouse) -> TeamsHouse:
    """A sign-off is waited for."""
    await said(started, BEN, "evidence approved-datasets https://wiki.example/datasets")
    await said(started, BEN, "request approved-datasets")
    return started


async def test_a_guest_types_and_presses_in_vain(asked: TeamsHouse) -> None:
    guest = asked.teams.add_person("Guest", is_guest=True)
    await invited(asked, guest)
    before = await record(asked)
    channel = asked.teams.conversation(asked.channels[HOME])
    for line in LINES:
        answer = await asked.teams.type(guest, channel, f"@Readiness {line}")
        assert "member" in answer.plain() or "not for you" in answer.plain(), line
    request = next(one for one in asked.teams.messages(guest, channel) if "Please sign off" in one.plain())
    assert "member" in (await asked.teams.press(guest, request, "Approve")).plain()
    assert await record(asked) == before


async def test_somebody_of_another_tenant_is_not_heard(asked: TeamsHouse) -> None:
    stranger = asked.teams.add_person("Stranger", tenant_id=FOREIGN)
    await invited(asked, stranger)
    before = await record(asked)
    channel = asked.teams.conversation(asked.channels[HOME])
    for line in LINES:
        activity = asked.teams.activity("message", stranger, channel, text=f"<at>Readiness</at> {line}")
        assert (await asked.teams.deliver(activity)).status == 401
    assert await record(asked) == before


async def invited(house: TeamsHouse, person: Person) -> None:
    """Put them into the team of the channel."""
    house.teams.invite(house.teams.team_of(house.teams.conversation(house.channels[HOME])), person)


async def record(house: TeamsHouse) -> list[tuple[str, str]]:
    """Every entry of every chain, but for who was met."""
    found: list[tuple[str, str]] = []
    for organisation, _ in await house.bot.storage.organisations():
        async with house.bot.storage.read(organisation) as uow:
            for line in await uow.initiatives.lines():
                found += [(line.id, entry.hash) for entry in await uow.record.entries(line.id)]
    return found
