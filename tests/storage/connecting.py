"""A database underneath the storage: on a connection of one's own, at any schema."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

import storage
from storage.engine.address import PostgresServer, read_address
from storage.engine.postgres import open_engine as open_postgres
from storage.engine.private_file import create_private
from storage.engine.sqlite_worker import open_engine as open_sqlite

Found = TypeVar("Found")


async def on_connection(url: str, work: Callable[[Connection], Found]) -> Found:
    """What `work` returns, in a transaction of its own; an SQLite file is made where there is none."""
    address = read_address(url)
    if isinstance(address, PostgresServer):
        engine = open_postgres(address)
        async with engine.begin() as connection:
            result = await connection.run_sync(work)
        await engine.dispose()
        return result
    create_private(address.path)
    file = open_sqlite(address.path, begin="BEGIN IMMEDIATE")
    with file.begin() as one:
        found = work(one)
    file.dispose()
    return found


def upgrade_to(connection: Connection, revision: str) -> None:
    """Give the database the schema of an earlier version."""
    config = Config()
    config.set_main_option("script_location", str(Path(storage.__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
