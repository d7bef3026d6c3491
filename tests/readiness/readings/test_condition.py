"""The five conditions of "ready" are computed, never ticked (product.md)."""

from datetime import date, timedelta

import pytest

from readiness.domain.readings.condition import ConditionState, Unready, conditions, is_ready
from readiness.domain.values.gate import Condition, Gate
from readiness.domain.values.initiative import Initiative
from tests.readiness.build import (
    HANA,
    MONDAY,
    a_gate,
    an_initiative,
    an_organisation,
    not_applicable,
    offered_to,
    owned_by,
    signed_off,
    waived,
)


def _state(initiative: Initiative, condition: Condition = Condition.COMPLIANCE) -> ConditionState:
    return next(state for state in conditions(initiative, MONDAY) if state.condition is condition)


def _one_gate_each(gate: Gate) -> tuple[Gate, ...]:
    others = [one for one in Condition if one is not gate.condition]
    return (*(signed_off(a_gate(str(one), condition=one)) for one in others), gate)


def test_there_are_five_in_the_order_of_the_product_page() -> None:
    assert [state.condition for state in conditions(an_initiative(), MONDAY)] == [
        Condition.HANDOFF_OWNER,
        Condition.COMPLIANCE,
        Condition.INFRASTRUCTURE,
        Condition.MONITORING_AND_FALLBACK,
        Condition.RECEIVING_TEAM,
    ]


def test_a_condition_holds_when_all_its_gates_are_settled() -> None:
    state = _state(an_initiative(signed_off(a_gate("one")), signed_off(a_gate("two"))))
    assert state.is_ready
    assert (state.settled, state.total) == (2, 2)


def test_one_open_gate_keeps_it_from_holding_and_is_named() -> None:
    state = _state(an_initiative(signed_off(a_gate("one")), a_gate("two")))
    assert not state.is_ready
    assert state.reasons == (Unready.OPEN_GATES,)
    assert (state.open_gates, state.settled, state.total) == (("two",), 1, 2)


def test_gates_of_other_conditions_and_of_none_do_not_count() -> None:
    others = (a_gate("one", condition=None), a_gate("two", condition=Condition.INFRASTRUCTURE))
    assert _state(an_initiative(signed_off(a_gate("three")), *others)).is_ready


def test_a_condition_without_gates_does_not_hold_as_no_gate_says_so() -> None:
    assert _state(an_initiative()).reasons == (Unready.NO_GATES,)


def test_a_gate_that_is_not_applicable_counts_as_satisfied() -> None:
    state = _state(an_initiative(signed_off(a_gate("one")), not_applicable(a_gate("two"))))
    assert state.is_ready
    assert state.not_applicable_gates == ("two",)
    assert not state.is_not_applicable


def test_a_condition_of_which_nothing_applies_holds_and_says_so() -> None:
    state = _state(an_initiative(not_applicable(a_gate("one")), not_applicable(a_gate("two"))))
    assert state.is_ready
    assert state.is_not_applicable


def test_a_waiver_satisfies_and_is_counted_apart() -> None:
    state = _state(an_initiative(signed_off(a_gate("one")), waived(a_gate("two"), date(2026, 11, 30))))
    assert state.is_ready
    assert (state.waived, state.waived_gates) == (1, ("two",))


@pytest.mark.parametrize(("days", "ready"), [(0, True), (-1, False)])
def test_a_waiver_counts_through_its_last_day_only(days: int, ready: bool) -> None:
    until = MONDAY.date() + timedelta(days=days)
    assert _state(an_initiative(waived(a_gate("one"), until))).is_ready is ready


def test_the_handoff_needs_an_owner_who_has_accepted() -> None:
    ready = _state(an_initiative(), Condition.HANDOFF_OWNER)
    nobody = _state(an_initiative(handoff=owned_by(None)), Condition.HANDOFF_OWNER)
    offered = _state(an_initiative(handoff=offered_to(HANA)), Condition.HANDOFF_OWNER)
    assert ready.is_ready
    assert nobody.reasons == (Unready.NO_HANDOFF_OWNER,)
    assert offered.reasons == (Unready.HANDOFF_NOT_ACCEPTED,)


def test_the_handoff_stays_owned_while_it_is_offered_on() -> None:
    handoff = offered_to(HANA, owner=HANA)
    assert _state(an_initiative(handoff=handoff), Condition.HANDOFF_OWNER).is_ready


def test_the_handoff_condition_needs_its_gates_too() -> None:
    gate = a_gate("success-criteria", condition=Condition.HANDOFF_OWNER)
    assert _state(an_initiative(gate), Condition.HANDOFF_OWNER).reasons == (Unready.OPEN_GATES,)
    assert _state(an_initiative(signed_off(gate)), Condition.HANDOFF_OWNER).is_ready


def test_a_handoff_owner_who_left_does_not_count() -> None:
    handoff = conditions(an_initiative(), MONDAY, an_organisation(gone=[HANA]))[0]
    assert handoff.reasons == (Unready.HANDOFF_OWNER_LEFT,)


def test_ready_means_all_five() -> None:
    gate = a_gate("last", condition=Condition.RECEIVING_TEAM)
    assert not is_ready(an_initiative(*_one_gate_each(gate)), MONDAY)
    assert is_ready(an_initiative(*_one_gate_each(signed_off(gate))), MONDAY)
