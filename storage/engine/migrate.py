"""Bringing a database to the current schema, from any number of processes at once (promise P11)."""

import asyncio
from pathlib import Path

from sqlalchemy import Connection, text

from storage.engine.address import PostgresServer, SqliteFile, read_address
from storage.engine.errors import translated
from storage.engine.postgres import open_engine as open_postgres
from storage.engine.private_file import create_private
from storage.engine.problems import NewerSchema
from storage.engine.schema import SchemaState, revision_in, state_of
from storage.engine.sqlite_worker import open_engine as open_sqlite

ADVISORY_LOCK = 7_302_016
"""The key under which replicas agree who migrates; any number that nothing else in the database uses."""

PATIENCE_SECONDS = 60.0
"""How long to wait for another process that migrates."""


async def migrate(url: str) -> None:
    """Bring the database to the current schema; who comes second waits and finds it done. Raises `NewerSchema`."""
    address = read_address(url)
    if isinstance(address, PostgresServer):
        await _migrate_postgres(address)
    else:
        await asyncio.to_thread(_migrate_sqlite, address)


async def _migrate_postgres(address: PostgresServer) -> None:
    engine = open_postgres(address, patience=PATIENCE_SECONDS)
    try:
        with translated(address.server):
            async with engine.begin() as connection:
                await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADVISORY_LOCK})
                await connection.run_sync(_upgrade)
    finally:
        await engine.dispose()


def _migrate_sqlite(file: SqliteFile) -> None:
    """BEGIN IMMEDIATE is the lock; nothing is written when there is nothing to do."""
    with translated(str(file.path)):
        create_private(file.path)
    engine = open_sqlite(file.path, begin="BEGIN IMMEDIATE", patience=PATIENCE_SECONDS)
    with translated(str(file.path)), engine.begin() as connection:
        _upgrade(connection)


def _upgrade(connection: Connection) -> None:
    found = revision_in(connection)
    match state_of(found):
        case SchemaState.CURRENT:
            return
        case SchemaState.NEWER:
            raise NewerSchema(found=found)
    # Alembic costs a tenth of a second and ten megabytes; only who migrates pays.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parents[1] / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
