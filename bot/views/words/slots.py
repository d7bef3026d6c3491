"""Weekly times in words."""

from bot.views.words.dates import WEEKDAYS
from readiness.domain.values.schedule import WeeklySlot


def slot_sentence(slot: WeeklySlot) -> str:
    """Say "on Mondays at 09:00 Europe/Berlin"."""
    zone = f" {slot.timezone}" if slot.timezone else ""
    return f"on {WEEKDAYS[slot.weekday]}s at {slot.hour:02}:{slot.minute:02}{zone}"
