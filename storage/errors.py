"""What a database says, in the subject's words: the one seam at which driver errors are translated."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg
from sqlalchemy.exc import DBAPIError, InterfaceError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from readiness.domain.refusal import OperatorRefusal, Refusal
from readiness.usecases.ports import DatabaseUnavailable, Unconfirmed, VersionConflict


class DatabaseProblem(OperatorRefusal):
    """The database cannot be used."""

    code = "database-problem"


class UnknownDatabase(DatabaseProblem):
    """READINESS_DATABASE_URL names "{scheme}"; it should begin with sqlite:///FILE or postgresql://."""

    code = "database-unknown"


class MissingDirectory(DatabaseProblem):
    """The directory {directory} for the database does not exist; create it or change READINESS_DATABASE_URL."""

    code = "database-directory"


class NotADatabase(DatabaseProblem):
    """{file} is not an SQLite database; move it away or change READINESS_DATABASE_URL."""

    code = "database-file"


class ReadOnlyDatabase(DatabaseProblem):
    """The database {file} cannot be written; give this user the right to write the file and its directory."""

    code = "database-read-only"


class NotMigrated(DatabaseProblem):
    """The database has not been set up for this version of the bot; run `readiness migrate`."""

    code = "database-not-migrated"


class NewerSchema(DatabaseProblem):
    """The database was written by another version of the bot ({found}); install that one or restore another backup."""

    code = "database-newer"


class AlreadyServing(DatabaseProblem):
    """Another `readiness serve` already runs on {file}; stop it first, or use PostgreSQL to run several."""

    code = "already-serving"


NOTHING_CHANGED = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY)
"""SQLite answers after which a COMMIT has surely not happened."""

SQLITE_TAKEN = frozenset({sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY})
POSTGRES_CONFLICTS = frozenset({"23505", "40001", "40P01"})
"""Unique violation, serialization failure, deadlock: somebody else was first; load again and retry."""
SQLITE_REFUSALS: dict[int, type[Refusal]] = {
    sqlite3.SQLITE_BUSY: DatabaseUnavailable,
    sqlite3.SQLITE_LOCKED: DatabaseUnavailable,
    sqlite3.SQLITE_FULL: DatabaseUnavailable,
    sqlite3.SQLITE_IOERR: DatabaseUnavailable,
    sqlite3.SQLITE_NOTADB: NotADatabase,
    sqlite3.SQLITE_CORRUPT: NotADatabase,
    sqlite3.SQLITE_READONLY: ReadOnlyDatabase,
    sqlite3.SQLITE_PERM: ReadOnlyDatabase,
    sqlite3.SQLITE_CANTOPEN: ReadOnlyDatabase,
}
"""Primary result codes (https://www.sqlite.org/rescode.html)."""
POSTGRES_REFUSALS: dict[str, type[Refusal]] = {
    "42P01": NotMigrated,
    "42703": NotMigrated,
    "3F000": NotMigrated,
    "25006": ReadOnlyDatabase,
    "55P03": DatabaseUnavailable,
    "57014": DatabaseUnavailable,
    "08": DatabaseUnavailable,
    "28": DatabaseUnavailable,
    "3D": DatabaseUnavailable,
    "53": DatabaseUnavailable,
    "57": DatabaseUnavailable,
    "58": DatabaseUnavailable,
}
"""States and their classes (PostgreSQL's documentation, appendix A): undefined table, no right, no connection, …"""


@contextmanager
def translated(place: str = "") -> Iterator[None]:
    """Raise what a person can be told instead of what a driver raised; `place` is the file or server named in it."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error, asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as error:
        known = _known(error, place)
        if known is None:
            raise
        raise known from error


@contextmanager
def translated_commit(place: str = "") -> Iterator[None]:
    """The same around COMMIT, where a lost answer leaves open whether it happened."""
    try:
        with translated(place):
            yield
    except DatabaseUnavailable as refusal:
        if _code(refusal.__cause__) in NOTHING_CHANGED:
            raise
        raise Unconfirmed from refusal


def is_lost(error: BaseException | None) -> bool:
    """Whether `error` says that the connection is gone, rather than that the database refused something."""
    if isinstance(error, DBAPIError):
        return error.connection_invalidated or isinstance(error, InterfaceError) or is_lost(error.orig)
    return isinstance(error, asyncpg.PostgresConnectionError | asyncpg.InterfaceError | OSError)


def _known(error: Exception, place: str) -> Exception | None:
    driver = _driver_error(error)
    if isinstance(driver, sqlite3.Error):
        return _from_sqlite(driver, place)
    if isinstance(error, PoolTimeout | OSError) or is_lost(error):
        return DatabaseUnavailable()
    return _from_postgres(getattr(driver, "sqlstate", None) or "")


def _from_sqlite(error: sqlite3.Error, place: str) -> Exception | None:
    extended = getattr(error, "sqlite_errorcode", 0)
    if extended in SQLITE_TAKEN:
        return VersionConflict()
    if extended == sqlite3.SQLITE_ERROR and "no such table" in str(error):
        return NotMigrated()
    primary = extended & 0xFF
    if primary == sqlite3.SQLITE_CANTOPEN and place and not Path(place).exists():
        return NotMigrated()
    known = SQLITE_REFUSALS.get(primary)
    return known(file=place) if known is not None else None


def _from_postgres(state: str) -> Exception | None:
    if state in POSTGRES_CONFLICTS:
        return VersionConflict()
    known = POSTGRES_REFUSALS.get(state) or POSTGRES_REFUSALS.get(state[:2])
    return known(file="on that server") if known is not None else None


def _driver_error(error: BaseException) -> BaseException | None:
    return error.orig if isinstance(error, DBAPIError) else error


def _code(error: BaseException | None) -> int:
    driver = _driver_error(error) if error is not None else None
    return getattr(driver, "sqlite_errorcode", 0) & 0xFF
