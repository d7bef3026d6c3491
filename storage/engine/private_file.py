"""Files that only their owner reads: they hold names, reasons and evidence, whatever the umask says."""

import os
import re
from pathlib import Path

OWNER_ONLY = 0o600


def create_private(path: Path) -> None:
    """Create `path` empty and readable by its owner alone; a file that exists keeps its rights.

    SQLite gives its journal and its shared memory the rights of the database beside them
    (https://www.sqlite.org/src/file/src/os_unix.c, `findCreateFileMode`).
    """
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER_ONLY))
    except FileExistsError:
        return


def write_private(path: Path, content: bytes) -> None:
    """Write `content` to `path`, which nobody else may read from the first byte on; an older file is replaced."""
    descriptor = os.open(path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, OWNER_ONLY)
    with os.fdopen(descriptor, "wb") as file:
        os.fchmod(file.fileno(), OWNER_ONLY)
        file.write(content)


SQLITE_HEADER = b"SQLite format 3\0"
"""How every SQLite database begins (https://www.sqlite.org/fileformat.html)."""


def is_database(path: Path) -> bool:
    """Whether there is an SQLite database, or what SQLite keeps beside one, that writing there would destroy."""
    main = path.with_name(re.sub(r"-(wal|shm|journal)$", "", path.name))
    if not path.is_file() or not main.is_file():
        return False
    with main.open("rb") as file:
        return file.read(len(SQLITE_HEADER)) == SQLITE_HEADER
