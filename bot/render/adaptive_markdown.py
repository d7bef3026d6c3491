"""Words as the markdown of a TextBlock, in which people's words can never become markup.

Teams reads a subset of CommonMark there, `<at>…</at>` and `{{DATE(…)}}`, and its clients do not agree on what a
backslash or an entity escapes. So the signs of emphasis become characters that look the same and mean nothing (as in
mrkdwn.py), and behind every sign that could begin something else stands a word joiner, which takes no room.
"""

import re
from functools import lru_cache
from urllib.parse import quote

from bot.render.characters import clean, isolate

JOINER = "\u2060"

_TWINS = {"*": "\u2217", "_": "\u02cd", "~": "\u223c", "`": "\u02cb"}
_BRACKETS = str.maketrans("[]", "\uff3b\uff3d")
_EMPHASIS = re.compile(r"[*~`]|(?<![^\W_])_|_(?![^\W_])")
_OPENING = re.compile(r"[<\]\\{&]|:(?=//)")
_BLOCK = re.compile(r"[-+#>|=]|\d+[.)]")
"""What at its start makes a list, a heading, a quote, a rule or a table of a line."""
_WEB = re.compile(r"https?://[^\s/?#]", re.IGNORECASE)
_ADDRESS_SAFE = "!#$%&'+,-./:=?@_~"


@lru_cache(maxsize=4096)
def literal(text: str) -> str:
    """`text` exactly as it reads, on one line. The same few words and names come again in every card."""
    inert = _EMPHASIS.sub(lambda found: _TWINS[found[0]], clean(text))
    return isolate(_OPENING.sub(rf"\g<0>{JOINER}", inert))


def wrapped(text: str, sign: str) -> str:
    """Words between signs of emphasis; spaces around them stand outside, since a sign counts only beside a word."""
    words = literal(text)
    inner = words.strip()
    if not inner:
        return words
    before, _, after = words.partition(inner)
    opens = "" if inner[0].isalnum() else JOINER
    ends = "" if inner[-1].isalnum() else JOINER
    return f"{before}{sign}{opens}{inner}{ends}{sign}{after}"


def link(label: str, url: str) -> str:
    """A label with a web address behind it; `url` is one that `address` gave."""
    return f"[{literal(label.translate(_BRACKETS))}]({url})"


def paragraph(pieces: list[str]) -> str:
    """Pieces of markdown as one line that stays a line of text, whatever it begins with."""
    whole = ""
    for piece in pieces:
        whole += JOINER + piece if whole.endswith("*") and piece.startswith("*") else piece
    whole = whole.strip()
    return JOINER + whole if _BLOCK.match(whole) else whole


def address(url: str) -> str:
    """A web address in which nothing ends markup or begins some; "" for what is none."""
    return quote(url.encode("utf-8", "replace"), safe=_ADDRESS_SAFE) if _WEB.match(url) else ""
