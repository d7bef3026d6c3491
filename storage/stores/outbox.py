"""Messages to be sent once the transaction is committed (`ports.Outbox`); `deliveries` sends them."""

from contextlib import suppress
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, and_, bindparam, case, literal_column, select, text

from readiness.domain.values.notice import Notice
from readiness.usecases.frame.ports import GivenUp
from storage.engine.reading import UNREADABLE
from storage.engine.scope import OWN, scoped
from storage.engine.session import Unit
from storage.engine.tables import outbox
from storage.engine.upsert import insert_into
from storage.stores.notices import lane_of, notice_from, notice_text

_GIVEN_UP = scoped(
    select(outbox)
    .where(
        outbox.c.organisation_id == OWN,
        outbox.c.status == literal_column("'dead'"),
        outbox.c.not_before >= bindparam("since"),
    )
    .order_by(outbox.c.not_before, outbox.c.id)
)


class SqlOutbox:
    """The outbox, on the side of the one who writes."""

    def __init__(self, unit: Unit) -> None:
        """In the transaction of `unit`."""
        self._unit = unit

    async def enqueue(self, notice: Notice, at: datetime) -> None:
        """Add the notice, not to be sent before `at`; one already waiting under the same key stands for both."""
        self._unit.leaves_messages = True
        self._unit.later(_enqueue, self._unit.organisation, notice, at)

    async def given_up(self, since: datetime) -> tuple[GivenUp, ...]:
        """What was given up from then on and neither sent again nor dropped by somebody, the oldest first."""
        return await self._unit.run(_given_up, self._unit.organisation, since)


def _given_up(connection: Connection, organisation: str, since: datetime) -> tuple[GivenUp, ...]:
    """What cannot even be read is left out: that it was given up was reported then."""
    found = []
    for row in connection.execute(_GIVEN_UP, {"organisation": organisation, "since": since}):
        with suppress(*UNREADABLE):
            found.append(GivenUp(notice_from(row.kind, row.key, row.payload), row.last_error))
    return tuple(found)


def _enqueue(connection: Connection, organisation: str, notice: Notice, at: datetime) -> None:
    row = _row(notice, at) | {"organisation_id": organisation}
    connection.execute(_merging(connection.dialect.name), row)


@lru_cache
def _merging(dialect: str) -> Any:
    """The one that waits keeps its place and takes over the newest content.

    It goes out at the earlier time, unless the platform already told it to wait.
    """
    insert = insert_into(dialect, outbox)
    sooner = and_(outbox.c.attempts == 0, insert.excluded.not_before < outbox.c.not_before)
    return insert.on_conflict_do_update(
        index_elements=["organisation_id", "key"],
        index_where=text("status = 'pending'"),
        set_={
            "kind": insert.excluded.kind,
            "payload": insert.excluded.payload,
            "not_before": case((sooner, insert.excluded.not_before), else_=outbox.c.not_before),
        },
    )


def _row(notice: Notice, at: datetime) -> dict[str, object]:
    return {
        "key": notice.key,
        "lane": lane_of(notice),
        "kind": notice.kind.value,
        "payload": notice_text(notice),
        "status": "pending",
        "enqueued_at": at,
        "not_before": at,
        "attempts": 0,
        "unknown": False,
    }
