"""One line a minute for each kind of thing that anybody outside can cause as often as they like, with a count."""

import logging
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any

import structlog
from structlog.typing import EventDict

SECONDS = 60.0
MOST_KINDS = 1000
"""Kinds that are kept in mind: they are few by design, and a library that makes up many must not fill the memory."""

MOST_OF_LIBRARY = 5
"""Lines of one kind that a library may write in a minute: each may tell of another fault."""


@dataclass(slots=True)
class _Minute:
    until: float
    written: int = 0
    swallowed: int = 0


@dataclass(slots=True)
class LogLimit:
    """Says which lines are written; `seconds` never go back."""

    seconds: Callable[[], float] = time.monotonic
    _kinds: dict[Hashable, _Minute] = field(default_factory=dict)

    def swallowed(self, kind: Hashable, most: int = 1) -> int | None:
        """How many lines of this kind were left out before this one; None when this one is to be left out too."""
        now = self.seconds()
        minute = self._kinds.get(kind)
        if minute is not None and now < minute.until and minute.written >= most:
            minute.swallowed += 1
            return None
        if minute is not None and now < minute.until:
            minute.written += 1
            return 0
        if len(self._kinds) >= MOST_KINDS:
            self._kinds.clear()
        self._kinds[kind] = _Minute(now + SECONDS, written=1)
        return 0 if minute is None else minute.swallowed

    def process(self, _logger: Any, _method: str, event: EventDict) -> EventDict:
        """A structlog processor: an event with `limited` is of the kind that this names."""
        if "limited" not in event:
            return event
        swallowed = self.swallowed((event.get("event"), event.pop("limited")))
        if swallowed is None:
            raise structlog.DropEvent
        if swallowed:
            event["more_like_this"] = swallowed
        return event

    def filter(self, record: logging.LogRecord) -> bool:
        """A filter for the standard library's logging: a kind is a place in a library, with how its words begin."""
        kind = (record.name, record.pathname, record.lineno, str(record.msg)[:40])
        swallowed = self.swallowed(kind, MOST_OF_LIBRARY)
        if swallowed:
            record.msg = f"{record.msg} ({swallowed} more like this before)"
        return swallowed is not None
