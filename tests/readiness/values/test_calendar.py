"""Local dates and working days (rules.md, "Time")."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.domain.values.calendar import SATURDAY, SUNDAY, WorkingCalendar

DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))
CALENDARS = st.builds(
    WorkingCalendar,
    weekend=st.frozensets(st.integers(0, 6), max_size=6),
    holidays=st.frozensets(DAYS, max_size=40),
)
WORKABLE = st.builds(
    WorkingCalendar,
    weekend=st.frozensets(st.integers(0, 6), max_size=5),
    holidays=st.frozensets(DAYS, max_size=40),
)


@given(CALENDARS, DAYS, DAYS)
def test_working_days_between_are_those_one_counts_on_the_fingers(
    calendar: WorkingCalendar, earlier: date, later: date
) -> None:
    days = (earlier + timedelta(days=n) for n in range(1, (later - earlier).days + 1))
    assert calendar.working_days_between(earlier, later) == sum(map(calendar.is_working, days))


@given(CALENDARS, st.lists(DAYS, min_size=3, max_size=3).map(sorted))
def test_working_days_add_up_over_a_day_between(calendar: WorkingCalendar, days: list[date]) -> None:
    first, middle, last = days
    parts = calendar.working_days_between(first, middle) + calendar.working_days_between(middle, last)
    assert parts == calendar.working_days_between(first, last)


@given(WORKABLE, DAYS, st.integers(1, 40))
def test_adding_working_days_is_undone_by_counting_them(calendar: WorkingCalendar, start: date, count: int) -> None:
    end = calendar.add_working_days(start, count)
    assert calendar.is_working(end)
    assert calendar.working_days_between(start, end) == count


@given(WORKABLE, DAYS, st.integers(1, 40))
def test_working_days_before_are_that_many_before(calendar: WorkingCalendar, start: date, count: int) -> None:
    begin = calendar.add_working_days(start, -count)
    assert calendar.is_working(begin)
    passed = calendar.working_days_between(begin, start)
    assert passed == (count if calendar.is_working(start) else count - 1)


ZONES = st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Asia/Beirut", "Pacific/Kiritimati"])


@given(WORKABLE, ZONES, st.builds(datetime.combine, DAYS, st.times(), st.just(UTC)), DAYS, st.integers(0, 5))
def test_what_lasts_longer_is_what_has_more_working_days_behind_it(
    calendar: WorkingCalendar, timezone: str, since: datetime, today: date, working_days: int
) -> None:
    here = replace(calendar, timezone=timezone)
    longer = here.working_days_between(here.local_date(since), today) > working_days
    assert here.lasts_longer(since, working_days, today) is longer


def test_where_nobody_works_nothing_lasts_longer() -> None:
    assert not WorkingCalendar(weekend=frozenset(range(7))).lasts_longer(datetime(2020, 1, 1, tzinfo=UTC), 0, date.max)


def test_adding_none_stays_on_the_day_even_at_a_weekend() -> None:
    assert WorkingCalendar().add_working_days(date(2026, 11, 21), 0) == date(2026, 11, 21)


def test_without_any_working_day_none_can_be_added() -> None:
    with pytest.raises(ValueError, match="no working days"):
        WorkingCalendar(weekend=frozenset(range(7))).add_working_days(date(2026, 11, 23), 1)


@pytest.mark.parametrize(
    ("due", "late"),
    [(date(2026, 11, 23), 0), (date(2026, 11, 20), 1), (date(2026, 11, 21), 1), (date(2026, 11, 13), 6)],
)
def test_days_late_on_a_monday_leave_out_the_weekend(due: date, late: int) -> None:
    assert WorkingCalendar().days_late(due, date(2026, 11, 23)) == late


def test_a_friday_and_saturday_weekend_is_possible() -> None:
    calendar = WorkingCalendar(weekend=frozenset({4, SATURDAY}))
    assert calendar.is_working(date(2026, 11, 22))
    assert date(2026, 11, 22).weekday() == SUNDAY
    assert not calendar.is_working(date(2026, 11, 20))


def test_the_local_date_is_the_organisations() -> None:
    instant = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    assert WorkingCalendar("Europe/Berlin").local_date(instant) == date(2026, 11, 23)
    assert WorkingCalendar("America/New_York").local_date(instant) == date(2026, 11, 22)


@given(ZONES, DAYS)
def test_a_day_ends_as_the_next_one_begins_also_when_clocks_change(timezone: str, day: date) -> None:
    calendar = WorkingCalendar(timezone)
    assert calendar.end_of(day) == calendar.start_of(day + timedelta(days=1))
    assert calendar.local_date(calendar.end_of(day)) == day + timedelta(days=1)
    assert calendar.local_date(calendar.end_of(day) - timedelta(seconds=1)) == day


def test_the_day_on_which_clocks_go_back_has_twenty_five_hours() -> None:
    calendar = WorkingCalendar("Europe/Berlin")
    day = date(2026, 10, 25)
    assert calendar.end_of(day) - calendar.start_of(day) == timedelta(hours=25)


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Auckland", "America/Los_Angeles"])
@pytest.mark.parametrize("day", [date.min, date(26, 10, 12), date(9026, 11, 13), date.max])
def test_no_day_that_was_stored_leaves_the_calendar_there_is(zone: str, day: date) -> None:
    calendar, today = WorkingCalendar(zone), date(2026, 11, 23)
    instant = datetime.combine(day, time(), UTC)
    assert calendar.start_of(day) < calendar.end_of(day)
    assert calendar.start_of(today) == WorkingCalendar(zone).start_of(today)
    for count in (-30, 30):
        assert (calendar.add_working_days(day, count) > calendar.add_working_days(day, 0)) == (count > 0)
    assert calendar.local_date(instant) - timedelta(weeks=100) < calendar.last_day_before(instant) + timedelta(
        weeks=100
    )
    assert calendar.days_late(day, today) >= 0
