"""Writing initiatives: compare and set on the version, then what else a change leaves."""

from collections.abc import Mapping

from sqlalchemy import Connection, Text, bindparam, delete, exists, select, update

from readiness.domain.rules.linking import Link
from readiness.domain.values.gate import Gate
from readiness.domain.values.initiative import Initiative
from readiness.usecases.frame.ports import OrganisationMoved, VersionConflict
from storage.engine.scope import OWN, scoped
from storage.engine.session import Unit
from storage.engine.tables import evidence, initiatives, involvements, organisations, sign_offs
from storage.stores.history import keep_history
from storage.stores.initiative_rows import initiative_row, subjects

_SAVE = scoped(
    update(initiatives).where(
        initiatives.c.organisation_id == OWN,
        initiatives.c.id == bindparam("initiative"),
        initiatives.c.version == bindparam("seen"),
    )
)
_ADD = initiatives.insert()
_ABSORBED_BY = scoped(select(organisations.c.absorbed_by).where(organisations.c.id == OWN))
_ADD_INVOLVEMENT = involvements.insert()
_FORGET_INVOLVEMENT = scoped(
    delete(involvements).where(
        involvements.c.organisation_id == OWN,
        involvements.c.initiative_id == bindparam("initiative"),
        involvements.c.subject == bindparam("of_subject"),
    )
)
_theirs = involvements.alias("theirs")
_RENAME = (
    scoped(
        update(evidence)
        .where(evidence.c.organisation_id == OWN, evidence.c.given_by == bindparam("other"))
        .values(given_by=bindparam("person"))
    ),
    scoped(
        update(sign_offs)
        .where(sign_offs.c.organisation_id == OWN, sign_offs.c.person == bindparam("other"))
        .values(person=bindparam("person"))
    ),
    scoped(
        update(sign_offs)
        .where(sign_offs.c.organisation_id == OWN, sign_offs.c.on_behalf_of == bindparam("other"))
        .values(on_behalf_of=bindparam("stays"))
    ),
    scoped(
        _ADD_INVOLVEMENT.from_select(
            ["organisation_id", "subject", "initiative_id"],
            select(involvements.c.organisation_id, bindparam("person", type_=Text), involvements.c.initiative_id).where(
                involvements.c.organisation_id == OWN,
                involvements.c.subject == bindparam("other"),
                ~exists().where(
                    _theirs.c.organisation_id == OWN,
                    _theirs.c.subject == bindparam("person"),
                    _theirs.c.initiative_id == involvements.c.initiative_id,
                ),
            ),
        )
    ),
    scoped(
        delete(involvements).where(involvements.c.organisation_id == OWN, involvements.c.subject == bindparam("other"))
    ),
)


def add(connection: Connection, initiative: Initiative) -> None:
    """Store a new initiative with everything in it; raises `OrganisationMoved`.

    Only one without initiatives is joined to another: who is first keeps the other from it.
    """
    connection.execute(_ADD, initiative_row(initiative))
    absorbed_by = connection.execute(_ABSORBED_BY, {"organisation": initiative.organisation}).scalar_one()
    if absorbed_by is not None:
        raise OrganisationMoved(absorbed_by)
    _keep_history(connection, initiative, {}, initiative.gates)
    _save_subjects(connection, initiative, set(), subjects(initiative))


def save(connection: Connection, before: Initiative, after: Initiative) -> None:
    """Store `after`, whose version is the next, if `before` is still what is stored."""
    key = {"organisation": before.organisation, "initiative": before.id, "seen": before.version}
    row = {name: value for name, value in initiative_row(after).items() if name not in {"organisation_id", "id"}}
    if connection.execute(_SAVE, row | key).rowcount == 0:
        raise VersionConflict
    if before.gates is not after.gates:
        _keep_history(connection, after, before.gates, after.gates)
    _save_subjects(connection, after, subjects(before), subjects(after))


def rename(connection: Connection, unit: Unit, link: Link) -> None:
    """What is kept beside the initiatives of the other id is the person's from now on."""
    ids = {"organisation": unit.organisation, "person": link.person, "stays": link.person, "other": link.other}
    for statement in _RENAME:
        connection.execute(statement, ids)


def _keep_history(
    connection: Connection, initiative: Initiative, before: Mapping[str, Gate], after: Mapping[str, Gate]
) -> None:
    for key in dict.fromkeys((*before, *after)):
        if before.get(key) != after.get(key):
            keep_history(connection, initiative, key, before.get(key), after.get(key))


def _save_subjects(connection: Connection, initiative: Initiative, before: set[str], after: set[str]) -> None:
    if gone := sorted(before - after):
        where = {"organisation": initiative.organisation, "initiative": initiative.id}
        connection.execute(_FORGET_INVOLVEMENT, [where | {"of_subject": subject} for subject in gone])
    if new := sorted(after - before):
        owner = {"organisation_id": initiative.organisation, "initiative_id": initiative.id}
        connection.execute(_ADD_INVOLVEMENT, [owner | {"subject": subject} for subject in new])
