"""`readiness demo`: a story in the terminal, then the page."""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path

from bot.bootstrap import delivering
from bot.demo import story, twelve_weeks
from bot.demo.cast import ANA
from bot.demo.history import name_parties, play_history
from bot.demo.house import House, house
from bot.demo.narrator import STORY_ZONE, Narrator
from bot.demo.play import Play
from bot.demo.stage import StoryFailed
from bot.playground import LocalSlack
from readiness.templates.builtin import builtin_templates

Write = Callable[[str], None]
Tale = Callable[[Play], Awaitable[None]]


async def main_job(play: Play) -> None:
    """Three earlier initiatives, and one from its beginning to Monday's digest."""
    await play_history(play.stage, play.tell, play.template, play.now)
    await story.play(play)


async def long_story(play: Play) -> None:
    """One initiative over twelve weeks, in which much goes wrong."""
    await play.stage.move_clock(datetime(2026, 10, 9, 9, 0, tzinfo=STORY_ZONE))
    await name_parties(play.stage)
    await twelve_weeks.play(play)


async def run_demo(write: Write, *, port: int, serve: bool, tale: Tale = main_job) -> int:
    """Play the tale and, with `serve`, keep the page open until interrupted; the exit code."""
    with tempfile.TemporaryDirectory(prefix="readiness-demo-") as folder:
        async with house(Path(folder) / "demo.db", port=port, at_once=1) as home:
            code = await tell(home, write, tale)
            if code == 0 and serve:
                write(f"\nClick on at {home.slack.url}  (people to act as, a clock to move; Ctrl-C ends it)")
                async with delivering(home.bot):
                    await asyncio.Event().wait()
            return code


async def tell(home: House, write: Write, tale: Tale) -> int:
    """0 when every step of the tale came out right, 1 with the step that did not."""
    try:
        await tale(Play(home.stage, Narrator(write), home.clock, builtin_templates()[0]))
        _nothing_wrong(home.slack)
    except StoryFailed as failed:
        write(f"\nThe story went wrong: {failed}")
        return 1
    write(f"\nEverything came out right. {ANA.name}'s team would go on from here.")
    return 0


def _nothing_wrong(slack: LocalSlack) -> None:
    """Whatever the strict local Slack found fault with ends the story."""
    if slack.violations:
        raise StoryFailed("Slack would object: " + "; ".join(slack.violations[:5]))
