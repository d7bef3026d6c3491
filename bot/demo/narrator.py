"""Tells a story as it is played: who did what, and what they saw."""

import textwrap
from collections.abc import Callable, Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.demo.stage import Actor, Seen, StoryFailed

WIDTH = 100
STORY_ZONE = ZoneInfo("Europe/Berlin")


class Narrator:
    """Writes lines through `write`; checks what was seen, so that a wrong step ends the story."""

    def __init__(self, write: Callable[[str], None]) -> None:
        """Keep where to write."""
        self._write = write

    def chapter(self, title: str, now: datetime) -> None:
        """A heading with the date."""
        local = now.astimezone(STORY_ZONE)
        self._write("")
        self._write(f"── {local:%a} {local.day} {local:%b %Y, %H:%M} ── {title} ".ljust(WIDTH, "─"))

    def aside(self, text: str) -> None:
        """What a bystander should know."""
        for line in textwrap.wrap(text, WIDTH):
            self._write(line)

    def does(self, actor: Actor, where: str | None, what: str) -> None:
        """Somebody acts."""
        place = f"in #{where}" if where else "in the direct message with Readiness"
        self._write("")
        self._write(f"{actor.name} ({actor.role}) {what}, {place}")

    def types(self, actor: Actor, where: str | None, line: str) -> None:
        """Somebody types a line."""
        self.does(actor, where, f"types `{line}`")

    def shows(self, seen: Seen, whom: str) -> None:
        """A message, indented under who sees it."""
        self._write(f"    {whom}:")
        for line in seen.text.splitlines():
            for part in textwrap.wrap(line, WIDTH - 8, subsequent_indent="  ") or [""]:
                self._write(f"      {part}".rstrip())

    def expects(self, seen: Iterable[Seen], *words: str) -> Seen:
        """The newest of `seen` that says all the words; raises `StoryFailed` when none does."""
        found = list(seen)
        for message in reversed(found):
            if all(word in message.text for word in words):
                return message
        heard = "\n---\n".join(message.text for message in found[-4:]) or "nothing"
        raise StoryFailed(f"nobody heard {', '.join(map(repr, words))}; what was heard:\n{heard}")
