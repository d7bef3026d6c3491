"""An initiative that lives in a private Teams channel exists only for its people and that channel's members."""

from datetime import timedelta
from itertools import product

import pytest

from bot.conversation.commands import COMMANDS
from bot.conversation.route import LOOKING
from bot.demo.cast import ANA, BEN, IDA
from bot.intents.form import OpenForm
from tests.teams.home import TeamsHouse, said, slug_of

NAME = "Quillfeather takeover"
GATE, TITLE, REASON = "moth-audit", "Marigold ledgers audited", "lanterns are out"
BOARD = "invoices"
STRANGER_TO_IT = IDA
"""Ida works here, is in the team, and is not in the channel."""

TOLD = (NAME, "quillfeather", GATE, TITLE, REASON)
LOOKS = tuple(command for command in COMMANDS if (LOOKING.keys() - {OpenForm}) & set(command.gives))
RESTS = ("", "all", "stalled", "compute", "Quillfether takover", "quillfether/compute", "now")
"""What somebody types behind a command who does not know that it exists, or has heard of it and mistypes."""


@pytest.fixture
async def secret(house: TeamsHouse) -> TeamsHouse:
    """Ana's initiative in the private channel, with a gate of its own on which Ben is blocked."""
    channel = house.teams.conversation(house.channels[BOARD])
    house.teams.convert(channel, [house.stage.person_of(one) for one in (ANA, BEN)])
    await house.teams.tell_of_channel(channel, "channelMemberRemoved", house.stage.person_of(ANA))
    assert "is started" in await said(house, ANA, f'new "{NAME}" value 777777 EUR', BOARD)
    assert "Added" in await said(house, ANA, f'gate add {GATE} "{TITLE}" party sre', BOARD)
    await said(house, ANA, f"assign {GATE} @Ben", BOARD)
    await said(house, BEN, f"accept {GATE}", BOARD)
    assert "Blocked" in await said(house, BEN, f"blocked {GATE} {REASON}", BOARD)
    return house


def leaked(words: str) -> list[str]:
    """What of the initiative stands there."""
    return [one for one in TOLD if one.casefold() in words.casefold()]


@pytest.mark.parametrize("where", ["general", None])
async def test_whoever_may_not_see_it_learns_nothing_by_looking(secret: TeamsHouse, where: str | None) -> None:
    slug = await slug_of(secret, NAME)
    for command in LOOKS:
        for rest in RESTS:
            line = f"{command.name} {rest}".strip()
            answer = await said(secret, STRANGER_TO_IT, line, where)
            assert answer, line
            assert not leaked(answer), (line, answer)
        for rest in ("{slug}", "{slug}/moth-audit", "{slug} moth-audit"):
            line = f"{command.name} {rest}"
            guessed = await said(secret, STRANGER_TO_IT, line.format(slug=slug), where)
            invented = await said(secret, STRANGER_TO_IT, line.format(slug="badger-9f3-takeover"), where)
            assert guessed.replace(slug, "S") == invented.replace("badger-9f3-takeover", "S"), line


async def test_nothing_of_it_is_sent_where_others_read(secret: TeamsHouse) -> None:
    await said(secret, ANA, "digest leadership #general", "general")
    await secret.stage.move_clock(secret.clock() + timedelta(days=8))
    await secret.stage.settle()
    for where in ("general", "churn-model", None):
        read = [seen.text for seen in secret.stage.sees(STRANGER_TO_IT, where)]
        assert not [words for words in read if leaked(words)]


async def test_its_people_see_it_in_the_channel_and_in_person(secret: TeamsHouse) -> None:
    for actor, where in product((ANA, BEN), (BOARD, None)):
        assert NAME in await said(secret, actor, f"status {await slug_of(secret, NAME)}", where)
        assert NAME in await said(secret, actor, "list all", where)
        assert TITLE in await said(secret, actor, f"show {await slug_of(secret, NAME)}/{GATE}", where)
