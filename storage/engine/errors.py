"""What a database says, in the subject's words: the one seam at which driver errors are translated."""

import errno
import os
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg
from sqlalchemy.exc import DBAPIError, InterfaceError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from readiness.usecases.frame.ports import DatabaseUnavailable, Unconfirmed, VersionConflict
from storage.engine.problems import (
    DiskFull,
    FileGone,
    HostUnknown,
    LoginRefused,
    NoRight,
    NoSuchDatabase,
    NotADatabase,
    NotMigrated,
    ReadOnlyDatabase,
    ReadOnlyServer,
    ServerAway,
    UnreadableAddress,
    UnwritableFile,
)


@dataclass(frozen=True, slots=True)
class Server:
    """Where a PostgreSQL database is and as whom it is opened, to be named to operators; never the password."""

    name: str
    user: str
    database: str


Place = str | Server
"""The file or the server that an error is about."""

LOST = (asyncpg.PostgresConnectionError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError)
"""The connection is gone, or its driver no longer knows in which state it is."""

NOTHING_CHANGED = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY)
"""SQLite answers after which a COMMIT has surely not happened."""

SQLITE_TAKEN = frozenset({sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY})
POSTGRES_CONFLICTS = frozenset({"23505", "40001", "40P01"})
"""Unique violation, serialization failure, deadlock: somebody else was first; load again and retry."""
READ_ONLY = "25006"
SQLITE_REFUSALS: dict[int, type[DatabaseUnavailable]] = {
    sqlite3.SQLITE_BUSY: DatabaseUnavailable,
    sqlite3.SQLITE_LOCKED: DatabaseUnavailable,
    sqlite3.SQLITE_FULL: DiskFull,
    sqlite3.SQLITE_IOERR: DatabaseUnavailable,
    sqlite3.SQLITE_NOTADB: NotADatabase,
    sqlite3.SQLITE_CORRUPT: NotADatabase,
    sqlite3.SQLITE_READONLY: ReadOnlyDatabase,
    sqlite3.SQLITE_PERM: ReadOnlyDatabase,
    sqlite3.SQLITE_CANTOPEN: ReadOnlyDatabase,
}
"""Primary result codes (https://www.sqlite.org/rescode.html)."""
POSTGRES_REFUSALS: dict[str, type[DatabaseUnavailable]] = {
    "42P01": NotMigrated,
    "42703": NotMigrated,
    "3F000": NotMigrated,
    READ_ONLY: ReadOnlyServer,
    "42501": NoRight,
    "53100": DiskFull,
    "55P03": ServerAway,
    "08": ServerAway,
    "28": LoginRefused,
    "3D": NoSuchDatabase,
    "53": ServerAway,
    "57": ServerAway,
    "58": ServerAway,
}
"""States and their classes (PostgreSQL's documentation, appendix A): undefined table, no right, no connection, …"""


@contextmanager
def translated(place: Place = "") -> Iterator[None]:
    """Raise what a person can be told instead of what a driver raised; `place` is the file or server named in it."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error, asyncpg.PostgresError, *LOST) as error:
        known = _known(error, place)
        if known is None:
            raise
        raise known from error


@contextmanager
def translated_commit(place: Place = "") -> Iterator[None]:
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
    return isinstance(error, LOST) or (error is not None and is_lost(error.__cause__))


def is_read_only(error: BaseException) -> bool:
    """Whether a PostgreSQL server says that it takes no changes, as one that was demoted does."""
    return getattr(_driver_error(error), "sqlstate", None) == READ_ONLY


def _known(error: Exception, place: Place) -> Exception | None:
    driver = _driver_error(error)
    if isinstance(driver, sqlite3.Error):
        return _from_sqlite(driver, str(place))
    state = getattr(driver, "sqlstate", None) or ""
    if isinstance(place, Server):
        return _from_postgres(state, place, error)
    return _from_system(error, place) if isinstance(error, OSError) else DatabaseUnavailable()


def _from_sqlite(error: sqlite3.Error, place: str) -> Exception | None:
    extended = getattr(error, "sqlite_errorcode", 0)
    if extended in SQLITE_TAKEN:
        return VersionConflict()
    if extended == sqlite3.SQLITE_ERROR and "no such table" in str(error):
        return NotMigrated()
    if extended == sqlite3.SQLITE_READONLY_DBMOVED:
        return FileGone(file=place)
    primary = extended & 0xFF
    if primary == sqlite3.SQLITE_CANTOPEN and place and not Path(place).exists():
        return NotMigrated()
    known = SQLITE_REFUSALS.get(primary)
    return known(file=place) if known is not None else None


def _from_system(error: OSError, place: str) -> DatabaseUnavailable:
    """What the operating system says of the file."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull(file=place)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return UnwritableFile(file=place, user=os.geteuid(), why=os.strerror(error.errno))
    return DatabaseUnavailable()


def _from_postgres(state: str, server: Server, error: Exception) -> Exception | None:
    """What PostgreSQL or the way to it says; None for what nobody foresaw."""
    if state in POSTGRES_CONFLICTS:
        return VersionConflict()
    names = {"server": server.name, "user": server.user, "database": server.database, "file": server.name}
    known = POSTGRES_REFUSALS.get(state) or POSTGRES_REFUSALS.get(state[:2])
    if known is not None:
        return known(**names, why=_reason(error))
    if isinstance(_told(error), asyncpg.ClientConfigurationError):
        return UnreadableAddress(why=_reason(error))
    if isinstance(error, socket.gaierror):
        return HostUnknown(**names, why=_reason(error))
    if isinstance(error, PoolTimeout | TimeoutError):
        return ServerAway(**names, why="it took too long")
    return ServerAway(**names, why=_reason(error)) if is_lost(error) else None


def _reason(error: BaseException) -> str:
    """The driver's or the server's own words in one line, without SQL."""
    told = _told(error)
    if isinstance(told, OSError) and told.errno and not isinstance(told, socket.gaierror):
        reason = os.strerror(told.errno).lower()
        return f"{told.filename}: {reason}" if told.filename else reason
    return " ".join(str(told).split()).rstrip(".") or type(told).__name__


def _told(error: BaseException) -> BaseException:
    """The error as asyncpg raised it, beneath SQLAlchemy's two."""
    driver = _driver_error(error) or error
    return driver.__cause__ or driver


def _driver_error(error: BaseException) -> BaseException | None:
    return error.orig if isinstance(error, DBAPIError) else error


def _code(error: BaseException | None) -> int:
    driver = _driver_error(error) if error is not None else None
    return getattr(driver, "sqlite_errorcode", 0) & 0xFF
