"""Walking through the JSON of blocks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def objects(node: object) -> Iterator[dict[str, Any]]:
    """Yield every JSON object inside `node`, itself first, in reading order."""
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from objects(value)
    elif isinstance(node, list):
        for item in node:
            yield from objects(item)
