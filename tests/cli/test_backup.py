"""`migrate`, `backup`, `restore` beside a bot that serves and without one (promises.md, P12 and P13)."""

import asyncio
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from storage import serve_lock
from tests.cli.place import Place


def rows(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as connection:
        return list(connection.iterdump())


def test_migrate_sets_up_and_can_be_said_again(nowhere: Place) -> None:
    for _ in range(2):
        done = nowhere.run("migrate")
        assert (done.code, done.out, done.err) == (0, "The database is current.\n", "")


def test_a_copy_put_back_is_equal_and_its_record_whole(alone: Place) -> None:
    copy, before = alone.folder / "copy.db", rows(alone.database)
    assert alone.run("backup", copy).code == 0
    with closing(sqlite3.connect(alone.database)) as connection, connection:
        connection.execute("UPDATE initiatives SET name = 'Lost'")
    done = alone.run("restore", copy)
    assert (done.code, "its schema is current" in done.out) == (0, True)
    assert rows(alone.database) == before
    assert alone.run("audit", "verify").code == 0


def test_a_copy_is_restored_where_there_was_no_database(alone: Place) -> None:
    copy, other = alone.folder / "copy.db", f"sqlite:///{alone.folder}/other.db"
    alone.run("backup", copy)
    assert alone.run("restore", copy, READINESS_DATABASE_URL=other).code == 0
    assert alone.run("audit", "verify", READINESS_DATABASE_URL=other).code == 0


def test_an_older_copy_is_not_written_over(alone: Place) -> None:
    copy = alone.folder / "copy.db"
    copy.write_text("precious", encoding="utf-8")
    done = alone.run("backup", copy)
    assert (done.code, "exists already" in done.line, copy.read_text(encoding="utf-8")) == (2, True, "precious")


def test_places_that_do_not_serve_are_told(alone: Place) -> None:
    assert "is no directory" in alone.run("backup", alone.folder / "none" / "copy.db").line
    assert "is no file" in alone.run("restore", alone.folder / "none.db").line
    (alone.folder / "words.db").write_text("words " * 1000, encoding="utf-8")
    assert (
        "words.db is damaged, or no copy of a database at all" in alone.run("restore", alone.folder / "words.db").line
    )
    url = "postgresql://nobody@127.0.0.1:9/none"
    assert "pg_dump" in alone.run("backup", alone.folder / "copy.db", READINESS_DATABASE_URL=url).line


async def test_restore_wants_the_bot_to_be_stopped_and_migrate_only_if_it_has_something_to_do(alone: Place) -> None:
    copy = alone.folder / "copy.db"
    await asyncio.to_thread(alone.run, "backup", copy)
    async with serve_lock(f"sqlite:///{alone.database}"):
        refused = await asyncio.to_thread(alone.run, "restore", copy)
        current = await asyncio.to_thread(alone.run, "migrate")
    assert (refused.code, "stop it first" in refused.line) == (2, True)
    assert current.code == 0


async def test_an_older_schema_is_not_changed_under_a_bot_that_serves(
    nowhere: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.cli.SECONDS_FOR_LOCK", 0.0)
    async with serve_lock(f"sqlite:///{nowhere.database}"):
        done = await asyncio.to_thread(nowhere.run, "migrate")
    assert (done.code, "stop it first" in done.line) == (2, True)


def test_a_backup_that_fails_leaves_nothing_behind(alone: Place) -> None:
    words, copies = alone.folder / "words.db", alone.folder / "copies"
    words.write_text("words " * 1000, encoding="utf-8")
    copies.mkdir()
    done = alone.run("backup", copies / "copy.db", READINESS_DATABASE_URL=f"sqlite:///{words}")
    assert (done.code, "is not an SQLite database" in done.line) == (2, True)
    assert list(copies.iterdir()) == []


def kept_beside(place: Place) -> list[Path]:
    return sorted(place.folder.glob("bot.db.before-restore-*"))


def test_restore_says_what_it_did_and_keeps_what_was_there(alone: Place) -> None:
    copy = alone.folder / "copy.db"
    alone.run("backup", copy)
    with closing(sqlite3.connect(alone.database)) as connection, connection:
        connection.execute("UPDATE initiatives SET name = 'Newer'")
    lost = rows(alone.database)
    done = alone.run("restore", copy)
    (kept,) = kept_beside(alone)
    assert re.search(r"Restored from .*copy\.db: \d+ entries of the record verified; its schema is current\.", done.out)
    assert f"What was there before is kept in {kept}." in done.out
    assert rows(kept) == lost


def empty(file: Path) -> None:
    file.touch()


def of_another_program(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("CREATE TABLE songs (title TEXT)")


def of_a_newer_version(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
        connection.execute("INSERT INTO alembic_version VALUES ('9999')")


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (empty, "is empty"),
        (of_another_program, "is a database of another program"),
        (of_a_newer_version, "written by another version"),
    ],
)
def test_what_is_no_copy_of_ours_changes_nothing(alone: Place, make: Callable[[Path], None], told: str) -> None:
    wrong, before = alone.folder / "wrong.db", rows(alone.database)
    make(wrong)
    done = alone.run("restore", wrong)
    assert (done.code, told in done.line) == (2, True)
    assert rows(alone.database) == before
    assert kept_beside(alone) == []
    assert list(alone.folder.glob("*.trial*")) == []


def test_a_copy_whose_record_was_tampered_with_changes_nothing(alone: Place) -> None:
    copy, before = alone.folder / "copy.db", rows(alone.database)
    alone.run("backup", copy)
    with closing(sqlite3.connect(copy)) as connection, connection:
        connection.execute("UPDATE record SET kind = 'other' WHERE sequence = 3")
    done = alone.run("restore", copy)
    assert (done.code, "is broken at entry 3" in done.line) == (2, True)
    assert rows(alone.database) == before


def test_the_database_itself_is_no_copy(alone: Place) -> None:
    done = alone.run("restore", alone.database)
    assert (done.code, "is the database itself" in done.line) == (2, True)


def test_a_database_that_cannot_be_read_any_more_is_moved_aside(alone: Place) -> None:
    copy, before = alone.folder / "copy.db", rows(alone.database)
    alone.run("backup", copy)
    alone.database.write_bytes(b"broken " * 1000)
    done = alone.run("restore", copy)
    (kept,) = (one for one in kept_beside(alone) if not one.name.endswith(("-wal", "-shm")))
    assert (done.code, kept.read_bytes()) == (0, b"broken " * 1000)
    assert rows(alone.database) == before


DAMAGE = {
    "DROP TABLE outbox": "it lacks outbox",
    "UPDATE initiatives SET state = '{}'": "cannot be read",
}


@pytest.mark.parametrize(("damage", "told"), DAMAGE.items())
def test_a_copy_in_which_something_is_missing_or_unreadable_changes_nothing(
    alone: Place, damage: str, told: str
) -> None:
    copy, before = alone.folder / "copy.db", rows(alone.database)
    alone.run("backup", copy)
    with closing(sqlite3.connect(copy)) as connection, connection:
        connection.execute(damage)
    done = alone.run("restore", copy)
    assert (done.code, told in done.line) == (2, True)
    assert rows(alone.database) == before


def test_nothing_is_left_beside_a_copy_that_was_restored(alone: Place) -> None:
    (alone.folder / "kept").mkdir()
    alone.run("backup", alone.folder / "kept" / "copy.db")
    assert alone.run("restore", alone.folder / "kept" / "copy.db").code == 0
    assert [file.name for file in (alone.folder / "kept").iterdir()] == ["copy.db"]


@pytest.mark.parametrize("end", ["", "-wal", "-shm"])
def test_no_page_is_written_over_a_database(alone: Place, end: str) -> None:
    with closing(sqlite3.connect(alone.database)) as in_use:
        before = list(in_use.iterdump())
        done = alone.run("contract", "churn-model", "--out", f"{alone.database}{end}")
    assert (done.code, "is a database, or belongs to one" in done.line) == (2, True)
    assert rows(alone.database) == before
