"""What stops a gate, and who waits for whom."""

from bot.intents.intent import GateRef, Intent, Text


class Blocked(Intent, frozen=True, tag="bl"):
    """Say that a gate cannot go on, and perhaps for which person, or else which party, it waits."""

    ref: GateRef
    reason: Text
    waits_for: Text | None = None
    party: Text | None = None


class Unblock(Intent, frozen=True, tag="ub"):
    """Say that it can."""

    ref: GateRef


class Waits(Intent, frozen=True, tag="wf"):
    """Who waits for whom in an initiative, and where they wait for each other."""

    initiative: Text
