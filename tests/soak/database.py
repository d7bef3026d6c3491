"""The database of a run, and what can be done to it from outside."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing
from pathlib import Path
from typing import NamedTuple, Protocol

from tests.postgres import TestServer

SECONDS_AWAY = 6.0


class Grip(Protocol):
    """A database that can be taken away."""

    @property
    def url(self) -> str:
        """As `READINESS_DATABASE_URL` names it."""

    @property
    def replicas(self) -> int:
        """How many processes may serve on it here."""

    @property
    def crashes(self) -> int:
        """How often it died and came back."""

    def cut(self) -> None:
        """Cut every connection, where there are any."""

    async def crash(self) -> None:
        """Let the database die and come back, where it has processes of its own."""

    def away(self) -> AbstractAsyncContextManager[None]:
        """Let nothing be written while inside, and for a few seconds at least."""

    def frozen(self) -> AbstractAsyncContextManager[None]:
        """Let nothing be answered while inside, and for a few seconds at least."""


class Databases(NamedTuple):
    """One for each platform, as two bots have them."""

    slack: Grip
    teams: Grip


class Embedded:
    """An SQLite file, which one process serves."""

    replicas = 1
    crashes = 0

    def __init__(self, folder: Path) -> None:
        """In that folder."""
        self.file = folder / "readiness.db"
        self.url = f"sqlite:///{self.file}"

    def cut(self) -> None:
        """An embedded database has no connections to cut."""

    async def crash(self) -> None:
        """An embedded database has no process of its own."""

    def frozen(self) -> AbstractAsyncContextManager[None]:
        """As when it is away: nobody else can freeze a file."""
        return self.away()

    @asynccontextmanager
    async def away(self) -> AsyncIterator[None]:
        """Somebody else holds the file's one right to write."""
        with closing(sqlite3.connect(self.file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
            await asyncio.sleep(SECONDS_AWAY)
            other.execute("ROLLBACK")


class Served:
    """A PostgreSQL database, which three processes serve."""

    replicas = 3

    def __init__(self, server: TestServer) -> None:
        """A new one on that server."""
        self._server = server
        self.url = server.create_database()
        self.crashes = 0

    def cut(self) -> None:
        """End every session."""
        self._server.disconnect(self.url)

    async def crash(self) -> None:
        """Kill the server and start it again."""
        self.crashes += 1
        await asyncio.to_thread(self._server.kill)
        await asyncio.to_thread(self._server.start)

    @asynccontextmanager
    async def away(self) -> AsyncIterator[None]:
        """The server is killed, and started again."""
        await asyncio.to_thread(self._server.kill)
        yield
        await asyncio.sleep(SECONDS_AWAY)
        await asyncio.to_thread(self._server.start)

    @asynccontextmanager
    async def frozen(self) -> AsyncIterator[None]:
        """The server takes connections and says nothing."""
        with self._server.frozen():
            yield
            await asyncio.sleep(SECONDS_AWAY)
