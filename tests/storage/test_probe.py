"""The probe of readyz: a database that can be read and written, and what of its work is late."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, event

from readiness.domain.values.refusal import Refusal
from readiness.domain.values.schedule import WeeklySlot
from readiness.usecases.frame.ports import Backlog, DigestSchedule, ScheduleKind
from storage import NewerSchema, NotMigrated, ReadOnlyDatabase, SqlStorage, open_storage
from storage.engine.problems import ReadOnlyServer
from tests.postgres import TestServer
from tests.storage.samples import NOW, ORGANISATION, WORKSPACE, notice

MINUTE = timedelta(minutes=1)


async def test_a_database_that_works_is_written_and_stays_as_it_was(storage: SqlStorage) -> None:
    await storage.probe()
    await storage.probe()
    assert len(await storage.organisations()) == 1


async def test_a_database_that_was_not_set_up_is_told(empty_url: str) -> None:
    async with open_storage(empty_url) as storage:
        with pytest.raises(NotMigrated):
            await storage.probe()


async def test_a_newer_schema_is_told(sqlite_url: str) -> None:
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    async with open_storage(sqlite_url) as storage:
        with pytest.raises(NewerSchema, match="9999"):
            await storage.probe()


async def test_a_file_that_cannot_be_written_is_told_though_it_can_be_read(sqlite_url: str) -> None:
    """The tests may run as root, whom a file's rights do not stop: SQLite is told to refuse instead."""

    def refuse(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA query_only=ON")

    event.listen(Engine, "connect", refuse)
    try:
        async with open_storage(sqlite_url) as storage:
            with pytest.raises(ReadOnlyDatabase):
                await storage.probe()
            assert await storage.organisations() == ()
    finally:
        event.remove(Engine, "connect", refuse)


async def test_a_read_only_server_is_told(postgres_server: TestServer, postgres_url: str) -> None:
    name = postgres_url.split("?", maxsplit=1)[0].rsplit("/", 1)[1]
    postgres_server.run(f"ALTER DATABASE {name} SET default_transaction_read_only = on;")
    async with open_storage(postgres_url) as storage:
        with pytest.raises(ReadOnlyServer):
            await storage.probe()


async def test_a_server_that_is_not_there_is_told() -> None:
    async with open_storage("postgresql://nobody@127.0.0.1:9/none") as storage:
        with pytest.raises(Refusal):
            await storage.probe()


async def test_nothing_is_late_while_everything_is_done_or_not_due(storage: SqlStorage) -> None:
    async with storage.write(ORGANISATION) as unit:
        await unit.outbox.enqueue(notice("now"), NOW)
        await unit.outbox.enqueue(notice("later"), NOW + 60 * MINUTE)
        await unit.schedules.save(schedule(NOW))
        await unit.schedules.save(replace(schedule(NOW), channel="C2", next_due=None))
        await unit.commit()
    assert await storage.backlog(NOW) == Backlog(0, None, 0, None)


async def test_what_was_due_and_is_not_done_is_counted_since_the_oldest(storage: SqlStorage) -> None:
    async with storage.write(ORGANISATION) as unit:
        await unit.outbox.enqueue(notice("first"), NOW)
        await unit.outbox.enqueue(notice("second"), NOW + MINUTE)
        await unit.schedules.save(schedule(NOW - MINUTE))
        await unit.commit()
    assert await storage.backlog(NOW + 2 * MINUTE) == Backlog(2, NOW, 1, NOW - MINUTE)


async def test_a_message_that_is_tried_in_vain_is_late_and_one_that_waits_its_turn_is_not(storage: SqlStorage) -> None:
    async with storage.write(ORGANISATION) as unit:
        await unit.outbox.enqueue(notice("in vain"), NOW)
        await unit.commit()
    for tries in range(5):
        assert (await storage.backlog(NOW + MINUTE)).messages == (1 if tries == 0 else 0)
        (delivery,) = await storage.deliveries.claim(NOW + MINUTE, 10)
        await storage.deliveries.retry(delivery, NOW, "no answer")
    assert await storage.backlog(NOW + MINUTE) == Backlog(1, NOW, 0, None)


def schedule(due: object) -> DigestSchedule:
    return DigestSchedule(WORKSPACE, "C1", ScheduleKind.CHANNEL, WeeklySlot(0, 9, 0, "Europe/Berlin"), due)
