"""Something Slack sends to the bot, and what the bot replies."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlencode

import orjson

Kind = Literal["slash_commands", "interactive", "events_api"]


@dataclass(frozen=True)
class Delivery:
    """One payload; `attempt` counts repeats of an event, whose `reason` is Slack's."""

    kind: Kind
    payload: dict[str, Any]
    attempt: int = 0
    reason: str = ""

    def body(self) -> tuple[bytes, str]:
        """Return the bytes of the HTTP request and their content type."""
        if self.kind == "events_api":
            return orjson.dumps(self.payload), "application/json"
        form = "application/x-www-form-urlencoded"
        if self.kind == "interactive":
            return urlencode({"payload": orjson.dumps(self.payload).decode()}).encode(), form
        return urlencode(self.payload).encode(), form

    def retry_headers(self) -> dict[str, str]:
        """Return the headers that mark a repeated event."""
        if not self.attempt:
            return {}
        return {"x-slack-retry-num": str(self.attempt), "x-slack-retry-reason": self.reason}


@dataclass(frozen=True)
class Reply:
    """What came back; `status` 0 means nothing in time, or no connection.

    `text` is the body as it came, before it was read: empty is the one answer in which Slack finds nothing to show.
    """

    status: int
    seconds: float
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    trouble: str = ""
    text: str = ""

    @property
    def ok(self) -> bool:
        """Whether it is an answer Slack takes."""
        return 200 <= self.status < 300
