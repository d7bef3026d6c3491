"""Whether Slack would take these blocks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import orjson

from bot.playground.blocks.control import controls
from bot.playground.blocks.schema import problem
from bot.playground.blocks.tree import objects
from bot.playground.blocks.types import (
    BLOCKS,
    MESSAGE,
    MOST_BLOCKS,
    NOT_IN_HOME,
    NOT_IN_MESSAGES,
    SURFACES,
    VIEWS,
    Surface,
)
from bot.playground.errors import ApiRefusal

# Not documented. GitHub slackapi/bolt-js#2509 and #2867 put it near 12,000-13,200 characters over all blocks of one
# chat.postMessage; a response_url is not affected.
MOST_CHARACTERS = 12_000
MOST_VIEW_BYTES = 250_000  # api.slack.com/methods/views.push

Block = dict[str, Any]


def check_message(blocks: object) -> list[Block]:
    """Return the blocks of a message with ids filled in; raise ApiRefusal when Slack would refuse them."""
    if not isinstance(blocks, list):
        raise ApiRefusal("invalid_blocks_format")
    problems = [*MESSAGE(blocks, "/blocks"), *_across(blocks, "message", "/blocks")]
    if problems:
        raise ApiRefusal("invalid_blocks", messages=problems)
    return blocks


def check_length(blocks: Iterable[Block]) -> None:
    """Raise ApiRefusal msg_blocks_too_long when the texts of all blocks together are too long."""
    if characters(blocks) > MOST_CHARACTERS:
        raise ApiRefusal("msg_blocks_too_long")


def characters(blocks: Iterable[Block]) -> int:
    """Return how many characters of text the blocks hold together."""
    return sum(len(text) for block in blocks for node in objects(block) if isinstance(text := node.get("text"), str))


def check_view(view: object, surface: Surface | None = None) -> Block:
    """Return the view; raise ApiRefusal when Slack would refuse it, or it is not for `surface`."""
    if not isinstance(view, dict):
        raise ApiRefusal("invalid_arguments", messages=[problem("must provide an object", "/view")])
    if len(orjson.dumps(view)) > MOST_VIEW_BYTES:
        raise ApiRefusal("view_too_large")
    problems = list(_view_problems(view, surface))
    if problems:
        raise ApiRefusal("invalid_arguments", messages=problems)
    return view


def _view_problems(view: Block, surface: Surface | None) -> Iterator[str]:
    kind = view.get("type")
    if kind not in VIEWS or (surface is not None and kind != surface):
        yield problem(f"unsupported type: {kind}", "/view/type")
        return
    yield from VIEWS[kind](view, "/view")
    blocks = view.get("blocks")
    if isinstance(blocks, list):
        yield from _across(blocks, kind, "/view/blocks")
        if kind == "modal" and "submit" not in view and any(_type(block) == "input" for block in blocks):
            yield problem("missing required field: submit (there is an input block)", "/view")


def _across(blocks: list[Any], surface: Surface, at: str) -> Iterator[str]:
    known = [block for block in blocks if isinstance(block, dict)]
    if surface != "message" and len(blocks) > MOST_BLOCKS[surface]:
        return  # already reported by the shape of the view
    yield from _misplaced(blocks, surface, at)
    yield from _repeated((block.get("block_id") for block in known), "block_id", at)
    for index, block in enumerate(blocks):
        if isinstance(block, dict) and block.get("type") in ("actions", "context_actions"):
            yield from _repeated(_action_ids(block), "action_id", f"{at}/{index}/elements")


def _misplaced(blocks: list[Any], surface: Surface, at: str) -> Iterator[str]:
    refused = {"message": NOT_IN_MESSAGES, "home": NOT_IN_HOME}.get(surface, frozenset())
    for index, block in enumerate(blocks):
        kind = _type(block)
        if kind in BLOCKS and surface not in SURFACES[kind]:
            yield problem(f"unsupported type: {kind} in a {surface}", f"{at}/{index}/type")
        element = block.get("element") if isinstance(block, dict) else None
        if kind == "input" and _type(element) in refused:
            yield problem(f"unsupported type: {_type(element)} in a {surface}", f"{at}/{index}/element/type")


def _type(node: object) -> str:
    return str(node.get("type")) if isinstance(node, dict) else ""


def _action_ids(block: Block) -> Iterator[object]:
    elements = block.get("elements")
    for element in elements if isinstance(elements, list) else []:
        if isinstance(element, dict):
            yield element.get("action_id")


def _repeated(ids: Iterable[object], name: str, at: str) -> Iterator[str]:
    counts = Counter(identifier for identifier in ids if isinstance(identifier, str))
    for identifier, count in counts.items():
        if count > 1:
            yield problem(f'{name} "{identifier}" already exists', at)


def stamped(blocks: list[Block], serial: Iterator[int]) -> list[Block]:
    """Return a copy of the blocks in which every block and control has an id, as Slack gives them out."""
    copy: list[Block] = orjson.loads(orjson.dumps(blocks))
    for block in copy:
        block.setdefault("block_id", f"b{next(serial)}")
    for control in controls(copy):
        control.element.setdefault("action_id", f"a{next(serial)}")
    return copy
