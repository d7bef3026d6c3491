"""What is due and was not done: counted for readyz and the metrics, across every organisation."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, ScalarSelect, and_, bindparam, func, or_, select

from readiness.usecases.frame.ports import Backlog
from storage.engine.tables import digest_schedules, outbox
from storage.engine.types import Instant
from storage.stores.deliveries import PENDING

TRIES = 5
"""A message is tried this often within some two minutes; what only waits its turn in a busy channel is not late."""

_BEFORE = bindparam("before", type_=Instant)
_LATE_MESSAGE = and_(
    outbox.c.status == PENDING,
    or_(
        and_(outbox.c.attempts == 0, outbox.c.not_before < _BEFORE),
        and_(outbox.c.attempts >= TRIES, outbox.c.enqueued_at < _BEFORE),
    ),
)
_LATE_DIGEST = digest_schedules.c.next_due < _BEFORE


def _only(value: ColumnElement[Any], where: ColumnElement[bool]) -> ScalarSelect[Any]:
    return select(value).where(where).scalar_subquery()


_BACKLOG = select(
    _only(func.count(outbox.c.id), _LATE_MESSAGE).label("messages"),
    _only(func.min(outbox.c.enqueued_at, type_=Instant), _LATE_MESSAGE).label("oldest_message"),
    _only(func.count(digest_schedules.c.channel), _LATE_DIGEST).label("digests"),
    _only(func.min(digest_schedules.c.next_due, type_=Instant), _LATE_DIGEST).label("oldest_digest"),
)


def backlog(connection: Connection, before: datetime) -> Backlog:
    """What was due before that instant and is not done."""
    row = connection.execute(_BACKLOG, {"before": before}).one()
    return Backlog(row.messages, row.oldest_message, row.digests, row.oldest_digest)
