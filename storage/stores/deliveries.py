"""The sending side of the outbox (`ports.Deliveries`). It serves every organisation.

Leases are measured by one clock, the database's, so that replicas whose clocks differ do not take each other's rows
(promise P8). `attempts` is also the fence: who was too slow finds that it has grown, and changes nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar, TypeVarTuple

from sqlalchemy import (
    ColumnClause,
    ColumnElement,
    Connection,
    Select,
    bindparam,
    case,
    delete,
    exists,
    func,
    literal_column,
    or_,
    select,
    update,
)

from readiness.domain.values.hold import Hold
from readiness.domain.values.identity import OrganisationId
from readiness.domain.values.notice import Notice
from readiness.usecases.frame.ports import Delivery, Faults
from storage.engine.database import Database, Row, written
from storage.engine.reading import UNREADABLE, read_or
from storage.engine.tables import holds, outbox
from storage.engine.types import Instant, number, whole
from storage.stores.notices import notice_from

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

# Written into the SQL, not bound: only then do the partial indexes serve.
PENDING: ColumnClause[str] = literal_column("'pending'")
SENDING: ColumnClause[str] = literal_column("'sending'")
HELD: ColumnClause[str] = literal_column("'held'")
DEAD: ColumnClause[str] = literal_column("'dead'")

_older = outbox.alias("older")
_OLDER_UNFINISHED = exists().where(
    _older.c.organisation_id == outbox.c.organisation_id,
    _older.c.lane == outbox.c.lane,
    _older.c.id < outbox.c.id,
    or_(
        _older.c.status == SENDING,
        # What may stand is looked for before anything is posted that would stand in for it.
        (_older.c.status == HELD) & _older.c.unknown,
        # One that is meant for later holds nobody up; one that is tried again later does.
        (_older.c.status == PENDING) & or_(_older.c.attempts > 0, _older.c.not_before <= bindparam("now")),
    ),
)


def _claimable(*conditions: ColumnElement[bool]) -> Select[Any]:
    return (
        select(outbox)
        .where(*conditions, ~_OLDER_UNFINISHED)
        .order_by(outbox.c.not_before, outbox.c.id)
        .limit(bindparam("limit"))
        # Two claimers never wait for each other; SQLite has only one writer and leaves this out.
        .with_for_update(skip_locked=True, of=outbox)
    )


_DUE = _claimable(outbox.c.status == PENDING, outbox.c.not_before <= bindparam("now"))
_ABANDONED = _claimable(
    outbox.c.status == SENDING,
    # A lease that would last longer than any was taken by a clock that was set back since.
    or_(outbox.c.lease_until <= bindparam("clock"), outbox.c.lease_until > bindparam("never")),
)
_HELD = _claimable(
    outbox.c.status == HELD,
    outbox.c.held_workspace == bindparam("workspace"),
    outbox.c.held_place == bindparam("place"),
)
# Whoever had an abandoned row may have sent it and died before saying so.
_MAY_STAND = or_(outbox.c.unknown, outbox.c.status == SENDING)
_LEASE = (
    update(outbox)
    .where(outbox.c.id == bindparam("row"))
    .values(
        status=SENDING,
        attempts=outbox.c.attempts + 1,
        unknown=_MAY_STAND,
        claimed_at=case(
            (_MAY_STAND, func.coalesce(outbox.c.claimed_at, outbox.c.enqueued_at)),
            else_=bindparam("now", type_=Instant),
        ),
        lease_until=bindparam("until"),
        held_workspace=None,
        held_place=None,
    )
)
_MINE = (outbox.c.id == bindparam("row"), outbox.c.status == SENDING, outbox.c.attempts == bindparam("mine"))
_SENT = delete(outbox).where(outbox.c.id == bindparam("row"))
_STILL_MINE = select(outbox).where(*_MINE).with_for_update()
_HOLD_STANDS = (
    select(holds.c.place)
    .where(
        holds.c.organisation_id == bindparam("organisation"),
        holds.c.workspace_id == bindparam("workspace"),
        holds.c.place == bindparam("place"),
    )
    # Whoever lifts it waits until the row is held, or we see that it is gone.
    .with_for_update(read=True)
)
_HELD_TWIN = (
    select(outbox.c.id, outbox.c.unknown, outbox.c.claimed_at)
    .where(
        outbox.c.organisation_id == bindparam("organisation"),
        outbox.c.key == bindparam("of_key"),
        outbox.c.status == HELD,
    )
    .with_for_update()
)
_INTO_TWIN = (
    update(outbox)
    .where(outbox.c.id == bindparam("row"))
    .values(
        kind=bindparam("newest_kind"),
        payload=bindparam("newest"),
        unknown=bindparam("may_stand"),
        claimed_at=bindparam("first_claim", type_=Instant),
    )
)
_HOLD = (
    update(outbox)
    .where(*_MINE)
    .values(
        status=HELD,
        lease_until=None,
        last_error=bindparam("why"),
        unknown=bindparam("may_stand"),
        # Whoever was tried stands behind those who were not, so that one that is refused for itself stops no other.
        not_before=bindparam("now", type_=Instant),
        held_workspace=bindparam("workspace"),
        held_place=bindparam("place"),
    )
)
_TWIN = (
    delete(outbox)
    .where(
        outbox.c.organisation_id == bindparam("organisation"),
        outbox.c.key == bindparam("of_key"),
        outbox.c.status == PENDING,
    )
    .returning(outbox.c.kind, outbox.c.payload)
)
_RETRY = update(outbox).where(*_MINE).values(status=PENDING, lease_until=None)
_BRING_BACK = (
    update(outbox)
    .where(outbox.c.status == PENDING, outbox.c.not_before > bindparam("beyond"))
    .values(not_before=bindparam("now"))
)
_DOUBTFUL = select(outbox.c.id, outbox.c.claimed_at).where(
    outbox.c.claimed_at.is_not(None), or_(outbox.c.status == SENDING, outbox.c.unknown)
)
_CLAIMED = update(outbox).where(outbox.c.id == bindparam("row")).values(claimed_at=bindparam("when", type_=Instant))
_GIVE_UP = (
    update(outbox)
    .where(*_MINE)
    .values(status=DEAD, lease_until=None, last_error=bindparam("why"), not_before=bindparam("when"))
)
_BROKEN = (
    update(outbox)
    .where(outbox.c.id == bindparam("row"))
    .values(
        status=DEAD, lease_until=None, last_error="what is stored of it cannot be read", not_before=bindparam("when")
    )
)
_NO_END = timedelta(days=36500)
_DATABASE_CLOCK = select(func.clock_timestamp(type_=Instant))
_DEAD = select(outbox).where(outbox.c.status == DEAD).order_by(outbox.c.not_before.desc()).limit(bindparam("limit"))
_WAITING = select(func.count()).select_from(outbox).where(outbox.c.status.in_([PENDING, SENDING, HELD]))


@dataclass(frozen=True, slots=True)
class DeadDelivery:
    """A message that could not be sent, since when and why; without a notice where not even that can be read."""

    organisation: OrganisationId
    key: str
    notice: Notice | None
    since: datetime
    why: str


class SqlDeliveries:
    """Claims, finishes and gives up outbox rows, each call a transaction of its own."""

    def __init__(self, database: Database, lease: timedelta, faults: Faults) -> None:
        """Rows claimed are ours for `lease`; `faults` hear of those that cannot be read."""
        self._database = database
        self._lease = lease
        self._faults = faults

    async def claim(self, now: datetime, limit: int) -> tuple[Delivery, ...]:
        """Up to `limit` rows that are due, oldest first, one of each lane, ours until the lease ends."""
        return await written(self._database, _claim, now, limit, self._lease, self._faults)

    async def done(self, delivery: Delivery, now: datetime) -> None:
        """It was sent: the row goes, what stands where is in `posts`."""
        await written(self._database, _done, delivery)

    async def retry(self, delivery: Delivery, at: datetime, why: str, *, unknown: bool = False) -> None:
        """It was not sent, or with `unknown` perhaps it was; try again at `at`.

        Nothing happens when the lease ended and somebody else has it.
        """
        await written(self._database, _retry, delivery, at, why, unknown)

    async def bring_back(self, now: datetime, beyond: datetime, by: timedelta = timedelta()) -> None:
        """Let what waits for a moment after `beyond` be due at `now`, after the clock was set back `by` so much."""
        await written(self._database, _bring_back, now, beyond, by)

    async def give_up(self, delivery: Delivery, now: datetime, why: str) -> None:
        """It cannot be sent: kept, with the reason."""
        await written(self._database, _give_up, delivery, now, why)

    async def hold(self, delivery: Delivery, hold: Hold, why: str, *, unknown: bool = False) -> None:
        """It waits until that hold is lifted, or it is the one that probes it."""
        await written(self._database, _hold, delivery, hold, why, unknown)

    async def claim_held(self, hold: Hold, now: datetime) -> Delivery | None:
        """The row that has waited longest for that hold, ours until the lease ends; None where none waits."""
        return await written(self._database, _claim_held, hold, now, self._lease, self._faults)

    async def waiting(self) -> int:
        """How many rows are not sent yet."""
        return await self._database.ask(_waiting)

    async def dead(self, limit: int) -> tuple[DeadDelivery, ...]:
        """The latest that were given up, for `doctor` and the metrics."""
        return await self._database.ask(_dead, limit)


def _claim(connection: Connection, now: datetime, limit: int, lease: timedelta, faults: Faults) -> tuple[Delivery, ...]:
    """What cannot be read is given up, so that it holds up no lane and takes nobody's place."""
    clock = _clock(connection)
    while True:
        rows = _claimable_now(connection, now, limit, clock, lease)
        found = {row.id: one for row in rows if (one := _readable(row, faults)) is not None}
        broken = [{"row": row.id, "when": now} for row in rows if row.id not in found]
        if broken:
            connection.execute(_BROKEN, broken)
        if found:
            connection.execute(_LEASE, [{"row": row, "until": clock + lease, "now": now} for row in found])
        if found or not rows:
            return tuple(found[row] for row in sorted(found))


def _claimable_now(
    connection: Connection, now: datetime, limit: int, clock: datetime, lease: timedelta
) -> Sequence[Row]:
    due = connection.execute(_DUE, {"now": now, "limit": limit}).all()
    if len(due) < limit:
        abandoned = {"now": now, "clock": clock, "never": _never(connection, clock, lease), "limit": limit - len(due)}
        due = [*due, *connection.execute(_ABANDONED, abandoned).all()]
    return due


def _readable(row: Row, faults: Faults) -> Delivery | None:
    return read_or(None, lambda: _delivery(row), f"message {row.key}", faults)


def _clock(connection: Connection) -> datetime:
    """The time by which leases are measured; an SQLite file's processes share the machine's clock."""
    if connection.dialect.name == "sqlite":
        return datetime.now(UTC)
    return connection.execute(_DATABASE_CLOCK).scalar_one()


def _never(connection: Connection, clock: datetime, lease: timedelta) -> datetime:
    """The moment after which no lease ends that was taken before `clock`.

    On SQLite the one process that serves knows what it has under way. A server that others use beside us is not asked:
    what they have under way must not be taken from them, so that after its clock was set back a crash is found later.
    """
    return clock + (lease if connection.dialect.name == "sqlite" else _NO_END)


def _done(connection: Connection, delivery: Delivery) -> None:
    connection.execute(_SENT, {"row": delivery.id})


def _retry(connection: Connection, delivery: Delivery, at: datetime, why: str, unknown: bool) -> None:
    """Back to waiting; one that came in meanwhile under the same key is merged into this older one."""
    mine = {"row": delivery.id, "mine": delivery.attempts + 1}
    row = connection.execute(_STILL_MINE, mine).one_or_none()
    if row is None:
        return
    values: dict[str, object] = {"not_before": at, "last_error": why, "unknown": unknown}
    twin = connection.execute(_TWIN, {"organisation": row.organisation_id, "of_key": row.key}).one_or_none()
    if twin is not None:
        values |= {"kind": twin.kind, "payload": twin.payload}
    connection.execute(_RETRY, values | mine)


def _bring_back(connection: Connection, now: datetime, beyond: datetime, by: timedelta) -> None:
    """What may stand is looked for from its first claim on, which the clock wrote down that was set since."""
    connection.execute(_BRING_BACK, {"now": now, "beyond": beyond})
    doubtful = connection.execute(_DOUBTFUL).all() if by else []
    if doubtful:
        connection.execute(_CLAIMED, [{"row": row.id, "when": row.claimed_at - by} for row in doubtful])


def _hold(connection: Connection, delivery: Delivery, hold: Hold, why: str, unknown: bool) -> None:
    """One that is held already under the same key stands for both, with the newest content.

    Where the hold was lifted meanwhile, it is only tried again.
    """
    where = {"organisation": delivery.organisation, "workspace": hold.workspace, "place": hold.place}
    if connection.execute(_HOLD_STANDS, where).first() is None:
        _retry(connection, delivery, hold.probed_at, why, unknown)
        return
    row = connection.execute(_STILL_MINE, {"row": delivery.id, "mine": delivery.attempts + 1}).one_or_none()
    if row is None:
        return
    twin = connection.execute(_HELD_TWIN, {"organisation": row.organisation_id, "of_key": row.key}).first()
    if twin is None:
        mine = {"row": delivery.id, "mine": delivery.attempts + 1, "now": hold.probed_at}
        held = {"workspace": hold.workspace, "place": hold.place}
        connection.execute(_HOLD, {**mine, **held, "why": why, "may_stand": unknown})
        return
    first = row.claimed_at if unknown and not twin.unknown else twin.claimed_at
    newest = {"newest_kind": row.kind, "newest": row.payload, "may_stand": unknown or twin.unknown}
    connection.execute(_INTO_TWIN, {"row": twin.id, "first_claim": first, **newest})
    connection.execute(_SENT, {"row": delivery.id})


def _claim_held(connection: Connection, hold: Hold, now: datetime, lease: timedelta, faults: Faults) -> Delivery | None:
    where = {"workspace": hold.workspace, "place": hold.place, "now": now, "limit": 1}
    while (row := connection.execute(_HELD, where).first()) is not None:
        delivery = _readable(row, faults)
        if delivery is not None:
            connection.execute(_LEASE, {"row": row.id, "until": _clock(connection) + lease, "now": now})
            return delivery
        connection.execute(_BROKEN, {"row": row.id, "when": now})
    return None


def _give_up(connection: Connection, delivery: Delivery, now: datetime, why: str) -> None:
    connection.execute(_GIVE_UP, {"row": delivery.id, "mine": delivery.attempts + 1, "why": why, "when": now})


def _waiting(connection: Connection) -> int:
    return connection.execute(_WAITING).scalar_one()


def _dead(connection: Connection, limit: int) -> tuple[DeadDelivery, ...]:
    return tuple(map(_given_up, connection.execute(_DEAD, {"limit": limit})))


def _given_up(row: Row) -> DeadDelivery:
    try:
        notice = notice_from(row.kind, row.key, row.payload)
    except UNREADABLE:
        notice = None  # That is why it was given up, and was reported then.
    return DeadDelivery(row.organisation_id, row.key, notice, row.not_before, row.last_error)


def _delivery(row: Row) -> Delivery:
    whole(row)
    return Delivery(
        id=row.id,
        organisation=OrganisationId(row.organisation_id),
        notice=notice_from(row.kind, row.key, row.payload),
        attempts=number(row.attempts),
        enqueued_at=row.enqueued_at,
        unknown_since=(row.claimed_at or row.enqueued_at) if row.unknown or row.status == "sending" else None,
    )
