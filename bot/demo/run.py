"""`readiness demo`: the story in the terminal, then the page."""

import asyncio
import tempfile
from collections.abc import Callable
from pathlib import Path

from bot.bootstrap import delivering
from bot.demo.cast import ANA
from bot.demo.history import play_history
from bot.demo.house import House, house
from bot.demo.narrator import Narrator
from bot.demo.play import Play
from bot.demo.stage import StoryFailed
from bot.demo.story import play
from bot.playground import LocalSlack
from readiness.templates.builtin import builtin_templates

Write = Callable[[str], None]


async def run_demo(write: Write, *, port: int, serve: bool) -> int:
    """Play the story and, with `serve`, keep the page open until interrupted; the exit code."""
    with tempfile.TemporaryDirectory(prefix="readiness-demo-") as folder:
        async with house(Path(folder) / "demo.db", port=port) as home:
            code = await tell_story(home, write)
            if code == 0 and serve:
                write(f"\nClick on at {home.slack.url}  (people to act as, a clock to move; Ctrl-C ends it)")
                async with delivering(home.bot):
                    await asyncio.Event().wait()
            return code


async def tell_story(home: House, write: Write) -> int:
    """0 when every step of the story came out right, 1 with the step that did not."""
    tell = Narrator(write)
    try:
        template = builtin_templates()[0]
        await play_history(home.stage, tell, template, home.clock)
        await play(Play(home.stage, tell, home.clock, template))
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
