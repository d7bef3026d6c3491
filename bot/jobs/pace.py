"""How fast: one message a second and channel, and none to a workspace that asked us to wait.

Elapsed time is measured by a clock that never jumps: no turn and no hold lasts longer because the wall clock was set.
"""

from collections.abc import Callable
from datetime import timedelta

from readiness.domain.values.identity import WorkspaceId

GAP = timedelta(seconds=1)
"""Slack takes about one message a second and channel; bursts may silently not be shown (platform-facts.md, F)."""

MOST_PROMISED = 10_000

Channel = tuple[WorkspaceId, str]


class Pace:
    """Gives every delivery its turn. It waits for nobody: who comes too early is told how long to stay away."""

    def __init__(self, seconds: Callable[[], float], gap: timedelta = GAP) -> None:
        """With `gap` between two messages to one channel; no gap lets everything through."""
        self._seconds = seconds
        self._gap = gap.total_seconds()
        self._free: dict[Channel, float] = {}
        self._last: dict[Channel, float] = {}
        self._promised: dict[tuple[Channel, int], float] = {}
        self._held: dict[WorkspaceId, float] = {}

    def turn(self, channel: Channel, delivery: int) -> float:
        """In how many seconds the delivery may post there. None to wait means: do it, the turn is used up."""
        now = self._seconds()
        promised = self._promised.get((channel, delivery))
        if promised is None:
            promised = self._promise(channel, delivery, now)
        last = self._last.get(channel)
        due = promised if last is None else max(promised, last + self._gap)
        if due <= now:
            self._last[channel] = now
            del self._promised[channel, delivery]
        return max(0.0, due - now)

    def hold(self, workspace: WorkspaceId, seconds: float) -> None:
        """Let nothing go to that workspace for so long: the platform said so."""
        until = self._seconds() + seconds
        self._held[workspace] = max(until, self._held.get(workspace, until))

    def held_for(self, workspace: WorkspaceId) -> float:
        """For how many seconds nothing may go there; none while everything may."""
        return max(0.0, self._held.get(workspace, 0.0) - self._seconds())

    def _promise(self, channel: Channel, delivery: int, now: float) -> float:
        # Turns that another process took over are never asked for again.
        if len(self._promised) > MOST_PROMISED:
            self._promised.clear()
        due = max(now, self._free.get(channel, now))
        self._free[channel] = due + self._gap
        self._promised[channel, delivery] = due
        return due
