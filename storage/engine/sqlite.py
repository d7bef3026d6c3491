"""SQLite: one thread that writes, a few that read, each with a connection that only it touches.

An asynchronous driver would hop to a thread for every statement; here a whole repository call is one hop.
"""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar, TypeVarTuple

from sqlalchemy import Connection

from readiness.usecases.frame.ports import DatabaseUnavailable
from storage.engine.errors import translated
from storage.engine.open_file import OpenFile
from storage.engine.sqlite_worker import PATIENCE_SECONDS, Worker, open_engine
from storage.engine.sqlite_writer import Writer, WriteTransaction

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

READERS = 4
READING = ("query_only=ON",)


class SqliteDatabase:
    """An SQLite file in WAL mode, made by `migrate`; it is never created by opening it."""

    def __init__(self, path: Path) -> None:
        """Prepare to open `path`; nothing is opened before the first transaction."""
        self.place, file = str(path), OpenFile(path)
        self._writer = Writer(Worker(open_engine(path, begin="BEGIN IMMEDIATE"), file))
        reading = open_engine(path, begin="BEGIN", pragmas=READING)
        self._workers = [Worker(reading, file) for _ in range(READERS)]
        self._here = Worker(open_engine(path, begin="BEGIN", pragmas=READING, patience=0), file)
        self._idle = list(self._workers)
        self._free = asyncio.Semaphore(READERS)

    def reading(self) -> "ReadTransaction":
        """A transaction on the state at its first query; writers do not disturb it."""
        return ReadTransaction(self)

    async def ask(self, work: Callable[[Connection, *Ts], T], *args: *Ts) -> T:
        """What `work(connection, …)` returns; beginning, reading and ending are one hop to the thread."""
        worker = await self.take_reader()
        try:
            return await worker.call(worker.run_alone, work, *args)
        finally:
            self._put_back(worker)

    def change_mark(self) -> object | None:
        """SQLite's own count of what other connections committed, with the one that asks: it counts for that one alone.

        That connection never writes. It is part of the mark because a new one, opened after a failure, counts anew.
        """
        with translated(self.place):
            driver = self._here.driver()
            return driver, driver.execute("PRAGMA data_version").fetchone()[0]

    async def glance(self, work: Callable[[Connection, *Ts], T], *args: *Ts) -> T:
        """The same for a read that is short and hot: done here, because a hop to a thread costs more than the read.

        Readers do not wait for the writer in WAL mode; in the rare case that they would, a thread does the waiting.
        """
        try:
            return self._here.glance(work, *args)
        except DatabaseUnavailable:
            return await self.ask(work, *args)

    def writing(self) -> WriteTransaction:
        """A transaction that waits for its turn to write."""
        return WriteTransaction(self._writer)

    async def take_reader(self) -> Worker:
        """The reader used last, whose cache is warm; raises `DatabaseUnavailable` when all stay busy."""
        try:
            if self._free.locked():
                await asyncio.wait_for(self._free.acquire(), PATIENCE_SECONDS)
            else:
                await self._free.acquire()
        except TimeoutError as error:
            raise DatabaseUnavailable from error
        return self._idle.pop()

    def give_back(self, worker: Worker) -> None:
        """End the reader's transaction without waiting for it: its thread does so before anything else."""
        worker.submit(worker.rollback)
        self._put_back(worker)

    def _put_back(self, worker: Worker) -> None:
        self._idle.append(worker)
        self._free.release()

    async def close(self) -> None:
        """Close every connection in its own thread and end the threads."""
        self._here.drop()
        for worker in [self._writer.worker, *self._workers]:
            await worker.close()


class ReadTransaction:
    """A consistent view of an SQLite database."""

    def __init__(self, database: SqliteDatabase) -> None:
        """Nothing is taken before the first query."""
        self._database = database
        self._worker: Worker | None = None

    async def run(self, work: Callable[[Connection, *Ts], T], *args: *Ts) -> T:
        """What `work(connection, …)` returns; its one hop to the thread."""
        if self._worker is None:
            self._worker = await self._database.take_reader()
        return await self._worker.call(self._worker.run, work, *args)

    async def commit(self) -> None:
        """Nothing was written."""

    async def end(self) -> None:
        """Give the reader back."""
        worker, self._worker = self._worker, None
        if worker is not None:
            self._database.give_back(worker)
