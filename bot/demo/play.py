"""How a story is played: somebody acts, what answers it is checked and told, and the record is looked at."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from bot.demo.history import sign
from bot.demo.narrator import STORY_ZONE, Narrator
from bot.demo.stage import Actor, Seen, Stage
from readiness.domain.values.template import Template

HOME = "churn-model"
"""The channel of the story, and the slug of what lives in it."""


async def _unwatched() -> None:
    """Nobody looks."""


@dataclass(frozen=True, slots=True)
class Play:
    """The stage, the one who tells, the clock, the checklist, and what is looked at after every step."""

    stage: Stage
    tell: Narrator
    now: Callable[[], datetime]
    template: Template
    watch: Callable[[], Awaitable[None]] = _unwatched

    async def until(self, month: int, day: int, hour: int, minute: int, title: str) -> None:
        """Let time pass until a moment of 2026 in the story's own timezone, and begin a chapter."""
        await self.stage.move_clock(datetime(2026, month, day, hour, minute, tzinfo=STORY_ZONE))
        self.tell.chapter(title, self.now())
        await self.watch()

    async def says(self, actor: Actor, text: str, *expected: str, where: str | None = HOME) -> Seen:
        """Type a command and show what answers it."""
        self.tell.types(actor, where, self.stage.line(actor, where, text))
        seen = self.tell.expects(await self.stage.type(actor, where, text), *expected)
        self.tell.shows(seen, _whom(actor, where, seen))
        await self.watch()
        return seen

    async def presses(
        self, actor: Actor, label: str, about: str, *expected: str, where: str | None = HOME, gate: str = ""
    ) -> None:
        """Press a button and show what answers it."""
        on = f" for `{gate}`" if gate else ""
        self.tell.does(actor, where, f"presses [{label}]{on}")
        seen = await self.stage.press(actor, where, label, about=about, gate=gate)
        answer = self.tell.expects(seen, *expected)
        self.tell.shows(answer, _whom(actor, where, answer))
        await self.watch()

    async def opens(self, actor: Actor, label: str, about: str, *, gate: str = "") -> None:
        """Press a button that opens a form."""
        await self.stage.press(actor, HOME, label, about=about, gate=gate)

    async def fills(self, actor: Actor, what: str, values: dict[str, object], *expected: str) -> None:
        """Submit the form that is open and show what answers it."""
        self.tell.does(actor, HOME, what)
        answer = self.tell.expects(await self.stage.fill(actor, values), *expected)
        self.tell.shows(answer, _whom(actor, HOME, answer))
        await self.watch()

    async def meanwhile(self, *keys: str) -> None:
        """Gates that come out well without anybody telling of it."""
        for key in keys:
            gate = self.template.gate(key)
            if gate is not None:
                await sign(self.stage, HOME, gate)
        await self.stage.settle()
        await self.watch()
        self.tell.aside("Meanwhile signed off: " + ", ".join(f"`{key}`" for key in keys) + ".")

    def stands(self, actor: Actor, *words: str, where: str | None = HOME) -> Seen:
        """Show a message that stands in the channel, its thread, or a direct message."""
        seen = self.tell.expects(self.stage.sees(actor, where), *words)
        self.tell.shows(seen, _whom(actor, where, seen))
        return seen


def _whom(actor: Actor, where: str | None, seen: Seen) -> str:
    """Who sees it."""
    if seen.where == "private":
        return f"only {actor.name} sees"
    if where is None:
        return f"{actor.name}, in a direct message"
    return f"everybody in #{where}" + (" (in the thread)" if seen.where == "thread" else "")
