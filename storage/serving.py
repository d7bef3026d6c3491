"""Only one `readiness serve` runs on one SQLite file; PostgreSQL takes any number."""

import asyncio
import fcntl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from storage.address import SqliteFile, read_address
from storage.errors import AlreadyServing


@asynccontextmanager
async def serve_lock(url: str) -> AsyncIterator[None]:
    """Hold the lock while in the block; raises `AlreadyServing`. The kernel lets go of it when the process dies."""
    address = read_address(url)
    if not isinstance(address, SqliteFile):
        yield
        return
    with await asyncio.to_thread(_lock_file(address.path).open, "a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AlreadyServing(file=address.path) from error
        yield


def _lock_file(database: Path) -> Path:
    return database.with_name(f"{database.name}.serve.lock")
