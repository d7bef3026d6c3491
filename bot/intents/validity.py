"""For how long a sign-off holds."""

from bot.intents.intent import GateRef, Intent, Number


class SetValidity(Intent, frozen=True, tag="vd"):
    """For how many days a sign-off of a gate holds; None is for good."""

    ref: GateRef
    days: Number | None
