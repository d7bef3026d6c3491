"""Which database a URL names."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlencode, urlsplit

from storage.engine.errors import Server
from storage.engine.problems import MissingDirectory, UnknownDatabase, UnreadableAddress

LOCALLY = "on this machine"
"""Where a server is that listens on a socket in a directory."""

SQLITE = frozenset({"sqlite", "sqlite+aiosqlite", "sqlite+pysqlite"})
POSTGRES = frozenset({"postgresql", "postgresql+asyncpg", "postgres"})

LAST_PORT = 65535

UNDERSTOOD = frozenset(
    {
        *("host", "port", "user", "password", "dbname", "database", "passfile", "service", "target_session_attrs"),
        *("sslmode", "sslcert", "sslkey", "sslrootcert", "sslcrl", "sslpassword", "sslnegotiation"),
        *("ssl_min_protocol_version", "ssl_max_protocol_version", "krbsrvname", "gsslib"),
        *("application_name", "options", "search_path", "statement_timeout", "lock_timeout", "timezone"),
    }
)
"""What the driver, or the server at the start of a session, takes (asyncpg's documentation, `connect`)."""

NEEDLESS = frozenset(
    {
        *("channel_binding", "gssencmode", "connect_timeout", "connection_limit", "pool_timeout", "pool_mode"),
        *("keepalives", "keepalives_idle", "keepalives_interval", "keepalives_count", "tcp_user_timeout"),
        *("pgbouncer", "prepareThreshold", "prepared_statement_cache_size", "statement_cache_size", "schema"),
    }
)
"""What hosters write for other drivers, and what is found out here by itself; left out."""


@dataclass(frozen=True, slots=True)
class SqliteFile:
    """An SQLite database file."""

    path: Path


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A PostgreSQL database: the address as asyncpg takes it, and what may be said of it."""

    dsn: str
    server: Server


def read_address(url: str) -> SqliteFile | PostgresServer:
    """The database named by `url`; raises `UnknownDatabase`, `UnreadableAddress` or `MissingDirectory`.

    `sqlite+aiosqlite` is taken as `sqlite`: the name is a promise of the settings, the driver is ours. A PostgreSQL
    address is taken as hosters give it, with libpq's parameters.
    """
    scheme, mark, _ = url.partition("://")
    if mark and scheme in SQLITE:
        return _file(url)
    if mark and scheme in POSTGRES:
        return _server(url)
    raise UnknownDatabase(scheme=scheme.split(":", 1)[0])


def database_place(url: str) -> str:
    """Where the database of `url` is, to be said to operators."""
    address = read_address(url)
    return str(address.path.absolute()) if isinstance(address, SqliteFile) else f"PostgreSQL {address.server.name}"


def _file(url: str) -> SqliteFile:
    path = url.partition("://")[2].split("?", 1)[0].removeprefix("/")
    if not path or path == ":memory:":
        raise UnknownDatabase(scheme=url)
    if not Path(path).parent.is_dir():
        raise MissingDirectory(directory=Path(path).parent.absolute())
    return SqliteFile(Path(path))


def _server(url: str) -> PostgresServer:
    try:
        parts = urlsplit(f"postgresql://{url.partition('://')[2]}")
        _check_hosts(parts)
        given = dict(parse_qsl(parts.query, keep_blank_values=True))
        server = _named(parts, given)
    except ValueError:
        raise UnreadableAddress(why="host, port or password are not written as in an address") from None
    if "ssl" in given:
        given["sslmode"] = given.pop("ssl")
    strange = sorted(set(given) - UNDERSTOOD - NEEDLESS)
    if strange:
        raise UnreadableAddress(why=f"its parameter {strange[0]!r} is not understood; take it out")
    kept = {name: value for name, value in given.items() if name not in NEEDLESS}
    return PostgresServer(parts._replace(query=urlencode(kept)).geturl(), server)


def _check_hosts(parts: SplitResult) -> None:
    """Raise `ValueError` where a password that is not written as `%XX` cut the address short."""
    hosts = parts.netloc.rpartition("@")[2].split(",")
    ports = [port for host in hosts if (port := host.rpartition("]")[2].partition(":")[2])]
    is_whole = parts.netloc.count("@") <= 1 and not parts.fragment
    if not is_whole or not all(port.isdigit() and int(port) <= LAST_PORT for port in ports):
        raise ValueError


def _named(parts: SplitResult, given: dict[str, str]) -> Server:
    """Host, user and database, wherever in the address they are."""
    login, _, hosts = parts.netloc.rpartition("@")
    user = given.get("user") or unquote(login.partition(":")[0])
    host = given.get("host") or unquote(hosts)
    database = given.get("database") or given.get("dbname") or unquote(parts.path.lstrip("/")) or user
    return Server(f"at {host}" if host and not host.startswith("/") else LOCALLY, user, database)
