"""Who is told of what is late, and how often owners are asked again."""

from bot.intents.intent import Intent, Number
from readiness.domain.values.policy import SETTABLE, Place


class ShowEscalation(Intent, frozen=True, tag="es"):
    """Who is told when something is late, and after how long."""


class SetEscalation(Intent, frozen=True, tag="se"):
    """After how many working days that place of the chain is told."""

    place: Place
    days: Number

    def __post_init__(self) -> None:
        """Raise `ValueError` for a place whose wait nobody chooses."""
        if self.place not in SETTABLE:
            raise ValueError(self.place)


class SetReconfirmation(Intent, frozen=True, tag="rc"):
    """How often owners are asked again, in weeks; 0 is never."""

    weeks: Number
