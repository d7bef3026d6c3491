"""Presses that the bot wrote, and what somebody could make of them before they send them back."""

import copy
import json
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from msgspec import Struct
from msgspec.structs import fields

from bot.intents.codec import VERBS

WORDS = {
    "initiative": "churn-model",
    "gate": "drift",
    "person": "BEN",
    "timezone": "Europe/Berlin",
    "party": "platform",
    "currency": "EUR",
    "place": "sponsor",
}
"""What stands in a field of that name, where any text may."""

HOSTILE: tuple[Any, ...] = (
    *(
        None,
        True,
        0,
        -1,
        7,
        2**31 - 1,
        10**9,
        10**40,
        1.5,
        [],
        [[]],
        ["x"],
        ["churn-model", "drift"],
        [None],
        {},
        {"a": 1},
    ),
    *("", " ", "x", "nobody-knows-this", "x" * 7_000, "\u0000", "\u202e", "../../etc/passwd"),
    *("2026-02-30", "2026-10-19", "0001-01-01", "9999-12-31", "0", "-5", "1e999999", "1e-999999"),
)
"""What is put in the place of each part of a press."""


def presses() -> dict[str, list[Any]]:
    """One press of each verb with all its fields, as the bot writes it."""
    return {verb: [verb, *_content(kind)] for verb, kind in VERBS.items()}


def forgeries(press: list[Any]) -> Iterator[str]:
    """The press with each of its parts in turn replaced, left out, doubled, or followed by more."""
    for path in _paths(press):
        for value in HOSTILE:
            yield json.dumps(_changed(press, path, lambda place, at, value=value: place.__setitem__(at, value)))
        yield json.dumps(_changed(press, path, lambda place, at: place.__delitem__(at)))
        yield json.dumps(_changed(press, path, lambda place, at: place.insert(at, copy.deepcopy(place[at]))))
    yield json.dumps([*press, "more"])
    yield json.dumps(press)[:-1]
    for verb in VERBS:
        yield json.dumps([verb, *press[1:]])


def _paths(content: list[Any], before: tuple[int, ...] = ()) -> Iterator[tuple[int, ...]]:
    for index, value in enumerate(content):
        yield (*before, index)
        if isinstance(value, list):
            yield from _paths(value, (*before, index))


def _changed(press: list[Any], path: tuple[int, ...], change: Any) -> list[Any]:
    forged = copy.deepcopy(press)
    place = forged
    for step in path[:-1]:
        place = place[step]
    change(place, path[-1])
    return forged


def _content(kind: type) -> list[Any]:
    hints = get_type_hints(kind)
    return [_value(hints[one.name], one) for one in fields(kind)]


PLAIN = {int: 1, bool: True, date: date(2026, 12, 1).isoformat(), timedelta: 60, Decimal: "5"}


def _value(hint: Any, member: Any) -> Any:
    """Something that the field takes: its first word, day, number; not None."""
    arguments = [one for one in get_args(hint) if one not in (NoneType, Ellipsis)]
    if get_origin(hint) in (Union, UnionType):
        return _value(arguments[0], member)
    if get_origin(hint) is tuple:
        return [_value(one, member) for one in arguments]
    if isinstance(hint, type) and issubclass(hint, Struct):
        return _content(hint)
    if member.name == "place":
        return WORDS["place"]
    if hint is str:
        return member.default if isinstance(member.default, str) and member.default else WORDS.get(member.name, "x")
    return PLAIN[hint] if hint in PLAIN else next(iter(arguments or hint))
