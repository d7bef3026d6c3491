"""Copies of an SQLite database, made while it is in use (https://www.sqlite.org/backup.html), and put back."""

import asyncio
import os
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path

from readiness.domain.values.refusal import OperatorRefusal
from storage.engine.address import SqliteFile, read_address
from storage.engine.errors import translated
from storage.engine.migrate import migrate
from storage.engine.private_file import create_private
from storage.engine.problems import NotADatabase
from storage.engine.schema import SchemaState, schema_revision, state_of
from storage.engine.serving import serve_lock
from storage.engine.tables import metadata

Prove = Callable[[str], Awaitable[None]]
"""Raises a refusal unless the record in the database at that URL verifies."""


class NotEmbedded(OperatorRefusal):
    """Backup and restore are for the embedded SQLite database; use pg_dump and pg_restore for PostgreSQL."""

    code = "not-embedded"


class FileExists(OperatorRefusal):
    """{file} exists already; name a file that does not, so that no older backup is overwritten."""

    code = "file-exists"


class EmptyCopy(OperatorRefusal):
    """{file} is empty, so there is nothing to restore. Nothing was changed."""

    code = "empty-copy"


class NotOurCopy(OperatorRefusal):
    """{file} is a database of another program, not a copy made by `readiness backup`. Nothing was changed."""

    code = "not-our-copy"


class DamagedCopy(OperatorRefusal):
    """{file} is damaged, or no copy of a database at all: {why}. Nothing was changed."""

    code = "damaged-copy"


class NewerCopy(OperatorRefusal):
    """{file} was written by another version of the bot ({found}); install that one. Nothing was changed."""

    code = "newer-copy"


class CopyOfItself(OperatorRefusal):
    """{file} is the database itself; name a copy made by `readiness backup`. Nothing was changed."""

    code = "copy-of-itself"


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did: the schema of what was put back, and the file that keeps what was there before, if any."""

    schema: SchemaState
    kept: Path | None


async def backup(url: str, file: Path) -> None:
    """Write a consistent copy to `file`, which must not exist; raises `NotEmbedded` or `FileExists`.

    The copy appears under its name only when it is whole and on disk.
    """
    await asyncio.to_thread(_backup, _embedded(url), file)


async def restore(url: str, file: Path, prove: Prove, at: datetime) -> Restored:
    """Put the copy in `file` in the place of the database, and keep what was there under a name with the time `at`.

    The copy is tried first, on a copy of its own: it has to be whole, ours, not newer, and `prove` has to accept its
    record. Raises `AlreadyServing` while the bot runs, `EmptyCopy`, `DamagedCopy`, `NotOurCopy`, `NewerCopy` and what
    `prove` raises; nothing is changed then.
    """
    database = _embedded(url)
    async with serve_lock(url):
        schema = await _tried(database, file, prove)
        kept = await asyncio.to_thread(_put_back, database, file, at)
    return Restored(schema, kept)


async def _tried(database: Path, file: Path, prove: Prove) -> SchemaState:
    """The schema of the copy, which is whole, ours and verified; an older one is migrated for the proof alone."""
    await asyncio.to_thread(_require_content, database, file)
    trial = database.with_name(f"{database.name}.trial")
    _remove(trial)
    try:
        await asyncio.to_thread(lambda: _copy(file, trial, at_rest=True))
        revision = await schema_revision(f"sqlite:///{trial}")
        if revision is None:
            raise NotOurCopy(file=file)
        if state_of(revision) is SchemaState.NEWER:
            raise NewerCopy(file=file, found=revision)
        await migrate(f"sqlite:///{trial}")
        await asyncio.to_thread(_require_tables, trial, file)
        await prove(f"sqlite:///{trial}")
    except NotADatabase as damaged:
        raise DamagedCopy(file=file, why="SQLite does not take it") from damaged
    finally:
        _remove(trial)
    return state_of(revision)


def _require_content(database: Path, file: Path) -> None:
    with translated(str(file)):
        if file.stat().st_size == 0:
            raise EmptyCopy(file=file)
        if database.exists() and file.samefile(database):
            raise CopyOfItself(file=file)


def _require_tables(trial: Path, file: Path) -> None:
    """Raise `DamagedCopy` unless every table of this version is there."""
    with closing(_open(trial, "ro")) as opened:
        there = {name for (name,) in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    missing = sorted(metadata.tables.keys() - there)
    if missing:
        raise DamagedCopy(file=file, why=f"it lacks {', '.join(missing)}")


def _embedded(url: str) -> Path:
    address = read_address(url)
    if not isinstance(address, SqliteFile):
        raise NotEmbedded
    return address.path


def _backup(database: Path, file: Path) -> None:
    if file.exists():
        raise FileExists(file=file)
    partial = file.with_name(f"{file.name}.partial")
    partial.unlink(missing_ok=True)
    try:
        _copy(database, partial)
        partial.rename(file)
    finally:
        partial.unlink(missing_ok=True)


def _put_back(database: Path, file: Path, at: datetime) -> Path | None:
    """Into the database itself, in one transaction: other commands that have it open see the old state or the new.

    What is no database at all is moved aside instead.
    """
    if not database.exists():
        _copy(file, database, at_rest=True)
        return None
    kept = _free_name(database, at)
    try:
        _backup(database, kept)
    except NotADatabase:
        for end in ("", "-wal", "-shm"):
            part = database.with_name(database.name + end)
            if part.exists():
                part.rename(kept.with_name(kept.name + end))
    _copy(file, database, at_rest=True)
    return kept


def _free_name(database: Path, at: datetime) -> Path:
    """A name beside the database that no file has."""
    name = f"{database.name}.before-restore-{at:%Y%m%dT%H%M%SZ}"
    names = (name if number == 1 else f"{name}-{number}" for number in count(1))
    return next(path for each in names if not (path := database.with_name(each)).exists())


def _copy(source: Path, target: Path, *, at_rest: bool = False) -> None:
    """With `at_rest` nobody writes the source, so that nothing has to be made beside it."""
    with translated(str(target)):
        create_private(target)
    with (
        translated(str(source)),
        closing(_open(source, _reading(source, at_rest))) as origin,
        closing(_open(target, "rw")) as copy,
    ):
        if origin.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise NotADatabase(file=source)
        origin.backup(copy)
    descriptor = os.open(target, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)


def _remove(database: Path) -> None:
    """The database with what SQLite may have left beside it."""
    for end in ("", "-wal", "-shm"):
        database.with_name(database.name + end).unlink(missing_ok=True)


def _reading(source: Path, at_rest: bool) -> str:
    """How it is opened to be read; a journal beside it belongs to it."""
    is_alone = at_rest and not source.with_name(f"{source.name}-wal").exists()
    return "ro&immutable=1" if is_alone else "ro"


def _open(file: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode={mode}", uri=True, timeout=60)
