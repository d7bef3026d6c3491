"""A digest that nobody chose a timezone for goes along with the organisation's; one with its own stays."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from readiness.domain.rules.organisation import CalendarChange
from readiness.domain.values.calendar import WorkingCalendar
from readiness.domain.values.person import Role
from readiness.domain.values.refusals import NotAllowed, UnknownZone
from readiness.domain.values.schedule import WeeklySlot
from readiness.usecases import digest
from readiness.usecases.calendar import change_calendar, look_at_calendar
from tests.fakes import SLACK, World, a_world, an_asker
from tests.readiness.build import ANA, BEN, EVERYBODY, a_gate, a_person, an_initiative, an_organisation

TOKYO = CalendarChange(timezone="Asia/Tokyo")


@pytest.fixture
def world() -> World:
    """Ana administers; it is Monday 09:00 UTC."""
    acme = an_organisation(people=[replace(a_person(ANA), role=Role.ADMINISTRATOR)])
    world = a_world(replace(acme, calendar=WorkingCalendar("Europe/Berlin")), in_channel=EVERYBODY)
    world.keep(an_initiative(a_gate()))
    return world


def due(world: World, channel: str = "C1") -> datetime | None:
    return world.storage.state().schedules[SLACK.id, channel].next_due


async def test_one_that_follows_comes_at_the_same_time_of_day_there(world):
    await digest.set_weekly(world.deps, an_asker(ANA), WeeklySlot(0, 9, 0, ""))
    assert due(world) == datetime(2026, 11, 30, 8, tzinfo=UTC)
    done = await change_calendar(world.deps, an_asker(ANA), TOKYO)
    assert due(world) == datetime(2026, 11, 30, 0, tzinfo=UTC)
    assert [one.slot.timezone for one in done.moved] == ["Asia/Tokyo"]
    assert done.stayed == 0


async def test_one_with_a_timezone_of_its_own_stays_also_where_that_was_the_organisations(world):
    await digest.set_weekly(world.deps, an_asker(ANA), WeeklySlot(0, 9, 0, "Europe/Berlin"))
    before = due(world)
    done = await change_calendar(world.deps, an_asker(ANA), TOKYO)
    assert (due(world), done.moved, done.stayed) == (before, (), 1)


async def test_one_that_is_off_stays_off_and_comes_back_in_the_new_zone(world):
    await digest.set_weekly(world.deps, an_asker(ANA), WeeklySlot(0, 9, 0, ""))
    await digest.switch_off(world.deps, an_asker(ANA))
    done = await change_calendar(world.deps, an_asker(ANA), TOKYO)
    assert (due(world), done.moved, done.stayed) == (None, (), 0)
    _, again = await digest.set_weekly(world.deps, an_asker(ANA), WeeklySlot(0, 9, 0, ""))
    assert again.slot.timezone == "Asia/Tokyo"


async def test_what_leaves_the_timezone_moves_no_digest(world):
    await digest.set_weekly(world.deps, an_asker(ANA), WeeklySlot(0, 9, 0, ""))
    before = due(world)
    await change_calendar(world.deps, an_asker(ANA), CalendarChange(weekend=frozenset({4, 5})))
    assert due(world) == before


async def test_windows_names_are_understood_and_others_refused(world):
    await change_calendar(world.deps, an_asker(ANA), CalendarChange(timezone="Tokyo Standard Time"))
    assert world.storage.stored_organisation().calendar.timezone == "Asia/Tokyo"
    with pytest.raises(UnknownZone, match="Europe/Nowhere"):
        await change_calendar(world.deps, an_asker(ANA), CalendarChange(timezone="Europe/Nowhere"))


async def test_others_look_and_are_refused_before_they_fill_in_a_form(world):
    assert (await look_at_calendar(world.deps, an_asker(ANA), to_change=True)).may_change
    assert not (await look_at_calendar(world.deps, an_asker(BEN))).may_change
    with pytest.raises(NotAllowed):
        await look_at_calendar(world.deps, an_asker(BEN), to_change=True)
    with pytest.raises(NotAllowed):
        await change_calendar(world.deps, an_asker(BEN), TOKYO)


async def test_a_gate_is_less_late_once_a_day_is_a_holiday(world):
    calendar = world.storage.stored_organisation().calendar
    today = world.clock().date()
    due_day = today - timedelta(days=4)
    late = calendar.days_late(due_day, today)
    await change_calendar(world.deps, an_asker(ANA), CalendarChange(added={today: ""}))
    assert world.storage.stored_organisation().calendar.days_late(due_day, today) == late - 1
