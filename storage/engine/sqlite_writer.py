"""The one writer of an SQLite file: first come, first served, and one fsync for those who stand in line.

Transactions never interleave. When others wait at commit, the next one continues in the same SQLite transaction under a
savepoint, and the last of them makes all durable at once (group commit). Nobody is told "done" before
that, and what one rolls back takes nothing from the others.
"""

import asyncio
import sqlite3
from collections import deque
from collections.abc import Callable
from typing import TypeVar, TypeVarTuple

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from readiness.usecases.frame.ports import DatabaseUnavailable
from storage.engine.errors import translated
from storage.engine.sqlite_worker import Worker

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

GROUP_LIMIT = 32
"""How many may wait for one fsync; more would let the first wait too long."""
LINE_SECONDS = 10.0
"""How long to stand in line before saying that the database does not answer."""


class Batch:
    """Those who commit together. `lost` says why SQLite gave all of it up."""

    def __init__(self) -> None:
        """Nobody yet."""
        self.committing: list[asyncio.Future[None]] = []
        self.lost: BaseException | None = None

    def tell(self, outcome: "asyncio.Future[None]") -> None:
        """Tell everybody how COMMIT went."""
        error = outcome.exception()
        for waiting in self.committing:
            if waiting.done():
                continue
            if error is None:
                waiting.set_result(None)
            else:
                waiting.set_exception(error)


class Writer:
    """Whose turn it is, and when the database commits."""

    def __init__(self, worker: Worker) -> None:
        """The writer of `worker`'s connection."""
        self.worker = worker
        self.batch = Batch()
        self._busy = False
        self._line: deque[asyncio.Future[None]] = deque()

    async def enter(self) -> None:
        """Wait for the turn."""
        if not self._busy:
            self._busy = True
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._line.append(turn)
        try:
            await asyncio.wait_for(turn, LINE_SECONDS)
        except TimeoutError as error:
            raise DatabaseUnavailable from error
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self.leave()
            raise

    def leave(self) -> None:
        """Pass the turn on; with nobody in line, those who wait to commit are committed."""
        while self._line:
            turn = self._line.popleft()
            if not turn.done():
                turn.set_result(None)
                return
        self._busy = False
        self.flush()

    def flush(self) -> None:
        """COMMIT for everybody in the batch; the next transaction starts a new one."""
        batch, self.batch = self.batch, Batch()
        if batch.committing:
            self.worker.submit(lambda: _commit(self.worker, batch)).add_done_callback(batch.tell)

    @property
    def is_awaited(self) -> bool:
        """Whether the next transaction may share this one's fsync."""
        return len(self.batch.committing) < GROUP_LIMIT and any(not turn.done() for turn in self._line)


class Savepoint:
    """Where a turn began behind others, once it has: whoever is cancelled before that has nothing to take back."""

    def __init__(self) -> None:
        """Not there yet; the thread alone says that it is."""
        self.stands = False


class WriteTransaction:
    """One turn of the writer."""

    def __init__(self, writer: Writer) -> None:
        """Not in line before the first `run`."""
        self._writer = writer
        self._batch: Batch | None = None
        self._behind: Savepoint | None = None

    async def run(self, work: Callable[[Connection, *Ts], T], *args: *Ts) -> T:
        """What `work(connection, …)` returns; the first one waits for the turn and begins."""
        worker = self._writer.worker
        if self._batch is not None:
            return await worker.call(_continue, worker, self._batch, work, *args)
        await self._writer.enter()
        self._batch = self._writer.batch
        if not self._batch.committing:
            return await worker.call(_begin, worker, self._batch, work, *args)
        self._behind = Savepoint()
        return await worker.call(_begin_behind, worker, self._batch, self._behind, work, *args)

    async def commit(self) -> None:
        """Durable when it returns: by an own COMMIT, or by that of the last in line."""
        batch, self._batch = self._batch, None
        if batch is None:
            return
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        batch.committing.append(done)
        if not self._writer.is_awaited:
            self._writer.flush()
        elif self._behind is not None:
            self._writer.worker.submit(lambda: _release(self._writer.worker, batch))
        self._writer.leave()
        await done

    async def end(self) -> None:
        """Roll back unless committed. Not waited for: the thread does it before the next in line begins."""
        batch, self._batch = self._batch, None
        if batch is None:
            return
        worker, behind = self._writer.worker, self._behind
        worker.submit(worker.rollback if behind is None else lambda: _undo_behind(worker, batch, behind))
        if batch.lost is not None or behind is None:
            self._writer.flush()
        self._writer.leave()


def _begin(worker: Worker, batch: Batch, work: Callable[[Connection, *Ts], T], *args: *Ts) -> T:
    """On the thread: BEGIN IMMEDIATE, then `work`."""
    worker.begin()
    return _continue(worker, batch, work, *args)


def _begin_behind(
    worker: Worker, batch: Batch, behind: Savepoint, work: Callable[[Connection, *Ts], T], *args: *Ts
) -> T:
    """On the thread: a savepoint behind those who are not committed yet, then `work`."""
    _in_batch(worker, batch, lambda: worker.driver().execute("SAVEPOINT turn"))
    behind.stands = True
    return _continue(worker, batch, work, *args)


def _continue(worker: Worker, batch: Batch, work: Callable[[Connection, *Ts], T], *args: *Ts) -> T:
    """On the thread: `work`, unless SQLite gave the transaction up."""
    return _in_batch(worker, batch, lambda: worker.run(work, *args))


def _in_batch(worker: Worker, batch: Batch, do: Callable[[], T]) -> T:
    """On the thread: `do`; a full or failing disk ends the whole transaction, and then nobody may go on as if not."""
    if batch.lost is not None:
        raise DatabaseUnavailable from batch.lost
    try:
        with translated():
            return do()
    except BaseException as error:
        if not worker.driver().in_transaction:
            batch.lost = error
        raise


def _release(worker: Worker, batch: Batch) -> None:
    """On the thread: keep what this turn did for the COMMIT to come."""
    _in_batch(worker, batch, lambda: worker.driver().execute("RELEASE turn"))


def _undo_behind(worker: Worker, batch: Batch, behind: Savepoint) -> None:
    """On the thread: take back this turn alone."""
    try:
        if behind.stands and worker.driver().in_transaction:
            worker.driver().execute("ROLLBACK TO turn")
            worker.driver().execute("RELEASE turn")
    except (sqlite3.Error, DBAPIError) as error:
        batch.lost = error
        worker.drop()


def _commit(worker: Worker, batch: Batch) -> None:
    """On the thread: COMMIT, or say why nothing of the batch is kept."""
    if batch.lost is not None:
        worker.rollback()
        raise DatabaseUnavailable from batch.lost
    worker.commit()
