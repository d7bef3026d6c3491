"""Reading initiatives. What did not change since this process saw it last is not read again."""

from collections.abc import Sequence

from sqlalchemy import BindParameter, Connection, bindparam, select

from readiness.domain.gate import Gate
from readiness.domain.identity import InitiativeId, PersonId, WorkspaceId
from readiness.domain.initiative import Initiative, Life
from readiness.domain.milestone import Milestone
from readiness.usecases.ports import InitiativeLine
from storage.database import Row
from storage.gates import COLUMNS, gate_from
from storage.initiative_rows import initiative_from, party_subject
from storage.query import Query
from storage.scope import OWN, scoped
from storage.tables import gates, initiatives, involvements, milestones
from storage.unit import Unit

IDS: BindParameter[list[str]] = bindparam("ids", expanding=True)
LIVES: BindParameter[list[str]] = bindparam("lives", expanding=True)

_LINE = (
    select(
        initiatives.c.id,
        initiatives.c.slug,
        initiatives.c.name,
        initiatives.c.life,
        initiatives.c.version,
        initiatives.c.private,
        initiatives.c.workspace_id,
        initiatives.c.channel,
    )
    .where(initiatives.c.organisation_id == OWN)
    .order_by(initiatives.c.name, initiatives.c.id)
)
_LINES = scoped(_LINE)
_LINES_OF_CHANNEL = scoped(
    _LINE.where(initiatives.c.workspace_id == bindparam("workspace"), initiatives.c.channel == bindparam("channel"))
)
_LINES_OF_LIVES = scoped(_LINE.where(initiatives.c.life.in_(LIVES)))
_SLUGS = scoped(select(initiatives.c.slug).where(initiatives.c.organisation_id == OWN))

_INITIATIVE = select(*initiatives.c).where(initiatives.c.organisation_id == OWN)
_BY_ID = _INITIATIVE.where(initiatives.c.id == bindparam("initiative"))
_BY_SLUG = _INITIATIVE.where(initiatives.c.slug == bindparam("slug"))
# PostgreSQL: whoever is to change it waits here, instead of finding out at the end that another was first.
# On SQLite there is one writer anyway, and the words are left out.
_READ_BY_ID, _CHANGE_BY_ID = Query(_BY_ID), Query(_BY_ID.with_for_update(key_share=True))
_READ_BY_SLUG, _CHANGE_BY_SLUG = Query(_BY_SLUG), Query(_BY_SLUG.with_for_update(key_share=True))
_SEVERAL = scoped(_INITIATIVE.where(initiatives.c.id.in_(IDS)))
_PAGE = scoped(
    _INITIATIVE.where(initiatives.c.life == bindparam("life"), initiatives.c.id > bindparam("after"))
    .order_by(initiatives.c.id)
    .limit(bindparam("limit"))
)

_GATES = Query(
    select(*COLUMNS)
    .where(gates.c.organisation_id == OWN, gates.c.initiative_id == bindparam("initiative"))
    .order_by(gates.c.position)
)
_MILESTONES = Query(
    select(milestones.c.key, milestones.c.planned, milestones.c.actual)
    .where(milestones.c.organisation_id == OWN, milestones.c.initiative_id == bindparam("initiative"))
    .order_by(milestones.c.position)
)
_GATES_OF_SEVERAL = scoped(
    select(gates.c.initiative_id, *COLUMNS)
    .where(gates.c.organisation_id == OWN, gates.c.initiative_id.in_(IDS))
    .order_by(gates.c.position)
)
_MILESTONES_OF_SEVERAL = scoped(
    select(milestones.c.initiative_id, milestones.c.key, milestones.c.planned, milestones.c.actual)
    .where(milestones.c.organisation_id == OWN, milestones.c.initiative_id.in_(IDS))
    .order_by(milestones.c.position)
)
_CONCERNING = scoped(
    select(initiatives.c.id)
    .where(
        initiatives.c.organisation_id == OWN,
        initiatives.c.life.in_([Life.ACTIVE.value, Life.PAUSED.value]),
        initiatives.c.id.in_(
            select(involvements.c.initiative_id).where(
                involvements.c.organisation_id == OWN, involvements.c.subject.in_(bindparam("subjects", expanding=True))
            )
        ),
    )
    .order_by(initiatives.c.name, initiatives.c.id)
)


def by_id(connection: Connection, unit: Unit, initiative: InitiativeId) -> Initiative | None:
    """That initiative; a unit that writes keeps others from changing it until it ends."""
    query = _CHANGE_BY_ID if unit.writes else _READ_BY_ID
    return _one(connection, unit, query, {"organisation": unit.organisation, "initiative": initiative})


def by_slug(connection: Connection, unit: Unit, slug: str) -> Initiative | None:
    """The initiative of that slug, likewise."""
    query = _CHANGE_BY_SLUG if unit.writes else _READ_BY_SLUG
    return _one(connection, unit, query, {"organisation": unit.organisation, "slug": slug})


def slugs(connection: Connection, unit: Unit) -> frozenset[str]:
    """Every slug taken."""
    return frozenset(connection.execute(_SLUGS, {"organisation": unit.organisation}).scalars())


def lines(
    connection: Connection,
    unit: Unit,
    channel: tuple[WorkspaceId, str] | None = None,
    lives: frozenset[Life] | None = None,
) -> tuple[InitiativeLine, ...]:
    """What tells them apart; all, or of that channel, or of those lives; ordered by name."""
    parameters: dict[str, object] = {"organisation": unit.organisation}
    if channel is not None:
        parameters |= {"workspace": channel[0], "channel": channel[1]}
        found = map(_line, connection.execute(_LINES_OF_CHANNEL, parameters))
        return tuple(line for line in found if lives is None or line.life in lives)
    if lives is not None:
        parameters["lives"] = [life.value for life in lives]
    return tuple(map(_line, connection.execute(_LINES if lives is None else _LINES_OF_LIVES, parameters)))


def several(connection: Connection, unit: Unit, ids: Sequence[InitiativeId]) -> tuple[Initiative, ...]:
    """Those initiatives, in that order."""
    found: dict[InitiativeId, Initiative] = {}
    for start in range(0, len(ids), CHUNK):
        parameters = {"organisation": unit.organisation, "ids": list(ids[start : start + CHUNK])}
        rows = connection.execute(_SEVERAL, parameters).all()
        found |= {initiative.id: initiative for initiative in _assembled(connection, unit, rows)}
    return tuple(found[initiative] for initiative in ids if initiative in found)


CHUNK = 500
"""Ids named in one query; databases limit their number."""


def page(connection: Connection, unit: Unit, life: Life, after: str, limit: int) -> list[Initiative]:
    """The next `limit` of that life after the id `after`, by id."""
    parameters = {"organisation": unit.organisation, "life": life.value, "after": after, "limit": limit}
    return _assembled(connection, unit, connection.execute(_PAGE, parameters).all())


def concerning(
    connection: Connection, unit: Unit, person: PersonId, parties: frozenset[str]
) -> tuple[InitiativeId, ...]:
    """Active or paused ones that concern the person or one of the parties, by name."""
    subjects = [person, *map(party_subject, sorted(parties))]
    return tuple(connection.execute(_CONCERNING, {"organisation": unit.organisation, "subjects": subjects}).scalars())


def _one(connection: Connection, unit: Unit, query: Query, parameters: dict[str, str]) -> Initiative | None:
    rows = query.rows(connection, parameters)
    return _of_row(connection, unit, rows[0]) if rows else None


def _of_row(connection: Connection, unit: Unit, row: Row) -> Initiative:
    """The initiative of a row of `initiatives` just read; its parts are read unless that version is remembered."""
    id_, version = row[_ID], row[_VERSION]
    known = unit.initiatives.get((unit.organisation, id_), version)
    if known is not None:
        return known
    parameters = {"organisation": unit.organisation, "initiative": id_}
    planned = {found[0]: Milestone(*found) for found in _MILESTONES.rows(connection, parameters)}
    listed = {found[0]: gate_from(found) for found in _GATES.rows(connection, parameters)}
    return unit.initiatives.put((unit.organisation, id_), version, initiative_from(row, planned, listed))


_ID, _VERSION = (list(initiatives.c).index(column) for column in (initiatives.c.id, initiatives.c.version))
"""Where they stand in a row of `initiatives`."""


def _assembled(connection: Connection, unit: Unit, rows: Sequence[Row]) -> list[Initiative]:
    """The initiatives of `rows` with their parts, in two more queries. Not remembered: these are many, read once."""
    if not rows:
        return []
    parameters = {"organisation": unit.organisation, "ids": [row.id for row in rows]}
    planned: dict[str, dict[str, Milestone]] = {row.id: {} for row in rows}
    listed: dict[str, dict[str, Gate]] = {row.id: {} for row in rows}
    for initiative, *milestone in connection.execute(_MILESTONES_OF_SEVERAL, parameters):
        planned[initiative][milestone[0]] = Milestone(*milestone)
    for initiative, *gate in connection.execute(_GATES_OF_SEVERAL, parameters):
        listed[initiative][gate[0]] = gate_from(gate)
    return [initiative_from(row, planned[row.id], listed[row.id]) for row in rows]


def _line(row: Row) -> InitiativeLine:
    return InitiativeLine(row[0], row[1], row[2], Life(row[3]), *row[4:])
