"""The sign of a mark, as a character that every platform shows; Slack knows the same signs by names."""

from bot.cards import Mark

SIGNS = {
    Mark.READY: "✅",
    Mark.WAITING: "⏳",
    Mark.WARNING: "⚠️",
    Mark.NOT_STARTED: "⚪",
    Mark.WAIVED: "🔶",
    Mark.REFUSED: "⛔",
    Mark.CHANGED: "🔄",
    Mark.NEXT: "➡️",
    Mark.PAUSED: "⏸️",
}


def sign(mark: Mark | None) -> str:
    """The sign with the space behind it; nothing without a mark."""
    return "" if mark is None else f"{SIGNS[mark]} "
