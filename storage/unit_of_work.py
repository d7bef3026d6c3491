"""One transaction on one organisation (`ports.UnitOfWork`)."""

from types import TracebackType
from typing import Self

from storage.engine.session import Unit
from storage.stores.codes import SqlCodes
from storage.stores.holds import SqlHolds
from storage.stores.initiatives import SqlInitiatives
from storage.stores.looks import SqlChannelLooks
from storage.stores.organisations import SqlOrganisations
from storage.stores.outbox import SqlOutbox
from storage.stores.posts import SqlPosts
from storage.stores.record import SqlRecord
from storage.stores.requests import SqlRequests
from storage.stores.schedules import SqlSchedules
from storage.stores.templates import SqlTemplates


class SqlUnitOfWork:
    """Begins with its first query; leaving the block without `commit` rolls back."""

    def __init__(self, unit: Unit) -> None:
        """The parts of `unit`."""
        self._unit = unit
        self.organisations = SqlOrganisations(unit)
        self.initiatives = SqlInitiatives(unit)
        self.record = SqlRecord(unit)
        self.outbox = SqlOutbox(unit)
        self.posts = SqlPosts(unit)
        self.schedules = SqlSchedules(unit)
        self.holds = SqlHolds(unit)
        self.templates = SqlTemplates(unit)
        self.codes = SqlCodes(unit)
        self.requests = SqlRequests(unit)
        self.looks = SqlChannelLooks(unit)

    async def __aenter__(self) -> Self:
        """Enter the block."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give up whatever was not committed."""
        await self._unit.transaction.end()

    async def commit(self) -> None:
        """Make it durable or raise `VersionConflict`, `AlreadyHandled`, `Unconfirmed` or `DatabaseUnavailable`."""
        await self._unit.commit()
