"""A gate on its way to being signed off."""

from datetime import date

from bot.intents.intent import GateRef, Intent, Number, Text
from readiness.domain.values.gate import ChangesReason, Decision


class GiveEvidence(Intent, frozen=True, tag="ev"):
    """Add an evidence revision."""

    ref: GateRef
    content: Text


class Request(Intent, frozen=True, tag="rq"):
    """Ask for the sign-off."""

    ref: GateRef


class SignOff(Intent, frozen=True, tag="so"):
    """A vote: approve, changes, n/a or waive. `under` is the mark of the approval rule on the button."""

    ref: GateRef
    decision: Decision
    seen: Number | None = None
    comment: Text = ""
    reason: ChangesReason | None = None
    until: date | None = None
    control: Text = ""
    under: Text | None = None


class Withdraw(Intent, frozen=True, tag="wd"):
    """Take back one's own vote."""

    ref: GateRef
    reason: Text = ""
