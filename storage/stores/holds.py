"""What waits until somebody does something (`ports.Holds`), and what a process remembers of it (`ports.HeldPlaces`)."""

from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType

from sqlalchemy import ColumnClause, Connection, and_, bindparam, delete, func, literal_column, select, update

from readiness.domain.values.hold import Hold, Remedy
from readiness.domain.values.identity import OrganisationId, WorkspaceId
from readiness.usecases.frame.ports import HeldMessages, HeldPlace, Workspace
from storage.engine.database import Database, Row
from storage.engine.scope import OWN, scoped
from storage.engine.session import Unit
from storage.engine.tables import holds, outbox, workspaces
from storage.engine.types import Instant, whole_or_none
from storage.engine.upsert import replacing

_HERE = (
    holds.c.organisation_id == OWN,
    holds.c.workspace_id == bindparam("workspace"),
    holds.c.place == bindparam("of_place"),
)
_GET = scoped(select(holds).where(*_HERE))
_TAKE_TURN = scoped(
    update(holds)
    .where(*_HERE, holds.c.next_probe == bindparam("seen", type_=Instant))
    .values(
        probes=bindparam("new_probes"),
        probed_at=bindparam("new_probed_at", type_=Instant),
        next_probe=bindparam("new_next_probe", type_=Instant),
    )
)
_BRING_BACK = scoped(
    update(holds)
    .where(holds.c.organisation_id == OWN, holds.c.next_probe > bindparam("now", type_=Instant))
    .values(next_probe=bindparam("now", type_=Instant))
)
_DROP = scoped(delete(holds).where(*_HERE))

HELD: ColumnClause[str] = literal_column("'held'")
_waiting = outbox.alias("waiting")
_HELD_HERE = and_(
    outbox.c.organisation_id == OWN,
    # Written into the SQL, not bound: only then does the partial index serve.
    outbox.c.status == HELD,
    outbox.c.held_workspace == bindparam("workspace"),
    outbox.c.held_place == bindparam("of_place"),
)
_TWINS = scoped(
    select(outbox.c.id, _waiting.c.id.label("twin"), _waiting.c.kind, _waiting.c.payload)
    .join_from(
        outbox,
        _waiting,
        and_(
            _waiting.c.organisation_id == outbox.c.organisation_id,
            _waiting.c.key == outbox.c.key,
            _waiting.c.status == literal_column("'pending'"),
        ),
    )
    .where(_HELD_HERE)
)
_MERGE = scoped(
    update(outbox)
    .where(outbox.c.organisation_id == OWN, outbox.c.id == bindparam("row"))
    .values(kind=bindparam("newest_kind"), payload=bindparam("newest"))
)
_FORGET = scoped(delete(outbox).where(outbox.c.organisation_id == OWN, outbox.c.id == bindparam("row")))
_RELEASE = scoped(update(outbox).where(_HELD_HERE).values(status="pending", held_workspace=None, held_place=None))
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
_EVERY = select(holds)
_WITH_WAITING = (
    select(
        holds,
        workspaces.c.platform,
        workspaces.c.external,
        workspaces.c.name,
        select(func.count())
        .select_from(outbox)
        .where(
            outbox.c.status == HELD,
            outbox.c.held_workspace == holds.c.workspace_id,
            outbox.c.held_place == holds.c.place,
        )
        .scalar_subquery()
        .label("waiting"),
    )
    .join_from(holds, workspaces, workspaces.c.id == holds.c.workspace_id)
    .order_by(holds.c.since, holds.c.workspace_id, holds.c.place)
)


class SqlHolds:
    """The holds of the unit of work's organisation."""

    def __init__(self, unit: Unit) -> None:
        """In the transaction of `unit`."""
        self._unit = unit

    async def get(self, workspace: WorkspaceId, place: str) -> Hold | None:
        """The hold on that place."""
        return await self._unit.run(_get, self._where(workspace, place))

    async def save(self, hold: Hold) -> None:
        """Add or replace it; the pump looks at it at once."""
        self._unit.leaves_messages = True
        self._unit.later(_save, self._unit.organisation, hold)

    async def take_turn(self, hold: Hold, after: Hold) -> bool:
        """True for the one caller who may probe it now, which makes it `after`; False where it changed since."""
        return await self._unit.run(_take_turn, self._where(hold.workspace, hold.place), hold, after)

    async def lift(self, workspace: WorkspaceId, place: str) -> bool:
        """Let what is held there be sent, in its old order; False where nothing was held."""
        self._unit.leaves_messages = True
        return await self._unit.run(_lift, self._where(workspace, place))

    async def bring_back(self, now: datetime) -> None:
        """Let everything that is held be tried at `now`."""
        self._unit.later(_bring_back, self._unit.organisation, now)

    def _where(self, workspace: WorkspaceId, place: str) -> dict[str, object]:
        return {"organisation": self._unit.organisation, "workspace": workspace, "of_place": place}


class SqlHeldPlaces:
    """What is held in `database`, as it was when somebody looked last."""

    def __init__(self, database: Database) -> None:
        """Nothing, before the first look."""
        self._database = database
        self._known: Mapping[tuple[WorkspaceId, str], HeldPlace] = MappingProxyType({})

    def at(self, workspace: WorkspaceId, *places: str) -> HeldPlace | None:
        """The first of those places of a workspace that is held."""
        if not self._known:
            return None
        return next((found for place in places if (found := self._known.get((workspace, place)))), None)

    def due(self, now: datetime) -> tuple[HeldPlace, ...]:
        """Those to be probed at `now`, the longest due first."""
        found = [one for one in self._known.values() if one.hold.is_due(now)]
        return tuple(sorted(found, key=lambda one: one.hold.next_probe))

    async def look(self) -> None:
        """Read what is held now, by whichever process."""
        self._known = await self._database.ask(_every)

    async def waiting(self) -> tuple[HeldMessages, ...]:
        """Every hold with what waits for it, the oldest first: for operators."""
        return await self._database.ask(_with_waiting)


def _get(connection: Connection, where: dict[str, object]) -> Hold | None:
    row = connection.execute(_GET, where).one_or_none()
    return None if row is None else _hold(row)


def _save(connection: Connection, organisation: str, hold: Hold) -> None:
    row = {
        "organisation_id": organisation,
        "workspace_id": hold.workspace,
        "place": hold.place,
        "code": hold.code,
        "detail": hold.detail,
        "remedy": hold.remedy,
        "since": hold.since,
        "probed_at": hold.probed_at,
        "next_probe": hold.next_probe,
        "probes": hold.probes,
        "is_closed": hold.is_closed,
        "told_at": hold.told_at,
    }
    connection.execute(replacing(connection, holds), row)


def _take_turn(connection: Connection, where: dict[str, object], hold: Hold, after: Hold) -> bool:
    turn = {"new_probes": after.probes, "new_probed_at": after.probed_at, "new_next_probe": after.next_probe}
    return bool(connection.execute(_TAKE_TURN, {**where, **turn, "seen": hold.next_probe}).rowcount)


def _bring_back(connection: Connection, organisation: str, now: datetime) -> None:
    connection.execute(_BRING_BACK, {"organisation": organisation, "now": now})


def _lift(connection: Connection, where: dict[str, object]) -> bool:
    """One that came in meanwhile under the same key is merged into the older one, which keeps its place."""
    was_held = connection.execute(_DROP, where).rowcount
    for row in connection.execute(_TWINS, where).all():
        own = {"organisation": where["organisation"]}
        connection.execute(_FORGET, {**own, "row": row.twin})
        connection.execute(_MERGE, {**own, "row": row.id, "newest_kind": row.kind, "newest": row.payload})
    released = connection.execute(_RELEASE, where).rowcount
    return bool(was_held or released)


def _every(connection: Connection) -> Mapping[tuple[WorkspaceId, str], HeldPlace]:
    rows = connection.execute(_EVERY)
    found = [HeldPlace(OrganisationId(row.organisation_id), _hold(row)) for row in rows]
    return MappingProxyType({(one.hold.workspace, one.hold.place): one for one in found})


def _with_waiting(connection: Connection) -> tuple[HeldMessages, ...]:
    return tuple(_held(row) for row in connection.execute(_WITH_WAITING))


def _held(row: Row) -> HeldMessages:
    organisation = OrganisationId(row.organisation_id)
    workspace = Workspace(WorkspaceId(row.workspace_id), organisation, row.platform, row.external, row.name)
    return HeldMessages(organisation, workspace, _hold(row), row.waiting)


def _hold(row: Row) -> Hold:
    """The hold of a row; where it does not say when, that was long ago, so that the next probe puts it right."""
    return Hold(
        workspace=row.workspace_id,
        place=row.place,
        code=row.code,
        detail=row.detail,
        remedy=Remedy(row.remedy),
        since=whole_or_none(row.since) or _LONG_AGO,
        probed_at=whole_or_none(row.probed_at) or _LONG_AGO,
        next_probe=whole_or_none(row.next_probe) or _LONG_AGO,
        probes=row.probes,
        is_closed=row.is_closed,
        told_at=whole_or_none(row.told_at),
    )
