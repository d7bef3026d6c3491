"""What the parts of one unit of work share: its organisation, its transaction and what it knows already."""

from collections.abc import Callable
from typing import TypeVar, TypeVarTuple

from sqlalchemy import Connection

from readiness.domain.values.identity import OrganisationId
from readiness.domain.values.initiative import Initiative
from readiness.domain.values.organisation import Organisation
from readiness.usecases.frame.ports import Faults
from storage.engine.database import Transaction
from storage.memory.directory import Directory
from storage.memory.versioned_cache import Overlay, Remembered

T = TypeVar("T")
Ts = TypeVarTuple("Ts")


class Memory:
    """What a process remembers between units of work."""

    def __init__(self, faults: Faults) -> None:
        """Begin with nothing; `faults` hear of what is stored and cannot be read."""
        self.faults = faults
        self.directory = Directory()
        self.organisations: Remembered[Organisation] = Remembered(64, self.directory.learn)
        self.initiatives: Remembered[Initiative] = Remembered(256)
        self.listeners: list[Callable[[], None]] = []
        """Called after a commit that left something to be sent."""


class Unit:
    """One transaction on one organisation."""

    def __init__(self, organisation: OrganisationId, transaction: Transaction, memory: Memory, *, writes: bool) -> None:
        """`writes` tells a unit that may save from one that only reads."""
        self.organisation = organisation
        self.transaction = transaction
        self.writes = writes
        self._waiting: list[Callable[[Connection], None]] = []
        self.leaves_messages = False
        self._listeners = memory.listeners
        self.directory = memory.directory
        self.faults = memory.faults
        self.organisations = Overlay(memory.organisations, writes)
        self.initiatives = Overlay(memory.initiatives, writes)

    async def run(self, work: Callable[[Connection, *Ts], T], *args: *Ts) -> T:
        """What `work(connection, …)` returns, in this transaction."""
        if not self._waiting:
            return await self.transaction.run(work, *args)
        waiting, self._waiting = self._waiting, []
        return await self.transaction.run(_after, waiting, work, *args)

    def later(self, work: Callable[[Connection, *Ts], None], *args: *Ts) -> None:
        """Have `work(connection, …)` done before the next query or the commit, in one go with what else waits.

        Each hop to the database's thread costs more than most statements, and others wait for the writer meanwhile.
        """
        self._waiting.append(lambda connection: work(connection, *args))

    async def commit(self) -> None:
        """Make everything durable, and let later units profit from what this one knows."""
        await self.flush()
        await self.transaction.commit()
        self.publish()

    async def flush(self) -> None:
        """Have done what waits."""
        if self._waiting:
            await self.run(_nothing)

    def publish(self) -> None:
        """Share what this unit knows: it is committed."""
        self.organisations.publish()
        self.initiatives.publish()
        for heard in self._listeners if self.leaves_messages else ():
            heard()

    def own(self, organisation: OrganisationId) -> None:
        """Raise `ValueError` for a value of another organisation: that is a defect, and must not be stored."""
        if organisation != self.organisation:
            raise ValueError("the value belongs to another organisation than the unit of work")


def _after(
    connection: Connection,
    waiting: list[Callable[[Connection], None]],
    work: Callable[[Connection, *Ts], T],
    *args: *Ts,
) -> T:
    for write in waiting:
        write(connection)
    return work(connection, *args)


def _nothing(_connection: Connection) -> None:
    pass
