"""What was not delivered, for operators: listed, sent again, dropped. It serves every organisation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, and_, bindparam, delete, or_, select, update

from readiness.domain.values.identity import OrganisationId, WorkspaceId
from readiness.domain.values.notice import Notice
from storage.engine.database import Database, Row, written
from storage.engine.reading import UNREADABLE
from storage.engine.tables import holds, outbox
from storage.engine.types import Instant
from storage.stores.deliveries import DEAD, HELD, PENDING, SENDING
from storage.stores.notices import notice_from


class Fate(StrEnum):
    """What becomes of a message by itself: it is tried again, waits for somebody, or nothing."""

    RETRIED = "tried again"
    HELD = "held"
    GIVEN_UP = "given up"


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A message that was tried and not delivered, without a notice where not even that can be read.

    It `may_stand` where no answer came; `place` is what is held.
    """

    id: int
    organisation: OrganisationId
    fate: Fate
    kind: str
    notice: Notice | None
    since: datetime
    why: str
    may_stand: bool
    workspace: WorkspaceId | None
    place: str = ""


_FATES = {"pending": Fate.RETRIED, "held": Fate.HELD, "dead": Fate.GIVEN_UP}
_TRIED = or_(outbox.c.status.in_([HELD, DEAD]), and_(outbox.c.status == PENDING, outbox.c.attempts > 0))
_LIST = select(outbox).where(_TRIED).order_by(outbox.c.enqueued_at, outbox.c.id).limit(bindparam("limit"))
_FIND = select(outbox).where(outbox.c.id.in_(bindparam("ids", expanding=True)), outbox.c.status != SENDING)
_ALL_DEAD = select(outbox.c.id).where(outbox.c.status == DEAD)
_SURELY_DEAD = _ALL_DEAD.where(~outbox.c.unknown, ~outbox.c.last_error.startswith("unknown outcome"))
_DROP = delete(outbox).where(outbox.c.id.in_(bindparam("ids", expanding=True)), outbox.c.status != SENDING)
_TWIN = (
    delete(outbox)
    .where(
        outbox.c.organisation_id == bindparam("organisation"),
        outbox.c.key == bindparam("of_key"),
        outbox.c.status == PENDING,
        outbox.c.id != bindparam("row"),
    )
    .returning(outbox.c.kind, outbox.c.payload)
)
_AGAIN = update(outbox).where(outbox.c.id == bindparam("row"))
_TRY_HOLD = update(holds).where(
    holds.c.organisation_id == bindparam("organisation"),
    holds.c.workspace_id == bindparam("workspace"),
    holds.c.place == bindparam("of_place"),
)


class SqlUndelivered:
    """The outbox as an operator sees it, each call a transaction of its own."""

    def __init__(self, database: Database) -> None:
        """That in `database`."""
        self._database = database

    async def list(self, limit: int) -> tuple[Undelivered, ...]:
        """What was tried and is not delivered, the oldest first."""
        return await self._database.ask(_list, limit)

    async def given_up(self, *, surely: bool = False) -> tuple[int, ...]:
        """The numbers of what was given up; `surely` leaves out what may stand all the same."""
        return await self._database.ask(_given_up, surely)

    async def missing(self, ids: Sequence[int]) -> tuple[int, ...]:
        """Those of the numbers under which nothing waits or was given up."""
        return await self._database.ask(_missing, ids)

    async def resend(self, ids: Sequence[int], now: datetime) -> None:
        """Let those be tried now, what was given up too, whether or not it may stand; what is held, with its hold."""
        await written(self._database, _resend, ids, now)

    async def drop(self, ids: Sequence[int]) -> None:
        """Never send those. One that is on its way is left."""
        await written(self._database, _drop, ids)


def _list(connection: Connection, limit: int) -> tuple[Undelivered, ...]:
    return tuple(_undelivered(row) for row in connection.execute(_LIST, {"limit": limit}))


def _given_up(connection: Connection, surely: bool) -> tuple[int, ...]:
    return tuple(connection.execute(_SURELY_DEAD if surely else _ALL_DEAD).scalars())


def _missing(connection: Connection, ids: Sequence[int]) -> tuple[int, ...]:
    found = {row.id for row in connection.execute(_FIND, {"ids": list(ids)})}
    return tuple(sorted(set(ids) - found))


def _resend(connection: Connection, ids: Sequence[int], now: datetime) -> None:
    for row in connection.execute(_FIND, {"ids": list(ids)}).all():
        if row.status == "held":
            where = {"organisation": row.organisation_id, "workspace": row.held_workspace, "of_place": row.held_place}
            connection.execute(_TRY_HOLD.values(next_probe=bindparam("now", type_=Instant)), {**where, "now": now})
        else:
            _revive(connection, row, now)


def _revive(connection: Connection, row: Row, now: datetime) -> None:
    """One that waits under the same key is merged into it: what is sent is the newest."""
    where = {"organisation": row.organisation_id, "of_key": row.key, "row": row.id}
    twin = connection.execute(_TWIN, where).first()
    values: dict[str, object] = {"status": "pending", "not_before": now}
    if row.status == "dead":
        values |= {"unknown": False}
    if twin is not None:
        values |= {"kind": twin.kind, "payload": twin.payload}
    connection.execute(_AGAIN.values(**values), {"row": row.id})


def _drop(connection: Connection, ids: Sequence[int]) -> None:
    connection.execute(_DROP, {"ids": list(ids)})


def _undelivered(row: Row) -> Undelivered:
    try:
        notice = notice_from(row.kind, row.key, row.payload)
    except UNREADABLE:
        notice = None  # That is why it was given up, and was reported then.
    return Undelivered(
        id=row.id,
        organisation=OrganisationId(row.organisation_id),
        fate=_FATES[row.status],
        kind=row.kind,
        notice=notice,
        since=row.enqueued_at,
        why=row.last_error or "",
        may_stand=bool(row.unknown) or (row.last_error or "").startswith("unknown outcome"),
        workspace=row.held_workspace or (notice.workspace if notice is not None else None),
        place=row.held_place or "",
    )
