"""The witness of a story is no bystander: what is changed behind the bot's back does not pass it."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.demo.cast import ANA
from tests.slack.home import faultless, name_parties
from tests.stories.witness import Witness


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE record SET data = replace(data, 'compliance', 'business') WHERE kind = 'party.changed'",
        "DELETE FROM record WHERE sequence = (SELECT max(sequence) FROM record)",
    ],
    ids=["an entry", "the end"],
)
async def test_what_was_changed_in_the_record_is_seen(database: Path, change: str) -> None:
    async with faultless(database) as home:
        witness = Witness(home.bot.storage)
        await home.stage.type(ANA, "general", "help")
        await name_parties(home)
        await witness.look()
        with closing(sqlite3.connect(database)) as straight, straight:
            assert straight.execute(change).rowcount > 0
        with pytest.raises(AssertionError, match="organisation"):
            await witness.look()
