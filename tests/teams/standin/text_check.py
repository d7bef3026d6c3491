"""What is wrong with a text: markup that Teams does not read, and mentions of nobody."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import Any

from tests.teams.standin.markup import mentions

_DATE = re.compile(r"\{\{(DATE|TIME)\(")
_HTML = re.compile(r"<(?!/?at\b)/?[A-Za-z][^>]*>")
_UNREAD = re.compile(r"^(#{1,6} |\|.*\|\s*$|```)", re.MULTILINE)
_ITEM = re.compile(r"\s*([-*+]|\d+[.)])\s")


def check_text(text: str, where: str) -> Iterator[str]:
    """Yield what a card's markdown says that Teams would show as it is, or not at all."""
    if _DATE.search(text):
        yield f"{where}: Teams does not fill in {{{{DATE(…)}}}} or {{{{TIME(…)}}}}: {text!r}"
    if found := _HTML.search(text):
        yield f"{where}: HTML in a text: {found.group(0)!r}"
    if found := _UNREAD.search(text):
        yield f"{where}: markdown that Teams does not read: {found.group(0)!r}"
    if any(_is_lost(before, after) for before, after in _line_breaks(text)):
        yield f"{where}: a line break needs an empty line: {text!r}"


def check_mentions(texts: Iterable[str], entities: object, known: Callable[[str], bool], where: str) -> Iterator[str]:
    """Yield every `<at>` without its entity, and every entity that does not mention anybody in these texts."""
    written = {mention for text in texts for mention in mentions(text)}
    listed = [entity for entity in _list(entities) if entity.get("type") in (None, "mention")]
    for mention in sorted(written - {str(entity.get("text")) for entity in listed}):
        yield f"{where}: {mention} has no entity and mentions nobody"
    for entity in listed:
        yield from _check_mention(entity, written, known, where)


def _check_mention(
    entity: dict[str, Any], written: set[str], known: Callable[[str], bool], where: str
) -> Iterator[str]:
    mentioned = entity.get("mentioned")
    if entity.get("type") != "mention":
        yield f"{where}: an entity without the type mention is ignored: {entity}"
    if entity.get("text") not in written:
        yield f"{where}: no text says {entity.get('text')!r}, so nobody is mentioned"
    if not isinstance(mentioned, dict) or not mentioned.get("name"):
        yield f"{where}: a mention needs mentioned.id and mentioned.name: {entity}"
    elif not known(str(mentioned.get("id", ""))):
        yield f"{where}: nobody can be mentioned as {mentioned.get('id')!r}"


def _list(entities: object) -> list[dict[str, Any]]:
    found = entities if isinstance(entities, list) else []
    return [entity for entity in found if isinstance(entity, dict)]


def _line_breaks(text: str) -> Iterator[tuple[str, str]]:
    lines = text.split("\n")
    return pairwise(lines)


def _is_lost(before: str, after: str) -> bool:
    return bool(before.strip() and after.strip()) and not _ITEM.match(after)
