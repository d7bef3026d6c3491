"""Writing initiatives: compare and set on the version, then only the parts that changed."""

from collections.abc import Mapping
from typing import Any, TypeVar

from sqlalchemy import BindParameter, Connection, Delete, Insert, Table, bindparam, delete, update

from readiness.domain.gate import Gate
from readiness.domain.initiative import Initiative
from readiness.domain.milestone import Milestone
from readiness.usecases.ports import VersionConflict
from storage.gates import gate_row
from storage.history import keep_history
from storage.initiative_rows import initiative_row, milestone_row, subjects
from storage.scope import OWN, scoped
from storage.tables import gates, initiatives, involvements, milestones
from storage.upsert import replacing

INITIATIVE: BindParameter[str] = bindparam("initiative")

_SAVE = scoped(
    update(initiatives).where(
        initiatives.c.organisation_id == OWN, initiatives.c.id == INITIATIVE, initiatives.c.version == bindparam("seen")
    )
)


def _forget(table: Table, key: str) -> Delete:
    return scoped(
        delete(table).where(
            table.c.organisation_id == OWN, table.c.initiative_id == INITIATIVE, table.c[key] == bindparam("part")
        )
    )


_FORGET_GATE = _forget(gates, "key")
_FORGET_MILESTONE = _forget(milestones, "key")
_FORGET_INVOLVEMENT = _forget(involvements, "subject")

_ADD = initiatives.insert()
_ADD_INVOLVEMENT = involvements.insert()

Part = TypeVar("Part")
Rows = list[dict[str, Any]]


def add(connection: Connection, initiative: Initiative) -> None:
    """Store a new initiative with everything in it."""
    connection.execute(_ADD, initiative_row(initiative))
    _save_milestones(connection, initiative, {}, initiative.milestones)
    _save_gates(connection, initiative, {}, initiative.gates)
    _save_subjects(connection, initiative, set(), subjects(initiative))


def save(connection: Connection, before: Initiative, after: Initiative) -> None:
    """Store `after`, whose version is the next, if `before` is still what is stored."""
    key = {"organisation": before.organisation, "initiative": before.id, "seen": before.version}
    row = {name: value for name, value in initiative_row(after).items() if name not in {"organisation_id", "id"}}
    if connection.execute(_SAVE, row | key).rowcount == 0:
        raise VersionConflict
    if before.milestones is not after.milestones:
        _save_milestones(connection, after, before.milestones, after.milestones)
    if before.gates is not after.gates:
        _save_gates(connection, after, before.gates, after.gates)
    _save_subjects(connection, after, subjects(before), subjects(after))


def _save_milestones(
    connection: Connection, initiative: Initiative, before: Mapping[str, Milestone], after: Mapping[str, Milestone]
) -> None:
    _forget_parts(connection, initiative, _FORGET_MILESTONE, [key for key in before if key not in after])
    rows = [milestone_row(milestone) | {"position": position} for position, milestone in _changed(before, after)]
    _store_parts(connection, initiative, replacing(connection, milestones), rows)


def _save_gates(
    connection: Connection, initiative: Initiative, before: Mapping[str, Gate], after: Mapping[str, Gate]
) -> None:
    gone = [key for key in before if key not in after]
    changed = _changed(before, after)
    _forget_parts(connection, initiative, _FORGET_GATE, gone)
    rows = [gate_row(gate) | {"position": position} for position, gate in changed]
    _store_parts(connection, initiative, replacing(connection, gates), rows)
    for key in [*gone, *(gate.key for _, gate in changed)]:
        keep_history(connection, initiative, key, before.get(key), after.get(key))


def _changed(before: Mapping[str, Part], after: Mapping[str, Part]) -> list[tuple[int, Part]]:
    """What is new, differs or moved, with its position."""
    was = {key: (position, part) for position, (key, part) in enumerate(before.items())}
    return [(position, part) for position, (key, part) in enumerate(after.items()) if was.get(key) != (position, part)]


def _save_subjects(connection: Connection, initiative: Initiative, before: set[str], after: set[str]) -> None:
    _forget_parts(connection, initiative, _FORGET_INVOLVEMENT, sorted(before - after))
    _store_parts(connection, initiative, _ADD_INVOLVEMENT, [{"subject": subject} for subject in sorted(after - before)])


def _forget_parts(connection: Connection, initiative: Initiative, forget: Delete, keys: list[str]) -> None:
    where = {"organisation": initiative.organisation, "initiative": initiative.id}
    if keys:
        connection.execute(forget, [where | {"part": key} for key in keys])


def _store_parts(connection: Connection, initiative: Initiative, insert: Insert, rows: Rows) -> None:
    owner = {"organisation_id": initiative.organisation, "initiative_id": initiative.id}
    if rows:
        connection.execute(insert, [row | owner for row in rows])
