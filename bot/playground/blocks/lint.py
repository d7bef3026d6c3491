"""Things Slack accepts silently and people regret: pings, look-alike mentions, unfurled links."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from bot.playground.blocks.choice import Places
from bot.playground.blocks.tree import objects

_TOKEN = re.compile(r"<[^<>\n]*>")
_CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
_AUTO_PARSED = re.compile(r"(?<![\w@&])(@(?:here|channel|everyone)\b|#[a-z0-9][\w-]*)", re.IGNORECASE)
_BROADCAST = re.compile(r"<!(?:here|channel|everyone|subteam\^)[^<>]*>")
_MENTION = re.compile(r"<@([A-Z0-9]+)(?:\|[^<>]*)?>")


def lint(text: str, blocks: Sequence[dict[str, Any]], places: Places) -> Iterator[str]:
    """Yield what is dangerous in a message or a view."""
    yield from _markup(text, places)
    for node in objects(list(blocks)):
        kind = node.get("type")
        if kind == "mrkdwn":
            yield from _markup(str(node["text"]), places)
            if not node.get("verbatim"):
                yield from _auto_parsed(str(node["text"]))
        elif kind == "markdown":
            yield from _markup(str(node["text"]), places)
        elif kind == "user" and "user_id" in node and not places.has_person(node["user_id"]):
            yield f"mentions {node['user_id']}, who does not exist"
        elif kind == "broadcast":
            yield f"rings everybody: @{node['range']}"


def _markup(text: str, places: Places) -> Iterator[str]:
    for match in _BROADCAST.finditer(text):
        yield f"rings everybody: {match[0]}"
    for match in _MENTION.finditer(text):
        if not places.has_person(match[1]):
            yield f"mentions {match[1]}, who does not exist"


def _auto_parsed(text: str) -> Iterator[str]:
    bare = _TOKEN.sub(" ", _CODE.sub(" ", text))
    for match in _AUTO_PARSED.finditer(bare):
        yield f"mrkdwn without verbatim lets Slack parse {match[1]!r}"
