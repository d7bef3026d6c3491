"""Characters that could act on the text around them instead of standing for themselves."""

import re
from functools import lru_cache

from bot.render.limits import fits

ELLIPSIS = "…"
SHORTENED = "… (shortened)"
"""Stands behind text that was cut."""

_BREAKS = dict.fromkeys(map(ord, "\t\n\v\f\r\x1c\x1d\x1e\x85\u2028\u2029"), " ")
_CONTROLS = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0)], None)
# Embeddings, overrides and isolates would reorder our words around a name; the two marks U+200E and U+200F cannot.
_BIDI = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)], None)
# Half a pair cannot be written as UTF-8, so one in a name would make the whole message impossible to send.
_HALVES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
_CLEAN = {**_CONTROLS, **_BIDI, **_HALVES, **_BREAKS}

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
_ISOLATED = "\u2068{}\u2069"


def clean(text: str) -> str:
    """One line without control characters, bidirectional overrides or broken surrogates."""
    return text if text.isprintable() else text.translate(_CLEAN)


def isolate(text: str) -> str:
    """Keep right-to-left text from reordering what stands beside it."""
    return _ISOLATED.format(text) if not text.isascii() and _RIGHT_TO_LEFT.search(text) else text


@lru_cache(maxsize=4096)
def plain(text: str, limit: int) -> str:
    """Text for a place without markup: one line, never empty (Slack refuses that), cut with "…".

    Labels of buttons come again in every message.
    """
    whole = clean(text).strip() or ELLIPSIS
    shown = isolate(cut(whole, limit))
    return shown if fits(shown, limit) else isolate(cut(whole, limit - len(_ISOLATED.format(""))))


def cut(text: str, limit: int) -> str:
    """At most `limit` characters of `text`, the last of them "…"."""
    if fits(text, limit):
        return text
    kept = text.encode("utf-16-le")[: (limit - 1) * 2].decode("utf-16-le", "ignore")
    return kept.rstrip() + ELLIPSIS


def head(text: str, limit: int) -> str:
    """Whole words of `text`, at most `limit` characters of them."""
    if fits(text, limit):
        return text
    return whole_words(text.encode("utf-16-le", "surrogatepass")[: limit * 2].decode("utf-16-le", "ignore"))


def whole_words(text: str) -> str:
    """`text`, which was cut anywhere, without a word that may be half; one that never ends is kept."""
    before, space, word = text.rpartition(" ")
    return before if space and len(word) < 60 else text


def paragraph(text: str) -> str:
    """Clean lines of what a person typed and may type on, their breaks kept."""
    return "\n".join(map(clean, text.splitlines()))
