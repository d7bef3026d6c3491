"""When each home channel was looked at, on both databases."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Boolean, Connection, Integer, MetaData, Table

from readiness.domain.values.identity import WorkspaceId
from readiness.domain.values.initiative import Home, Initiative
from readiness.domain.values.schedule import WeeklySlot
from readiness.usecases.frame.ports import DigestSchedule, ScheduleKind
from storage import SqlStorage, migrate, open_storage
from tests.storage.connecting import on_connection, upgrade_to
from tests.storage.samples import NOW, ORGANISATION, WORKSPACE, initiative

HOUR = timedelta(hours=1)
ELSEWHERE = WorkspaceId("elsewhere")


def homed(channel: str, key: str = "") -> Initiative:
    one = initiative(key or f"in-{channel.lower()}")
    return replace(one, slug=one.id, home=Home(WORKSPACE, channel))


async def add_homes(storage: SqlStorage, *channels: str) -> None:
    async with storage.write(ORGANISATION) as uow:
        for channel in channels:
            await uow.initiatives.add(homed(channel))
        await uow.commit()


async def due(storage: SqlStorage, hours: float = 0, most: int = 9, workspace: WorkspaceId = WORKSPACE) -> list[str]:
    async with storage.read(ORGANISATION) as uow:
        return [channel for _, channel in await uow.looks.due((workspace,), NOW + hours * HOUR, most)]


async def claim(storage: SqlStorage, channel: str, hours: float = 0) -> bool:
    async with storage.write(ORGANISATION) as uow:
        is_mine = await uow.looks.claim(WORKSPACE, channel, NOW + hours * HOUR, NOW + (hours + 1) * HOUR)
        await uow.commit()
        return is_mine


async def see(storage: SqlStorage, channel: str, hours: float = 0) -> None:
    async with storage.write(ORGANISATION) as uow:
        await uow.looks.seen(WORKSPACE, channel, NOW + hours * HOUR, NOW + (hours + 24) * HOUR)
        await uow.commit()


async def seen_at(storage: SqlStorage, channel: str) -> datetime | None:
    async with storage.read(ORGANISATION) as uow:
        return await uow.looks.seen_at(WORKSPACE, channel)


async def test_homes_are_due_that_nobody_saw_first_and_the_longest_unseen_next(storage: SqlStorage) -> None:
    await add_homes(storage, "C1", "C2", "C3")
    async with storage.write(ORGANISATION) as uow:
        await uow.initiatives.add(homed("C1", "twin"))
        slot = WeeklySlot(0, 9, 0, "UTC")
        await uow.schedules.save(DigestSchedule(WORKSPACE, "C9", ScheduleKind.LEADERSHIP, slot, NOW))
        await uow.commit()
    assert await due(storage) == ["C1", "C2", "C3"]
    assert await due(storage, most=2) == ["C1", "C2"]
    assert await due(storage, workspace=ELSEWHERE) == []
    await see(storage, "C2")
    await see(storage, "C1", hours=1)
    assert await due(storage, hours=1) == ["C3"]
    assert await due(storage, hours=24) == ["C3", "C2"]
    assert await due(storage, hours=25) == ["C3", "C2", "C1"]


async def test_one_of_many_looks_and_again_once_that_is_due(storage: SqlStorage, other_storage: SqlStorage) -> None:
    await add_homes(storage, "C1")
    assert [await claim(one, "C1") for one in (storage, other_storage, storage)] == [True, False, False]
    assert await seen_at(storage, "C1") is None
    assert await due(storage, hours=0.9) == []
    assert [await claim(one, "C1", hours=1) for one in (other_storage, storage)] == [True, False]
    await see(storage, "C1", hours=1)
    assert await claim(storage, "C1", hours=24) is False
    assert await claim(storage, "C1", hours=25) is True
    assert await seen_at(storage, "C1") == NOW + HOUR


async def test_what_was_seen_in_the_future_is_due_as_the_clock_was_set_back(storage: SqlStorage) -> None:
    await add_homes(storage, "C1")
    await see(storage, "C1", hours=5)
    assert await due(storage, hours=4) == ["C1"]
    assert await claim(storage, "C1", hours=4) is True


async def test_what_only_a_clock_wrote_that_ran_ahead_is_due_also_where_nobody_saw_it(storage: SqlStorage) -> None:
    await add_homes(storage, "C1")
    assert await claim(storage, "C1", hours=24) is True
    assert await due(storage, hours=1) == []
    assert await claim(storage, "C1", hours=1) is False
    assert await due(storage, hours=0.5) == ["C1"]
    assert await claim(storage, "C1", hours=0.5) is True


async def test_after_a_clock_was_set_back_every_channel_is_looked_at(storage: SqlStorage) -> None:
    await add_homes(storage, "C1", "C2")
    await see(storage, "C1", hours=-3)
    await claim(storage, "C2")
    assert await due(storage, hours=-2) == []
    async with storage.write(ORGANISATION) as uow:
        await uow.looks.bring_back(NOW - 2 * HOUR)
        await uow.commit()
    assert await due(storage, hours=-2) == ["C1", "C2"]
    assert await seen_at(storage, "C1") == NOW - 3 * HOUR


async def test_homes_of_an_older_database_count_as_seen_when_it_was_migrated(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'older.db'}"

    def older(connection: Connection) -> None:
        upgrade_to(connection, "0007")
        _insert(connection, "organisations", id="acme", name="Acme", timezone="UTC", weekend="", holidays="")
        for key in ("one", "two"):
            _insert(connection, "initiatives", organisation_id="acme", id=key, slug=key, workspace_id="w", channel="C1")

    await on_connection(url, older)
    before = datetime.now(UTC)
    await migrate(url)
    async with open_storage(url) as opened, opened.read("acme") as uow:
        found = await uow.looks.seen_at(WorkspaceId("w"), "C1")
        assert found is not None
        assert before <= found <= datetime.now(UTC)
        assert await uow.looks.due((WorkspaceId("w"),), datetime.now(UTC), 9) == (("w", "C1"),)


def _insert(connection: Connection, into: str, **given: object) -> None:
    """A row in which everything else that must not be empty is 0 or no words."""
    table = Table(into, MetaData(), autoload_with=connection)
    needed = [column for column in table.c if not column.nullable and column.server_default is None]
    blank = {one.name: 0 if isinstance(one.type, Integer | Boolean) else "" for one in needed}
    connection.execute(table.insert(), {**blank, **given})
