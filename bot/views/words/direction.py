"""Right-to-left words inside our left-to-right sentences."""

import unicodedata

_RIGHT_TO_LEFT = frozenset({"R", "AL"})
_MARK = "\u200e"


def steady(text: str) -> str:
    """A name between left-to-right marks where it needs them, so that what stands around it keeps its place.

    The marks take no room, and unlike embeddings and isolates they cannot reorder anything (Unicode UAX 9).
    """
    if text.isascii() or not any(unicodedata.bidirectional(char) in _RIGHT_TO_LEFT for char in text):
        return text
    return f"{_MARK}{text}{_MARK}"
