"""What Teams refuses in an activity that a bot sends, and what is wrong though it is taken."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson

from tests.teams.standin.card_check import check_attachment
from tests.teams.standin.directory import Directory
from tests.teams.standin.errors import Refused, bad_syntax
from tests.teams.standin.text_check import check_mentions

LARGEST_MESSAGE = 100 * 1024
"""In UTF-16, card included."""

TYPES = frozenset({"message", "typing"})
FORMATS = frozenset({"plain", "markdown", "xml"})


def demand_activity(activity: dict[str, Any]) -> None:
    """Raise Refused for an activity that Teams does not take."""
    if len(orjson.dumps(activity).decode().encode("utf-16-le")) > LARGEST_MESSAGE:
        raise Refused(413, "MessageSizeTooBig", "Message size too large.")
    if activity.get("type") not in TYPES:
        raise bad_syntax(f"Unknown activity type {activity.get('type')!r}")
    if activity["type"] == "message" and not (activity.get("text") or activity.get("attachments")):
        raise bad_syntax("Activity must have text or attachments")
    if activity.get("textFormat", "markdown") not in FORMATS:
        raise bad_syntax(f"Unknown textFormat {activity['textFormat']!r}")
    if len(attachments_of(activity)) > 1:
        raise bad_syntax("This stand-in shows one card in a message")


def check_activity(activity: dict[str, Any], directory: Directory) -> Iterator[str]:
    """Yield what is wrong with an activity that is taken: its mentions, its card."""
    text = str(activity.get("text") or "")
    yield from check_mentions([text], activity.get("entities"), directory.addressed, "a message's text")
    for attachment in attachments_of(activity):
        yield from check_attachment(attachment, directory)


def attachments_of(activity: dict[str, Any]) -> list[Any]:
    """Its attachments."""
    return activity.get("attachments") or []


def card_of(activity: dict[str, Any]) -> dict[str, Any] | None:
    """Its card, as far as it has one."""
    for attachment in attachments_of(activity):
        content = attachment.get("content") if isinstance(attachment, dict) else None
        if isinstance(content, dict):
            return content
    return None
