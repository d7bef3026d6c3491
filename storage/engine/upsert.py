"""INSERT … ON CONFLICT, which both databases know by the same words but SQLAlchemy by two names."""

from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_into(dialect: str, table: Table) -> Any:
    """The dialect's own INSERT into `table`, which has `on_conflict_do_update` and `on_conflict_do_nothing`.

    Building one costs more than running it: keep it.
    """
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


def replacing(connection: Connection, table: Table) -> Any:
    """INSERT that overwrites the row with the same primary key."""
    return _replacing(connection.dialect.name, table)


def ignoring(connection: Connection, table: Table) -> Any:
    """INSERT that leaves the row with the same primary key as it is."""
    return _ignoring(connection.dialect.name, table)


@lru_cache
def _replacing(dialect: str, table: Table) -> Any:
    insert = insert_into(dialect, table)
    key = [column.name for column in table.primary_key]
    rest = {column.name: insert.excluded[column.name] for column in table.c if column.name not in key}
    return insert.on_conflict_do_update(index_elements=key, set_=rest)


@lru_cache
def _ignoring(dialect: str, table: Table) -> Any:
    key = [column.name for column in table.primary_key]
    return insert_into(dialect, table).on_conflict_do_nothing(index_elements=key)
