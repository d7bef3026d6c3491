"""Dates of milestones and gates, the value of a week, sponsor and lead."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from readiness.domain.rules import milestone as milestone_rules
from readiness.domain.rules.change import Act, Change
from readiness.domain.values.fact import FactKind
from readiness.domain.values.identity import PersonId
from readiness.domain.values.initiative import Initiative, Life, Money
from readiness.domain.values.refusals import DateInTheFuture, NotAMember, NotFound
from tests.readiness import scene
from tests.readiness.scene import ACME, AUD, HAL, LEA, MIA

DAY = date(2026, 11, 20)
BY_LEA = scene.act(LEA)


@pytest.mark.parametrize("step", [milestone_rules.plan, milestone_rules.reach])
def test_live_means_both_live_facts(step: Callable[[Initiative, str, date, Act], Change]):
    change = step(scene.initiative(), "live", DAY, BY_LEA)
    both = [change.initiative.milestone(key) for key in ("live-inputs", "outputs-in-use")]
    assert [milestone.date for milestone in both] == [DAY, DAY]
    assert [fact.data["milestone"] for fact in change.facts] == ["live-inputs", "outputs-in-use"]


def test_an_initiative_is_live_on_the_later_of_the_two_live_facts():
    first = milestone_rules.reach(scene.initiative(), "live-inputs", date(2026, 11, 10), BY_LEA).initiative
    assert (first.life, first.live_date) == (Life.ACTIVE, None)
    both = milestone_rules.reach(first, "outputs-in-use", DAY, BY_LEA).initiative
    assert (both.life, both.live_date) == (Life.LIVE, DAY)


def test_a_plan_and_what_came_of_it_stand_side_by_side():
    planned = milestone_rules.plan(scene.initiative(), "model-complete", date(2026, 12, 1), BY_LEA)
    change = milestone_rules.reach(planned.initiative, "model-complete", DAY, BY_LEA)
    milestone = change.initiative.milestone("model-complete")
    assert (milestone.planned, milestone.actual) == (date(2026, 12, 1), DAY)
    assert [fact.kind for fact in (*planned.facts, *change.facts)] == [
        FactKind.MILESTONE_PLANNED,
        FactKind.MILESTONE_REACHED,
    ]


@pytest.mark.parametrize("step", [milestone_rules.plan, milestone_rules.reach])
def test_an_unknown_milestone_is_not_found_and_the_known_are_named(step: Callable[..., Change]):
    with pytest.raises(NotFound) as told:
        step(scene.initiative(), "go-live", DAY, BY_LEA)
    assert "live-inputs" in told.value.details["known"]  # type: ignore[operator]


def test_what_has_not_come_yet_is_not_reached_where_the_organisation_is():
    auckland = replace(ACME, calendar=replace(ACME.calendar, timezone="Pacific/Auckland"))
    late = datetime(2026, 11, 23, 12, tzinfo=UTC)
    assert milestone_rules.reach(
        scene.initiative(), "in-staging", date(2026, 11, 24), scene.act(LEA, at=late, where=auckland)
    )
    with pytest.raises(DateInTheFuture) as told:
        milestone_rules.reach(scene.initiative(), "in-staging", date(2026, 11, 24), scene.act(LEA, at=late))
    assert str(told.value).startswith("2026-11-24 has not come yet")


def test_a_gate_has_a_due_date_of_its_own_whatever_its_milestone_says():
    planned = milestone_rules.plan(scene.initiative(), "design-closed", date(2026, 12, 1), BY_LEA).initiative
    assert planned.due_date(planned.gates["dpia"], ACME.calendar) == date(2026, 12, 1)
    change = milestone_rules.set_due(planned, "dpia", DAY, scene.act(HAL))
    assert change.initiative.due_date(change.initiative.gates["dpia"], ACME.calendar) == DAY
    assert change.initiative.due_date(change.initiative.gates["serving"], ACME.calendar) == date(2026, 12, 1)
    back = milestone_rules.set_due(change.initiative, "dpia", None, scene.act(HAL))
    assert back.initiative.due_date(back.initiative.gates["dpia"], ACME.calendar) == date(2026, 12, 1)
    assert back.facts[0].data == {"due": None}
    assert milestone_rules.set_due(back.initiative, "dpia", None, scene.act(HAL)).facts == ()


def test_a_sponsor_is_any_active_member_and_a_lead_somebody_who_can_act():
    change = milestone_rules.set_sponsor(scene.initiative(), AUD, BY_LEA)
    assert change.initiative.sponsor == AUD
    with pytest.raises(NotAMember):
        milestone_rules.set_lead(scene.initiative(), AUD, BY_LEA)
    for person in ("guest", "gone", "never-seen"):
        with pytest.raises(NotAMember):
            milestone_rules.set_sponsor(scene.initiative(), PersonId(person), BY_LEA)


def test_a_lead_is_replaced_and_the_new_one_leads():
    change = milestone_rules.set_lead(scene.initiative(), MIA, BY_LEA)
    assert change.initiative.lead == MIA
    assert change.facts[0].data == {"lead": MIA}
    assert milestone_rules.set_due(change.initiative, "dpia", DAY, scene.act(MIA)).facts


def test_saying_again_what_is_so_changes_nothing():
    steps: tuple[Callable[[Initiative], Change], ...] = (
        lambda i: milestone_rules.plan(i, "live", DAY, BY_LEA),
        lambda i: milestone_rules.reach(i, "live", DAY, BY_LEA),
        lambda i: milestone_rules.set_due(i, "dpia", DAY, BY_LEA),
        lambda i: milestone_rules.set_value(i, Money(Decimal(25000), "EUR"), BY_LEA),
        lambda i: milestone_rules.set_sponsor(i, MIA, BY_LEA),
        lambda i: milestone_rules.set_lead(i, MIA, scene.act(HAL)),
    )
    for step in steps:
        once = step(scene.initiative())
        assert once.facts
        assert step(once.initiative) == Change(once.initiative)
