"""Which database a URL names."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from storage.errors import MissingDirectory, UnknownDatabase


@dataclass(frozen=True, slots=True)
class SqliteFile:
    """An SQLite database file."""

    path: Path


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A PostgreSQL database, reached through asyncpg."""

    url: URL


def read_address(url: str) -> SqliteFile | PostgresServer:
    """The database named by `url`; raises `UnknownDatabase` or `MissingDirectory`.

    `sqlite+aiosqlite` is taken as `sqlite`: the name is a promise of the settings, the driver is ours.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise UnknownDatabase(scheme=url.split(":", 1)[0]) from error
    match parsed.drivername:
        case "sqlite" | "sqlite+aiosqlite" | "sqlite+pysqlite":
            return _file(parsed)
        case "postgresql" | "postgresql+asyncpg" | "postgres":
            return PostgresServer(parsed.set(drivername="postgresql+asyncpg"))
    raise UnknownDatabase(scheme=parsed.drivername)


def _file(url: URL) -> SqliteFile:
    if not url.database or url.database == ":memory:":
        raise UnknownDatabase(scheme=url.render_as_string())
    path = Path(url.database)
    if not path.parent.is_dir():
        raise MissingDirectory(directory=path.parent.absolute())
    return SqliteFile(path)
