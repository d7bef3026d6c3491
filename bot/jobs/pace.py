"""How fast: one message a second and channel, and none to a workspace that asked us to wait."""

from datetime import datetime, timedelta

from readiness.domain.identity import WorkspaceId

GAP = timedelta(seconds=1)
"""Slack takes about one message a second and channel; bursts may silently not be shown (platform-facts.md, F)."""

MOST_PROMISED = 10_000

Channel = tuple[WorkspaceId, str]


class Pace:
    """Gives every delivery its turn. It waits for nobody: who comes too early is told when to come back."""

    def __init__(self, gap: timedelta = GAP) -> None:
        """With `gap` between two messages to one channel; no gap lets everything through."""
        self._gap = gap
        self._free: dict[Channel, datetime] = {}
        self._last: dict[Channel, datetime] = {}
        self._promised: dict[tuple[Channel, int], datetime] = {}
        self._held: dict[WorkspaceId, datetime] = {}

    def turn(self, channel: Channel, delivery: int, now: datetime) -> datetime:
        """From when the delivery may post there. Not later than `now` means: do it, the turn is used up."""
        promised = self._promised.get((channel, delivery)) or self._promise(channel, delivery, now)
        last = self._last.get(channel)
        due = promised if last is None else max(promised, last + self._gap)
        if due <= now:
            self._last[channel] = now
            del self._promised[channel, delivery]
        return due

    def hold(self, workspace: WorkspaceId, until: datetime) -> None:
        """Let nothing go to that workspace before `until`: the platform said so."""
        self._held[workspace] = max(until, self._held.get(workspace, until))

    def held_until(self, workspace: WorkspaceId, now: datetime) -> datetime | None:
        """Until when nothing may go there; None while everything may."""
        until = self._held.get(workspace)
        return until if until is not None and until > now else None

    def _promise(self, channel: Channel, delivery: int, now: datetime) -> datetime:
        # Turns that another process took over are never asked for again.
        if len(self._promised) > MOST_PROMISED:
            self._promised.clear()
        due = max(now, self._free.get(channel, now))
        self._free[channel] = due + self._gap
        self._promised[channel, delivery] = due
        return due
