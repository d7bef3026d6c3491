"""How the schema of a database relates to this version of the code."""

import asyncio
import errno
import os
from enum import StrEnum
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from storage.engine.address import SqliteFile, read_address
from storage.engine.errors import translated
from storage.engine.postgres import open_engine as open_postgres
from storage.engine.problems import NoDatabaseYet, UnwritableFile
from storage.engine.sqlite_worker import open_engine as open_sqlite

REVISIONS = ("0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009")
"""Every migration, oldest first: known here too, so that a start need not load Alembic to find nothing to do."""


class SchemaState(StrEnum):
    """Whether a database can be used as it is."""

    EMPTY = "empty"
    BEHIND = "behind"
    CURRENT = "current"
    NEWER = "newer"


async def schema_state(url: str) -> SchemaState:
    """The state of the database at `url`; a file that does not exist is empty."""
    return state_of(await schema_revision(url))


def require_file(url: str) -> None:
    """Raise `NoDatabaseYet` where an embedded database has no file yet."""
    address = read_address(url)
    if isinstance(address, SqliteFile) and not address.path.exists():
        raise NoDatabaseYet(file=address.path.absolute())


async def schema_revision(url: str) -> str | None:
    """The revision the database says it has; None when it has none."""
    address = read_address(url)
    if isinstance(address, SqliteFile):
        return await asyncio.to_thread(_revision_of_file, address.path)
    engine = open_postgres(address)
    try:
        with translated(address.server):
            async with engine.connect() as connection:
                return await connection.run_sync(revision_in)
    finally:
        await engine.dispose()


def state_of(revision: str | None) -> SchemaState:
    """What a revision means."""
    if revision is None:
        return SchemaState.EMPTY
    if revision not in REVISIONS:
        return SchemaState.NEWER
    return SchemaState.CURRENT if revision == REVISIONS[-1] else SchemaState.BEHIND


def revision_in(connection: Connection) -> str | None:
    """What Alembic noted in its table; None without the table."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def _revision_of_file(path: Path) -> str | None:
    if not path.exists():
        _require_writable(path)
        return None
    with translated(str(path)), open_sqlite(path, begin="BEGIN").connect() as connection:
        return revision_in(connection)


def _require_writable(path: Path) -> None:
    """Raise `UnwritableFile` where the file could not even be made: before anybody is told to make it."""
    if not os.access(path.parent, os.W_OK | os.X_OK):
        raise UnwritableFile(file=path, user=os.geteuid(), why=os.strerror(errno.EACCES))
