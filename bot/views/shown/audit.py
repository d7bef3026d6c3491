"""The proof of a record in words, for the command line."""

from bot.views.words.counting import counted
from readiness.usecases.checking import Verification


def verification_line(result: Verification) -> str:
    """One line: whole with its fingerprint, or the first broken entry and in which way."""
    entries = counted(result.entries, "entry", "entries")
    if result.broken is None:
        return f"{result.name}: whole, {entries}, {result.fingerprint}"
    return f"{result.name}: broken at entry {result.broken.sequence}: {result.broken.reason}"
