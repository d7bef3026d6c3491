from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.reading.dates import WEEKDAYS, nearest_dates, read_date, read_weekday
from readiness.domain.values.calendar import WorkingCalendar

MONDAY = date(2026, 11, 23)
FRIDAY = date(2026, 11, 27)
CALENDAR = WorkingCalendar(holidays=frozenset({date(2026, 12, 25)}))


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-04-03", date(2026, 4, 3)),
        ("2028-02-29", date(2028, 2, 29)),
        ("today", MONDAY),
        ("Tomorrow", date(2026, 11, 24)),
        ("yesterday", date(2026, 11, 22)),
        ("+0d", MONDAY),
        ("+3d", date(2026, 11, 26)),
        ("+3w", date(2026, 12, 14)),
        ("-2w", date(2026, 11, 9)),
        ("−2w", date(2026, 11, 9)),
        ("+3W", date(2026, 12, 14)),
        ("+2m", date(2027, 1, 23)),
        ("-11m", date(2025, 12, 23)),
        ("+5bd", date(2026, 11, 30)),
        ("-1bd", date(2026, 11, 20)),
        ("tuesday", date(2026, 11, 24)),
        ("friday", FRIDAY),
        ("Fri", FRIDAY),
        ("fri.", FRIDAY),
        ("thurs", date(2026, 11, 26)),
        ("tues", date(2026, 11, 24)),
        ("sunday", date(2026, 11, 29)),
        ("monday", date(2026, 11, 30)),
        ("`friday`", FRIDAY),
    ],
)
def test_a_day_that_can_be_read_in_one_way_is_read(typed, day):
    assert read_date(typed, MONDAY, CALENDAR) == day


def test_a_weekday_is_the_next_one_after_today_so_today_is_a_week_ahead():
    assert read_date("friday", FRIDAY, CALENDAR) == FRIDAY + timedelta(days=7)


def test_working_days_pass_over_weekends_and_holidays():
    assert read_date("+1bd", date(2026, 12, 24), CALENDAR) == date(2026, 12, 28)


@pytest.mark.parametrize(
    ("typed", "forms"),
    [
        ("1 December", ("2026-12-01",)),
        ("1. Dec", ("2026-12-01",)),
        ("3rd of march", ("2027-03-03",)),
        ("december 1st", ("2026-12-01",)),
        ("23 November", ("2026-11-23",)),
        ("22 november", ("2027-11-22",)),
        ("29 february", ("2026-12-14", "+3w", "+5bd", "friday")),
        ("next friday", ("2026-11-27", "2026-12-04")),
        ("on friday", ("2026-11-27", "2026-12-04")),
        ("in 3 weeks", ("+3w",)),
        ("10 days from", ("+10d",)),
        ("2 months", ("+2m",)),
        ("decide later", ("2026-12-14", "+3w", "+5bd", "friday")),
    ],
)
def test_a_date_in_words_is_not_read_but_understood(typed, forms):
    word, *following = typed.split()
    assert read_date(word, MONDAY, CALENDAR) is None
    assert nearest_dates(word, MONDAY, following) == forms
    assert all(read_date(form, MONDAY, CALENDAR) for form in forms)


def test_a_shorter_month_ends_earlier():
    assert read_date("+1m", date(2027, 1, 31), CALENDAR) == date(2027, 2, 28)
    assert read_date("-1m", date(2026, 3, 31), CALENDAR) == date(2026, 2, 28)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "03/04/2026",
        "3.4.2026",
        "13/04/2026",
        "2026/04/03",
        "2026-4-3",
        "20260403",
        "2026-02-30",
        "2026-W10-1",
        "26-04-03",
        "3w",
        "+3",
        "+w",
        "+3y",
        "+1000d",
        "++3d",
        "+3 d",
        "next",
        "friday!",
        "f",
        "fr",
        "satur",
        "٢٠٢٦-٠٤-٠٣",
        "+²d",
        "soon",
        "2026-04-03T10:00",
        "\U0001f4c5",
    ],
)
def test_everything_else_is_not_read(typed):
    assert read_date(typed, MONDAY, CALENDAR) is None


@pytest.mark.parametrize(
    ("typed", "forms"),
    [
        ("03/04/2026", ("2026-04-03", "2026-03-04")),
        ("3.4.26", ("2026-04-03", "2026-03-04")),
        ("13/04/2026", ("2026-04-13",)),
        ("04/13/2026", ("2026-04-13",)),
        ("2026-4-3", ("2026-04-03", "2026-03-04")),
        ("04/04/2026", ("2026-04-04",)),
        ("3w", ("+3w",)),
        ("firday", ("friday",)),
    ],
)
def test_what_it_may_have_meant_is_offered_in_forms_that_can_be_read(typed, forms):
    assert nearest_dates(typed, MONDAY)[: len(forms)] == forms
    assert all(read_date(form, MONDAY, CALENDAR) for form in nearest_dates(typed, MONDAY))


def test_without_a_meaning_every_form_is_shown():
    assert nearest_dates("31/31/2026", MONDAY) == ("2026-12-14", "+3w", "+5bd", "friday")


def test_days_beyond_the_calendar_are_not_read():
    assert read_date("+999w", date(9999, 12, 1), CALENDAR) is None
    assert read_date("+999m", date(9990, 12, 1), CALENDAR) is None


def test_an_organisation_without_working_days_counts_none():
    assert read_date("+5bd", MONDAY, WorkingCalendar(weekend=frozenset(range(7)))) is None


def test_weekdays_begin_with_monday():
    assert [read_weekday(name) for name in WEEKDAYS] == list(range(7))
    assert [read_weekday(name[:3].title()) for name in WEEKDAYS] == list(range(7))
    assert read_weekday("day") is None


@given(st.dates(min_value=date(1, 1, 2), max_value=date(9999, 12, 20)), st.sampled_from(WEEKDAYS))
def test_a_weekday_is_one_to_seven_days_ahead(today, name):
    day = read_date(name, today, CALENDAR)
    assert day is not None
    assert timedelta() < day - today <= timedelta(days=7)
    assert WEEKDAYS[day.weekday()] == name


@given(st.dates(), st.dates())
def test_an_iso_date_is_itself_on_any_day(day, today):
    assert read_date(day.isoformat(), today, CALENDAR) == day


@given(st.text(), st.dates())
def test_no_text_breaks_the_reading(text, today):
    read_date(text, today, CALENDAR)
    nearest_dates(text, date(2026, 1, 1))
