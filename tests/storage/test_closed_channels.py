"""Digests that an older version switched off from one refusal come back; one that a person switched off stays off."""

import json
import sqlite3
from pathlib import Path

from readiness.domain.values.schedule import WeeklySlot
from readiness.usecases.frame.ports import DigestSchedule, ScheduleKind
from storage import migrate, open_storage
from tests.storage.samples import ANN, NOW, ORGANISATION, WORKSPACE, organisation, workspace

OFF = {
    "C-bot": [None],
    "C-ann": [ANN],
    "C-both": [None, ANN],
}
"""Who switched each channel's digest off, the latest last; nobody is the bot."""


def as_before(file: Path) -> None:
    """Make the file one of the version before, with what that kept of the digests that are off."""
    with sqlite3.connect(file) as connection:
        sequence = 100
        for channel, actors in OFF.items():
            for actor in actors:
                sequence += 1
                data = json.dumps({"workspace": WORKSPACE, "channel": channel, "on": False})
                row = (ORGANISATION, ORGANISATION, sequence, NOW.isoformat(), actor, data)
                connection.execute(
                    "INSERT INTO record"
                    " (organisation_id, chain, sequence, at, actor, data, kind, previous, texts, hash)"
                    " VALUES (?, ?, ?, ?, ?, ?, 'digest.changed', '', '{}', '')",
                    row,
                )
        connection.execute("DROP INDEX ix_outbox_held")
        for column in ("held_workspace", "held_place"):
            connection.execute(f"ALTER TABLE outbox DROP COLUMN {column}")
        connection.execute("DROP TABLE holds")
        connection.execute("UPDATE alembic_version SET version_num = '0008'")


async def test_what_the_bot_closed_is_looked_at_again_and_what_a_person_switched_off_is_not(sqlite_url: str) -> None:
    slot = WeeklySlot(0, 9, 0, "UTC")
    async with open_storage(sqlite_url) as storage:
        await storage.add_workspace(workspace(), organisation())
        async with storage.write(ORGANISATION) as unit:
            for channel in OFF:
                await unit.schedules.save(DigestSchedule(WORKSPACE, channel, ScheduleKind.CHANNEL, slot, None))
            await unit.commit()
    as_before(Path(sqlite_url.removeprefix("sqlite:///")))
    await migrate(sqlite_url)
    async with open_storage(sqlite_url) as storage:
        await storage.held.look()
        found = storage.held.at(WORKSPACE, "C-bot")
        assert found is not None
        assert (found.hold.is_closed, found.hold.next_probe) == (True, NOW)
        assert storage.held.at(WORKSPACE, "C-ann", "C-both") is None
        async with storage.read(ORGANISATION) as unit:
            assert {one.channel for one in await unit.schedules.due(NOW)} == {"C-bot"}
