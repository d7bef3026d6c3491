"""The story that the demo tells comes out right, over HTTP and in Socket Mode, and as a command."""

import os
import subprocess
import sys
from pathlib import Path

from bot.demo.cast import ANA
from bot.demo.history import play_history
from bot.demo.house import STORY_BEGINS
from bot.demo.narrator import Narrator
from bot.demo.play import Play
from bot.demo.story import play
from readiness.templates.builtin import builtin_templates
from tests.teams.home import teams_house

ROOT = Path(__file__).parents[2]


async def test_the_story_comes_out_right(play_on: Play) -> None:
    """Without its history, which the command tells too."""
    await play(play_on)
    assert "EUR" in play_on.stands(ANA, "Monday digest").text


async def test_the_history_before_it_comes_out_right_in_teams_too(database: Path) -> None:
    told = Narrator(list[str]().append)
    async with teams_house(database, begins=STORY_BEGINS) as home:
        await play_history(home.stage, told, builtin_templates()[0], home.clock)
        assert "live" in (await home.stage.type(ANA, "triage", "status"))[-1].text


def test_the_command_tells_it_and_ends_with_success() -> None:
    told = subprocess.run(
        [sys.executable, "-c", "from bot.cli import main; main()", "demo", "--story"],
        cwd=ROOT,
        env={**os.environ, "CI": "true"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (told.returncode, told.stderr) == (0, ""), told.stdout[-2000:]
    assert "Everything came out right" in told.stdout
