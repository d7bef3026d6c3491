"""One transaction on one organisation (`ports.UnitOfWork`)."""

from types import TracebackType
from typing import Self

from storage.codes import SqlCodes
from storage.holds import SqlHolds
from storage.initiatives import SqlInitiatives
from storage.looks import SqlChannelLooks
from storage.organisations import SqlOrganisations
from storage.outbox import SqlOutbox
from storage.posts import SqlPosts
from storage.record import SqlRecord
from storage.requests import SqlRequests
from storage.schedules import SqlSchedules
from storage.templates import SqlTemplates
from storage.unit import Unit


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
