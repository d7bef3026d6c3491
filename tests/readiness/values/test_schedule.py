"""Weekly wall-clock slots: one a local week, whatever the clocks do (promises.md, P6 and P7)."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.domain.values.schedule import Occurrence, WeeklySlot, instant_of, is_late, latest_due, next_after

BERLIN_MONDAY = WeeklySlot(0, 9, 0, "Europe/Berlin")
ZONES = sorted(available_timezones() - {"localtime", "Factory"})


def test_the_latest_occurrence_is_this_weeks_once_its_time_has_come() -> None:
    due = latest_due(BERLIN_MONDAY, datetime(2026, 11, 23, 8, 0, tzinfo=UTC))
    assert due == Occurrence(date(2026, 11, 23), datetime(2026, 11, 23, 8, 0, tzinfo=UTC))


def test_a_second_earlier_it_is_last_weeks() -> None:
    assert latest_due(BERLIN_MONDAY, datetime(2026, 11, 23, 7, 59, 59, tzinfo=UTC)).day == date(2026, 11, 16)


def test_a_period_is_the_local_day_and_was_its_iso_week() -> None:
    due = latest_due(BERLIN_MONDAY, datetime(2026, 11, 24, tzinfo=UTC))
    assert (due.period, due.week) == ("2026-11-23", "2026-W48")
    assert Occurrence(date(2027, 1, 3), datetime(2027, 1, 3, tzinfo=UTC)).week == "2026-W53"


def test_a_slot_belongs_to_its_local_day_even_where_utc_is_still_on_the_day_before() -> None:
    slot = WeeklySlot(0, 9, 0, "Pacific/Auckland")
    due = latest_due(slot, datetime(2026, 11, 23, tzinfo=UTC))
    assert due == Occurrence(date(2026, 11, 23), datetime(2026, 11, 22, 20, 0, tzinfo=UTC))


def test_after_five_weeks_down_only_the_latest_occurrence_is_due_and_it_is_late() -> None:
    down_since = datetime(2026, 10, 19, 6, 0, tzinfo=UTC)
    now = down_since + timedelta(weeks=5, days=2)
    due = latest_due(BERLIN_MONDAY, now)
    assert due.day == date(2026, 11, 23)
    assert is_late(due, now)


@pytest.mark.parametrize(("minutes", "late"), [(0, False), (60, False), (61, True)])
def test_late_is_more_than_an_hour_after(minutes: int, late: bool) -> None:
    due = latest_due(BERLIN_MONDAY, datetime(2026, 11, 23, 8, 0, tzinfo=UTC))
    assert is_late(due, due.instant + timedelta(minutes=minutes)) is late


def test_nine_in_the_morning_stays_nine_when_clocks_change() -> None:
    summer = next_after(BERLIN_MONDAY, datetime(2026, 10, 19, 12, tzinfo=UTC) - timedelta(weeks=1))
    winter = next_after(BERLIN_MONDAY, datetime(2026, 10, 19, 12, tzinfo=UTC))
    assert (summer.instant.hour, winter.instant.hour) == (7, 8)


def test_a_time_that_clocks_skip_falls_on_the_first_instant_after_the_gap() -> None:
    skipped = instant_of(date(2026, 3, 8), time(2, 30), "America/New_York")
    assert skipped.astimezone(ZoneInfo("America/New_York")).isoformat() == "2026-03-08T03:00:00-04:00"


def test_a_time_that_comes_twice_is_the_first_of_the_two() -> None:
    twice = instant_of(date(2026, 11, 1), time(1, 30), "America/New_York")
    assert twice == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


def test_a_gap_of_half_an_hour_and_one_over_midnight_end_where_clocks_go_on() -> None:
    lord_howe = instant_of(date(2026, 10, 4), time(2, 15), "Australia/Lord_Howe")
    assert lord_howe.astimezone(ZoneInfo("Australia/Lord_Howe")).time() == time(2, 30)
    beirut = instant_of(date(2026, 3, 29), time(0, 30), "Asia/Beirut")
    assert beirut.astimezone(ZoneInfo("Asia/Beirut")).time() == time(1, 0)


def test_a_local_day_that_never_was_is_served_when_the_next_one_begins() -> None:
    slot = WeeklySlot(4, 9, 0, "Pacific/Apia")  # Samoa went from Thursday 29 to Saturday 31 December 2011.
    before = latest_due(slot, datetime(2011, 12, 30, 9, 59, 59, tzinfo=UTC))
    after = latest_due(slot, datetime(2011, 12, 30, 10, 0, tzinfo=UTC))
    assert (before.day, after.day) == (date(2011, 12, 23), date(2011, 12, 30))
    assert after.instant == datetime(2011, 12, 30, 10, 0, tzinfo=UTC)


def test_a_zone_that_moved_its_offset_without_summer_time_keeps_its_wall_clock() -> None:
    slot = WeeklySlot(5, 0, 0, "Asia/Pyongyang")  # UTC+8:30 became UTC+9 on Saturday 5 May 2018 (local 4 May 23:30).
    found = next_after(slot, datetime(2018, 5, 1, tzinfo=UTC))
    assert found == Occurrence(date(2018, 5, 5), datetime(2018, 5, 4, 15, 0, tzinfo=UTC))


def _days_of_change(zone: str) -> list[date]:
    """The local days of 2020 to 2035 on which a zone's clocks change."""
    local, begin = ZoneInfo(zone), datetime(2020, 1, 1, tzinfo=UTC)
    weeks = [(begin + timedelta(weeks=n)).astimezone(local) for n in range(16 * 53)]
    days: list[date] = []
    for earlier, later in pairwise(weeks):
        if earlier.utcoffset() != later.utcoffset():
            hours = [(earlier.astimezone(UTC) + timedelta(hours=n)).astimezone(local) for n in range(169)]
            days.extend(one.date() for one, other in pairwise(hours) if one.utcoffset() != other.utcoffset())
    return days


@pytest.mark.promise("P7", f"{len(ZONES)} zones, 2020 to 2035, around each change of their clocks")
@pytest.mark.parametrize("part", range(8))
def test_every_zone_has_one_occurrence_a_week_around_every_change_of_its_clocks(part: int) -> None:
    """Every IANA zone 2020 to 2035, each change met on its day and the next; the times are spread over the changes."""
    for index, zone in enumerate(ZONES[part::8]):
        for number, day in enumerate(_days_of_change(zone)):
            minutes = (0, 30, 60, 90, 120, 150, 180, 1410)[(index + number) % 8]
            slot = WeeklySlot((day.weekday() + number % 2) % 7, minutes // 60, minutes % 60, zone)
            _assert_one_a_week(slot, datetime.combine(day, time(), UTC))


@given(
    zone=st.sampled_from(ZONES),
    weekday=st.integers(0, 6),
    minutes=st.integers(0, 24 * 60 - 1),
    hours=st.integers(0, 16 * 365 * 24),
)
def test_any_slot_in_any_zone_comes_once_a_local_week(zone: str, weekday: int, minutes: int, hours: int) -> None:
    near = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(hours=hours)
    _assert_one_a_week(WeeklySlot(weekday, minutes // 60, minutes % 60, zone), near)


def test_a_year_of_hourly_ticks_claims_each_week_once() -> None:
    slot = WeeklySlot(6, 1, 30, "America/New_York")
    begin = datetime(2026, 1, 1, tzinfo=UTC)
    seen = {latest_due(slot, begin + timedelta(hours=n)).period for n in range(24 * 365)}
    assert len(seen) == 53


def _assert_one_a_week(slot: WeeklySlot, near: datetime) -> None:
    due = latest_due(slot, near)
    following = next_after(slot, near)
    assert due.instant <= near < following.instant
    assert following.day - due.day == timedelta(days=7)
    assert due.day.weekday() == slot.weekday
    assert latest_due(slot, following.instant) == following
    assert latest_due(slot, following.instant - timedelta(seconds=1)) == due
    shown = following.instant.astimezone(ZoneInfo(slot.timezone)).replace(tzinfo=None)
    wanted = datetime.combine(following.day, time(slot.hour, slot.minute))
    assert shown >= wanted
    assert shown - wanted <= timedelta(hours=2)
