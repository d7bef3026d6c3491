"""What came of something a person did, and what the app asked of the Web API."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.playground.workspace.message import Message
from bot.playground.workspace.view import ViewState


@dataclass(frozen=True)
class Answer:
    """What the bot answered and what the person then saw.

    `status` is the HTTP status (200 for a socket acknowledgement, 0 when none came in time); `seconds` is how long it
    took; `messages` are the messages that became visible to that person meanwhile; `errors` maps block_id to the
    sentence shown under an input; `view` is the view then on top.
    """

    status: int
    seconds: float
    body: Any = None
    messages: list[Message] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)
    view: ViewState | None = None

    def plain(self, *, tz: str = "UTC") -> str:
        """Return all messages of the answer as plain text."""
        return "\n".join(message.plain(tz=tz) for message in self.messages)


@dataclass(frozen=True)
class ApiCall:
    """One Web API request received; `args` never hold the token."""

    method: str
    args: dict[str, Any]
    token_ok: bool
    status: int
    answer: dict[str, Any] | None
    at: datetime
