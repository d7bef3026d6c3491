"""Several processes on one database, and processes that die."""

import asyncio
import random
import signal
import sqlite3
import sys
from asyncio.subprocess import PIPE, Process
from contextlib import closing
from pathlib import Path

import pytest

from readiness.domain.values.identity import InitiativeId
from storage import AlreadyServing, SchemaState, SqlStorage, open_storage, schema_state, serve_lock
from storage.engine.schema import REVISIONS
from tests.soak.sizes import SIZE
from tests.storage.connecting import on_connection, upgrade_to
from tests.storage.samples import NOW, ORGANISATION, organisation, workspace
from tests.storage.test_transactions import assert_whole

ROOT = Path(__file__).parents[2]


async def child(*arguments: object) -> Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.storage.child", *map(str, arguments), cwd=ROOT, stdout=PIPE, stderr=PIPE
    )


@pytest.mark.promise("P12", f"{SIZE.writer_kills} writers killed while they commit")
async def test_killed_while_committing_all_or_nothing_is_kept(url: str, storage: SqlStorage) -> None:
    chance = random.Random(11)  # noqa: S311
    for start in range(0, SIZE.writer_kills if url.startswith("sqlite") else SIZE.writer_kills // 2, 5):
        numbers = range(start, start + 5)
        writers = [await child(url, number, 0) for number in numbers]
        confirmed = [await killed_in_the_middle(writer, chance.random() * 0.2) for writer in writers]
        async with storage.read(ORGANISATION) as unit:
            for number, version in zip(numbers, confirmed, strict=True):
                found = await unit.initiatives.get(InitiativeId(f"child-{number}"))
                assert found is not None
                assert version <= found.version <= version + 1
        await assert_whole(storage)
    if url.startswith("sqlite"):
        assert_file_is_whole(url)


async def killed_in_the_middle(writer: Process, after: float) -> int:
    """Kill -9 some time after its first commit; the last version it confirmed."""
    assert writer.stdout is not None
    first = await writer.stdout.readline()
    await asyncio.sleep(after)
    writer.send_signal(signal.SIGKILL)
    rest, _ = await writer.communicate()
    # The last line may be cut off; what is not a whole line was not confirmed to anybody.
    return int((first + rest).decode().rsplit("\n", 1)[0].split()[-1])


def assert_file_is_whole(url: str) -> None:
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


@pytest.mark.promise("P12", f"8 writers of one file × {SIZE.writes} transactions")
async def test_eight_writers_of_one_file_wait_for_each_other(sqlite_url: str) -> None:
    async with open_storage(sqlite_url) as storage:
        await storage.add_workspace(workspace(), organisation())
        writers = [await child(sqlite_url, number, SIZE.writes) for number in range(8)]
        for writer in writers:
            _, errors = await writer.communicate()
            assert (writer.returncode, errors.decode()) == (0, "")
        assert await assert_whole(storage) == 8 * SIZE.writes


@pytest.mark.promise("P11", f"{SIZE.starts} that migrate at once, an empty database and an earlier schema")
@pytest.mark.parametrize("before", [False, True], ids=["empty", "an earlier schema"])
async def test_of_many_that_migrate_at_once_one_does_it(empty_url: str, before: bool) -> None:
    if before:
        await on_connection(empty_url, lambda connection: upgrade_to(connection, REVISIONS[-2]))
    program = "import asyncio, sys, storage; asyncio.run(storage.migrate(sys.argv[1]))"
    running = [
        await asyncio.create_subprocess_exec(sys.executable, "-c", program, empty_url, cwd=ROOT, stderr=PIPE)
        for _ in range(SIZE.starts)
    ]
    for process in running:
        _, errors = await process.communicate()
        assert (process.returncode, errors.decode()) == (0, "")
    assert await schema_state(empty_url) is SchemaState.CURRENT


async def test_a_claim_is_won_by_one_process_only(url: str, storage: SqlStorage) -> None:
    program = (
        "import asyncio, sys, storage\n"
        "from tests.storage.samples import *\n"
        "async def claim():\n"
        "    async with storage.open_storage(sys.argv[1]) as opened, opened.write(ORGANISATION) as unit:\n"
        "        print(int(await unit.schedules.claim('digest', 'C1', 'week', NOW)))\n"
        "        await unit.commit()\n"
        "asyncio.run(claim())\n"
    )
    running = [
        await asyncio.create_subprocess_exec(sys.executable, "-c", program, url, cwd=ROOT, stdout=PIPE)
        for _ in range(3)
    ]
    answers = [(await process.communicate())[0].decode().strip() for process in running]
    assert sorted(answers) == ["0", "0", "1"]
    async with storage.read(ORGANISATION) as unit:
        assert await unit.schedules.last_runs("digest", NOW) == {"C1": NOW}


async def test_only_one_serves_an_sqlite_file(sqlite_url: str) -> None:
    async with serve_lock(sqlite_url):
        with pytest.raises(AlreadyServing, match="already runs on"):
            async with serve_lock(sqlite_url):
                pass
    async with serve_lock(sqlite_url):
        pass


async def test_any_number_serve_postgresql(postgres_url: str) -> None:
    async with serve_lock(postgres_url), serve_lock(postgres_url):
        pass
