"""Dates: of milestones, and of a gate."""

from datetime import date

from bot.intents.intent import GateRef, Intent, Text


class SetMilestone(Intent, frozen=True, tag="m"):
    """A milestone ("live" for both live facts) is planned for, or was reached on, a day; None is today."""

    initiative: Text
    milestone: Text
    done: bool
    day: date | None = None


class SetDue(Intent, frozen=True, tag="du"):
    """A gate's own due date; None to go by its milestone again."""

    ref: GateRef
    day: date | None
