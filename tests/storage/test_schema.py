"""Migrations equal the tables, and a schema that does not fit is told in one sentence."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from storage import NewerSchema, NotMigrated, SchemaState, migrate, open_storage, schema_state
from storage.engine import schema, tables
from tests.storage.connecting import on_connection
from tests.storage.samples import ORGANISATION


def schema_of(connection: Connection) -> dict[str, object]:
    found = inspect(connection)
    return {
        name: (
            [(column["name"], str(column["type"]), column["nullable"]) for column in found.get_columns(name)],
            found.get_pk_constraint(name)["constrained_columns"],
            sorted((key["referred_table"], *key["constrained_columns"]) for key in found.get_foreign_keys(name)),
            sorted(tuple(each["column_names"]) for each in found.get_unique_constraints(name)),
            sorted(
                (str(index["name"]), tuple(index["column_names"]), bool(index["unique"]), _condition(index))
                for index in found.get_indexes(name)
            ),
        )
        for name in found.get_table_names()
        if name != "alembic_version"
    }


def _condition(index: Any) -> str:
    """The WHERE of a partial index."""
    return " ".join(str(value) for key, value in index["dialect_options"].items() if key.endswith("_where"))


async def test_migrations_give_exactly_the_tables(empty_url: str) -> None:
    await on_connection(empty_url, tables.metadata.create_all)
    defined = await on_connection(empty_url, schema_of)
    await on_connection(empty_url, tables.metadata.drop_all)
    await migrate(empty_url)
    migrated = await on_connection(empty_url, schema_of)
    assert migrated == defined
    assert set(migrated) == set(tables.metadata.tables)

    def differences(connection: Connection) -> list[Any]:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, tables.metadata))

    assert await on_connection(empty_url, differences) == []


async def test_the_sqlite_tables_are_made_by_the_same_words(sqlite_url: str, tmp_path: Any) -> None:
    """WITHOUT ROWID and AUTOINCREMENT cannot be reflected: compare the text."""

    def words(connection: Connection) -> list[list[str]]:
        rows = connection.exec_driver_sql(
            "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name <> 'alembic_version'"
        )
        return sorted(sorted(row[0].replace(",", " ").replace(")", " ) ").split()) for row in rows)

    defined = f"sqlite:///{tmp_path / 'defined.db'}"
    await on_connection(defined, tables.metadata.create_all)
    assert await on_connection(sqlite_url, words) == await on_connection(defined, words)


async def test_the_state_of_a_schema_is_known(empty_url: str) -> None:
    assert await schema_state(empty_url) is SchemaState.EMPTY
    await migrate(empty_url)
    assert await schema_state(empty_url) is SchemaState.CURRENT
    await migrate(empty_url)
    assert await schema_state(empty_url) is SchemaState.CURRENT


async def test_a_newer_schema_is_left_alone(url: str) -> None:
    await on_connection(url, lambda c: c.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'"))
    assert await schema_state(url) is SchemaState.NEWER
    with pytest.raises(NewerSchema, match=r"another version of the bot \(9999\)"):
        await migrate(url)


async def test_a_database_that_was_never_set_up_says_what_to_run(empty_url: str) -> None:
    async with open_storage(empty_url) as storage, storage.read(ORGANISATION) as unit:
        with pytest.raises(NotMigrated, match="readiness migrate"):
            await unit.organisations.get()


async def test_opening_does_not_create_a_file(tmp_path: Any) -> None:
    async with open_storage(f"sqlite:///{tmp_path / 'none.db'}") as storage, storage.write(ORGANISATION) as unit:
        with pytest.raises(NotMigrated):
            await unit.organisations.get()
    assert list(tmp_path.iterdir()) == []


def test_the_revisions_known_without_alembic_are_those_it_has() -> None:
    scripts = ScriptDirectory(str(Path(schema.__file__).parents[1] / "migrations"))
    assert [script.revision for script in scripts.walk_revisions()] == list(reversed(schema.REVISIONS))


def test_sqlite_is_new_enough_for_what_is_used() -> None:
    """ON CONFLICT with a partial index, RETURNING, and error codes in Python."""
    assert sqlite3.sqlite_version_info >= (3, 35)
