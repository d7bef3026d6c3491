"""The known word nearest to one that is not known."""

from collections.abc import Iterable
from difflib import get_close_matches

from readiness.domain.values.identity import KEY_LIMIT
from readiness.templates.problem import quote

_COMPARED = 3


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """The question whether the nearest known word was meant, or None when none is near."""
    word = word[:KEY_LIMIT].lower()
    pairs = _letter_pairs(word)
    # difflib takes its time, so it only sees the words that share the most pairs of letters.
    likely = sorted(known, key=lambda one: len(pairs & _letter_pairs(one)), reverse=True)[:_COMPARED]
    near = get_close_matches(word, likely, n=1, cutoff=0.6)
    return f"did you mean {quote(near[0])}?" if near else None


def _letter_pairs(word: str) -> set[str]:
    return {word[at : at + 2] for at in range(len(word[:KEY_LIMIT]) - 1)}
