"""The burndown in one line: how many are ready, last week's change, and where that pace leads (rules.md)."""

from datetime import date, timedelta

import pytest

from readiness.domain.readings.burndown import Burndown, burndown
from readiness.domain.values.calendar import WorkingCalendar
from readiness.domain.values.gate import Gate
from readiness.domain.values.initiative import Initiative
from readiness.domain.values.milestone import MODEL_COMPLETE
from tests.readiness.build import MONDAY, a_gate, an_initiative, days_before, signed_off, waived

UTC_CALENDAR = WorkingCalendar()
IN_THREE_WEEKS = {MODEL_COMPLETE: date(2026, 12, 14)}


def _gates(old: int, new: int, still_open: int) -> tuple[Gate, ...]:
    """Gates settled before last week, during it, and not at all."""
    settled = [days_before(14)] * old + [days_before(2)] * new
    done = [signed_off(a_gate(f"done-{number}"), at=at) for number, at in enumerate(settled)]
    return (*done, *(a_gate(f"open-{number}") for number in range(still_open)))


def _of(initiative: Initiative) -> Burndown:
    return burndown(initiative, UTC_CALENDAR, MONDAY)


def test_it_counts_what_is_settled_now_and_what_was_a_week_ago() -> None:
    found = _of(an_initiative(*_gates(6, 3, 9)))
    assert (found.done, found.total, found.done_a_week_ago, found.gained) == (9, 18, 6, 3)


def test_at_last_weeks_pace_what_is_left_after_the_weeks_ahead_stays_open() -> None:
    found = _of(an_initiative(*_gates(8, 1, 9), planned=IN_THREE_WEEKS))
    assert found.open_at_model_complete == 9 - 3


@pytest.mark.parametrize(("planned", "stay_open"), [(23, 9), (26, 9), (27, 8), (30, 7)])
def test_part_of_a_week_counts_in_proportion_and_no_gate_by_halves(planned: int, stay_open: int) -> None:
    found = _of(an_initiative(*_gates(0, 2, 9), planned={MODEL_COMPLETE: date(2026, 11, planned)}))
    assert found.open_at_model_complete == stay_open


def test_no_fewer_than_none_stay_open() -> None:
    assert _of(an_initiative(*_gates(0, 5, 1), planned=IN_THREE_WEEKS)).open_at_model_complete == 0


def test_a_week_without_gain_leaves_all_open() -> None:
    assert _of(an_initiative(*_gates(4, 0, 5), planned=IN_THREE_WEEKS)).open_at_model_complete == 5


def test_a_reopened_gate_is_a_loss_and_is_not_carried_forward() -> None:
    expired = waived(a_gate("expired"), date(2026, 11, 20), at=days_before(14))
    found = _of(an_initiative(expired, a_gate("open"), planned=IN_THREE_WEEKS))
    assert (found.gained, found.open_at_model_complete) == (-1, 2)


def test_nothing_is_foretold_once_model_complete_is_reached_or_past_or_was_never_planned() -> None:
    gates = _gates(1, 1, 1)
    assert _of(an_initiative(*gates)).open_at_model_complete is None
    assert _of(an_initiative(*gates, planned={MODEL_COMPLETE: date(2026, 11, 22)})).open_at_model_complete is None
    reached = an_initiative(*gates, planned=IN_THREE_WEEKS, actual={MODEL_COMPLETE: date(2026, 11, 20)})
    assert _of(reached).open_at_model_complete is None


def test_nothing_is_foretold_before_there_was_a_whole_week_to_go_by() -> None:
    young = an_initiative(a_gate(), planned=IN_THREE_WEEKS, created_at=days_before(7) + timedelta(seconds=1))
    assert _of(young).open_at_model_complete is None
    old_enough = an_initiative(a_gate(), planned=IN_THREE_WEEKS, created_at=days_before(7))
    assert _of(old_enough).open_at_model_complete == 1


def test_an_initiative_without_gates_has_nothing_to_do() -> None:
    assert _of(an_initiative(planned=IN_THREE_WEEKS)) == Burndown(0, 0, 0, 0, 0)
