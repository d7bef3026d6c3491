"""The things in blocks that a person can press, choose or fill in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.playground.blocks.emoji import drawn

TYPES = frozenset({
    "button", "static_select", "external_select", "users_select", "conversations_select", "channels_select",
    "multi_static_select", "multi_external_select", "multi_users_select", "multi_conversations_select",
    "multi_channels_select", "datepicker", "timepicker", "datetimepicker", "overflow", "checkboxes", "radio_buttons",
    "plain_text_input", "number_input", "url_text_input", "email_text_input", "rich_text_input",
})  # fmt: skip
MOMENTARY = frozenset({"button", "overflow"})  # they hold no state


@dataclass(frozen=True)
class Control:
    """One interactive element and the block it stands in."""

    block: dict[str, Any]
    element: dict[str, Any]

    @property
    def type(self) -> str:
        """Slack's name of the element type."""
        return str(self.element["type"])

    @property
    def action_id(self) -> str:
        """The element's action id."""
        return str(self.element["action_id"])

    @property
    def block_id(self) -> str:
        """The id of the block around it."""
        return str(self.block["block_id"])

    @property
    def is_input(self) -> bool:
        """Whether it stands in an input block."""
        return bool(self.block["type"] == "input")

    @property
    def speaks(self) -> bool:
        """Whether using it sends block_actions at once."""
        return not self.is_input or bool(self.block.get("dispatch_action"))

    @property
    def label(self) -> str:
        """What a person reads on it: button text, input label, or placeholder."""
        if self.is_input:
            return drawn(str(self.block["label"]["text"]))
        for key in ("text", "placeholder"):
            if isinstance(self.element.get(key), dict):
                return drawn(str(self.element[key]["text"]))
        return "…" if self.type == "overflow" else self.action_id


def controls(blocks: Sequence[dict[str, Any]]) -> Iterator[Control]:
    """Yield every interactive element of the blocks, in reading order."""
    for block in blocks:
        for element in _elements(block):
            if element.get("type") in TYPES:
                yield Control(block, element)


def labels(blocks: Sequence[dict[str, Any]]) -> list[str]:
    """Return what can be read on every interactive element, in reading order."""
    return [control.label for control in controls(blocks)]


def _elements(block: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for key in ("accessory", "element"):
        if isinstance(block.get(key), dict):
            yield block[key]
    if block["type"] in ("actions", "context_actions"):
        yield from block["elements"]
