from datetime import time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.forms import complete
from bot.conversation.reading.amounts import CURRENCIES, nearest_amounts, read_amount, read_currency, split_amount
from bot.conversation.reading.clock import ABBREVIATIONS, nearest_times, nearest_zones, read_time, read_zone
from bot.conversation.reading.durations import read_duration
from bot.conversation.turn import Mend
from bot.intents.form import OpenForm
from bot.intents.initiative import New
from bot.intents.problems import ProblemKind
from bot.views.shown.forms import field_problem
from tests.conversation.saying import problem

NOWHERE = ("Factory", "localtime")


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("25000", "25000"),
        ("25,000", "25000"),
        ("1,250,000", "1250000"),
        ("1,250,000.50", "1250000.5"),
        ("25000.50", "25000.5"),
        ("25000,50", "25000.5"),
        ("25k", "25000"),
        ("2.5K", "2500"),
        ("0.5", "0.5"),
        ("100.00", "100"),
    ],
)
def test_an_amount_that_can_be_read_in_one_way_is_read(typed, amount):
    found = read_amount(typed)
    assert found == Decimal(amount)
    assert str(found) == amount


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "0",
        "0.00",
        "-5",
        "25.000",
        "1.250.000",
        "25,00,000",
        "25,0000",
        "1e5",
        "2m",
        "NaN",
        "inf",
        "٢٥",
        "k",
        "$5",
        "€5",
    ],
)
def test_an_ambiguous_or_empty_amount_is_not_read(typed):
    assert read_amount(typed) is None


def test_a_dotted_amount_is_answered_with_its_plain_form():
    assert nearest_amounts("25.000") == ("25000",)
    assert nearest_amounts("lots") == ("25000",)


def test_currencies_are_iso_codes_in_any_case():
    assert read_currency("eur") == "EUR"
    assert read_currency("ERU") is None
    assert read_currency("$") is None
    assert len(CURRENCIES) > 140


@pytest.mark.parametrize(
    ("typed", "parts"),
    [("25000EUR", ("25000", "EUR")), ("25kEUR", ("25k", "EUR")), ("25000", ("25000", "")), ("EUR", ("EUR", ""))],
)
def test_a_code_may_stand_close_behind(typed, parts):
    assert split_amount(typed) == parts


@pytest.mark.parametrize(
    ("typed", "hours"), [("4h", 4), ("3d", 72), ("2w", 336), ("3 days", 72), ("1 week", 168), ("12 Hours", 12)]
)
def test_durations_are_hours_days_and_weeks(typed, hours):
    assert read_duration(typed) == timedelta(hours=hours)


@pytest.mark.parametrize("typed", ["", "0d", "3", "3m", "d", "-3d", "999w", "1.5d", "3d2h", "forever", "٣d"])
def test_no_other_duration_is_read(typed):
    assert read_duration(typed) is None


@pytest.mark.parametrize(
    ("typed", "at"), [("09:00", time(9)), ("9:00", time(9)), ("23:59", time(23, 59)), ("0:05", time(0, 5))]
)
def test_clock_times_are_of_24_hours(typed, at):
    assert read_time(typed) == at


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ("9pm", time(21)),
        ("9 PM", time(21)),
        ("9am", time(9)),
        ("09am", time(9)),
        ("12am", time(0)),
        ("12pm", time(12)),
        ("12:30am", time(0, 30)),
        ("5.30pm", time(17, 30)),
        ("5:30pm", time(17, 30)),
        ("11:59 p.m.", time(23, 59)),
    ],
)
def test_or_of_12_with_their_half_of_the_day(typed, at):
    assert read_time(typed) == at


@given(st.times())
def test_every_minute_is_read_as_it_is_told(at):
    assert read_time(f"{at:%H:%M}") == at.replace(second=0, microsecond=0)
    for told in (f"{at:%I:%M%p}", f"{at:%I.%M%p}".lower(), f"{at:%I:%M %p}"):
        assert read_time(told) == at.replace(second=0, microsecond=0)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "25:00",
        "24:00",
        "09:60",
        "9",
        "0900",
        "09:00:00",
        "9:0",
        "9.30",
        "²:00",
        "13pm",
        "0am",
        "9:60pm",
        "9xm",
        "pm",
    ],
)
def test_no_other_time_is_read(typed):
    assert read_time(typed) is None


@pytest.mark.parametrize(
    ("typed", "forms"),
    [
        ("9", ("09:00", "21:00")),
        ("9.30", ("09:30", "21:30")),
        ("17h", ("17:00",)),
        ("13pm", ("13:00",)),
        ("25:00", ("09:00", "17:30")),
        ("noon", ("09:00", "17:30")),
    ],
)
def test_times_are_offered_in_forms_that_can_be_read(typed, forms):
    assert nearest_times(typed) == forms
    assert all(read_time(form) for form in forms)


@pytest.mark.parametrize("typed", ["EST", "est", "MST", "PST", "IST", "CST", "BST", "AST"])
def test_a_time_of_several_places_is_never_taken(typed):
    assert read_zone(typed) is None
    assert len(nearest_zones(typed)) > 1
    assert "Europe/Istanbul" not in nearest_zones(typed)


def test_each_abbreviation_is_offered_a_city_whose_zone_there_is():
    for word, zones in ABBREVIATIONS.items():
        assert nearest_zones(word.upper()) == zones
        assert all(read_zone(zone) == zone and "/" in zone for zone in zones)


def test_of_the_databases_own_abbreviations_those_that_mean_one_place_or_none_are_taken():
    short = {name for name in available_timezones() if name.isupper() and name.isalpha()}
    taken = {name for name in short if read_zone(name)}
    known = {"UTC", "UCT", "GMT", "CET", "EET", "MET", "WET", "HST", "PRC", "ROC", "ROK", "GB", "NZ"}
    assert taken <= known
    assert {name.lower() for name in short - taken} <= ABBREVIATIONS.keys()


def test_zones_are_those_of_the_database_in_any_case():
    assert read_zone("europe/berlin") == "Europe/Berlin"
    assert read_zone("UTC") == "UTC"
    assert read_zone("Europe/Belrin") is None
    assert read_zone("../etc/passwd") is None
    assert all(read_zone(name) == name for name in available_timezones() - {"EST", "MST", *NOWHERE})


@pytest.mark.parametrize("typed", [*NOWHERE, "factory", "Mars/Phobos"])
def test_a_zone_of_no_place_is_refused_in_the_words_for_one_that_there_is_not(typed):
    for line in ("timezone", "digest weekly friday 15:00"):
        refused = problem(f"{line} {typed}")
        assert (refused.kind, refused.got) == (ProblemKind.UNKNOWN_ZONE, typed)
        assert not {*refused.nearest} & {*NOWHERE}


@pytest.mark.parametrize(
    ("typed", "zone"),
    [("Europe/Belrin", "Europe/Berlin"), ("berlin", "Europe/Berlin"), ("new_york", "America/New_York")],
)
def test_a_misspelt_zone_or_a_city_is_answered_with_zones(typed, zone):
    assert zone in nearest_zones(typed)
    assert all(ZoneInfo(name) for name in nearest_zones(typed))


@given(st.text())
def test_no_text_breaks_the_reading(text):
    read_amount(text)
    read_currency(text)
    split_amount(text)
    read_duration(text)
    read_time(text)
    read_zone(text)
    assert nearest_times(text)
    assert nearest_zones(text)
    assert nearest_amounts(text)


@pytest.mark.parametrize("typed", ["25000 EUR", "25,000 eur", "EUR 25000", "25k EUR", "25000EUR", " 25000   EUR "])
def test_a_form_reads_an_amount_as_a_typed_line_does(typed):
    read = complete(OpenForm("new"), {"name": "Churn", "value": typed})
    assert isinstance(read, New)
    assert (read.value, read.currency) == (25000, "EUR")


@pytest.mark.parametrize(
    "typed", ["1e30 EUR", "NaN EUR", "-5 EUR", "0 EUR", "25000", "25000 EUR a week", "25000 XXX", "1e999999 EUR"]
)
def test_a_form_asks_again_for_an_amount_that_nobody_can_count_with(typed):
    assert complete(OpenForm("new"), {"name": "Churn", "value": typed}) == Mend({"value": field_problem("bad-money")})
