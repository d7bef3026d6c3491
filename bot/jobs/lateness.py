"""Work that is due and late, as readyz and the metrics tell it: messages not sent, digests not made."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.health import Degradation
from readiness.usecases.frame.ports import Backlog

PATIENCE = timedelta(minutes=10)
"""How long after its moment work is late: a slow minute of a platform is none of an operator's business."""


@dataclass(frozen=True, slots=True)
class Lateness:
    """A source of `Health`. `backlog` gives what was due before an instant and is not done."""

    backlog: Callable[[datetime], Awaitable[Backlog]]
    clock: Callable[[], datetime]

    async def late(self) -> tuple[Degradation, ...]:
        """One degradation for messages and one for digests, each since the oldest was due."""
        backlog = await self.backlog(self.clock() - PATIENCE)
        found = []
        if backlog.oldest_message is not None:
            words = _counted(backlog.messages, "message is", "messages are", "waiting to be sent")
            found.append(Degradation("messages", "late", backlog.oldest_message, words))
        if backlog.oldest_digest is not None:
            words = _counted(backlog.digests, "digest is", "digests are", "due and not made")
            found.append(Degradation("digests", "late", backlog.oldest_digest, words))
        return tuple(found)


def _counted(count: int, one: str, many: str, how: str) -> str:
    minutes = PATIENCE // timedelta(minutes=1)
    return f"{count} {one if count == 1 else many} {how} for more than {minutes} minutes."
