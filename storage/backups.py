"""Copies of an SQLite database, made while it is in use (https://www.sqlite.org/backup.html)."""

import asyncio
import os
import sqlite3
from contextlib import closing
from pathlib import Path

from readiness.domain.refusal import OperatorRefusal
from storage.address import SqliteFile, read_address
from storage.errors import NotADatabase, translated
from storage.serving import serve_lock


class NotEmbedded(OperatorRefusal):
    """Backup and restore are for the embedded SQLite database; use pg_dump and pg_restore for PostgreSQL."""

    code = "not-embedded"


class FileExists(OperatorRefusal):
    """{file} exists already; name a file that does not, so that no older backup is overwritten."""

    code = "file-exists"


async def backup(url: str, file: Path) -> None:
    """Write a consistent copy to `file`, which must not exist; raises `NotEmbedded` or `FileExists`.

    The copy appears under its name only when it is whole and on disk.
    """
    await asyncio.to_thread(_backup, _embedded(url), file)


async def restore(url: str, file: Path) -> None:
    """Put the copy in `file` in the place of the database; raises `AlreadyServing` while the bot runs on it."""
    database = _embedded(url)
    async with serve_lock(url):
        await asyncio.to_thread(_restore, database, file)


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


def _restore(database: Path, file: Path) -> None:
    """Into the database itself, in one transaction: other commands that have it open see the old state or the new."""
    _copy(file, database)


def _copy(source: Path, target: Path) -> None:
    with translated(str(source)), closing(_open(source, "ro")) as origin, closing(_open(target, "rwc")) as copy:
        if origin.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise NotADatabase(file=source)
        origin.backup(copy)
    descriptor = os.open(target, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)


def _open(file: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode={mode}", uri=True, timeout=60)
