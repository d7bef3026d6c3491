"""A message as it stands in a conversation."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bot.playground.blocks import control
from bot.playground.blocks.mrkdwn import UNNAMED, Directory
from bot.playground.blocks.plain import plain

SLACKBOT = "USLACKBOT"


@dataclass(frozen=True)
class Message:
    """One message; `edited` is the ts of the last edit, `ephemeral_to` the only person who sees it.

    `is_tombstone`: it was deleted, and stands there for the replies that are left.
    """

    channel: str
    ts: str
    user: str
    text: str = ""
    blocks: list[dict[str, Any]] = field(default_factory=list)
    thread_ts: str | None = None
    metadata: dict[str, Any] | None = None
    edited: str | None = None
    ephemeral_to: str | None = None
    bot_id: str | None = None
    broadcast: bool = False
    is_tombstone: bool = False
    touched: int = 0
    directory: Directory = field(default=UNNAMED, repr=False, compare=False)

    @property
    def is_reply(self) -> bool:
        """Whether it stands in a thread under another message."""
        return self.thread_ts is not None and self.thread_ts != self.ts

    @property
    def micros(self) -> int:
        """When it was posted, in microseconds."""
        return int(self.ts.replace(".", ""))

    def labels(self) -> list[str]:
        """Return what can be read on every button, select and picker, in reading order."""
        return control.labels(self.blocks)

    def plain(self, *, tz: str = "UTC") -> str:
        """Return the message as plain text, its dates shown in `tz`."""
        return plain(self.text, self.blocks, self.directory, tz)

    def tombstone(self) -> Message:
        """Return what Slack shows in its place once it was deleted."""
        return Message(
            self.channel, self.ts, SLACKBOT, "This message was deleted.", thread_ts=self.ts, is_tombstone=True,
            touched=self.touched, directory=self.directory,
        )  # fmt: skip

    def record(self, *, with_metadata: bool = True) -> dict[str, Any]:
        """Return the message object of the Web API and of interaction payloads."""
        body: dict[str, Any] = {"type": "message", "user": self.user, "ts": self.ts, "text": self.text}
        if self.is_tombstone:
            body |= {"subtype": "tombstone", "hidden": True}
        if self.bot_id is not None:
            body |= {"bot_id": self.bot_id, "app_id": "A0LOCAL01"}
        if self.blocks:
            body["blocks"] = self.blocks
        if self.thread_ts is not None:
            body["thread_ts"] = self.thread_ts
        if self.edited is not None:
            body["edited"] = {"user": self.user, "ts": self.edited}
        if self.metadata is not None and with_metadata:
            body["metadata"] = self.metadata
        return body
