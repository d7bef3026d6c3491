"""PostgreSQL: SQLAlchemy on asyncpg, on the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar, TypeVarTuple

import asyncpg
from sqlalchemy import Connection
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from storage.errors import is_lost, translated, translated_commit

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

PATIENCE_SECONDS = 2.5
"""How long a connection, a free place in the pool or one statement may take before the answer is "does not answer"."""


class PostgresDatabase:
    """A PostgreSQL database, shared by any number of processes."""

    def __init__(self, url: URL) -> None:
        """Prepare to connect to `url`; nothing is opened before the first transaction."""
        self.place = url.render_as_string()
        self._engine = open_engine(url)
        self._snapshots = self._engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)

    def reading(self) -> PostgresTransaction:
        """A transaction on the state at its first query."""
        return PostgresTransaction(self._snapshots)

    async def ask(self, work: Callable[[Connection, *Ts], T], *args: *Ts) -> T:
        """What `work(connection, …)` returns, in a transaction of its own."""
        transaction = self.reading()
        try:
            return await transaction.run(work, *args)
        finally:
            await transaction.end()

    def change_mark(self) -> object | None:
        """Asking would be a journey to the server and back."""
        return None

    async def glance(self, work: Callable[[Connection, *Ts], T], *args: *Ts) -> T:
        """The same; the driver never blocks anyway."""
        return await self.ask(work, *args)

    def writing(self) -> PostgresTransaction:
        """A transaction that can write."""
        return PostgresTransaction(self._engine)

    async def close(self) -> None:
        """Close every connection."""
        await self._engine.dispose()


class PostgresTransaction:
    """One transaction on a connection of the pool."""

    def __init__(self, engine: AsyncEngine) -> None:
        """Nothing is taken from the pool before the first query."""
        self._engine = engine
        self._connection: AsyncConnection | None = None

    async def run(self, work: Callable[[Connection, *Ts], T], *args: *Ts) -> T:
        """What `work(connection, …)` returns."""
        with translated():
            if self._connection is not None:
                return await self._connection.run_sync(work, *args)
            self._connection = await self._engine.connect()
            try:
                return await self._connection.run_sync(work, *args)
            except (DBAPIError, asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as error:
                if not is_lost(error):
                    raise
            return await self._again(work, *args)

    async def commit(self) -> None:
        """Durable when it returns."""
        if self._connection is not None:
            with translated_commit():
                await self._connection.commit()

    async def end(self) -> None:
        """Roll back unless committed; give the connection back, also when the caller is being cancelled."""
        connection, self._connection = self._connection, None
        if connection is not None:
            await asyncio.shield(_close(connection))

    async def _again(self, work: Callable[[Connection, *Ts], T], *args: *Ts) -> T:
        """Once more on a new connection: the pooled one had died before anything was done on it."""
        await self.end()
        self._connection = await self._engine.connect()
        return await self._connection.run_sync(work, *args)


async def _close(connection: AsyncConnection) -> None:
    """A connection that cannot even roll back is thrown away by the pool."""
    with translated():
        await connection.close()


def open_engine(url: URL, *, patience: float = PATIENCE_SECONDS) -> AsyncEngine:
    """An engine whose every wait has an end."""
    # It brings SQLAlchemy's ORM along, a tenth of a second and six megabytes; who uses SQLite does not pay.
    from sqlalchemy.ext.asyncio import create_async_engine  # noqa: PLC0415

    return create_async_engine(
        url,
        hide_parameters=True,  # names and reasons stay out of error messages and so out of logs
        pool_size=10,
        max_overflow=10,
        pool_timeout=patience,
        connect_args={"timeout": patience, "command_timeout": patience},
    )
