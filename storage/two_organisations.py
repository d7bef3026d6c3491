"""One transaction on two organisations (`ports.Both`): the only one that moves rows from one to another."""

from types import TracebackType
from typing import Self

from sqlalchemy import Connection, bindparam, select, update

from readiness.domain.values.identity import OrganisationId
from storage.engine.database import Transaction
from storage.engine.session import Memory, Unit
from storage.engine.tables import (
    channel_looks,
    codes,
    digest_schedules,
    holds,
    organisations,
    outbox,
    posts,
    workspaces,
)
from storage.unit_of_work import SqlUnitOfWork

_LOCK = (
    select(organisations.c.id)
    .where(organisations.c.id.in_([bindparam("one"), bindparam("other")]))
    .order_by(organisations.c.id)
    # Who starts an initiative holds a share of its organisation's row, through the foreign key, and so waits for this
    # or is waited for. SQLite has only one writer and leaves it out.
    .with_for_update()
)
_MOVES = [
    update(table).where(table.c.organisation_id == bindparam("absorbed")).values(organisation_id=bindparam("into"))
    for table in (workspaces, digest_schedules, channel_looks, posts, outbox, holds)
]
_KEEP_ZONES = (
    update(digest_schedules)
    .where(digest_schedules.c.organisation_id == bindparam("absorbed"), digest_schedules.c.timezone == "")
    .values(
        timezone=select(organisations.c.timezone).where(organisations.c.id == bindparam("absorbed")).scalar_subquery()
    )
)
"""A digest that went by the zone of an organisation goes on at that time in another one."""
_CODES = update(codes).where(codes.c.made_in == bindparam("absorbed")).values(made_in=bindparam("into"))


class SqlBoth:
    """Two units of work in one transaction; leaving the block without `commit` rolls back."""

    def __init__(self, one: OrganisationId, other: OrganisationId, transaction: Transaction, memory: Memory) -> None:
        """On those two organisations."""
        self._ids = {"one": one, "other": other}
        self._transaction = transaction
        self._units = [Unit(each, transaction, memory, writes=True) for each in (one, other)]
        self.units = (SqlUnitOfWork(self._units[0]), SqlUnitOfWork(self._units[1]))

    async def __aenter__(self) -> Self:
        """Wait until nobody else changes either."""
        try:
            await self._transaction.run(_lock, self._ids)
        except BaseException:
            await self._transaction.end()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give up whatever was not committed."""
        await self._transaction.end()

    async def move(self, absorbed: OrganisationId, into: OrganisationId) -> None:
        """Workspaces, schedules, posts, waiting messages, holds and codes of `absorbed` belong to the other one."""
        await self._transaction.run(_move, {"absorbed": absorbed, "into": into})

    async def commit(self) -> None:
        """Make all of it durable, or raise what a unit of work raises."""
        for unit in self._units:
            await unit.flush()
        await self._transaction.commit()
        for unit in self._units:
            unit.publish()


def _lock(connection: Connection, ids: dict[str, OrganisationId]) -> None:
    connection.execute(_LOCK, ids).all()


def _move(connection: Connection, ids: dict[str, OrganisationId]) -> None:
    for statement in (_KEEP_ZONES, *_MOVES, _CODES):
        connection.execute(statement, ids)
