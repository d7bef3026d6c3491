"""Teams tells names of timezones that no machine knows, or that Windows gave them: everybody is served."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.demo.cast import ANA, BEN, CHI, GUS
from tests.teams.home import TeamsHouse, said, words


def lives_in(house: TeamsHouse, name: str, timezone: str) -> None:
    """Their client says so from now on."""
    people = house.teams._directory.people
    person = house.teams.person(name)
    people[person.object_id] = replace(person, timezone=timezone)


@pytest.mark.parametrize(
    ("told", "known_as"), [("India Standard Time", "Asia/Calcutta"), ("Mars/Phobos", "Europe/Berlin")]
)
async def test_everybody_is_reminded_wherever_one_of_them_speaks_from(
    started: TeamsHouse, told: str, known_as: str
) -> None:
    for actor, gate in ((BEN, "downstream-told"), (GUS, "compute"), (CHI, "incident-team")):
        await said(started, ANA, f"assign {gate} @{actor.name}")
        await said(started, actor, f"accept {gate}")
        await said(started, ANA, f"due {gate} 2026-11-13")
    lives_in(started, "Ben", told)
    await said(started, BEN, "list")
    ((organisation, _),) = await started.bot.storage.organisations()
    people = (await started.bot.storage.organisation(organisation)).people.values()
    assert [one.timezone for one in people if one.name == "Ben"] == [known_as]
    await started.stage.move_clock(started.clock() + timedelta(days=30))
    for actor in (BEN, GUS, CHI):
        assert "Due Friday" in words(started.stage.sees(actor, None)), actor
