"""PostgreSQL: SQLAlchemy on asyncpg, on the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar, TypeVarTuple
from uuid import uuid4

import asyncpg
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.util import await_only

from storage.engine.address import PostgresServer
from storage.engine.errors import LOST, is_lost, is_read_only, translated, translated_commit

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

PATIENCE_SECONDS = 2.5
"""How long a connection, a free place in the pool or one statement may take before the answer is "does not answer"."""


class PostgresDatabase:
    """A PostgreSQL database, shared by any number of processes."""

    def __init__(self, address: PostgresServer) -> None:
        """Prepare to connect; nothing is opened before the first transaction."""
        self._address = address
        self.place = address.server.name
        self._engine = open_engine(address, lasting=True)
        self._snapshots = self._engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)

    def reading(self) -> PostgresTransaction:
        """A transaction on the state at its first query."""
        return PostgresTransaction(self._snapshots, self._address)

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
        return PostgresTransaction(self._engine, self._address)

    async def close(self) -> None:
        """Close every connection."""
        await self._engine.dispose()


class PostgresTransaction:
    """One transaction on a connection of the pool."""

    def __init__(self, engine: AsyncEngine, address: PostgresServer) -> None:
        """Nothing is taken from the pool before the first query."""
        self._engine = engine
        self._server = address.server
        self._connection: AsyncConnection | None = None

    async def run(self, work: Callable[[Connection, *Ts], T], *args: *Ts) -> T:
        """What `work(connection, …)` returns."""
        with translated(self._server):
            try:
                return await self._run(work, *args)
            except DBAPIError as error:
                if is_read_only(error):
                    await self._leave_server()
                raise

    async def commit(self) -> None:
        """Durable when it returns."""
        if self._connection is not None:
            with translated_commit(self._server):
                await self._connection.commit()

    async def end(self) -> None:
        """Roll back unless committed; give the connection back, also when the caller is being cancelled."""
        connection, self._connection = self._connection, None
        if connection is not None:
            await asyncio.shield(self._close(connection))

    async def _run(self, work: Callable[[Connection, *Ts], T], *args: *Ts) -> T:
        if self._connection is not None:
            return await self._connection.run_sync(work, *args)
        self._connection = await self._engine.connect()
        try:
            return await self._connection.run_sync(work, *args)
        except (DBAPIError, asyncpg.PostgresError, *LOST) as error:
            if not is_lost(error):
                raise
        return await self._again(work, *args)

    async def _again(self, work: Callable[[Connection, *Ts], T], *args: *Ts) -> T:
        """Once more on a new connection: the pooled one had died before anything was done on it."""
        await self.end()
        self._connection = await self._engine.connect()
        return await self._connection.run_sync(work, *args)

    async def _leave_server(self) -> None:
        """Close the sessions of the pool: their server was demoted, and the next one may find the primary."""
        await self.end()
        await self._engine.dispose()

    async def _close(self, connection: AsyncConnection) -> None:
        """A connection that cannot even roll back is thrown away by the pool."""
        with translated(self._server):
            await connection.close()


def open_engine(address: PostgresServer, *, lasting: bool = False, patience: float = PATIENCE_SECONDS) -> AsyncEngine:
    """An engine whose every wait has an end.

    It works behind a pooler that gives each transaction another session (PgBouncer's transaction mode). One that is
    `lasting` finds out whether there is one, as statements are prepared once a session where there is none.
    """
    # It brings SQLAlchemy's ORM along, a tenth of a second and six megabytes; who uses SQLite does not pay.
    from sqlalchemy import event  # noqa: PLC0415
    from sqlalchemy.ext.asyncio import create_async_engine  # noqa: PLC0415

    engine = create_async_engine(
        "postgresql+asyncpg://",
        hide_parameters=True,  # names and reasons stay out of error messages and so out of logs
        pool_size=10,
        max_overflow=10,
        pool_timeout=patience,
        connect_args={"dsn": address.dsn, "timeout": patience, "command_timeout": patience},
    )
    sessions = _Sessions(is_pooled=None if lasting else True)
    event.listen(engine.sync_engine, "do_connect", sessions.prepare)
    return engine


class _Sessions:
    """How sessions are opened: behind a pooler, nothing that a transaction leaves in its session may be relied on."""

    def __init__(self, *, is_pooled: bool | None) -> None:
        """With None that is found out before the first session."""
        self._is_pooled = is_pooled

    def prepare(self, _dialect: object, _record: object, _args: object, parameters: dict[str, Any]) -> None:
        """Change what the driver is called with (SQLAlchemy, "Prepared Statement Name with PGBouncer").

        SQLAlchemy calls it before each session is opened.
        """
        if self._is_pooled is None:
            self._is_pooled = await_only(_is_pooled(parameters["dsn"], parameters["timeout"]))
        if self._is_pooled:
            parameters.update(
                statement_cache_size=0, prepared_statement_cache_size=0, prepared_statement_name_func=_unique_name
            )


async def _is_pooled(dsn: str, patience: float) -> bool:
    """Whether a pooler stands before the server: then the process that answers is not the one that said hello."""
    connection = await asyncpg.connect(dsn, timeout=patience, command_timeout=patience, statement_cache_size=0)
    try:
        return bool(await connection.fetchval("SELECT pg_backend_pid()") != connection.get_server_pid())
    finally:
        await connection.close()


def _unique_name() -> str:
    return f"readiness_{uuid4().hex}"
