"""Cost so far = value per week × calendar days since actual model complete ÷ 7, until live (rules.md)."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from readiness.domain.readings.cost import cost_so_far, days_of_cost, rounded, total
from readiness.domain.values.calendar import WorkingCalendar
from readiness.domain.values.initiative import Initiative, Life, Money
from readiness.domain.values.milestone import LIVE_INPUTS, MODEL_COMPLETE, OUTPUTS_IN_USE
from tests.readiness.build import MONDAY, an_initiative, days_before

UTC_CALENDAR = WorkingCalendar()
COMPLETE = {MODEL_COMPLETE: date(2026, 11, 12)}


def _amount(initiative: Initiative) -> Decimal:
    cost = cost_so_far(initiative, UTC_CALENDAR, MONDAY)
    assert cost is not None
    return rounded(cost).amount


def test_eleven_days_of_waiting_cost_eleven_sevenths_of_a_week() -> None:
    cost = cost_so_far(an_initiative(value=14000, actual=COMPLETE), UTC_CALENDAR, MONDAY)
    assert cost == Money(Decimal(22000), "EUR")


def test_weekends_cost_too() -> None:
    assert days_of_cost(an_initiative(actual=COMPLETE), WorkingCalendar(), date(2026, 11, 16)) == 4


def test_without_a_value_the_cost_is_not_known() -> None:
    assert cost_so_far(an_initiative(actual=COMPLETE), UTC_CALENDAR, MONDAY) is None


def test_nothing_is_lost_before_the_model_is_complete() -> None:
    assert _amount(an_initiative(value=7000)) == 0
    assert _amount(an_initiative(value=7000, planned=COMPLETE)) == 0
    assert _amount(an_initiative(value=7000, actual={MODEL_COMPLETE: MONDAY.date()})) == 0


def test_it_stops_on_the_day_of_the_later_live_fact() -> None:
    live = {**COMPLETE, LIVE_INPUTS: date(2026, 11, 14), OUTPUTS_IN_USE: date(2026, 11, 19)}
    assert _amount(an_initiative(value=7000, actual=live)) == 7000


def test_one_live_fact_alone_does_not_stop_it() -> None:
    half = {**COMPLETE, LIVE_INPUTS: date(2026, 11, 14)}
    assert _amount(an_initiative(value=7000, actual=half)) == 11000


def test_cancelling_stops_it_and_pausing_does_not() -> None:
    initiative = replace(an_initiative(value=7000, actual=COMPLETE), standing_since=days_before(4))
    assert _amount(replace(initiative, standing=Life.CANCELLED)) == 7000
    assert _amount(replace(initiative, standing=Life.PAUSED)) == 11000


def test_live_before_model_complete_costs_nothing_rather_than_less() -> None:
    early = {**COMPLETE, LIVE_INPUTS: date(2026, 11, 2), OUTPUTS_IN_USE: date(2026, 11, 3)}
    assert _amount(an_initiative(value=7000, actual=early)) == 0


def test_days_are_those_of_the_organisations_calendar() -> None:
    evening = datetime(2026, 11, 19, 23, 30, tzinfo=UTC)
    cost = cost_so_far(an_initiative(value=7000, actual=COMPLETE), WorkingCalendar("Europe/Berlin"), evening)
    assert cost == Money(Decimal(8000), "EUR")


@pytest.mark.parametrize(("exact", "shown"), [("0.49", 0), ("0.5", 1), ("1.5", 2), ("2.5", 3), ("37499.6", 37500)])
def test_shown_amounts_are_whole_and_rounded_half_up(exact: str, shown: int) -> None:
    assert rounded(Money(Decimal(exact), "EUR")) == Money(Decimal(shown), "EUR")


def test_sums_are_exact_before_they_are_rounded() -> None:
    thirds = [Money(Decimal(1) / 3, "EUR")] * 3
    assert rounded(total(thirds)["EUR"]).amount == 1


def test_currencies_are_never_summed_and_unknown_costs_are_left_out() -> None:
    euros, dollars = Money(Decimal(2), "EUR"), Money(Decimal(3), "USD")
    assert total([dollars, euros, None, euros]) == {"EUR": Money(Decimal(4), "EUR"), "USD": dollars}
    assert list(total([dollars, euros])) == ["EUR", "USD"]
    assert total([]) == {}
