"""`readiness doctor`: what could keep the bot from working, each looked at once, and what to do about it."""

from bot.doctor.examining import examine
from bot.doctor.finding import Finding

__all__ = ["Finding", "examine"]
