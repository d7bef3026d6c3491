"""In a Teams channel everybody reads the answer, so nothing private is said there (decision 0013)."""

import pytest

from bot.demo.cast import ANA, BEN, GUS
from tests.teams.home import HOME, TeamsHouse, said, slug_of, words

CANARY = "canary-9f3"
TAKEOVER = f"{CANARY} takeover"


@pytest.fixture
async def secret(house: TeamsHouse) -> TeamsHouse:
    """Ana's initiative in the private channel #board, of which Ben is a member and Gus is not."""
    home = house.teams.conversation(house.channels[HOME])
    people = [house.stage.person_of(actor) for actor in (ANA, BEN)]
    board = house.teams.add_channel(house.teams.team_of(home), "board", only=people)
    house.teams.add_bot_to(board)
    house.channels["board"] = board.id
    assert "is started" in await said(house, ANA, f'new "{TAKEOVER}"', "board")
    return house


async def test_a_member_asks_of_a_private_initiative_in_its_channel_and_alone(secret: TeamsHouse) -> None:
    assert "0 of 18 ready" in await said(secret, BEN, "status", "board")
    assert "0 of 18 ready" in await said(secret, BEN, f"status {await slug_of(secret, TAKEOVER)}", None)


@pytest.mark.parametrize("line", ["status {slug}", "show {slug} compute", "list all", "list mine", "home", "{slug}"])
async def test_asked_elsewhere_it_does_not_exist_even_for_its_people(secret: TeamsHouse, line: str) -> None:
    slug = await slug_of(secret, TAKEOVER)
    answer = await said(secret, ANA, line.format(slug=slug), HOME)
    assert CANARY not in answer.replace(slug, "")
    assert "18" not in answer


async def test_others_do_not_hear_of_it_anywhere(secret: TeamsHouse) -> None:
    for where in (HOME, None):
        assert CANARY not in await said(secret, GUS, "list all", where)
    assert CANARY not in words([*secret.stage.sees(GUS, HOME), *secret.stage.sees(GUS, None)])


@pytest.mark.parametrize("line", ["join", "link", "admin CDEF-GHJK-LMNP"])
async def test_codes_are_said_alone(house: TeamsHouse, line: str) -> None:
    assert "alone" in await said(house, ANA, line, HOME)


async def test_what_everybody_reads_needs_no_sharing(house: TeamsHouse) -> None:
    await said(house, ANA, 'new "Churn model"')
    (answer,) = await house.stage.type(ANA, HOME, "status")
    assert "Share here" not in answer.labels


async def test_a_made_up_press_shares_nothing_of_it_elsewhere(secret: TeamsHouse) -> None:
    press = f'["shr","{await slug_of(secret, TAKEOVER)}"]'
    value = {"action": {"type": "Action.Execute", "verb": "press", "data": {"press": press}}}
    place = secret.teams.conversation(secret.channels[HOME])
    person = secret.stage.person_of(ANA)
    answer = await secret.teams.deliver(
        secret.teams.activity("invoke", person, place, name="adaptiveCard/action", value=value)
    )
    await secret.bot.settle()
    assert answer.status == 200
    assert CANARY not in str(answer.body).replace(await slug_of(secret, TAKEOVER), "")
    assert CANARY not in words(secret.stage.sees(GUS, HOME))
