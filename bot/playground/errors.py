"""What can go wrong in the local Slack."""

from __future__ import annotations

from collections.abc import Sequence


class PlaygroundError(Exception):
    """A person tried something that Slack's own client would not let them do."""


class ApiRefusal(Exception):
    """A Web API method answers `ok: false`; `error` is Slack's name for the reason."""

    def __init__(self, error: str, *, messages: Sequence[str] = (), **extra: object) -> None:
        super().__init__(error)
        self.error = error
        self.messages = tuple(messages)
        self.extra = extra

    def answer(self) -> dict[str, object]:
        """Return the JSON body that Slack sends for this refusal."""
        body: dict[str, object] = {"ok": False, "error": self.error, **self.extra}
        if self.messages:
            body["errors"] = list(self.messages)
            body["response_metadata"] = {"messages": [f"[ERROR] {message}" for message in self.messages]}
        return body
