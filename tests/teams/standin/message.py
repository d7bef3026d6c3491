"""A message as it stands in a conversation."""

from __future__ import annotations

from dataclasses import dataclass

from tests.teams.standin import controls
from tests.teams.standin.controls import Control
from tests.teams.standin.markup import readable
from tests.teams.standin.plain import plain
from tests.teams.standin.tree import Node


@dataclass(frozen=True)
class Message:
    """One message. `root` is the first message of its thread, "" where it stands by itself; `reply_to` what it answers.

    `private_to` is the object id of the only person who sees it so; `sender` a `29:` id or the bot's.
    """

    id: str
    conversation: str
    sender: str
    text: str = ""
    card: Node | None = None
    summary: str = ""
    root: str = ""
    reply_to: str = ""
    private_to: str = ""
    is_edited: bool = False
    is_deleted: bool = False

    @property
    def is_reply(self) -> bool:
        """Whether it stands in a thread under another message."""
        return bool(self.root)

    @property
    def is_from_bot(self) -> bool:
        """Whether the bot wrote it."""
        return self.sender.startswith("28:")

    def plain(self) -> str:
        """Return the message as plain text, its card below its text."""
        texts = [readable(self.text), plain(self.card) if self.card else ""]
        return "\n".join(text for text in texts if text)

    def labels(self) -> list[str]:
        """Return what can be read on everything to press or choose from, in reading order."""
        return controls.labels(self.card) if self.card else []

    def controls(self) -> list[Control]:
        """Return everything that can be pressed, in reading order."""
        return list(controls.controls(self.card)) if self.card else []
