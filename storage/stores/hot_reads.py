"""What most answers begin with: one statement each, so that it needs no transaction to be of one moment."""

from collections.abc import Sequence
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, select

from readiness.domain.values.identity import OrganisationId, WorkspaceId
from readiness.domain.values.organisation import Organisation
from readiness.usecases.frame.ports import InChannel, Named
from storage.engine.database import Row
from storage.engine.query import Query
from storage.engine.scope import OWN
from storage.engine.session import Unit
from storage.engine.tables import initiatives, organisations
from storage.stores.initiative_rows import COLUMNS, LINE, VERSION, initiative_from, lines_from
from storage.stores.organisations import organisation_at


def _with_organisation(columns: Sequence[ColumnElement[Any]], where: ColumnElement[bool]) -> Select[Any]:
    """Those columns of the organisation's initiatives, and its version last; at least one row if it is there at all."""
    return (
        select(*columns, organisations.c.version.label("organisation_version"))
        .select_from(organisations)
        .outerjoin(initiatives, and_(initiatives.c.organisation_id == organisations.c.id, where))
        .where(organisations.c.id == OWN)
    )


_IN_CHANNEL = Query(
    _with_organisation(
        LINE,
        and_(initiatives.c.workspace_id == bindparam("workspace"), initiatives.c.channel == bindparam("of_channel")),
    ).order_by(initiatives.c.name, initiatives.c.id)
)
_NAMED = Query(_with_organisation(COLUMNS, initiatives.c.slug == bindparam("of_slug")))

Channel: TypeAlias = tuple[OrganisationId, WorkspaceId, str]
"""One organisation's channel."""

MOST_KEPT = 1_000
"""Lines are a few hundred bytes beside the organisation that all share."""


class KeptChannels:
    """What channels hold, for as long as nobody commits. Where that cannot be told for free, nothing is kept."""

    def __init__(self) -> None:
        """Begin with none."""
        self._kept: dict[Channel, InChannel] = {}
        self._mark: object | None = None

    def get(self, channel: Channel, mark: object | None) -> InChannel | None:
        """What was read while the database's change mark was `mark`, which is from now on the present one."""
        if mark is None or mark != self._mark:
            self._kept.clear()
        self._mark = mark
        return self._kept.get(channel)

    def keep(self, channel: Channel, found: InChannel) -> None:
        """Keep what was read after `get` was asked: it is at least as new as the mark."""
        if self._mark is None:
            return
        if len(self._kept) >= MOST_KEPT:
            self._kept.clear()
        self._kept[channel] = found


def in_channel(connection: Connection, unit: Unit, workspace: WorkspaceId, channel: str) -> InChannel:
    """The initiatives homed in that channel, by name."""
    parameters = {"organisation": unit.organisation, "workspace": workspace, "of_channel": channel}
    organisation, rows = _of_one_moment(connection, unit, _IN_CHANNEL, parameters)
    return InChannel(organisation, tuple(lines_from(rows, unit.faults)))


def named(connection: Connection, unit: Unit, slug: str) -> Named:
    """The initiative of that slug.

    It is not remembered: what is drawn of it is kept instead, and forgetting another costs a third of reading one.
    """
    organisation, rows = _of_one_moment(connection, unit, _NAMED, {"organisation": unit.organisation, "of_slug": slug})
    if not rows:
        return Named(organisation, None)
    (*row, _version) = rows[0]
    known = unit.initiatives.get((unit.organisation, row[1]), row[VERSION])
    return Named(organisation, known or initiative_from(row))


def _of_one_moment(
    connection: Connection, unit: Unit, query: Query, parameters: dict[str, str]
) -> tuple[Organisation, list[Row]]:
    """The organisation and the rows of its initiatives; raises `LookupError` when there is no such organisation.

    The organisation is read only when it changed since this process saw it last. Should it change again until then,
    both are read anew.
    """
    while True:
        rows = query.rows(connection, parameters)
        if not rows:
            raise LookupError(f"there is no organisation {unit.organisation}")
        organisation = organisation_at(connection, unit, rows[0][-1])
        if organisation.version == rows[0][-1]:
            return organisation, [row for row in rows if row[0] is not None]
