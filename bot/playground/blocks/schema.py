"""Small rules from which the shape of Block Kit is written down.

A rule takes a value and its JSON pointer and yields what is wrong with it, in Slack's words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

Rule = Callable[[object, str], Iterator[str]]


def problem(words: str, pointer: str) -> str:
    """Return one problem as Slack words it."""
    return f"{words} [json-pointer:{pointer}]"


def string(most: int | None = None, least: int = 1) -> Rule:
    """Demand a string of `least` to `most` characters."""

    def check(value: object, at: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield problem("must provide a string", at)
        elif len(value) < least:
            yield problem(f"must be more than {least - 1} characters", at)
        elif most is not None and len(value) > most:
            yield problem(f"must be less than {most + 1} characters", at)

    return check


def matching(pattern: str, words: str) -> Rule:
    """Demand a string that matches `pattern` from end to end."""
    compiled = re.compile(pattern)

    def check(value: object, at: str) -> Iterator[str]:
        if not isinstance(value, str) or not compiled.fullmatch(value):
            yield problem(words, at)

    return check


def one_of(*allowed: str) -> Rule:
    """Demand one of a few words."""

    def check(value: object, at: str) -> Iterator[str]:
        if value not in allowed:
            yield problem(f"must be a valid enum value: one of {', '.join(allowed)}", at)

    return check


def boolean(value: object, at: str) -> Iterator[str]:
    """Demand true or false."""
    if not isinstance(value, bool):
        yield problem("must provide a boolean", at)


def integer(least: int | None = None, most: int | None = None) -> Rule:
    """Demand a whole number between two bounds."""

    def check(value: object, at: str) -> Iterator[str]:
        if not isinstance(value, int) or isinstance(value, bool):
            yield problem("must provide an integer", at)
        elif least is not None and value < least:
            yield problem(f"must be greater than or equal to {least}", at)
        elif most is not None and value > most:
            yield problem(f"must be less than or equal to {most}", at)

    return check


def anything(value: object, at: str) -> Iterator[str]:
    """Demand nothing."""
    yield from ()


def array(item: Rule, most: int, least: int = 1) -> Rule:
    """Demand a list of `least` to `most` items that each follow `item`."""

    def check(value: object, at: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield problem("must provide an array", at)
            return
        if len(value) < least:
            yield problem(f"no less than {least} items allowed", at)
        if len(value) > most:
            yield problem(f"no more than {most} items allowed", at)
        for index, element in enumerate(value):
            yield from item(element, f"{at}/{index}")

    return check


def record(required: Mapping[str, Rule], optional: Mapping[str, Rule] | None = None) -> Rule:
    """Demand an object with exactly these keys."""
    known = {**required, **(optional or {})}

    def check(value: object, at: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield problem("must provide an object", at)
            return
        yield from (problem(f"missing required field: {key}", at) for key in required if key not in value)
        yield from (problem(f"invalid additional property: {key}", at) for key in value if key not in known)
        for key, rule in known.items():
            if key in value:
                yield from rule(value[key], f"{at}/{key}")

    return check


def tagged(kinds: Mapping[str, Rule]) -> Rule:
    """Demand an object whose `type` says which rule it follows."""

    def check(value: object, at: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield problem("must provide an object", at)
            return
        kind = value.get("type")
        if not isinstance(kind, str):
            yield problem("missing required field: type", at)
        elif kind not in kinds:
            yield problem(f"unsupported type: {kind}", f"{at}/type")
        else:
            yield from kinds[kind](value, at)

    return check


def every(*rules: Rule) -> Rule:
    """Demand all of these rules."""

    def check(value: object, at: str) -> Iterator[str]:
        for rule in rules:
            yield from rule(value, at)

    return check


def exactly_one(*keys: str) -> Rule:
    """Demand exactly one of these keys is there."""
    return _counted(keys, lambda count: count == 1, f"must have exactly one of: {', '.join(keys)}")


def at_least_one(*keys: str) -> Rule:
    """Demand one of these keys, or more, is there."""
    return _counted(keys, lambda count: count >= 1, f"missing required field: one of {', '.join(keys)}")


def _counted(keys: Iterable[str], fits: Callable[[int], bool], words: str) -> Rule:
    names = tuple(keys)

    def check(value: object, at: str) -> Iterator[str]:
        if isinstance(value, dict) and not fits(sum(name in value for name in names)):
            yield problem(words, at)

    return check
