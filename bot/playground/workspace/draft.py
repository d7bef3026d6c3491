"""A message that an app wants to post."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from bot.playground.blocks.check import check_message, stamped
from bot.playground.errors import ApiRefusal

LONGEST_POST = 40_000  # longer text is cut off with the warning message_truncated (docs: chat.postMessage)
MOST_ATTACHMENTS = 100
LARGEST_METADATA = 8_000  # the error is documented, the figure is not: a cautious guess


@dataclass(frozen=True)
class Draft:
    """Text and blocks that Slack would take."""

    text: str
    blocks: list[dict[str, Any]]
    metadata: dict[str, Any] | None
    truncated: bool = False


def read_draft(body: Mapping[str, Any], serial: Iterator[int]) -> Draft:
    """Return what a message body says; raise ApiRefusal when Slack would refuse it."""
    text = body.get("text") or ""
    if not isinstance(text, str):
        raise ApiRefusal("invalid_arguments", messages=["must provide a string [json-pointer:/text]"])
    blocks = check_message(body.get("blocks") or [])
    if len(body.get("attachments") or []) > MOST_ATTACHMENTS:
        raise ApiRefusal("too_many_attachments")
    if not text.strip() and not blocks and not body.get("attachments"):
        raise ApiRefusal("no_text")
    return Draft(text[:LONGEST_POST], stamped(blocks, serial), read_metadata(body), len(text) > LONGEST_POST)


def read_metadata(body: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the message metadata; raise ApiRefusal when its shape or size is wrong."""
    metadata = body.get("metadata")
    if metadata is None:
        return None
    if not isinstance(metadata, dict) or set(metadata) - {"event_type", "event_payload", "entities"}:
        raise ApiRefusal("invalid_metadata_format")
    kind, payload = metadata.get("event_type"), metadata.get("event_payload")
    if not isinstance(kind, str) or not kind or not isinstance(payload, dict):
        raise ApiRefusal("invalid_metadata_format")
    if not all(_flat(value) for value in payload.values()):
        raise ApiRefusal("invalid_metadata_schema")
    if len(orjson.dumps(metadata)) > LARGEST_METADATA:
        raise ApiRefusal("metadata_too_large")
    return metadata


def _flat(value: object) -> bool:
    if isinstance(value, list):
        return all(isinstance(item, dict) and _flat(item) for item in value)
    if isinstance(value, dict):
        return all(isinstance(item, (str, int, float, bool)) for item in value.values())
    return isinstance(value, (str, int, float, bool))
