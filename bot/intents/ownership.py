"""Gates and the handoff change hands."""

from bot.intents.intent import GateRef, Intent, Text


class Assign(Intent, frozen=True, tag="as"):
    """Offer a gate or the handoff to somebody."""

    ref: GateRef
    person: Text
    backup: Text | None = None


class Claim(Intent, frozen=True, tag="cl"):
    """Take a gate nobody owns."""

    ref: GateRef


class Accept(Intent, frozen=True, tag="ac"):
    """Accept what is offered; `reason` is whatever was said along with it."""

    ref: GateRef
    reason: Text = ""


class Decline(Intent, frozen=True, tag="de"):
    """Decline an offer, or hand back what one owns.

    Until it `is_sure`, a backup who hands back for the owner is asked where the gate changed hands minutes ago.
    """

    ref: GateRef
    reason: Text = ""
    is_sure: bool = False


class HandOff(Intent, frozen=True, tag="ho"):
    """Offer what one owns to somebody else."""

    ref: GateRef
    person: Text
    reason: Text = ""


class Confirm(Intent, frozen=True, tag="cf"):
    """Say that what one owns is still one's own."""

    ref: GateRef
