"""Cursors: long lists in pieces."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Sequence
from typing import TypeVar

from bot.playground.api.call import Call
from bot.playground.errors import ApiRefusal
from bot.playground.workspace.message import Message

MOST_MESSAGES_UNLISTED = 15  # docs.slack.dev/apis/web-api/rate-limits, conversations.history and .replies

T = TypeVar("T")


def page_of(items: Sequence[T], call: Call, default: int = 100, most: int = 1000) -> tuple[list[T], str]:
    """Return one page and the cursor of the next, empty at the end; raise ApiRefusal invalid_cursor."""
    start = _position(call.args.text("cursor"), "next")
    end = start + _length(call, default, most)
    return list(items[start:end]), _cursor("next", end) if end < len(items) else ""


def page_of_messages(
    messages: Iterable[Message], call: Call, *, newest_first: bool, default: int, most: int
) -> tuple[list[Message], str]:
    """Return one page of messages and the cursor of the next.

    The cursor names the message that the page ends with, so that nothing is left out when others come in meanwhile.
    An app sold outside of Slack's marketplace gets 15 at most.
    """
    last = _position(call.args.text("cursor"), "next_ts")
    beyond = [one for one in messages if not last or (one.micros < last if newest_first else one.micros > last)]
    beyond.sort(key=lambda one: one.micros, reverse=newest_first)
    length = min(_length(call, default, most), MOST_MESSAGES_UNLISTED if call.installation.unlisted else most)
    page = beyond[:length]
    return page, _cursor("next_ts", page[-1].micros) if length < len(beyond) else ""


def _length(call: Call, default: int, most: int) -> int:
    asked = call.args.number("limit", default, most)
    return min(asked, call.installation.longest_page or asked)


def _cursor(word: str, number: int) -> str:
    return base64.b64encode(f"{word}:{number}".encode()).decode()


def _position(cursor: str | None, expected: str) -> int:
    if cursor is None:
        return 0
    try:
        word, _, number = base64.b64decode(cursor, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        raise ApiRefusal("invalid_cursor") from None
    if word != expected or not number.isdigit():
        raise ApiRefusal("invalid_cursor")
    return int(number)
