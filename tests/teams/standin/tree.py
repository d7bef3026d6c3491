"""Walking through an Adaptive Card."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Node = dict[str, Any]

INSIDE = (
    "body",
    "items",
    "columns",
    "rows",
    "cells",
    "images",
    "inlines",
    "inlineAction",
    "selectAction",
    "actions",
    "card",
)
"""Where elements and actions stand, in reading order. An action's data and an element's fallback are not shown."""


def parts(node: Node, *, into_cards: bool = True) -> Iterator[Node]:
    """Yield every element and action in reading order, itself first; without `into_cards` none behind a ShowCard."""
    yield node
    for key in INSIDE:
        if (key == "card" and not into_cards) or (key == "columns" and kind(node) == "Table"):
            continue
        inside = node.get(key)
        for child in inside if isinstance(inside, list) else [inside]:
            if isinstance(child, dict):
                yield from parts(child, into_cards=into_cards)


def kind(node: Node) -> str:
    """An element's type, "" without one."""
    return str(node.get("type", ""))


def strings(node: object) -> Iterator[str]:
    """Yield every text inside some JSON."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for value in node.values():
            yield from strings(value)
    elif isinstance(node, list):
        for item in node:
            yield from strings(item)
