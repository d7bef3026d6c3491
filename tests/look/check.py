"""Check Block Kit with Slack's own types, their documented limits, slack_sdk's validators and the rules in neither.

python -m tests.look.check FILE.json...    each a message, a modal or a home view, or a list of them
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from tests.look import node

MESSAGE_BLOCKS = 50
MESSAGE_TEXT = 4_000
MESSAGE_CHARACTERS = 9_000
LEAST_LIMITS = 50
"""@slack/types 3.2 documents more than fifty limits; fewer means that its comments are no longer understood."""


def check_blocks(payloads: list[dict[str, Any]]) -> list[str]:
    """Every problem of the payloads, as sentences that start with the payload's number. One node process for all."""
    told = json.loads(node.run("check.mjs", payloads))
    if told["limits"] < LEAST_LIMITS:
        raise RuntimeError(f"only {told['limits']} limits were found in @slack/types")
    own = [f"payload {index}: {said}" for index, payload in enumerate(payloads) for said in local(payload)]
    return [*told["problems"], *own]


def local(payload: dict[str, Any]) -> list[str]:
    """The part of the checks that needs no node: slack_sdk's validators and our own rules."""
    return [*_validators(payload), *_rules(payload)]


def _validators(payload: dict[str, Any]) -> Iterator[str]:
    parsed: list[Any] = [View(**payload)] if "type" in payload else []
    for block in payload["blocks"]:
        made = Block.parse(block)
        parsed += [made, *(getattr(made, "elements", None) or []), getattr(made, "accessory", None)]
        parsed.append(getattr(made, "element", None))
    for item in parsed:
        if hasattr(item, "validate_json"):
            try:
                item.validate_json()
            except SlackObjectFormationError as error:
                yield f"slack_sdk: {error}"


def _rules(payload: dict[str, Any]) -> Iterator[str]:
    blocks = payload["blocks"]
    if "type" not in payload:
        if len(blocks) > MESSAGE_BLOCKS:
            yield f"{len(blocks)} blocks, a message takes {MESSAGE_BLOCKS}"
        if len(payload["text"]) > MESSAGE_TEXT:
            yield f"text: {len(payload['text'])} characters, an update takes {MESSAGE_TEXT}"
        total = sum(len(text["text"]) for text in texts(blocks))
        if total > MESSAGE_CHARACTERS:
            yield f"{total} characters in all, a message safely takes {MESSAGE_CHARACTERS}"
    if payload.get("type") == "modal" and any(block["type"] == "input" for block in blocks) and "submit" not in payload:
        yield "a modal with inputs needs submit"
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    if len(set(ids)) < len(ids):
        yield "a block_id comes twice"
    yield from _unsafe(blocks)


def _unsafe(blocks: list[dict[str, Any]]) -> Iterator[str]:
    for index, block in enumerate(blocks):
        pressed = [item["action_id"] for item in block.get("elements", []) if "action_id" in item]
        if len(set(pressed)) < len(pressed):
            yield f"blocks[{index}]: an action_id comes twice"
    for text in texts(blocks):
        if text["type"] == "mrkdwn" and text.get("verbatim") is not True:
            yield f"not verbatim: {text['text'][:60]!r}"
        if not text["text"].strip():
            yield "an empty text"


def texts(value: Any) -> Iterator[dict[str, Any]]:
    """Every text object inside `value`."""
    if isinstance(value, list):
        for item in value:
            yield from texts(item)
    elif isinstance(value, dict):
        if value.get("type") in {"mrkdwn", "plain_text"}:
            yield value
        for inner in value.values():
            yield from texts(inner)


def main(names: list[str]) -> int:
    """Check files; 1 when there is a problem."""
    read = [json.loads(Path(name).read_text()) for name in names]
    problems = check_blocks([one for found in read for one in (found if isinstance(found, list) else [found])])
    sys.stdout.write("".join(f"{said}\n" for said in problems) or "all right\n")
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
