"""The same tests on SQLite and on a real PostgreSQL."""

import asyncio
import re
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from storage import SqlStorage, migrate, open_storage
from storage.engine import tables
from tests.postgres import TestServer, postgres_server, postgres_url
from tests.storage.samples import ORGANISATION, organisation, workspace

__all__ = ["postgres_server", "postgres_url"]

SCOPED = {name for name, table in tables.metadata.tables.items() if "organisation_id" in table.c}
ACROSS = re.compile(r"FROM workspaces|INSERT INTO workspaces|\boutbox\b")
"""What stands before the organisation is known, and the pump that serves all of them."""


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file to copy."""
    file = tmp_path_factory.mktemp("sqlite") / "template.db"
    asyncio.run(migrate(f"sqlite:///{file}"))
    return file


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    shutil.copy(sqlite_template, tmp_path / "readiness.db")
    return f"sqlite:///{tmp_path / 'readiness.db'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """A migrated database of either kind."""
    return str(request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url"))


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database of either kind with nothing in it."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    server: TestServer = request.getfixturevalue("postgres_server")
    url = server.create_database(migrated=False)
    yield url
    server.drop_database(url)


@pytest.fixture
async def storage(url: str) -> AsyncIterator[SqlStorage]:
    """Storage that holds one organisation."""
    async with open_storage(url) as opened:
        await opened.add_workspace(workspace(), organisation())
        yield opened


@pytest.fixture
def other_storage(url: str, storage: SqlStorage) -> SqlStorage:
    """A second process's storage, as far as one process can have it: own connections, own memory."""
    return open_storage(url)


@pytest.fixture(autouse=True)
def every_query_names_the_organisation() -> Iterator[None]:
    """Whatever SQL the tests cause is read: a scoped table without its organisation fails the test (P22)."""
    found: list[str] = []

    def read(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        touched = {table for table in SCOPED if re.search(rf"(FROM|INTO|UPDATE|JOIN) {table}\b", statement)}
        if touched and "organisation_id" not in statement and not ACROSS.search(statement):
            found.append(statement)

    event.listen(Engine, "before_cursor_execute", read)
    yield
    event.remove(Engine, "before_cursor_execute", read)
    assert found == []


__all__ += ["ORGANISATION"]
