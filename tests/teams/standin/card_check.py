"""What Teams would object to in an Adaptive Card, or quietly not show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import orjson

from tests.teams.standin.controls import EXECUTE, SHOW, SUBMIT, msteams_type
from tests.teams.standin.directory import Directory
from tests.teams.standin.part_check import check_part, chosen_values, is_people_picker
from tests.teams.standin.text_check import check_mentions
from tests.teams.standin.tree import Node, kind, parts

ADAPTIVE = "application/vnd.microsoft.card.adaptive"
LARGEST_CARD = 28 * 1024
NO_VERSION: tuple[int, ...] = (0,)
NEWEST = (1, 5)
WITH_EXECUTE = (1, 4)
REFRESHED_FOR = 60

IN_DIALOG = frozenset({SUBMIT, "Action.OpenUrl", SHOW, "Action.ToggleVisibility"})


def check_attachment(attachment: object, directory: Directory, *, in_dialog: bool = False) -> Iterator[str]:
    """Yield everything wrong with an attachment that has to be an Adaptive Card."""
    if not isinstance(attachment, dict) or attachment.get("contentType") != ADAPTIVE:
        yield f"an attachment needs the content type {ADAPTIVE}: {str(attachment)[:200]}"
    elif not isinstance(attachment.get("content"), dict):
        yield f"an Adaptive Card is a JSON object under content: {str(attachment)[:200]}"
    else:
        yield from check_card(attachment["content"], directory, in_dialog=in_dialog)


def check_card(card: Node, directory: Directory, *, in_dialog: bool = False) -> Iterator[str]:
    """Yield everything wrong with a card."""
    if kind(card) != "AdaptiveCard":
        yield f"a card has the type AdaptiveCard, not {kind(card)!r}"
    size = len(orjson.dumps(card))
    if size > LARGEST_CARD:
        yield f"a card of {size} bytes; Teams takes {LARGEST_CARD}"
    yield from _check_version(card)
    for part in parts(card):
        yield from check_part(part)
        yield from _check_dialog_part(part) if in_dialog else ()
    yield from _check_ids(card)
    yield from _check_hidden(card)
    entities = card.get("msteams", {}).get("entities") if isinstance(card.get("msteams"), dict) else None
    yield from check_mentions(_texts(card), entities, directory.mentionable, "a card")
    yield from _check_picked(card, directory)
    yield from _check_refresh(card, directory)


def _check_version(card: Node) -> Iterator[str]:
    version = _version(card)
    if version == NO_VERSION:
        yield f"a card needs a version: {card.get('version')!r}"
    if version > NEWEST:
        yield f"version {card.get('version')}; Teams shows cards up to 1.5"
    acts = "refresh" in card or any(kind(part) == EXECUTE for part in parts(card))
    if acts and NO_VERSION < version < WITH_EXECUTE:
        yield f"version {card.get('version')}; Action.Execute and refresh need 1.4"


def _version(card: Node) -> tuple[int, ...]:
    numbers = str(card.get("version", "")).split(".")
    return tuple(int(number) for number in numbers) if all(map(str.isdecimal, numbers)) else NO_VERSION


def _check_dialog_part(part: Node) -> Iterator[str]:
    name = kind(part)
    if name.startswith("Action.") and name not in IN_DIALOG:
        yield f"{name} does nothing in a dialog"
    if msteams_type(part.get("data")):
        yield f"data.msteams does nothing in a dialog: {str(part)[:200]}"


def _check_ids(card: Node) -> Iterator[str]:
    ids = Counter(part["id"] for part in parts(card) if part.get("id"))
    yield from (f"{count} elements have the id {name!r}" for name, count in ids.items() if count > 1)


def _check_hidden(card: Node) -> Iterator[str]:
    """What is hidden has to be shown by something, and nothing can show what is not there."""
    there = {part.get("id") for part in parts(card)}
    hidden = {part.get("id") for part in parts(card) if part.get("isVisible") is False}
    targets = {_target(target) for part in parts(card) for target in part.get("targetElements", ())}
    yield from (f"nothing shows the hidden element {name!r}" for name in sorted(map(str, hidden - targets)))
    yield from (f"there is no element {name!r} to show" for name in sorted(map(str, targets - there)))


def _target(target: object) -> object:
    return target.get("elementId") if isinstance(target, dict) else target


def _texts(card: Node) -> Iterator[str]:
    """Where mentions work: in TextBlocks and FactSets."""
    for part in parts(card):
        if kind(part) == "TextBlock":
            yield str(part.get("text", ""))
        elif kind(part) == "FactSet":
            yield from (str(fact.get(key, "")) for fact in part.get("facts", ()) for key in ("title", "value"))


def _check_picked(card: Node, directory: Directory) -> Iterator[str]:
    """Whoever is chosen beforehand has to be somebody that the picker offers."""
    for part in parts(card):
        if is_people_picker(part):
            yield from (f"{one!r} is nobody's object id" for one in chosen_values(part) if one not in directory.people)


def _check_refresh(card: Node, directory: Directory) -> Iterator[str]:
    refresh = card.get("refresh")
    if refresh is None:
        return
    action = refresh.get("action") if isinstance(refresh, dict) else None
    if not isinstance(action, dict) or kind(action) != EXECUTE or not action.get("verb"):
        yield f"refresh needs an Action.Execute with a verb: {str(refresh)[:200]}"
        return
    users = refresh.get("userIds", ())
    if len(users) > REFRESHED_FOR:
        yield f"refresh for {len(users)} people; Teams takes {REFRESHED_FOR}"
    yield from (f"refresh for {user!r}, which is nobody's 29: id" for user in users if not directory.addressed(user))
