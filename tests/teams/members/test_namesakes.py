"""Of two people of one name in Teams, every answer says which."""

import pytest

from bot.conversation.commands import COMMANDS
from bot.conversation.route import LOOKING
from bot.demo.cast import ANA, BEN, GUS
from tests.teams.home import HOME, TeamsHouse, said
from tests.teams.standin import Person

NAME = "Alex"
NAMING = (
    "party sre member @{name}",
    "assign load-tested @{name} backup @{name}",
    "approvers load-tested any of @{name}",
    "away 2026-12-01..2026-12-12 delegate @{name}",
    "role @{name} auditor",
    "role @{name} member",
    "person @{name} left",
    "person @{name} back",
    "sponsor @{name}",
    "lead @{name}",
)
"""Every change whose answer calls whom it names."""


@pytest.fixture
async def signing(house: TeamsHouse) -> Person:
    """One Alex, who owns compliance, which is asked to sign."""
    alex = await joined(house, "11111111-1111-4111-8111-111111111111")
    await said(house, ANA, "party data-engineering owner @Ben")
    await said(house, ANA, f"party compliance owner @{NAME}")
    assert "is started" in await said(house, ANA, 'new "Churn model" model-complete 2026-11-13')
    await said(house, BEN, "accept all")
    return alex


@pytest.fixture
async def other(house: TeamsHouse, signing: Person) -> Person:
    """Another one, who joins later and takes a gate."""
    alex = await joined(house, "22222222-2222-4222-8222-222222222222")
    assert "is yours" in await typed(house, alex, "claim compute")
    await said(house, BEN, "evidence approved-datasets https://wiki.example/datasets")
    await said(house, BEN, "request approved-datasets")
    return alex


async def joined(house: TeamsHouse, object_id: str) -> Person:
    """Somebody of that name, who has the app and is in the team."""
    alex = house.teams.add_person(NAME, object_id=object_id)
    await house.teams.install(alex)
    team = house.teams.team_of(house.teams.conversation(house.channels[HOME]))
    await house.teams.join(team, alex, house.stage.person_of(ANA))
    return alex


async def typed(house: TeamsHouse, person: Person, line: str) -> str:
    channel = house.teams.conversation(house.channels[HOME])
    answer = await house.teams.type(person, channel, f"@{house.teams.bot_name} {line}")
    await house.bot.settle()
    return answer.plain()


def is_told_apart(words: str) -> bool:
    return words.count(NAME) == words.count(f"{NAME} (")


async def test_who_may_not_sign_is_told_which_of_them_can(house: TeamsHouse, other: Person) -> None:
    words = await said(house, GUS, "approve approved-datasets")
    assert f"{NAME} (Compliance)" in words
    assert is_told_apart(words)


async def test_who_has_the_name_of_who_can_is_told_that_it_is_another(house: TeamsHouse, other: Person) -> None:
    words = await typed(house, other, "approve approved-datasets")
    assert f"{NAME} (Compliance)" in words
    assert "nother" in words


async def test_no_answer_in_teams_says_the_name_without_which(house: TeamsHouse, other: Person) -> None:
    looks = [command.name for command in COMMANDS if LOOKING.keys() & set(command.gives)]
    gates = [f"show {gate}" for gate in ("compute", "approved-datasets", "dpia")]
    lines = [*looks, *gates, "contract ask", "contract"]
    answers = [await said(house, ANA, line) for line in lines]
    assert not [words for words in answers if not is_told_apart(words)]
    assert sum(NAME in words for words in answers) > 5
    assert f"{NAME} (Compliance)" in "".join(answers)


async def test_what_names_one_of_them_in_a_change_says_which(house: TeamsHouse, other: Person) -> None:
    for line in NAMING:
        words = await said(house, ANA, line.format(name=NAME))
        assert NAME in words, line
        assert is_told_apart(words), words
