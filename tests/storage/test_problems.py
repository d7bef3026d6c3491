"""What cannot work is told in one sentence that says what to do."""

import asyncio
import inspect
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy import Engine, bindparam, event, select, update

from readiness.usecases.frame.ports import DatabaseUnavailable, Unconfirmed
from storage import (
    DamagedCopy,
    FileExists,
    MissingDirectory,
    NotADatabase,
    NotEmbedded,
    UnknownDatabase,
    backup,
    migrate,
    open_storage,
    restore,
)
from storage.engine import tables
from storage.engine.errors import LOST, Server, translated
from storage.engine.scope import OWN, UnscopedQueryError, scoped
from storage.engine.sqlite import SqliteDatabase
from tests.fakes import MONDAY
from tests.postgres import TestServer
from tests.storage.samples import ORGANISATION, initiative, organisation, workspace
from tests.storage.test_transactions import add, assert_whole, sign_off


@pytest.mark.parametrize(
    "url", ["mysql://x/y", "nonsense", "sqlite://", "sqlite:///:memory:", "postgresql+psycopg://x/y"]
)
def test_an_unknown_kind_of_database_is_named(url: str) -> None:
    with pytest.raises(UnknownDatabase, match="should begin with sqlite:///FILE or postgresql://"):
        open_storage(url)


async def nothing_to_prove(_copy: str) -> None:
    """The record is proved where use cases are: see tests/cli/test_backup.py."""


def test_a_password_is_never_shown() -> None:
    with pytest.raises(UnknownDatabase) as told:
        open_storage("mysql://user:secret@host/db")
    assert "secret" not in str(told.value)


def test_a_missing_directory_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingDirectory, match=r"does not exist; create it"):
        open_storage(f"sqlite:///{tmp_path}/missing/readiness.db")


@pytest.mark.parametrize("scheme", ["sqlite", "sqlite+aiosqlite", "sqlite+pysqlite"])
async def test_the_promised_names_of_sqlite_are_taken(scheme: str, sqlite_url: str) -> None:
    async with open_storage(sqlite_url.replace("sqlite", scheme, 1)) as storage:
        assert await storage.organisations() == ()


async def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("not a database at all " * 100)
    async with open_storage(f"sqlite:///{file}") as storage, storage.read(ORGANISATION) as unit:
        with pytest.raises(NotADatabase, match="not an SQLite database"):
            await unit.organisations.get()
    with pytest.raises(NotADatabase):
        await migrate(f"sqlite:///{file}")


@pytest.fixture
def impatient() -> Iterator[None]:
    """SQLite waits 50 ms for others instead of 5 s."""

    def hurry(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA busy_timeout=50")

    event.listen(Engine, "connect", hurry)
    yield
    event.remove(Engine, "connect", hurry)


@pytest.mark.usefixtures("impatient")
async def test_a_locked_file_is_told_as_unavailable(sqlite_url: str) -> None:
    file = sqlite_url.removeprefix("sqlite:///")
    async with open_storage(sqlite_url) as storage:
        await storage.add_workspace(workspace(), organisation())
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            async with storage.write(ORGANISATION) as unit:
                with pytest.raises(DatabaseUnavailable):
                    await unit.organisations.get()
            async with storage.read(ORGANISATION) as unit:
                assert await unit.organisations.get() == organisation()
            other.execute("ROLLBACK")
        await add(storage, initiative())


async def test_a_server_that_is_not_there_is_told_as_unavailable() -> None:
    async with open_storage("postgresql://nobody@127.0.0.1:1/none") as storage, storage.read(ORGANISATION) as unit:
        with pytest.raises(DatabaseUnavailable):
            await unit.organisations.get()


async def test_a_connection_that_died_in_the_pool_is_replaced(postgres_url: str, postgres_server: TestServer) -> None:
    async with open_storage(postgres_url) as storage:
        await storage.add_workspace(workspace(), organisation())
        postgres_server.disconnect(postgres_url)
        async with storage.read(ORGANISATION) as unit:
            assert await unit.organisations.get() == organisation()


async def test_a_connection_that_dies_at_commit_is_told_as_unconfirmed(
    postgres_url: str, postgres_server: TestServer
) -> None:
    async with open_storage(postgres_url) as storage:
        await storage.add_workspace(workspace(), organisation())
        async with storage.write(ORGANISATION) as unit:
            await unit.initiatives.add(initiative())
            assert len(await unit.initiatives.lines()) == 1
            postgres_server.disconnect(postgres_url)
            with pytest.raises(Unconfirmed):
                await unit.commit()
        async with storage.write(ORGANISATION) as unit:
            await unit.initiatives.add(initiative())
            assert len(await unit.initiatives.lines()) == 1
            postgres_server.disconnect(postgres_url)
            with pytest.raises(DatabaseUnavailable):
                await unit.initiatives.lines()
        async with storage.read(ORGANISATION) as unit:
            assert await unit.initiatives.lines() == ()


async def test_all_readers_busy_is_told_after_a_while(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.engine.sqlite.PATIENCE_SECONDS", 0.05)
    database = SqliteDatabase(Path(sqlite_url.removeprefix("sqlite:///")))
    taken = [await database.take_reader() for _ in range(4)]
    with pytest.raises(DatabaseUnavailable):
        await database.take_reader()
    database.give_back(taken.pop())
    assert await database.take_reader()
    await database.close()


def test_a_query_without_the_organisation_cannot_be_defined() -> None:
    with pytest.raises(UnscopedQueryError, match="evidence"):
        scoped(select(tables.evidence).where(tables.evidence.c.gate == bindparam("k")))
    with pytest.raises(UnscopedQueryError, match="initiatives"):
        scoped(update(tables.initiatives).values(name="x"))
    evidence = tables.evidence
    joined = select(evidence).join(tables.initiatives, tables.initiatives.c.id == evidence.c.initiative_id)
    with pytest.raises(UnscopedQueryError, match="initiatives"):
        scoped(joined.where(evidence.c.organisation_id == OWN))


async def test_a_backup_made_while_writing_is_whole_and_restores(sqlite_url: str, tmp_path: Path) -> None:
    file = tmp_path / "copy.db"
    async with open_storage(sqlite_url) as storage:
        await storage.add_workspace(workspace(), organisation())
        before = initiative()
        await add(storage, before)

        async def press(before: object) -> None:
            for _ in range(30):
                before = await sign_off(storage, before)  # type: ignore[arg-type]

        writing = asyncio.create_task(press(before))
        await backup(sqlite_url, file)
        await writing
        assert await assert_whole(storage) == 30
    async with open_storage(f"sqlite:///{file}") as copy:
        kept = await assert_whole(copy)
    await restore(sqlite_url, file, nothing_to_prove, MONDAY)
    async with open_storage(sqlite_url) as storage:
        assert await assert_whole(storage) == kept
    with pytest.raises(FileExists):
        await backup(sqlite_url, file)


async def test_backup_is_for_sqlite_only(tmp_path: Path) -> None:
    with pytest.raises(NotEmbedded):
        await backup("postgresql://host/db", tmp_path / "x")


async def test_a_wrong_file_is_not_restored(sqlite_url: str, tmp_path: Path) -> None:
    (tmp_path / "wrong").write_text("nothing " * 1000)
    with pytest.raises(DamagedCopy):
        await restore(sqlite_url, tmp_path / "wrong", nothing_to_prove, MONDAY)
    async with open_storage(sqlite_url) as storage:
        assert await storage.organisations() == ()


def every_driver_error() -> list[type[BaseException]]:
    """Whatever asyncpg may raise when a connection is gone, or when it no longer knows its own state."""
    found = [one for one in vars(asyncpg.exceptions).values() if inspect.isclass(one)]
    return [*(one for one in found if issubclass(one, LOST)), TimeoutError, ConnectionResetError]


@pytest.mark.parametrize("kind", every_driver_error(), ids=lambda kind: kind.__name__)
def test_whatever_the_driver_says_of_a_lost_connection_is_a_database_that_does_not_answer(
    kind: type[BaseException],
) -> None:
    """Among them "cannot switch to state 15" and "connection was closed in the middle of operation"."""
    with pytest.raises(DatabaseUnavailable), translated(Server("at h", "u", "d")):
        raise kind("cannot switch to state 15")
