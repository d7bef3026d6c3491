"""Days away."""

from datetime import date

from bot.intents.intent import Intent, Text


class ShowAway(Intent, frozen=True, tag="aws"):
    """The asker's own days away."""


class GoAway(Intent, frozen=True, tag="aw"):
    """The asker is away from the first to the last day, the delegate acting for them."""

    first: date
    last: date
    delegate: Text | None = None


class ComeBack(Intent, frozen=True, tag="awo"):
    """The asker is here again, or will not be away after all."""
