"""What most answers begin with, read in one go: the hot path."""

from typing import TypeAlias

from sqlalchemy import Connection, and_, bindparam, select

from readiness.domain.identity import OrganisationId, WorkspaceId
from readiness.domain.initiative import Life
from readiness.domain.organisation import Organisation
from readiness.usecases.ports import InitiativeLine, Snapshot
from storage import initiative_reads
from storage.database import Row
from storage.organisations import current_organisation, organisation_at
from storage.query import Query
from storage.scope import OWN
from storage.tables import initiatives, organisations
from storage.unit import Unit

# One statement tells which version the organisation has and which initiatives the channel has: an answer that was drawn
# of those versions needs nothing more.
_CHANNEL = Query(
    select(
        initiatives.c.id,
        initiatives.c.slug,
        initiatives.c.name,
        initiatives.c.life,
        initiatives.c.version,
        initiatives.c.private,
        initiatives.c.workspace_id,
        initiatives.c.channel,
        organisations.c.version.label("organisation_version"),
    )
    .select_from(organisations)
    .outerjoin(
        initiatives,
        and_(
            initiatives.c.organisation_id == organisations.c.id,
            initiatives.c.workspace_id == bindparam("workspace"),
            initiatives.c.channel == bindparam("of_channel"),
        ),
    )
    .where(organisations.c.id == OWN)
    .order_by(initiatives.c.name, initiatives.c.id)
)


MOST_KEPT = 1_000
"""Without an initiative in it, a snapshot is a few hundred bytes beside the organisation that all share."""


class KeptSnapshots:
    """Snapshots for as long as nobody commits anything. Where that cannot be told for free, none are kept."""

    def __init__(self) -> None:
        """Begin with none."""
        self._kept: dict[Asked, Snapshot] = {}
        self._mark: object | None = None

    def get(self, asked: "Asked", mark: object | None) -> Snapshot | None:
        """The snapshot taken while the database's change mark was `mark`, which is from now on the present one."""
        if mark is None or mark != self._mark:
            self._kept.clear()
        self._mark = mark
        return self._kept.get(asked)

    def keep(self, asked: "Asked", snapshot: Snapshot) -> None:
        """Keep what was read after `get` was asked: it is at least as new as the mark."""
        if self._mark is None:
            return
        if len(self._kept) >= MOST_KEPT:
            self._kept.clear()
        self._kept[asked] = snapshot


def take_snapshot(
    connection: Connection, unit: Unit, channel: tuple[WorkspaceId, str] | None, slug: str | None
) -> Snapshot:
    """The initiatives homed in `channel`, and the one of `slug`."""
    if channel is None:
        organisation, found = current_organisation(connection, unit), list[Row]()
    else:
        organisation, found = _channel(connection, unit, channel)
    meant = None if slug is None else initiative_reads.by_slug(connection, unit, slug)
    return Snapshot(organisation, tuple(map(_line, found)), meant)


def _channel(connection: Connection, unit: Unit, channel: tuple[WorkspaceId, str]) -> tuple[Organisation, list[Row]]:
    """The organisation, and the rows of `initiatives` homed in the channel, by name."""
    parameters = {"organisation": unit.organisation, "workspace": channel[0], "of_channel": channel[1]}
    rows = _CHANNEL.rows(connection, parameters)
    if not rows:
        raise LookupError(f"there is no organisation {unit.organisation}")
    organisation = organisation_at(connection, unit, rows[0][-1])
    return organisation, [row for row in rows if row[0] is not None]


Asked: TypeAlias = tuple[OrganisationId, tuple[WorkspaceId, str] | None]
"""An organisation, and a channel."""


def _line(row: Row) -> InitiativeLine:
    id_, slug, name, life, version, private, workspace, channel, _organisation_version = row
    return InitiativeLine(id_, slug, name, Life(life), version, private, workspace, channel)
