"""The file of an embedded database: who may read it, and what happens when it goes away under a running bot."""

import asyncio
import errno
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from readiness.usecases.frame.ports import DatabaseUnavailable
from storage import SqlStorage, backup, migrate, open_storage, restore, serve_lock, write_private
from storage.engine.problems import DiskFull, FileGone, UnwritableFile
from tests.fakes import MONDAY
from tests.storage.samples import ORGANISATION, initiative, organisation, workspace
from tests.storage.test_problems import nothing_to_prove
from tests.storage.test_transactions import add


@pytest.fixture
def careless() -> Iterator[None]:
    """A umask that lets everybody read and write."""
    before = os.umask(0)
    yield
    os.umask(before)


def rights(folder: Path) -> dict[str, int]:
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}


@pytest.mark.usefixtures("careless")
async def test_every_file_is_its_owners_alone_whatever_the_umask(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/bot.db"
    async with serve_lock(url):
        await migrate(url)
        async with open_storage(url) as storage:
            await storage.add_workspace(workspace(), organisation())
            await backup(url, tmp_path / "copy.db")
            write_private(tmp_path / "page.html", b"names")
            names = rights(tmp_path)
    await restore(url, tmp_path / "copy.db", nothing_to_prove, MONDAY)
    names |= rights(tmp_path)
    assert {"bot.db", "bot.db-wal", "bot.db-shm", "bot.db.serve.lock", "copy.db", "page.html"} <= set(names)
    assert any("before-restore" in name for name in names)
    assert set(names.values()) == {0o600}


def deleted(file: Path) -> None:
    file.unlink()


def moved(file: Path) -> None:
    file.rename(file.with_name("elsewhere.db"))


def replaced(file: Path) -> None:
    other = file.with_name("other.db")
    other.write_bytes(file.read_bytes())
    other.replace(file)


@pytest.mark.parametrize("lose", [deleted, moved, replaced])
async def test_nothing_is_saved_into_a_file_that_went_away(sqlite_url: str, lose: Callable[[Path], None]) -> None:
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    async with open_storage(sqlite_url) as storage:
        await storage.add_workspace(workspace(), organisation())
        lose(file)
        for _ in range(2):
            with pytest.raises(FileGone, match="deleted, moved or replaced"):
                await add(storage, initiative())


async def test_a_file_that_is_put_back_is_taken_again(sqlite_url: str, tmp_path: Path) -> None:
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    async with open_storage(sqlite_url) as storage:
        await storage.add_workspace(workspace(), organisation())
        moved(file)
        with pytest.raises(FileGone):
            await add(storage, initiative())
        await asyncio.to_thread((tmp_path / "elsewhere.db").rename, file)
        await add(storage, initiative())
        assert await saved(storage) == 1


async def saved(storage: SqlStorage) -> int:
    async with storage.read(ORGANISATION) as unit:
        return len(await unit.initiatives.lines())


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (errno.EACCES, UnwritableFile),
        (errno.EROFS, UnwritableFile),
        (errno.EPERM, UnwritableFile),
        (errno.ENOSPC, DiskFull),
    ],
)
async def test_a_place_that_cannot_be_written_is_told_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, told: type[DatabaseUnavailable]
) -> None:
    """By the operating system's own answers: root, as whom tests may run, is refused nothing."""

    def refuse(*_arguments: object) -> int:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "open", refuse)
    url = f"sqlite:///{tmp_path}/bot.db"
    with pytest.raises(told, match=r"bot\.db"):
        await migrate(url)
    with pytest.raises(told, match=r"bot\.db"):
        async with serve_lock(url):
            pass
