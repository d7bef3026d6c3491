"""Where stories are played: on each platform, and on both at once, under the eyes of a witness."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.demo.narrator import Narrator
from bot.demo.play import Play
from readiness.templates.builtin import builtin_templates
from tests.slack import home as slack
from tests.slack.home import database, either, faultless, home, migrated, started, under_way
from tests.stories import mixed
from tests.stories.mixed import mixed_house
from tests.stories.witness import Witness
from tests.teams import home as teams
from tests.teams.home import teams_house

__all__ = ["database", "either", "home", "migrated", "started", "under_way"]


@pytest.fixture(params=["slack over http", "slack in socket mode", "teams", "home in slack", "home in teams"])
async def play_on(request: pytest.FixtureRequest, database: Path) -> AsyncIterator[Play]:
    """A story's play, on each platform, its parties named already; the record is proved at every step."""
    tell, template = Narrator(list[str]().append), builtin_templates()[0]
    if request.param == "teams":
        async with teams_house(database) as there:
            await teams.name_parties(there)
            yield Play(there.stage, tell, there.clock, template, Witness(there.bot.storage).look)
        return
    if request.param.startswith("home in "):
        async with mixed_house(database, lives_in=request.param.removeprefix("home in ")) as both:
            await mixed.name_parties(both)
            yield Play(both.stage, tell, both.slack.clock, template, Witness(both.slack.bot.storage).look)
        return
    async with faultless(database, socket_mode="socket" in request.param) as here:
        await slack.name_parties(here)
        yield Play(here.stage, tell, here.clock, template, Witness(here.bot.storage).look)
