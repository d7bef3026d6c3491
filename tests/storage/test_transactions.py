"""All or nothing, also when things go wrong."""

import asyncio
import random
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace

import pytest
from sqlalchemy import Engine, event

from readiness.domain.values.initiative import Initiative, Life
from readiness.usecases.frame.ports import DatabaseUnavailable, InChannel, VersionConflict
from storage import SqlStorage, open_storage
from storage.engine.problems import DiskFull, ReadOnlyDatabase, ReadOnlyServer
from storage.engine.sqlite_writer import GROUP_LIMIT
from storage.stores.hot_reads import KeptChannels
from tests.storage.samples import (
    CHANNEL,
    NOW,
    ORGANISATION,
    appended,
    initiative,
    notice,
    organisation,
    plain_initiative,
    workspace,
)


async def sign_off(storage: SqlStorage, before: Initiative) -> Initiative:
    """State, record and outbox in one transaction, as use cases do it."""
    kept = appended(before.id, before.head, count=1)
    after = replace(before, name=before.name + "+", head=kept.head)
    async with storage.write(ORGANISATION) as unit:
        await unit.initiatives.save(before, after)
        await unit.record.append(before.id, kept)
        await unit.outbox.enqueue(notice(f"{before.id}-{before.version}", before.id), NOW)
        await unit.commit()
    return replace(after, version=before.version + 1)


async def assert_whole(storage: SqlStorage) -> int:
    """Every head fits its record and every change has its message; how many changes there were."""
    changes = 0
    async with storage.read(ORGANISATION) as unit:
        async for each in unit.initiatives.stream(frozenset(Life)):
            entries = await unit.record.entries(each.id)
            assert len(entries) == each.head.sequence == each.version - 1
            changes += len(entries)
    assert await storage.deliveries.waiting() == changes
    return changes


async def add(storage: SqlStorage, *many: Initiative) -> None:
    async with storage.write(ORGANISATION) as unit:
        for each in many:
            await unit.initiatives.add(each)
        await unit.commit()


async def test_leaving_without_commit_rolls_back(storage: SqlStorage) -> None:
    async with storage.write(ORGANISATION) as unit:
        await unit.initiatives.add(initiative())
    async with storage.read(ORGANISATION) as unit:
        assert await unit.initiatives.lines() == ()


async def test_an_exception_rolls_back(storage: SqlStorage) -> None:
    async def fail() -> None:
        async with storage.write(ORGANISATION) as unit:
            await unit.initiatives.add(initiative())
            assert len(await unit.initiatives.lines()) == 1
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    async with storage.read(ORGANISATION) as unit:
        assert await unit.initiatives.lines() == ()


async def test_a_unit_sees_its_own_writes_and_others_do_not(storage: SqlStorage) -> None:
    async with storage.write(ORGANISATION) as unit:
        await unit.initiatives.add(initiative())
        assert await unit.initiatives.by_slug("churn") == initiative()
        async with storage.read(ORGANISATION) as reader:
            assert await reader.initiatives.by_slug("churn") is None
        await unit.commit()


async def test_a_reading_unit_stays_at_one_moment(storage: SqlStorage) -> None:
    async with storage.read(ORGANISATION) as reader:
        assert await reader.initiatives.lines() == ()
        await add(storage, initiative())
        assert await reader.initiatives.lines() == ()
    async with storage.read(ORGANISATION) as reader:
        assert len(await reader.initiatives.lines()) == 1


async def test_a_reading_unit_cannot_save(storage: SqlStorage) -> None:
    async with storage.read(ORGANISATION) as unit:
        await unit.initiatives.add(initiative())
        with pytest.raises((ReadOnlyDatabase, ReadOnlyServer)):
            await unit.commit()


async def test_a_cancelled_unit_rolls_back_and_lets_others_in(storage: SqlStorage) -> None:
    entered = asyncio.Event()

    async def hang() -> None:
        async with storage.write(ORGANISATION) as unit:
            await unit.initiatives.add(initiative())
            assert len(await unit.initiatives.lines()) == 1
            entered.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(hang())
    await asyncio.wait_for(entered.wait(), 5)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await add(storage, initiative())


async def test_cancelling_at_any_moment_leaves_everything_whole(storage: SqlStorage) -> None:
    many = [plain_initiative(number) for number in range(30)]
    await add(storage, *many)
    chance = random.Random(7)  # noqa: S311
    tasks = [asyncio.create_task(sign_off(storage, each)) for each in many]
    for _ in tasks:
        await asyncio.sleep(chance.random() * 0.004)
        if chance.random() < 0.5:
            chance.choice(tasks).cancel()
    ended = await asyncio.gather(*tasks, return_exceptions=True)
    assert [error for error in ended if isinstance(error, Exception)] == []
    done = sum(not task.cancelled() for task in tasks)
    assert done <= await assert_whole(storage) <= 30
    await add(storage, initiative("after", "after"))


async def test_who_is_cancelled_before_their_turn_began_takes_nothing_from_those_they_stood_behind(
    sqlite_url: str,
) -> None:
    first, second = plain_initiative(1), plain_initiative(2)
    async with open_storage(sqlite_url) as storage:
        await storage.add_workspace(workspace(), organisation())
        await add(storage, first, second)
        thread = storage._database._writer.worker
        async with storage.write(ORGANISATION) as unit:
            assert await unit.initiatives.by_slug(first.slug) == first
            behind = asyncio.create_task(sign_off(storage, second))
            await soon()
            busy = threading.Event()
            thread.submit(lambda: None if busy.wait(5) else pytest.fail("nobody let it go on"))
            committing = asyncio.create_task(unit.commit())
            await soon()
            behind.cancel()
            await soon()
            busy.set()
            await committing
        await sign_off(storage, second)
        assert await assert_whole(storage) == 1


async def soon() -> None:
    """Whatever can go on without a thread has gone on."""
    for _ in range(10):
        await asyncio.sleep(0)


async def test_concurrent_units_all_commit(storage: SqlStorage) -> None:
    many = [plain_initiative(number) for number in range(GROUP_LIMIT + 8)]
    await add(storage, *many)
    await asyncio.gather(*(sign_off(storage, each) for each in many))
    assert await assert_whole(storage) == len(many)


async def test_of_ten_presses_at_once_one_counts(storage: SqlStorage) -> None:
    before = plain_initiative(1)
    await add(storage, before)
    told = await asyncio.gather(*(sign_off(storage, before) for _ in range(10)), return_exceptions=True)
    assert sum(isinstance(each, VersionConflict) for each in told) == 9
    assert await assert_whole(storage) == 1


async def test_what_one_of_a_group_rolls_back_takes_nothing_from_the_others(storage: SqlStorage) -> None:
    many = [plain_initiative(number) for number in range(20)]
    await add(storage, *many)

    async def press(number: int) -> None:
        if number % 3:
            await sign_off(storage, many[number])
            return
        async with storage.write(ORGANISATION) as unit:
            await unit.initiatives.save(many[number], replace(many[number], name="never"))
            assert (await unit.initiatives.get(many[number].id)) is not None

    await asyncio.gather(*map(press, range(20)))
    assert await assert_whole(storage) == 13


@contextmanager
def failing_at(number: int) -> Iterator[list[int]]:
    """The `number`-th statement fails; the list holds how many there were."""
    seen = [0]
    broken = sqlite3.OperationalError("injected")
    broken.sqlite_errorcode = sqlite3.SQLITE_IOERR

    def fail(*_: object) -> None:
        seen[0] += 1
        if seen[0] == number:
            raise broken

    event.listen(Engine, "before_cursor_execute", fail)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", fail)


async def test_failing_at_any_statement_leaves_everything_whole(storage: SqlStorage) -> None:
    before = plain_initiative(1)
    await add(storage, before)
    number = 0
    while True:
        number += 1
        with failing_at(number) as seen:
            with suppress(DatabaseUnavailable):
                before = await sign_off(storage, before)
            if seen[0] < number:
                break
        assert await assert_whole(storage) == 0
    assert number > 3
    assert await assert_whole(storage) == 1


async def test_a_full_disk_is_told_to_everybody_whose_change_it_took(sqlite_url: str) -> None:
    """SQLite gives up the whole transaction then, also what others of the group had done before."""
    async with open_storage(sqlite_url) as storage:
        await storage.add_workspace(workspace(), organisation())
        many = [plain_initiative(number, gates=1) for number in range(30)]
        await add(storage, *many)

        def fill(connection: sqlite3.Connection, _record: object) -> None:
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
            connection.execute(f"PRAGMA max_page_count={pages + 4}")

        event.listen(Engine, "connect", fill)
        try:
            async with open_storage(sqlite_url) as full:
                told = await asyncio.gather(*(sign_off(full, each) for each in many), return_exceptions=True)
        finally:
            event.remove(Engine, "connect", fill)
        assert {type(each) for each in told} <= {Initiative, DatabaseUnavailable, DiskFull}
        assert any(isinstance(each, DatabaseUnavailable) for each in told)
        assert await assert_whole(storage) == sum(isinstance(each, Initiative) for each in told)
        await sign_off(
            storage, next(each for each, said in zip(many, told, strict=True) if not isinstance(said, Initiative))
        )


async def test_a_channel_shows_what_was_committed_since_by_whomever(url: str, storage: SqlStorage) -> None:
    async with storage.write(ORGANISATION) as unit:
        await unit.initiatives.add(plain_initiative(1))
        await unit.commit()
    assert len((await storage.in_channel(ORGANISATION, *CHANNEL)).lines) == 1
    assert len((await storage.in_channel(ORGANISATION, *CHANNEL)).lines) == 1
    async with open_storage(url) as another, another.write(ORGANISATION) as unit:
        await unit.initiatives.add(plain_initiative(2))
        await unit.commit()
    assert len((await storage.in_channel(ORGANISATION, *CHANNEL)).lines) == 2


def test_a_channel_is_kept_for_one_mark_alone_and_not_at_all_without_one() -> None:
    kept, asked = KeptChannels(), (ORGANISATION, *CHANNEL)
    first, again = ("one connection", 7), ("another one", 7)
    for mark in (first, None):
        assert kept.get(asked, mark) is None
        kept.keep(asked, InChannel(organisation(), ()))
        assert (kept.get(asked, mark) is not None) is (mark is not None)
    assert kept.get(asked, first) is None
    kept.keep(asked, InChannel(organisation(), ()))
    assert kept.get(asked, again) is None
