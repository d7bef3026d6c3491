"""No query forgets the organisation: a statement that does cannot even be defined (promise P22)."""

from typing import TypeVar

from sqlalchemy import BindParameter, ClauseElement, Column, Table, bindparam
from sqlalchemy.sql import visitors
from sqlalchemy.sql.elements import BinaryExpression

S = TypeVar("S", bound=ClauseElement)

OWN: BindParameter[str] = bindparam("organisation")
"""The unit of work's organisation, in every statement."""


class UnscopedQueryError(Exception):
    """A statement reads or changes rows of every organisation."""


def scoped(statement: S) -> S:
    """`statement`, if each of its tables is compared by `organisation_id`; raises `UnscopedQueryError` when it is not.

    The few statements that stand before the organisation is known, or serve all of them, are in `workspaces.py`,
    `deliveries.py`, `undelivered.py` and `backlog.py`, and do not come through here.
    """
    tables: set[str] = set()
    compared: set[str] = set()
    for element in visitors.iterate(statement):
        if isinstance(element, Table):
            tables.add(element.name)
        if isinstance(element, BinaryExpression):
            compared |= {_organisation_of(side) for side in (element.left, element.right)} - {""}
    if missing := tables - compared:
        raise UnscopedQueryError(f"{sorted(missing)} without organisation_id in: {statement}")
    return statement


def _organisation_of(side: object) -> str:
    """The table whose organisation `side` is, or nothing."""
    if isinstance(side, Column) and isinstance(side.table, Table):
        own = "id" if side.table.name == "organisations" else "organisation_id"
        return side.table.name if side.name == own else ""
    return ""
