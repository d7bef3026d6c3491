"""What a story needs of a chat platform: people who type, press and fill in, and what they see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody in the story: the account, the name shown, and what they do there."""

    account: str
    name: str
    role: str
    timezone: str = "Europe/Berlin"
    is_admin: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """A message as a person sees it: where, its text, and the labels that can be pressed."""

    where: str
    text: str
    labels: tuple[str, ...]


class StoryFailed(Exception):
    """A step of the story did not come out as it should."""


class Stage(Protocol):
    """One platform on which a story is played. Every method that acts returns what the actor saw at once.

    `where` is a channel's name, or None for the conversation with the bot alone.
    """

    async def type(self, actor: Actor, where: str | None, text: str) -> Sequence[Seen]:
        """Type a command."""

    def line(self, actor: Actor, where: str | None, text: str) -> str:
        """The command as the actor types it there."""

    async def type_on(self, actor: Actor, where: str | None, text: str) -> None:
        """Type a command without waiting for the messages it causes."""

    async def press(
        self, actor: Actor, where: str | None, label: str, *, about: str, gate: str = "", choose: Actor | None = None
    ) -> Sequence[Seen]:
        """Press the button `label` (for `gate`) on the newest message that says `about`; a picker gets `choose`."""

    async def press_kept(self, actor: Actor, label: str) -> Sequence[Seen]:
        """Press a button on the message that was kept, as it was then, though it changed since."""

    def keep(self, actor: Actor, where: str | None, *, about: str) -> None:
        """Keep the newest message that says `about` on the actor's screen as it is now."""

    async def fill(self, actor: Actor, values: Mapping[str, object]) -> Sequence[Seen]:
        """Fill in the open form and submit it; people and channels by their account or name."""

    def sees(self, actor: Actor, where: str | None) -> Sequence[Seen]:
        """Every message the actor sees there, threads included, oldest first."""

    async def leave(self, actor: Actor, by: Actor) -> None:
        """Somebody leaves the company; `by` sees to it where the platform does not tell."""

    async def home(self, actor: Actor) -> Seen:
        """Open the personal start page."""

    async def settle(self) -> None:
        """Let everything that was caused so far arrive."""

    async def move_clock(self, to: datetime) -> None:
        """Let time pass, and everything that is due happen."""
