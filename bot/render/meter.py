"""A bar of characters that shows how much is done."""

LENGTH = 20
"""Wide enough to see a gate move, narrow enough for a phone."""


def bar(done: int, total: int) -> str:
    """█ for what is done and ░ for the rest: none full only when nothing is done, all only when everything is."""
    full = _full(done, total)
    return "█" * full + "░" * (LENGTH - full)


def _full(done: int, total: int) -> int:
    if done <= 0 or total <= 0:
        return 0
    return LENGTH if done >= total else min(max(round(LENGTH * done / total), 1), LENGTH - 1)
