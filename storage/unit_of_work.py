"""One transaction on one organisation (`ports.UnitOfWork`)."""

from types import TracebackType
from typing import Self

from readiness.domain.identity import OrganisationId
from storage.database import Transaction
from storage.initiatives import SqlInitiatives
from storage.organisations import SqlOrganisations
from storage.outbox import SqlOutbox
from storage.posts import SqlPosts
from storage.record import SqlRecord
from storage.schedules import SqlSchedules
from storage.templates import SqlTemplates
from storage.unit import Memory, Unit


class SqlUnitOfWork:
    """Begins with its first query; leaving the block without `commit` rolls back."""

    def __init__(self, organisation: OrganisationId, transaction: Transaction, memory: Memory, *, writes: bool) -> None:
        """A unit of work on `organisation` in `transaction`."""
        self._unit = unit = Unit(organisation, transaction, memory, writes=writes)
        self.organisations = SqlOrganisations(unit)
        self.initiatives = SqlInitiatives(unit)
        self.record = SqlRecord(unit)
        self.outbox = SqlOutbox(unit)
        self.posts = SqlPosts(unit)
        self.schedules = SqlSchedules(unit)
        self.templates = SqlTemplates(unit)

    async def __aenter__(self) -> Self:
        """Enter the block."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give up whatever was not committed."""
        await self._unit.transaction.end()

    async def commit(self) -> None:
        """Make everything durable, or raise: `VersionConflict`, `Unconfirmed` or `DatabaseUnavailable`."""
        await self._unit.commit()
