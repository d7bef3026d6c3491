"""A card as a Slack message, a view as Slack's Home tab."""

from collections.abc import Iterable, Sequence
from math import inf
from typing import Any

from bot.cards import Card, Meter, Part, Section, View
from bot.render import limits, mrkdwn, parts
from bot.render.mrkdwn import Accounts
from bot.render.parts import Block

EMPTY: Block = {"type": "divider"}
"""What a view without content shows: Slack refuses one without blocks."""
_COUNT_ROOM = 60
"""Characters kept free for saying how many parts were left out."""


def message(card: Card, accounts: Accounts) -> dict[str, Any]:
    """Give the `text` and `blocks` of a message; `accounts` maps opaque person ids to Slack ids of its workspace.

    What exceeds Slack's limits is shortened or counted where it can be seen. Raises ValueError only for a press that
    is too long to be carried.
    """
    text = mrkdwn.lines(((card.summary,),), accounts, limits.SUMMARY)
    return {"text": text, "blocks": body(card.parts, accounts, limits.MESSAGE_BLOCKS, limits.MESSAGE_CHARACTERS)}


def home(view: View, accounts: Accounts) -> dict[str, Any]:
    """Give the Home tab of a person; limits and errors as for a message, with room for a hundred blocks."""
    return {"type": "home", "blocks": body(view.parts, accounts, limits.VIEW_BLOCKS) or [EMPTY]}


def body(content: Iterable[Part], accounts: Accounts, most: int, characters: float = inf) -> list[Block]:
    """Parts as at most `most` blocks with together at most so many `characters`; what is left out is counted."""
    groups = _groups(content, accounts)
    whole = [block for group in groups for block in group]
    return whole if len(whole) <= most and _weight(whole) <= characters else _fitted(groups, most, characters)


def _groups(content: Iterable[Part], accounts: Accounts) -> list[list[Block]]:
    """Give the blocks of every part; those of one part are shown or left out together."""
    groups: list[list[Block]] = []
    above: type | None = None
    for part in content:
        if above is Section and isinstance(part, Meter):
            groups[-1] = parts.joined(groups[-1], part, accounts)
        else:
            groups.append(parts.blocks(part, accounts))
        above = type(part)
    return groups


def _fitted(groups: Iterable[Sequence[Block]], most: int, characters: float) -> list[Block]:
    """Keep the first parts that fit and the last, which says how to change the message; count those in between."""
    others = [group for group in groups if group]
    last = others.pop()
    if len(last) > most - 1 or _weight(last) > characters - _COUNT_ROOM:
        others, last = [*others, last], []
    blocks: list[Block] = []
    for index, group in enumerate(others):
        tried = [*blocks, *group]
        if len(tried) + len(last) > most - 1 or _weight(tried) + _weight(last) > characters - _COUNT_ROOM:
            return [*blocks, _left_out(len(others) - index), *last]
        blocks = tried
    return [*blocks, *last]


def _left_out(count: int) -> Block:
    said = "1 more part is not shown here." if count == 1 else f"{count} more parts are not shown here."
    return {"type": "context", "elements": [parts.marked(said)]}


def _weight(blocks: Iterable[Block]) -> int:
    # Measured once joined, not one by one: this runs for every message.
    return limits.size("".join(_texts(blocks)))


def _texts(blocks: Iterable[Block]) -> list[str]:
    """Every text that a reader sees in these blocks."""
    texts: list[str] = []
    for block in blocks:
        if "text" in block:
            texts.append(block["text"]["text"])
            if "accessory" in block:
                texts.extend(_labels(block["accessory"]))
        elif "elements" in block:
            texts += [text for item in block["elements"] for text in _labels(item)]
        elif "fields" in block:
            texts += [field["text"] for field in block["fields"]]
    return texts


def _labels(item: Block) -> list[str]:
    """List the words on a thing to press, or of a note."""
    kind = item["type"]
    if kind == "button":
        label = item["text"]["text"]
        if "confirm" not in item:
            return [label]
        return [label, *[said["text"] for said in item["confirm"].values() if said != "danger"]]
    if kind == "mrkdwn":
        return [item["text"]]
    if kind == "users_select":
        return [item["placeholder"]["text"]]
    return [option["text"]["text"] for option in item["options"]]
