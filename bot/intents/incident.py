"""What went wrong in production."""

from datetime import date

from bot.intents.intent import GateRef, Intent, Text


class ReportIncident(Intent, frozen=True, tag="in"):
    """An incident at a gate, or at "unlisted" where no gate covered it; the day None is today.

    Until it `is_sure`, the same that the asker recorded minutes ago is shown first.
    """

    ref: GateRef
    what: Text
    day: date | None = None
    is_sure: bool = False
