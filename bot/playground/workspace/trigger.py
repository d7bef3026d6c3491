"""Trigger ids: the permission to open a modal for somebody who has just acted."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.playground.errors import ApiRefusal

LIFETIME = timedelta(seconds=3)  # docs.slack.dev/interactivity/handling-user-interaction


@dataclass(frozen=True)
class Trigger:
    """Who acted, when, and in which view (None outside a modal)."""

    user: str
    sent: datetime
    view_id: str | None


class Triggers:
    """Hands out trigger ids that live three seconds and work once."""

    def __init__(self, clock: Callable[[], datetime], team_id: str) -> None:
        self._clock = clock
        self._team_id = team_id
        self._open: dict[str, Trigger] = {}
        self._used: set[str] = set()

    def issue(self, user: str, view_id: str | None = None) -> str:
        """Return a new trigger id for `user`, sent now."""
        number = len(self._open) + len(self._used) + 1
        # As Slack's, of no other trigger ever: a bot may keep it longer than this Slack lives.
        trigger_id = f"{number}.{self._team_id}.{secrets.token_hex(16)}"
        self._open[trigger_id] = Trigger(user, self._clock(), view_id)
        return trigger_id

    def redeem(self, trigger_id: str) -> Trigger:
        """Return the trigger and use it up; raise ApiRefusal when unknown, used or too old."""
        if trigger_id in self._used:
            raise ApiRefusal("exchanged_trigger_id")
        trigger = self._open.get(trigger_id)
        if trigger is None:
            raise ApiRefusal("invalid_trigger_id")
        if self._clock() - trigger.sent > LIFETIME:
            raise ApiRefusal("expired_trigger_id")
        del self._open[trigger_id]
        self._used.add(trigger_id)
        return trigger
