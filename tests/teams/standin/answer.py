"""What came of something a person did, and what the bot asked of the connector."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tests.teams.standin.dialog import Dialog
from tests.teams.standin.message import Message


@dataclass(frozen=True)
class Answer:
    """What the bot answered and what the person then saw.

    `status` is the HTTP status (0 without an answer, or when the bot is not told at all), `body` its JSON, `seconds`
    how long it took. `messages` are the bot's messages that appeared for this person meanwhile, the one shown to them
    alone last; `dialog` is the dialog then open, `activity` what was sent to the bot.
    """

    status: int
    seconds: float
    body: Any
    activity: dict[str, Any]
    messages: tuple[Message, ...] = ()
    dialog: Dialog | None = None

    def plain(self) -> str:
        """Return all messages of the answer as plain text."""
        return "\n".join(message.plain() for message in self.messages)


@dataclass(frozen=True)
class Call:
    """One request to the connector: what was asked, where, with which body, and the status it got; 0 for none."""

    operation: str
    conversation: str
    body: dict[str, Any]
    status: int
    at: datetime
