"""Ids for a story that comes out the same every time."""

import hashlib


class StoryIds:
    """Counts: the n-th id is the hash of n. Predictable on purpose, so for the demo only."""

    def __init__(self) -> None:
        """Begin with the first."""
        self._given = 0

    def __call__(self) -> str:
        """The next id, 32 hex digits."""
        self._given += 1
        return hashlib.sha256(f"story {self._given}".encode()).hexdigest()[:32]
