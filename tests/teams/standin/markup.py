"""The markdown that cards and messages hold, read as a person sees it."""

from __future__ import annotations

import html
import re

AT = re.compile(r"<at(?:\s[^>]*)?>(.*?)</at>", re.DOTALL)
_LINK = re.compile(r"(?<!\\)\[((?:\\.|[^\]\\])*)\]\(([^()\s]*)\)")
_STRONG = re.compile(r"(?<![\\\w*])(\*\*|\*|_)(?=\S)(.+?)(?<=[^\s\\])\1(?![\w*])")
_INVISIBLE = re.compile("[\u200b\u2060\u202a-\u202e\u2066-\u2069]")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


def mentions(text: str) -> list[str]:
    """Every `<at>…</at>` in a text, as it stands there."""
    return [found.group(0) for found in AT.finditer(text)]


def readable(text: str) -> str:
    """Return markdown as plain text: a mention as @Name, a link as "label (url)", paragraphs as lines."""
    plain = AT.sub(r"@\1", text)
    plain = _LINK.sub(_link, plain)
    plain = _STRONG.sub(r"\2", plain)
    plain = _ESCAPED.sub(r"\1", plain)
    return re.sub(r"\n\n+", "\n", visible(html.unescape(plain))).strip()


def visible(text: str) -> str:
    """The text without characters that nobody sees; a space that does not break is a space."""
    return _INVISIBLE.sub("", text).replace("\N{NO-BREAK SPACE}", " ")


def _link(found: re.Match[str]) -> str:
    label, url = found.group(1), found.group(2)
    return url if label == url else f"{label} ({url})"
