"""What is stored and cannot be read takes nothing else away: it is reported, and something stands in for it."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection, Text, text

from bot.bootstrap import built_in_templates
from readiness.domain.values.calendar import WorkingCalendar
from readiness.domain.values.identity import InitiativeId
from readiness.domain.values.initiative import Life
from readiness.domain.values.person import ReminderChoice, Role, Standing
from readiness.domain.values.policy import Policy
from readiness.domain.values.schedule import WeeklySlot
from readiness.usecases.frame.ports import DigestSchedule, ScheduleKind, Unreadable
from storage import SqlStorage, open_storage
from storage.engine.database import written
from storage.engine.postgres import PostgresDatabase
from storage.engine.tables import initiatives, metadata
from tests.fakes import HeardFaults
from tests.storage.samples import BO, NOW, ORGANISATION, WORKSPACE, notice, organisation, plain_initiative, workspace


@pytest.fixture
def faults() -> HeardFaults:
    return HeardFaults()


@pytest.fixture
async def storage(url: str, faults: HeardFaults) -> AsyncIterator[SqlStorage]:
    """Storage that holds one organisation, and says what it cannot read."""
    async with open_storage(url, faults=faults) as opened:
        await opened.add_workspace(workspace(), organisation())
        yield opened


async def spoil(storage: SqlStorage, table: str, column: str, value: str, where: str = "TRUE") -> None:
    """Write what the bot never writes, as another version, a hand or a disk may."""

    def spoilt(connection: Connection) -> None:
        own = {"organisation": str(ORGANISATION), "value": value}
        named = "id" if table == "organisations" else "organisation_id"
        version = ", version = version + 1" if table == "initiatives" and column != "version" else ""
        spoils = f"UPDATE {table} SET {column} = :value{version} WHERE {named} = :organisation AND {where}"  # noqa: S608
        connection.execute(text(spoils), own)
        seen = "UPDATE organisations SET version = version + 1 WHERE id = :organisation AND '' <> 'organisation_id'"
        connection.execute(text(seen), own)

    await written(storage._database, spoilt)


def no_text_there(storage: SqlStorage, table: str, column: str) -> None:
    """Skip what cannot come to be: PostgreSQL stores nothing that is not of its column's type."""
    is_text = isinstance(metadata.tables[table].c[column].type, Text)
    if isinstance(storage._database, PostgresDatabase) and not is_text:
        pytest.skip("PostgreSQL holds nothing there that is not of the column's type")


IN_BERLIN = "Europe/Berlin"

PARTS = {
    ("organisations", "timezone", "Mars/Phobos"): lambda org: org.calendar.timezone == "UTC",
    ("organisations", "timezone", "W. Europe Standard Time"): lambda org: org.calendar.timezone == IN_BERLIN,
    ("organisations", "weekend", "{"): lambda org: org.calendar.weekend == WorkingCalendar().weekend,
    ("organisations", "weekend", '["sat"]'): lambda org: org.calendar.weekend == WorkingCalendar().weekend,
    ("organisations", "holidays", '["tomorrow"]'): lambda org: org.calendar.holidays == frozenset(),
    ("organisations", "policy", "no policy"): lambda org: org.policy == Policy(),
    ("people", "timezone", "Mars/Phobos"): lambda org: org.person(BO).timezone == org.calendar.timezone,
    ("people", "timezone", "Tokyo Standard Time"): lambda org: org.person(BO).timezone == "Asia/Tokyo",
    ("people", "role", "emperor"): lambda org: org.person(BO).role is Role.MEMBER,
    ("people", "standing", "floating"): lambda org: org.person(BO).standing is Standing.GUEST,
    ("people", "day_starts", "dawn"): lambda org: org.person(BO).reminders.day_starts == ReminderChoice().day_starts,
    ("people", "day_ends", "25:00"): lambda org: org.person(BO).reminders.day_ends == ReminderChoice().day_ends,
    ("people", "snoozed_until", "next week"): lambda org: org.person(BO).reminders.snoozed_until is None,
    ("people", "absence", "{}"): lambda org: org.person(BO).absence is None,
}
"""What may be written where, and what stands in for it."""

UNDERSTOOD = {"W. Europe Standard Time", "Tokyo Standard Time"}


@pytest.mark.parametrize(("part", "stands_in"), PARTS.items(), ids=lambda one: "-".join(one) if one is tuple else None)
async def test_one_part_of_an_organisation_that_cannot_be_read_leaves_all_the_rest(
    storage: SqlStorage, faults: HeardFaults, part, stands_in
) -> None:
    table, column, value = part
    no_text_there(storage, table, column)
    whole = await storage.organisation(ORGANISATION)
    await spoil(storage, table, column, value, f"id = '{BO}'" if table == "people" else "TRUE")
    found = await storage.organisation(ORGANISATION)
    assert stands_in(found)
    assert (found.name, found.parties, found.people.keys()) == (whole.name, whole.parties, whole.people.keys())
    assert {one: person for one, person in found.people.items() if one != BO} == {
        one: person for one, person in whole.people.items() if one != BO
    }
    told = len(faults.failures) + len(faults.replacements)
    assert told == (0 if value in UNDERSTOOD else 1)


@pytest.mark.parametrize("column", ["next_due", "weekday", "hour"])
async def test_a_column_of_a_digest_that_cannot_be_read_keeps_no_other_from_being_due(
    storage: SqlStorage, faults: HeardFaults, column: str
) -> None:
    no_text_there(storage, "digest_schedules", column)
    await schedule(storage, "C1", "C2")
    # Text that comes before every instant, so that it counts as due.
    await spoil(storage, "digest_schedules", column, "!", "channel = 'C1'")
    async with storage.read(ORGANISATION) as unit:
        assert [one.channel for one in await unit.schedules.due(NOW)] == ["C2"]
    assert faults.items() == [("documents", f"digest schedule of {WORKSPACE}:C1")]


@pytest.mark.parametrize(("zone", "read_as"), [("Mars/Phobos", "Europe/Berlin"), ("Tokyo Standard Time", "Asia/Tokyo")])
async def test_a_digest_in_a_zone_that_nobody_knows_goes_by_the_organisations(
    storage: SqlStorage, faults: HeardFaults, zone: str, read_as: str
) -> None:
    await spoil(storage, "organisations", "timezone", "W. Europe Standard Time")
    await schedule(storage, "C1", "C2")
    await spoil(storage, "digest_schedules", "timezone", zone, "channel = 'C1'")
    async with storage.read(ORGANISATION) as unit:
        found = {one.channel: one.slot.timezone for one in await unit.schedules.due(NOW)}
        alone = await unit.schedules.get(WORKSPACE, "C1")
    assert found == {"C1": read_as, "C2": "UTC"}
    assert alone is not None
    assert alone.slot.timezone == read_as


async def test_a_digest_that_cannot_be_read_keeps_no_other_from_being_due(
    storage: SqlStorage, faults: HeardFaults
) -> None:
    await schedule(storage, "C1", "C2")
    await spoil(storage, "digest_schedules", "kind", "daily", "channel = 'C1'")
    async with storage.read(ORGANISATION) as unit:
        assert [one.channel for one in await unit.schedules.due(NOW)] == ["C2"]
    assert faults.items() == [("documents", f"digest schedule of {WORKSPACE}:C1")]


async def schedule(storage: SqlStorage, *channels: str) -> None:
    """Digests that are due."""
    async with storage.write(ORGANISATION) as unit:
        for channel in channels:
            slot = WeeklySlot(0, 9, 0, "UTC")
            due = DigestSchedule(WORKSPACE, channel, ScheduleKind.CHANNEL, slot, NOW - timedelta(minutes=1))
            await unit.schedules.save(due)
        await unit.commit()


# --- initiatives ------------------------------------------------------------------------------------------------------

SPOILT = ["", "no JSON", "[]", "{}", '{"lead": 5}', "null", '{"gates": [{"key": 1}]}']


@pytest.mark.parametrize("document", SPOILT)
async def test_one_initiative_that_cannot_be_read_takes_no_other_away(
    storage: SqlStorage, faults: HeardFaults, document: str
) -> None:
    await three(storage)
    await spoil(storage, "initiatives", "state", document, "slug = 'initiative-2'")
    async with storage.read(ORGANISATION) as unit:
        streamed = [one.slug async for one in unit.initiatives.stream(frozenset({Life.ACTIVE}))]
        lines = [one.slug for one in await unit.initiatives.lines()]
        loaded = [
            one.slug for one in await unit.initiatives.load([InitiativeId(f"initiative-{n:06}") for n in (1, 2, 3)])
        ]
    assert streamed == loaded == ["initiative-1", "initiative-3"]
    assert lines == ["initiative-1", "initiative-2", "initiative-3"]
    assert set(faults.items()) == {("documents", "initiative initiative-2")}


async def test_a_page_that_cannot_be_read_at_all_is_followed_by_the_next_one(
    storage: SqlStorage, faults: HeardFaults, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.stores.initiatives.PAGE", 1)
    await three(storage)
    await spoil(storage, "initiatives", "state", "{", "slug <> 'initiative-3'")
    async with storage.read(ORGANISATION) as unit:
        assert [one.slug async for one in unit.initiatives.stream(frozenset({Life.ACTIVE}))] == ["initiative-3"]
    assert len(faults.failures) == 2


async def test_the_one_that_was_asked_for_is_refused_in_words(storage: SqlStorage) -> None:
    await three(storage)
    await spoil(storage, "initiatives", "state", "{", "slug = 'initiative-2'")
    async with storage.read(ORGANISATION) as unit:
        with pytest.raises(Unreadable, match="initiative initiative-2"):
            await unit.initiatives.by_slug("initiative-2")
        with pytest.raises(Unreadable):
            await unit.initiatives.get(InitiativeId("initiative-000002"))
    with pytest.raises(Unreadable) as refused:
        await storage.named(ORGANISATION, "initiative-2")
    assert "initiative-2" not in refused.value.sentence()


async def test_an_initiative_of_a_life_that_nobody_knows_is_not_among_its_channels(
    storage: SqlStorage, faults: HeardFaults
) -> None:
    await three(storage)
    await spoil(storage, "initiatives", "life", "asleep", "slug = 'initiative-2'")
    async with storage.read(ORGANISATION) as unit:
        everywhere = [one.slug for one in await unit.initiatives.lines()]
    here = await storage.in_channel(ORGANISATION, WORKSPACE, "C1")
    assert everywhere == [one.slug for one in here.lines] == ["initiative-1", "initiative-3"]
    assert set(faults.items()) == {("documents", "initiative initiative-2")}


async def test_a_checklist_that_cannot_be_read_takes_no_other_away(storage: SqlStorage, faults: HeardFaults) -> None:
    stored = built_in_templates()["ai-model-to-production"]
    async with storage.write(ORGANISATION) as unit:
        for key in ("one", "two"):
            await unit.templates.publish(replace(stored, template=replace(stored.template, key=key)))
        await unit.commit()
    await spoil(storage, "templates", "body", "{", "key = 'one'")
    async with storage.read(ORGANISATION) as unit:
        assert [one.template.key for one in await unit.templates.list()] == ["two"]
        with pytest.raises(Unreadable):
            await unit.templates.get("one")
    assert faults.items() == [("documents", f"checklist one, version {stored.template.version}")]


async def three(storage: SqlStorage) -> None:
    """Three initiatives that can be read."""
    async with storage.write(ORGANISATION) as unit:
        for number in (1, 2, 3):
            one = plain_initiative(number)
            await unit.initiatives.add(replace(one, slug=f"initiative-{number}", name=f"initiative-{number}"))
        await unit.commit()


# --- every column -----------------------------------------------------------------------------------------------------

NAMES_IT = {"organisation_id", "id", "slug"}
"""Columns by which a row is found: of another value it is another initiative's row."""


@pytest.mark.parametrize("column", [one.name for one in initiatives.columns if one.name not in NAMES_IT])
async def test_whatever_column_of_one_initiative_is_spoilt_the_others_are_served(
    storage: SqlStorage, faults: HeardFaults, column: str
) -> None:
    no_text_there(storage, "initiatives", column)
    await three(storage)
    await spoil(storage, "initiatives", column, "rubbish", "slug = 'initiative-2'")
    everyone = frozenset(Life)
    ids = [InitiativeId(f"initiative-{n:06}") for n in (1, 2, 3)]
    async with storage.read(ORGANISATION) as unit:
        lines = [one.slug for one in await unit.initiatives.lines()]
        some = [one.slug for one in await unit.initiatives.lines(lives=everyone)]
        streamed = [one.slug async for one in unit.initiatives.stream(everyone)]
        loaded = [one.slug for one in await unit.initiatives.load(ids)]
        await unit.initiatives.named(everyone)
        alone = await unit.initiatives.by_slug("initiative-1")
    here = [one.slug for one in (await storage.in_channel(ORGANISATION, WORKSPACE, "C1")).lines]
    found = await storage.named(ORGANISATION, "initiative-3")
    assert alone is not None
    assert found.initiative is not None
    for served in (lines, some, streamed, loaded, here):
        assert [one for one in served if one != "initiative-2"] == ["initiative-1", "initiative-3"]
    # What a line tells of and nothing can be loaded of is what people are told is missing.
    is_served = "initiative-2" in loaded
    assert is_served or "initiative-2" in lines
    assert is_served or set(faults.items()) == {("documents", "initiative initiative-2")}


@pytest.mark.parametrize("column", ["head_at", "head_sequence", "version", "state"])
async def test_what_a_spoilt_column_takes_away_is_refused_in_words(storage: SqlStorage, column: str) -> None:
    no_text_there(storage, "initiatives", column)
    await three(storage)
    await spoil(storage, "initiatives", column, "rubbish", "slug = 'initiative-2'")
    with pytest.raises(Unreadable, match="initiative initiative-2"):
        await storage.named(ORGANISATION, "initiative-2")
    async with storage.read(ORGANISATION) as unit:
        with pytest.raises(Unreadable, match="initiative initiative-2"):
            await unit.initiatives.by_slug("initiative-2")


# --- messages ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "value"),
    [("payload", "{"), ("payload", "[]"), ("kind", "telegram"), ("enqueued_at", "!"), ("attempts", "!")],
)
async def test_a_message_that_cannot_be_read_is_given_up_and_holds_nobody_up(
    storage: SqlStorage, faults: HeardFaults, column: str, value: str
) -> None:
    no_text_there(storage, "outbox", column)
    async with storage.write(ORGANISATION) as unit:
        for key in ("spoilt", "after it"):
            await unit.outbox.enqueue(notice(key), NOW)
        await unit.outbox.enqueue(notice("elsewhere", None, "C9"), NOW)
        await unit.commit()
    await spoil(storage, "outbox", column, value, "key = 'spoilt'")
    first = await storage.deliveries.claim(NOW, 10)
    assert [one.notice.key for one in first] == ["elsewhere"]
    assert [one.notice.key for one in await storage.deliveries.claim(NOW, 10)] == ["after it"]
    assert faults.items() == [("documents", "message spoilt")]
    (dead,) = await storage.deliveries.dead(10)
    assert (dead.key, dead.why) == ("spoilt", "what is stored of it cannot be read")
    assert (dead.notice is None) == (column in ("payload", "kind"))


async def test_messages_that_cannot_be_read_take_nobodys_place(storage: SqlStorage, faults: HeardFaults) -> None:
    async with storage.write(ORGANISATION) as unit:
        for number in range(5):
            await unit.outbox.enqueue(notice(f"n{number}", None, f"C{number}"), NOW + timedelta(seconds=number))
        await unit.commit()
    await spoil(storage, "outbox", "payload", "{", "key <> 'n4'")
    later = NOW + timedelta(minutes=1)
    assert [one.notice.key for one in await storage.deliveries.claim(later, 2)] == ["n4"]
    assert len(faults.failures) == 4
