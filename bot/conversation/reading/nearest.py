"""The known words nearest to one that is not known: suggested, never picked."""

from collections.abc import Iterable

from rapidfuzz import fuzz

SUGGESTIONS = 3
_ALIKE = 60.0
_BEGINS = 90.0
_LONGEST = 80
"""Characters of a word that are compared: no name here is longer."""


def nearest(word: str, known: Iterable[str], limit: int = SUGGESTIONS) -> tuple[str, ...]:
    """Up to `limit` of the known words, the most alike first; none where none is alike."""
    typed = word[:_LONGEST].lower()
    scored = ((_likeness(typed, name.lower()), name) for name in set(known))
    alike = sorted((-score, name) for score, name in scored if score >= _ALIKE)
    return tuple(name for _, name in alike[:limit])


def nearest_or_first(word: str, known: Iterable[str], limit: int = SUGGESTIONS) -> tuple[str, ...]:
    """As `nearest`; where none is alike the first of the known words, in the order given."""
    choices = tuple(known)
    return nearest(word, choices, limit) or choices[:limit]


def _likeness(typed: str, name: str) -> float:
    """0 to 100; the beginning of a name, or of one of its parts, is what people type when they remember half of it."""
    begins = len(typed) >= 3 and any(part.startswith(typed) for part in (name, *name.replace("/", "-").split("-")))
    return max(fuzz.ratio(typed, name), _BEGINS if begins else 0.0)
