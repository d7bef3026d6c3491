"""The story that the demo tells comes out right, over HTTP and in Socket Mode, and as a command."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.demo.narrator import Narrator
from bot.demo.story import Play, play
from readiness.templates.builtin import builtin_templates
from tests.slack.home import faultless, name_parties

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("socket_mode", [False, True], ids=["http", "socket"])
async def test_the_story_comes_out_right(database: Path, socket_mode: bool) -> None:
    """Without its history, which the command tells too."""
    lines: list[str] = []
    async with faultless(database, socket_mode=socket_mode) as home:
        await name_parties(home)
        await play(Play(home.stage, Narrator(lines.append), home.clock, builtin_templates()[0]))
    assert "EUR" in "\n".join(lines)


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
