"""Check Adaptive Cards with Microsoft's schema, the types of its Teams SDK and the rules that stand in neither.

python -m tests.look.check_card FILE.json...    each the content of a card, or a list of them
"""

import json
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft6Validator
from jsonschema.exceptions import ValidationError, best_match

from tests.look import node

SCHEMA = Path(__file__).with_name("adaptive-card-1.5.0.schema.json")
SIZE = 28_000
BUTTONS = 6
TEAMS_ONLY = {"AdaptiveCard": {"msteams"}, "Input.ChoiceSet": {"choices.data"}}
"""What Teams adds to the schema, by type."""
TEAMS_STYLE = ("style", "filtered")
"""Typing to search a list: documented for Teams and 1.5, and forgotten in the schema."""


def check_cards(cards: list[dict[str, Any]]) -> list[str]:
    """Every problem of the cards, as sentences that start with the card's number. One node process for all."""
    own = [f"payload {index}: {said}" for index, card in enumerate(cards) for said in local(card)]
    return [*json.loads(node.run("check_card.mjs", cards)), *own]


def local(card: dict[str, Any]) -> list[str]:
    """The part of the checks that needs no node: the schema and our own rules."""
    return [*_mistakes(card), *_rules(card)]


@cache
def _validator() -> Draft6Validator:
    return Draft6Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def _mistakes(card: dict[str, Any]) -> Iterator[str]:
    for error in _validator().iter_errors(_standard(card)):
        deepest = best_match([error]) or error
        yield f"schema: {deepest.json_path}: {_said(deepest)}"


def _said(error: ValidationError) -> str:
    return error.message if len(error.message) <= 300 else f"{error.message[:140]} … {error.message[-140:]}"


def _standard(value: Any) -> Any:
    """The card without what Teams adds."""
    if isinstance(value, list):
        return [_standard(item) for item in value]
    if not isinstance(value, dict):
        return value
    added = TEAMS_ONLY.get(str(value.get("type")), set())
    kept = {key: inner for key, inner in value.items() if key not in added and (key, inner) != TEAMS_STYLE}
    return {key: inner if key == "data" else _standard(inner) for key, inner in kept.items()}


def _rules(card: dict[str, Any]) -> Iterator[str]:
    size = len(json.dumps(card, ensure_ascii=False, separators=(",", ":")).encode())
    if size > SIZE:
        yield f"{size} bytes, a card safely takes {SIZE}"
    if not card.get("body"):
        yield "a card without a body"
    ids = [one["id"] for one in nodes(card) if "id" in one]
    if len(set(ids)) < len(ids):
        yield "an id comes twice"
    yield from _mentions(card)
    for one in nodes(card):
        if one["type"].startswith("Input.") and not one.get("id"):
            yield f"{one['type']} without an id"
        if len([action for action in one.get("actions", []) if action.get("mode") != "secondary"]) > BUTTONS:
            yield f"more than {BUTTONS} buttons in a row"
        if one["type"] == "TextBlock" and not one.get("wrap"):
            yield f"cut at the end of the line: {one['text'][:60]!r}"


def _mentions(card: dict[str, Any]) -> Iterator[str]:
    entities = [entity["text"] for entity in card["msteams"].get("entities", [])]
    said = " ".join(texts(card))
    if len(set(entities)) < len(entities):
        yield "two people are mentioned by the same text"
    yield from (f"{text} is mentioned nowhere" for text in entities if text not in said)


def texts(card: dict[str, Any]) -> Iterator[str]:
    """Every text in which Teams looks for markdown and mentions."""
    for one in nodes(card):
        if one["type"] == "TextBlock":
            yield one["text"]
        for fact in one.get("facts", []):
            yield from (fact["title"], fact["value"])


def runs(card: dict[str, Any]) -> Iterator[str]:
    """Every text of a RichTextBlock."""
    for one in nodes(card):
        for inline in one.get("inlines", []):
            yield inline if isinstance(inline, str) else inline["text"]


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Every element, input and action, those in a fallback excepted."""
    if isinstance(value, list):
        for item in value:
            yield from nodes(item)
    elif isinstance(value, dict):
        if "type" in value:
            yield value
        for key, inner in value.items():
            if key not in {"data", "choices.data", "msteams", "fallback"}:
                yield from nodes(inner)


def main(names: list[str]) -> int:
    """Check files; 1 when there is a problem."""
    read = [json.loads(Path(name).read_text()) for name in names]
    problems = check_cards([one for found in read for one in (found if isinstance(found, list) else [found])])
    sys.stdout.write("".join(f"{said}\n" for said in problems) or "all right\n")
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
