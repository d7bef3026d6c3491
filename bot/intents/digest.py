"""A channel's weekly digest."""

from bot.intents.intent import Intent, Nested, Number, Text
from readiness.domain.values.schedule import WeeklySlot
from readiness.zones import known_zone


class DigestNow(Intent, frozen=True, tag="dn"):
    """Show this channel's digest now, to the asker."""


class Slot(Nested, frozen=True):
    """A weekly time; an empty timezone means the organisation's."""

    weekday: Number
    hour: Number
    minute: Number
    timezone: Text

    def __post_init__(self) -> None:
        """Raise `ValueError` for a time that no week has."""
        if not self.weekly.is_possible or known_zone(self.timezone) != self.timezone:
            raise ValueError(self.timezone)

    @property
    def weekly(self) -> WeeklySlot:
        """The time as the rules know it."""
        return WeeklySlot(self.weekday, self.hour, self.minute, self.timezone)


class DigestWeekly(Intent, frozen=True, tag="dw"):
    """Send this channel's digest at that weekly time; an empty timezone means the organisation's."""

    slot: Slot


class DigestOff(Intent, frozen=True, tag="do"):
    """Send no digest to this channel."""


class DigestLeadership(Intent, frozen=True, tag="dl"):
    """Send the digest across all initiatives to that channel."""

    channel: Text
