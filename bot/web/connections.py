"""Limits of the connections: how many there are, and how long each may take to say what it wants.

aiohttp has no limit for a body that comes slowly and none for the number of connections, so whoever opens a thousand
and says little uses up the file descriptors, and Slack is not answered any more.
"""

import asyncio
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum
from typing import cast

MOST, LEAST, SPARE = 512, 16, 256
"""Connections at most and at least; file descriptors left for the database, files, and calls of our own."""

SECONDS_BETWEEN_LOOKS = 1.0


def most_connections(descriptors: int | None = None) -> int:
    """So many that the process's file descriptors (its soft limit where none is given) are never used up."""
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[0] if descriptors is None else descriptors
    if limit == resource.RLIM_INFINITY:
        return MOST
    return max(LEAST, min(MOST, limit - SPARE))


@dataclass(frozen=True, slots=True)
class Limits:
    """How many connections, and for how many seconds a request's header and its body may take to come."""

    most: int = field(default_factory=most_connections)
    header: float = 10.0
    body: float = 10.0


class Phase(IntEnum):
    """What a connection is at, those first that may be closed first to make place."""

    IDLE = 0
    HEADER = 1
    BODY = 2
    ANSWER = 3


Closed = Callable[[str], None]
"""Told why a connection was closed: `slow-header`, `slow-body` or `too-many-connections`."""


class Doorkeeper:
    """Makes the protocol of each connection, closes what is too slow, and makes place for new ones when all is taken.

    Then the one that idles longest goes, else the one that has not said for longest what it wants: Slack says it at
    once. A request that is being answered is never cut.
    """

    def __init__(
        self,
        make: Callable[[], asyncio.Protocol],
        limits: Limits,
        closed: Closed,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        """`make` gives aiohttp's protocol; `seconds` never go back."""
        self._make = make
        self._limits = limits
        self._closed = closed
        self.seconds = seconds
        self.lines: set[Line] = set()

    def __call__(self) -> asyncio.Protocol:
        """A new connection's protocol."""
        return Line(self, self._make())

    def admit(self, line: "Line") -> bool:
        """Whether there is a place for it, or one that could be made."""
        if len(self.lines) >= self._limits.most:
            self._closed("too-many-connections")
            last = min(self.lines, key=lambda one: (one.phase is not Phase.IDLE, one.phase is Phase.ANSWER, one.since))
            if last.phase is Phase.ANSWER:
                return False
            last.cut()
        self.lines.add(line)
        return True

    def look(self) -> None:
        """Close every connection that has taken too long to say what it wants."""
        now = self.seconds()
        for line in tuple(self.lines):
            if line.phase is Phase.HEADER and now - line.since > self._limits.header:
                self._closed("slow-header")
                line.cut()
            elif line.phase is Phase.BODY and now - line.since > self._limits.body:
                self._closed("slow-body")
                line.cut()

    async def keep_looking(self) -> None:
        """Look every second."""
        while True:
            await asyncio.sleep(SECONDS_BETWEEN_LOOKS)
            self.look()


class Line(asyncio.Protocol):
    """One connection: aiohttp's protocol, and since when it is at what."""

    def __init__(self, keeper: Doorkeeper, inner: asyncio.Protocol) -> None:
        """Nothing was sent yet, which counts as a header that is not complete."""
        self._keeper = keeper
        self._inner = inner
        self._transport: asyncio.Transport | None = None
        self._is_admitted = False
        self.phase = Phase.HEADER
        self.since = keeper.seconds()

    def enter(self, phase: Phase) -> None:
        """Be at that from now on."""
        self.phase, self.since = phase, self._keeper.seconds()

    def cut(self) -> None:
        """Close at once; its place is free from now on."""
        self._keeper.lines.discard(self)
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take a place, or go."""
        self._transport = cast("asyncio.Transport", transport)
        self._is_admitted = self._keeper.admit(self)
        if self._is_admitted:
            self._inner.connection_made(transport)
        else:
            self._transport.abort()

    def data_received(self, data: bytes) -> None:
        """The first bytes after an answer begin another header."""
        if self.phase is Phase.IDLE:
            self.enter(Phase.HEADER)
        self._inner.data_received(data)

    def eof_received(self) -> bool | None:
        """As aiohttp has it."""
        return self._inner.eof_received()

    def connection_lost(self, exc: Exception | None) -> None:
        """Free the place."""
        self._keeper.lines.discard(self)
        if self._is_admitted:
            self._inner.connection_lost(exc)

    def pause_writing(self) -> None:
        """As aiohttp has it."""
        self._inner.pause_writing()

    def resume_writing(self) -> None:
        """As aiohttp has it."""
        self._inner.resume_writing()
