"""Only one `readiness serve` runs on one SQLite file; PostgreSQL takes any number."""

import asyncio
import fcntl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import IO

from storage.engine.address import SqliteFile, read_address
from storage.engine.errors import translated
from storage.engine.private_file import create_private
from storage.engine.problems import AlreadyServing


@asynccontextmanager
async def serve_lock(url: str) -> AsyncIterator[None]:
    """Hold the lock while in the block; raises `AlreadyServing`. The kernel lets go of it when the process dies."""
    address = read_address(url)
    if not isinstance(address, SqliteFile):
        yield
        return
    with await asyncio.to_thread(_opened, _lock_file(address.path)) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AlreadyServing(file=address.path) from error
        yield


def _opened(lock: Path) -> IO[str]:
    with translated(str(lock)):
        create_private(lock)
        return lock.open("a")


def _lock_file(database: Path) -> Path:
    return database.with_name(f"{database.name}.serve.lock")
