"""Blocks as readable plain text, for terminals."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from bot.playground.blocks.control import TYPES
from bot.playground.blocks.emoji import drawn
from bot.playground.blocks.mrkdwn import Directory, readable

Block = dict[str, Any]


def plain(text: str, blocks: Sequence[Block], directory: Directory, tz: str) -> str:
    """Return what a person reads: the blocks when there are any, otherwise the text."""
    if not blocks:
        return readable(text, directory, tz)
    return Reading(directory, tz).blocks(blocks)


class Reading:
    """Reads blocks aloud for somebody in one time zone."""

    def __init__(self, directory: Directory, tz: str) -> None:
        self._directory = directory
        self._tz = tz
        self._readers: dict[str, Callable[[Block], str]] = {
            "header": lambda block: self._text(block["text"]),
            "section": self._section,
            "context": lambda block: "  ".join(self._element(item) for item in block["elements"]),
            "actions": self._row,
            "context_actions": self._row,
            "divider": lambda _: "─" * 40,
            "input": self._input,
            "image": lambda block: f"(image: {block['alt_text']})",
            "video": lambda block: f"(video: {self._text(block['title'])})",
            "markdown": lambda block: str(block["text"]),
            "rich_text": lambda block: self._rich(block).rstrip(),
            "table": self._table,
        }

    def blocks(self, blocks: Sequence[Block]) -> str:
        """Return all blocks, one under the other."""
        return "\n".join(line for block in blocks if (line := self._block(block)))

    def _block(self, block: Block) -> str:
        reader = self._readers.get(block["type"])
        return reader(block) if reader is not None else f"({block['type']})"

    def _text(self, text: Block) -> str:
        if text["type"] == "mrkdwn":
            return readable(str(text["text"]), self._directory, self._tz)
        return drawn(str(text["text"]))

    def _section(self, block: Block) -> str:
        lines = [self._text(block["text"])] if "text" in block else []
        lines += [self._text(field) for field in block.get("fields", [])]
        if "accessory" in block:
            # The first line is what the accessory stands next to.
            first, rest = "\n".join(lines).partition("\n")[::2]
            lines = [f"{first}  {self._element(block['accessory'])}", *([rest] if rest else [])]
        return "\n".join(lines)

    def _row(self, block: Block) -> str:
        return " ".join(self._element(element) for element in block["elements"])

    def _input(self, block: Block) -> str:
        optional = " (optional)" if block.get("optional") else ""
        hint = f"\n  {self._text(block['hint'])}" if "hint" in block else ""
        return f"{self._text(block['label'])}{optional}: {self._element(block['element'])}{hint}"

    def _element(self, element: Block) -> str:
        kind = element["type"]
        if kind in ("mrkdwn", "plain_text"):
            return self._text(element)
        if kind == "image":
            return f"({element['alt_text']})"
        if kind == "button":
            return f"[{self._text(element['text'])}]"
        if kind == "overflow":
            return "[… " + " | ".join(self._text(option["text"]) for option in element["options"]) + "]"
        return self._field(element) if kind in TYPES else f"({kind})"

    def _field(self, element: Block) -> str:
        chosen = list(self._initial(element))
        if not chosen and "placeholder" in element:
            chosen = [self._text(element["placeholder"])]
        mark = " ▾" if "select" in element["type"] or "picker" in element["type"] else ""
        return f"[{', '.join(chosen) or ' ' * 8}{mark}]"

    def _initial(self, element: Block) -> Iterator[str]:
        for key, value in element.items():
            if not key.startswith("initial_"):
                continue
            for item in value if isinstance(value, list) else [value]:
                yield self._initial_item(key, item)

    def _initial_item(self, key: str, item: Any) -> str:
        if isinstance(item, dict):
            return self._text(item["text"])
        if "user" in key:
            return f"@{self._directory.person_label(str(item)) or item}"
        if "channel" in key or "conversation" in key:
            return f"#{self._directory.channel_label(str(item)) or item}"
        return str(item)

    def _table(self, block: Block) -> str:
        return "\n".join(" | ".join(self._cell(cell) for cell in row) for row in block["rows"])

    def _cell(self, cell: Block) -> str:
        return str(cell["text"]) if cell["type"] == "raw_text" else self._rich(cell).rstrip()

    def _rich(self, node: Block) -> str:
        kind = node["type"]
        if kind == "rich_text_list":
            return "".join(f"• {self._rich(item).rstrip()}\n" for item in node["elements"])
        if "elements" in node:
            inner = "".join(self._rich(item) for item in node["elements"])
            return inner if kind == "rich_text" else inner + "\n"
        return self._rich_leaf(node, kind)

    def _rich_leaf(self, node: Block, kind: str) -> str:
        if kind == "user":
            return f"@{self._directory.person_label(node['user_id']) or node['user_id']}"
        if kind == "channel":
            return f"#{self._directory.channel_label(node['channel_id']) or node['channel_id']}"
        if kind == "link":
            return f"{node['text']} ({node['url']})" if node.get("text") else str(node["url"])
        if kind == "emoji":
            return drawn(f":{node['name']}:")
        if kind == "date":
            return str(node.get("fallback", node["timestamp"]))
        return str(node.get("text", ""))
