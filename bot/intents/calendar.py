"""The organisation's calendar."""

from datetime import date

from bot.intents.intent import Intent, Number, Text
from readiness.domain.rules.organisation import DAYS_OF_A_WEEK
from readiness.zones import known_zone


class ShowCalendar(Intent, frozen=True, tag="cal"):
    """The organisation's timezone, weekend and holidays."""


class ChangeCalendar(Intent, frozen=True, tag="cc"):
    """Set timezone and weekend (weekdays, Monday is 0), add holidays with their names, remove some.

    What is None, or nothing, stays as it is.
    """

    timezone: Text | None = None
    weekend: tuple[Number, ...] | None = None
    added: tuple[tuple[date, Text], ...] = ()
    removed: tuple[date, ...] = ()

    def __post_init__(self) -> None:
        """Raise `ValueError` for a timezone or a weekday that there is not."""
        if known_zone(self.timezone or "") != (self.timezone or ""):
            raise ValueError(self.timezone)
        if any(day >= DAYS_OF_A_WEEK for day in self.weekend or ()):
            raise ValueError(self.weekend)
