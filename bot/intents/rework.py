"""What has to be done again."""

from datetime import date

from bot.intents.intent import GateRef, Intent, Number, Text


class ShowRework(Intent, frozen=True, tag="rw"):
    """The ledger of rework of one initiative."""

    initiative: Text


class ApproveWithFinding(Intent, frozen=True, tag="fi"):
    """Approve on the condition that somebody does something by a day; `seen` and `under` as of a vote.

    Until it `is_sure`, the same that the asker raised minutes ago is shown first.
    """

    ref: GateRef
    person: Text
    due: date
    text: Text
    seen: Number | None = None
    under: Text | None = None
    is_sure: bool = False


class EndRework(Intent, frozen=True, tag="re"):
    """Say that the finding of that number is done."""

    initiative: Text
    number: Number
    text: Text = ""


class AssignRework(Intent, frozen=True, tag="ra"):
    """Give the item of that number to somebody, and perhaps another due date."""

    initiative: Text
    number: Number
    person: Text
    due: date | None = None
