"""Reading initiatives. What did not change since this process saw it last is not read again."""

from collections.abc import Sequence

from sqlalchemy import BindParameter, Connection, bindparam, select

from readiness.domain.values.identity import InitiativeId, PersonId, WorkspaceId
from readiness.domain.values.initiative import Initiative, Life
from readiness.usecases.frame.ports import InitiativeLine
from storage.engine.query import Query
from storage.engine.scope import OWN, scoped
from storage.engine.session import Unit
from storage.engine.tables import initiatives, involvements
from storage.stores.initiative_rows import (
    COLUMNS,
    LINE,
    VERSION,
    initiative_from,
    initiatives_from,
    is_party,
    lines_from,
    party_subject,
)

IDS: BindParameter[list[str]] = bindparam("ids", expanding=True)
LIVES: BindParameter[list[str]] = bindparam("lives", expanding=True)

_LINE = select(*LINE).where(initiatives.c.organisation_id == OWN).order_by(initiatives.c.name, initiatives.c.id)
_LINES = scoped(_LINE)
_LINES_OF_CHANNEL = scoped(
    _LINE.where(initiatives.c.workspace_id == bindparam("workspace"), initiatives.c.channel == bindparam("channel"))
)
_LINES_OF_LIVES = scoped(_LINE.where(initiatives.c.life.in_(LIVES)))
_SLUGS = scoped(select(initiatives.c.slug).where(initiatives.c.organisation_id == OWN))

_INITIATIVE = select(*COLUMNS).where(initiatives.c.organisation_id == OWN)
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

_NAMED = scoped(
    select(involvements.c.subject)
    .distinct()
    .join(
        initiatives,
        (initiatives.c.organisation_id == involvements.c.organisation_id)
        & (initiatives.c.id == involvements.c.initiative_id),
    )
    .where(involvements.c.organisation_id == OWN, initiatives.c.life.in_(LIVES))
)

_NAMING = scoped(
    select(initiatives.c.id)
    .where(initiatives.c.organisation_id == OWN, initiatives.c.state.like(bindparam("quoted")))
    .order_by(initiatives.c.id)
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
        found = lines_from(connection.execute(_LINES_OF_CHANNEL, parameters), unit.faults)
        return tuple(line for line in found if lives is None or line.life in lives)
    if lives is not None:
        parameters["lives"] = [life.value for life in lives]
    rows = connection.execute(_LINES if lives is None else _LINES_OF_LIVES, parameters)
    return tuple(lines_from(rows, unit.faults))


def several(connection: Connection, unit: Unit, ids: Sequence[InitiativeId]) -> tuple[Initiative, ...]:
    """Those initiatives, in that order."""
    found: dict[InitiativeId, Initiative] = {}
    for start in range(0, len(ids), CHUNK):
        parameters = {"organisation": unit.organisation, "ids": list(ids[start : start + CHUNK])}
        rows = connection.execute(_SEVERAL, parameters)
        found |= {each.id: each for each in initiatives_from(rows, unit.faults)}
    return tuple(found[initiative] for initiative in ids if initiative in found)


CHUNK = 500
"""Ids named in one query; databases limit their number."""


def page(
    connection: Connection, unit: Unit, life: Life, after: str, limit: int
) -> tuple[tuple[Initiative, ...], str | None]:
    """The next `limit` of that life after the id `after`, by id, and after which the next page begins, if any does."""
    parameters = {"organisation": unit.organisation, "life": life.value, "after": after, "limit": limit}
    rows = connection.execute(_PAGE, parameters).all()
    return tuple(initiatives_from(rows, unit.faults)), rows[-1].id if rows else None


def concerning(
    connection: Connection, unit: Unit, person: PersonId, parties: frozenset[str]
) -> tuple[InitiativeId, ...]:
    """Active or paused ones that concern the person or one of the parties, by name."""
    subjects = [person, *map(party_subject, sorted(parties))]
    return tuple(connection.execute(_CONCERNING, {"organisation": unit.organisation, "subjects": subjects}).scalars())


def named(connection: Connection, unit: Unit, lives: frozenset[Life]) -> frozenset[PersonId]:
    """Everybody whom one in those lives names; the parties among those it concerns are left aside."""
    parameters = {"organisation": unit.organisation, "lives": [life.value for life in lives]}
    subjects = connection.execute(_NAMED, parameters).scalars()
    return frozenset(subject for subject in subjects if not is_party(subject))


def naming(connection: Connection, unit: Unit, person: PersonId) -> tuple[InitiativeId, ...]:
    """At least those in whose state that id stands, by id: what LIKE takes for alike is among them."""
    parameters = {"organisation": unit.organisation, "quoted": f'%"{person}"%'}
    return tuple(connection.execute(_NAMING, parameters).scalars())


def _one(connection: Connection, unit: Unit, query: Query, parameters: dict[str, str]) -> Initiative | None:
    """The initiative that `query` finds; its state is read unless that version is remembered."""
    rows = query.rows(connection, parameters)
    if not rows:
        return None
    key, version = (rows[0][0], rows[0][1]), rows[0][VERSION]
    return unit.initiatives.get(key, version) or unit.initiatives.put(key, version, initiative_from(rows[0]))
