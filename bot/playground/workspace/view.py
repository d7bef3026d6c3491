"""A modal or a home tab as one person sees it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bot.playground.blocks import control
from bot.playground.blocks.emoji import drawn
from bot.playground.blocks.mrkdwn import UNNAMED, Directory
from bot.playground.blocks.plain import plain


@dataclass(frozen=True)
class ViewState:
    """One open view; `source` is what the app sent, with ids filled in."""

    id: str
    user: str
    hash: str
    source: dict[str, Any]
    root_id: str
    previous_id: str | None = None
    errors: dict[str, str] = field(default_factory=dict)
    directory: Directory = field(default=UNNAMED, repr=False, compare=False)

    @property
    def type(self) -> str:
        """`modal` or `home`."""
        return str(self.source["type"])

    @property
    def blocks(self) -> list[dict[str, Any]]:
        """The blocks, every one with its block_id."""
        blocks: list[dict[str, Any]] = self.source["blocks"]
        return blocks

    @property
    def title(self) -> str:
        """The title as shown; empty for a home tab."""
        return self._shown("title")

    @property
    def submit(self) -> str | None:
        """The text of the submit button, None without one."""
        return self._shown("submit") or None

    @property
    def close(self) -> str:
        """The text of the close button."""
        return self._shown("close") or "Cancel"

    @property
    def private_metadata(self) -> str:
        """What the app hid in the view."""
        return str(self.source.get("private_metadata", ""))

    @property
    def callback_id(self) -> str:
        """The app's name for this kind of view."""
        return str(self.source.get("callback_id", ""))

    @property
    def external_id(self) -> str:
        """The app's own id of this view."""
        return str(self.source.get("external_id") or "")

    @property
    def notify_on_close(self) -> bool:
        """Whether closing sends view_closed."""
        return bool(self.source.get("notify_on_close", False))

    def labels(self) -> list[str]:
        """Return what can be read on every control, in reading order."""
        return control.labels(self.blocks)

    def plain(self, *, tz: str = "UTC") -> str:
        """Return the view as plain text, its title first and its buttons last."""
        lines = [self.title] if self.title else []
        lines.append(plain("", self.blocks, self.directory, tz))
        if self.type == "modal":
            lines.append(" ".join(f"[{label}]" for label in (self.close, self.submit) if label))
        return "\n".join(lines)

    def record(self, team_id: str, app_id: str, bot_id: str, values: dict[str, Any]) -> dict[str, Any]:
        """Return the view object of the Web API and of payloads, with the state a person entered."""
        return {
            "id": self.id,
            "team_id": team_id,
            "type": self.type,
            "blocks": self.blocks,
            "private_metadata": self.private_metadata,
            "callback_id": self.callback_id,
            "external_id": self.external_id,
            "state": {"values": values},
            "hash": self.hash,
            "title": self.source.get("title"),
            "submit": self.source.get("submit"),
            "close": self.source.get("close"),
            "clear_on_close": bool(self.source.get("clear_on_close", False)),
            "notify_on_close": self.notify_on_close,
            "previous_view_id": self.previous_id,
            "root_view_id": self.root_id,
            "app_id": app_id,
            "app_installed_team_id": team_id,
            "bot_id": bot_id,
        }

    def _shown(self, key: str) -> str:
        text = self.source.get(key)
        return drawn(str(text["text"])) if isinstance(text, dict) else ""
