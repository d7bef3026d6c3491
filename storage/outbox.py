"""Messages to be sent once the transaction is committed (`ports.Outbox`); `deliveries` sends them."""

from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, and_, case, text

from readiness.domain.notice import Notice
from storage.notices import lane_of, notice_text
from storage.tables import outbox
from storage.unit import Unit
from storage.upsert import insert_into


class SqlOutbox:
    """The outbox, on the side of the one who writes."""

    def __init__(self, unit: Unit) -> None:
        """In the transaction of `unit`."""
        self._unit = unit

    async def enqueue(self, notice: Notice, at: datetime) -> None:
        """Add the notice, not to be sent before `at`; one already waiting under the same key stands for both."""
        self._unit.leaves_messages = True
        self._unit.later(_enqueue, self._unit.organisation, notice, at)


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
