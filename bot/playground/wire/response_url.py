"""response_urls: the private way back to whoever acted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.playground.errors import ApiRefusal
from bot.playground.workspace.draft import read_draft
from bot.playground.workspace.message import Message
from bot.playground.workspace.workspace import Workspace

LIFETIME = timedelta(minutes=30)  # docs.slack.dev/interactivity/handling-user-interaction
MOST_POSTS = 5


@dataclass
class ResponseUrl:
    """One way back; `source` is the message that was pressed, None after a command."""

    user: str
    channel: str
    issued: datetime
    source: Message | None
    posts: int = 0


class ResponseUrls:
    """Hands out response_urls and takes what is posted to them."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._open: dict[str, ResponseUrl] = {}

    def issue(self, user: str, channel: str, source: Message | None = None) -> str:
        """Return the last part of a new response_url."""
        key = f"{self._workspace.team_id}-{next(self._workspace.serial)}"
        self._open[key] = ResponseUrl(user, channel, self._workspace.clock(), source)
        return key

    def take(self, key: str, body: object) -> None:
        """Do what was posted; raise ApiRefusal when the url is used up or the body is wrong."""
        way = self._open.get(key)
        if way is None or self._workspace.clock() - way.issued > LIFETIME:
            raise ApiRefusal("expired_url")
        if way.posts >= MOST_POSTS:
            raise ApiRefusal("used_url")
        if not isinstance(body, dict):
            raise ApiRefusal("invalid_payload")
        way.posts += 1
        source = self._replaced(way, body)
        if body.get("delete_original"):
            self._delete(source)
        else:
            self._post(way, source, body)

    def _replaced(self, way: ResponseUrl, body: Mapping[str, Any]) -> Message | None:
        if not (body.get("replace_original") or body.get("delete_original")):
            return None
        if way.source is None:
            self._flag("replace_original and delete_original do nothing to a slash command")
            return None
        return self._workspace.timeline.find(way.source.channel, way.source.ts)

    def _delete(self, source: Message | None) -> None:
        if source is not None:
            self._workspace.timeline.remove(source)

    def _post(self, way: ResponseUrl, source: Message | None, body: Mapping[str, Any]) -> None:
        draft = read_draft(body, self._workspace.serial)
        in_channel = _in_channel(body)
        if source is not None:
            if in_channel and source.ephemeral_to is not None:
                self._flag("an ephemeral message cannot be turned into one for the channel")
            self._workspace.lint("a response_url", draft.text, draft.blocks)
            self._workspace.timeline.edit(source, answer=True, text=draft.text, blocks=draft.blocks)
            return
        thread = self._thread(way, body, in_channel)
        self._workspace.bot_says(
            way.channel,
            draft.text,
            draft.blocks,
            thread_ts=thread,
            metadata=draft.metadata,
            ephemeral_to=None if in_channel else way.user,
        )

    def _thread(self, way: ResponseUrl, body: Mapping[str, Any], in_channel: bool) -> str | None:
        asked = body.get("thread_ts")
        if asked and not in_channel:
            self._flag("thread_ts needs response_type in_channel")
            return None
        if asked:
            return str(asked)
        return way.source.thread_ts if way.source is not None else None

    def _flag(self, finding: str) -> None:
        self._workspace.flag(f"response_url: {finding}")


def _in_channel(body: Mapping[str, Any]) -> bool:
    kind = body.get("response_type", "ephemeral")
    if kind not in ("ephemeral", "in_channel"):
        raise ApiRefusal("invalid_arguments", messages=["unknown response_type [json-pointer:/response_type]"])
    return bool(kind == "in_channel")
