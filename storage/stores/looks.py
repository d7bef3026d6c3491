"""When each channel was looked at (`ports.ChannelLooks`)."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, or_, select, update

from readiness.domain.rules.visibility import BEYOND
from readiness.domain.values.identity import WorkspaceId
from storage.engine.scope import OWN, scoped
from storage.engine.session import Unit
from storage.engine.tables import channel_looks, initiatives
from storage.engine.types import Instant, whole_or_none
from storage.engine.upsert import ignoring, replacing

_HOMES = (
    select(initiatives.c.workspace_id, initiatives.c.channel)
    .where(
        initiatives.c.organisation_id == OWN, initiatives.c.workspace_id.in_(bindparam("workspaces", expanding=True))
    )
    .distinct()
    .subquery()
)
_OF_HOME = and_(
    channel_looks.c.organisation_id == OWN,
    channel_looks.c.workspace_id == _HOMES.c.workspace_id,
    channel_looks.c.channel == _HOMES.c.channel,
)
_SET_BACK = (channel_looks.c.seen_at > bindparam("now"), channel_looks.c.next_at > bindparam("beyond"))
"""What only a clock wrote that was set back since."""

_DUE = scoped(
    select(_HOMES.c.workspace_id, _HOMES.c.channel)
    .select_from(_HOMES.outerjoin(channel_looks, _OF_HOME))
    .where(
        or_(
            channel_looks.c.next_at.is_(None),
            channel_looks.c.next_at <= bindparam("now"),
            *_SET_BACK,
        )
    )
    .order_by(channel_looks.c.next_at.nulls_first(), _HOMES.c.workspace_id, _HOMES.c.channel)
    .limit(bindparam("most"))
)
_OF_CHANNEL = (
    channel_looks.c.organisation_id == OWN,
    channel_looks.c.workspace_id == bindparam("of_workspace"),
    channel_looks.c.channel == bindparam("of_channel"),
)
_CLAIM = scoped(
    update(channel_looks)
    .where(*_OF_CHANNEL, or_(channel_looks.c.next_at <= bindparam("now"), *_SET_BACK))
    .values(next_at=bindparam("again_at"))
)
_BRING_BACK = scoped(
    update(channel_looks)
    .where(channel_looks.c.organisation_id == OWN, channel_looks.c.next_at > bindparam("now", type_=Instant))
    .values(next_at=bindparam("now", type_=Instant))
)
_SEEN_AT = scoped(select(channel_looks.c.seen_at).where(*_OF_CHANNEL))


class SqlChannelLooks:
    """The looks at channels of the unit of work's organisation."""

    def __init__(self, unit: Unit) -> None:
        """In the transaction of `unit`."""
        self._unit = unit

    async def due(
        self, workspaces: Sequence[WorkspaceId], now: datetime, most: int
    ) -> tuple[tuple[WorkspaceId, str], ...]:
        """Home channels of those workspaces that are to be looked at, those never looked at first."""
        return await self._unit.run(_due, self._unit.organisation, workspaces, now, most)

    async def claim(self, workspace: WorkspaceId, channel: str, now: datetime, again_at: datetime) -> bool:
        """True for the one caller who looks at it now; kept by the row of the channel."""
        return await self._unit.run(_claim, self._unit.organisation, workspace, channel, now, again_at)

    async def seen_at(self, workspace: WorkspaceId, channel: str) -> datetime | None:
        """When somebody last saw it; None where nobody did."""
        return await self._unit.run(_seen_at, self._unit.organisation, workspace, channel)

    async def seen(self, workspace: WorkspaceId, channel: str, at: datetime, again_at: datetime) -> None:
        """Somebody saw it."""
        row = {
            "organisation_id": self._unit.organisation,
            "workspace_id": workspace,
            "channel": channel,
            "seen_at": at,
            "next_at": again_at,
        }
        self._unit.later(_save, row)

    async def bring_back(self, now: datetime) -> None:
        """Let every channel be looked at from `now` on."""
        self._unit.later(_bring_back, self._unit.organisation, now)


def _due(
    connection: Connection, organisation: str, workspaces: Sequence[WorkspaceId], now: datetime, most: int
) -> tuple[tuple[WorkspaceId, str], ...]:
    where = {
        "organisation": organisation,
        "workspaces": list(workspaces),
        "now": now,
        "beyond": now + BEYOND,
        "most": most,
    }
    return tuple((row[0], row[1]) for row in connection.execute(_DUE, where))


def _claim(
    connection: Connection, organisation: str, workspace: WorkspaceId, channel: str, now: datetime, again_at: datetime
) -> bool:
    new = {"organisation_id": organisation, "workspace_id": workspace, "channel": channel, "next_at": again_at}
    if connection.execute(ignoring(connection, channel_looks), {**new, "seen_at": None}).rowcount == 1:
        return True
    where = {
        "organisation": organisation,
        "of_workspace": workspace,
        "of_channel": channel,
        "now": now,
        "beyond": now + BEYOND,
    }
    return bool(connection.execute(_CLAIM, {**where, "again_at": again_at}).rowcount == 1)


def _seen_at(connection: Connection, organisation: str, workspace: WorkspaceId, channel: str) -> datetime | None:
    where = {"organisation": organisation, "of_workspace": workspace, "of_channel": channel}
    return whole_or_none(connection.execute(_SEEN_AT, where).scalar_one_or_none())


def _save(connection: Connection, row: dict[str, object]) -> None:
    connection.execute(replacing(connection, channel_looks), row)


def _bring_back(connection: Connection, organisation: str, now: datetime) -> None:
    connection.execute(_BRING_BACK, {"organisation": organisation, "now": now})
