"""Cursors: long lists in pieces."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from typing import TypeVar

from bot.playground.api.arguments import Arguments
from bot.playground.errors import ApiRefusal

T = TypeVar("T")


def page_of(items: Sequence[T], args: Arguments, default: int = 100, most: int = 1000) -> tuple[list[T], str]:
    """Return one page and the cursor of the next, empty at the end; raise ApiRefusal invalid_cursor."""
    start = _position(args.text("cursor"))
    end = start + args.number("limit", default, most)
    cursor = base64.b64encode(f"next:{end}".encode()).decode() if end < len(items) else ""
    return list(items[start:end]), cursor


def _position(cursor: str | None) -> int:
    if cursor is None:
        return 0
    try:
        word, _, number = base64.b64decode(cursor, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        raise ApiRefusal("invalid_cursor") from None
    if word != "next" or not number.isdigit():
        raise ApiRefusal("invalid_cursor")
    return int(number)
