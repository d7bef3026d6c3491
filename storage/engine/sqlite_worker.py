"""A thread with an SQLite connection of its own."""

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar, TypeVarTuple, cast

from sqlalchemy import Connection, Engine, NullPool, create_engine, event
from sqlalchemy.exc import DBAPIError

from storage.engine.errors import translated, translated_commit
from storage.engine.open_file import OpenFile

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

PATIENCE_SECONDS = 5.0
"""How long to wait for another process's write, or for a free reader, before the answer is "does not answer"."""


class Worker:
    """One thread and its connection; what is submitted runs in that order."""

    def __init__(self, engine: Engine, file: OpenFile) -> None:
        """The thread starts, and the connection is opened, with the first call."""
        self._engine = engine
        self._file = file
        self._place = str(file.path)
        self._connection: Connection | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="sqlite")

    async def call(self, do: Callable[[*Ts], T], *args: *Ts) -> T:
        """What `do` returns, run on the thread."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, do, *args)

    def submit(self, do: Callable[[], None]) -> "asyncio.Future[None]":
        """Have `do` run on the thread after all that was submitted before."""
        return asyncio.wrap_future(self._thread.submit(do))

    def run(self, work: Callable[[Connection, *Ts], T], *args: *Ts) -> T:
        """On the thread: `work` in the open transaction, which begins if there is none."""
        with translated(self._place):
            connection = self.connection
            if not connection.in_transaction():
                connection.begin()
            return work(connection, *args)

    def glance(self, work: Callable[[Connection, *Ts], T], *args: *Ts) -> T:
        """On the thread: `work` without a transaction; every statement is of a moment of its own."""
        with translated(self._place):
            try:
                return work(self.connection, *args)
            finally:
                self.rollback()

    def run_alone(self, work: Callable[[Connection, *Ts], T], *args: *Ts) -> T:
        """On the thread: `work` in a transaction that ends with it."""
        try:
            return self.run(work, *args)
        finally:
            self.rollback()

    @property
    def connection(self) -> Connection:
        """On the thread: the connection, opened when needed."""
        if self._connection is None:
            self._file.require_same()
            self._connection = self._engine.connect()
            self._file.keep()
        return self._connection

    def begin(self) -> None:
        """On the thread: begin, as the engine does."""
        with translated(self._place):
            self.connection.begin()

    def driver(self) -> sqlite3.Connection:
        """On the thread: the driver's own connection, for what SQLAlchemy has no words for."""
        return cast("sqlite3.Connection", self.connection.connection.driver_connection)

    def commit(self) -> None:
        """On the thread: COMMIT; when it fails, nothing is left open. Raises `FileGone`, with nothing saved."""
        try:
            self._file.require_same()
            with translated_commit(self._place):
                self.connection.commit()
        except BaseException:
            self.rollback()
            raise

    def rollback(self) -> None:
        """On the thread: ROLLBACK if anything is open; a connection that cannot is dropped, which rolls back too."""
        if self._connection is None:
            return
        try:
            self._connection.rollback()
        except (sqlite3.Error, DBAPIError):
            self.drop()

    def drop(self) -> None:
        """On the thread: close the connection; the next call opens a new one."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.invalidate()
            connection.close()

    async def close(self) -> None:
        """Close the connection, in its thread, and end the thread."""
        await self.call(self.drop)
        self._thread.shutdown(wait=False)


def open_engine(path: Path, *, begin: str, pragmas: tuple[str, ...] = (), patience: float = PATIENCE_SECONDS) -> Engine:
    """An engine whose transactions start with `begin`; it creates no file.

    pysqlite's own transaction control is switched off, because it would begin late and never say IMMEDIATE
    (SQLAlchemy's documentation, "Disabling the legacy transactional behavior of the sqlite3 driver").
    """
    address = f"{path.absolute().as_uri()}?mode=rw"

    def connect() -> sqlite3.Connection:
        driver = sqlite3.connect(address, uri=True, isolation_level=None, timeout=patience, check_same_thread=False)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", *pragmas):
            driver.execute(f"PRAGMA {pragma}")
        return driver

    # Names and reasons are parameters; they stay out of error messages and so out of logs.
    engine = create_engine("sqlite://", creator=connect, poolclass=NullPool, hide_parameters=True)
    event.listen(engine, "begin", lambda connection: connection.connection.driver_connection.execute(begin))
    return engine
