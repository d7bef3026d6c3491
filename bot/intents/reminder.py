"""One's own reminders."""

from datetime import timedelta

from bot.intents.intent import Intent, Number


class Remind(Intent, frozen=True, tag="rm"):
    """Reminders on or off."""

    on: bool


class Snooze(Intent, frozen=True, tag="sz"):
    """No reminders for a while; None is until Monday."""

    seconds: Number | None = None

    @property
    def duration(self) -> timedelta | None:
        """How long."""
        return None if self.seconds is None else timedelta(seconds=self.seconds)
