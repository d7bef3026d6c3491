"""Slack's message markup, read as a person sees it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol

from bot.playground.blocks.emoji import drawn
from bot.playground.person import zone_of

_TOKEN = re.compile(r"<([^<>\n]+)>")
_MARKS = re.compile(r"(?<![\w*_~])([*_~])(?=\S)(.+?)(?<=\S)\1(?![\w*_~])")
_CODE = re.compile(r"(```.*?```|`[^`\n]+`)", re.DOTALL)
_DATE_PART = re.compile(r"\{(\w+)\}")


class Directory(Protocol):
    """Who is who: the names that stand behind ids."""

    def person_label(self, user_id: str) -> str | None:
        """Return the shown name of a person, None when nobody has this id."""
        ...

    def channel_label(self, channel_id: str) -> str | None:
        """Return the name of a channel, None when there is none with this id."""
        ...


class _Unnamed:
    """A directory that knows nobody, for messages outside a workspace."""

    def person_label(self, user_id: str) -> str | None:
        return None

    def channel_label(self, channel_id: str) -> str | None:
        return None


UNNAMED: Directory = _Unnamed()


def unescaped(text: str) -> str:
    """Return `text` with Slack's three escapes undone, once."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def escaped(text: str) -> str:
    """Return `text` with the three characters that Slack treats as control escaped."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def readable(text: str, directory: Directory, tz: str) -> str:
    """Return markup as plain text: mentions as @Name, links as "label (url)", dates in `tz`."""
    pieces = _CODE.split(text)
    return "".join(
        unescaped(piece.strip("`") if piece.startswith("```") else piece) if index % 2 else _prose(piece, directory, tz)
        for index, piece in enumerate(pieces)
    )


def _prose(text: str, directory: Directory, tz: str) -> str:
    shown = _TOKEN.sub(lambda match: _token(match[1], directory, tz), _unmarked(text))
    return drawn(unescaped(shown))


def _unmarked(text: str) -> str:
    before = ""
    while before != text:
        before, text = text, _MARKS.sub(r"\2", text)
    return text


def _token(inner: str, directory: Directory, tz: str) -> str:
    target, _, label = inner.partition("|")
    if target.startswith("@"):
        return f"@{directory.person_label(target[1:]) or target[1:]}"
    if target.startswith("#"):
        return f"#{label or directory.channel_label(target[1:]) or target[1:]}"
    if target.startswith("!date^"):
        return date_text(target, label, tz)
    if target.startswith("!"):
        return label or f"@{target[1:]}"
    address = target.removeprefix("mailto:")
    return f"{label} ({address})" if label and label != address else address


def date_text(target: str, fallback: str, tz: str) -> str:
    """Return the text of a `!date^unix^format` token as a device in `tz` shows it."""
    parts = target.split("^")
    try:
        moment = datetime.fromtimestamp(int(parts[1]), UTC).astimezone(zone_of(tz))
    except (IndexError, ValueError, OverflowError, OSError):
        return fallback
    pattern = parts[2] if len(parts) > 2 else "{date} {time}"
    return _DATE_PART.sub(lambda match: _date_part(match[1], moment) or match[0], pattern)


def _date_part(name: str, moment: datetime) -> str | None:
    style = _DATE_STYLES.get(name.removesuffix("_pretty"))
    return style(moment) if style is not None else None


_DATE_STYLES: dict[str, Callable[[datetime], str]] = {
    "date_num": lambda at: f"{at:%Y-%m-%d}",
    "date": lambda at: f"{at:%B} {at.day}, {at.year}",
    "date_short": lambda at: f"{at:%b} {at.day}, {at.year}",
    "date_long": lambda at: f"{at:%A}, {at:%B} {at.day}, {at.year}",
    "day_divider": lambda at: f"{at:%A}, {at:%B} {at.day}",
    "time": lambda at: f"{at:%H:%M}",
    "time_secs": lambda at: f"{at:%H:%M:%S}",
}
