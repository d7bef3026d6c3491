"""A sign-off that holds for a while: it ends by itself and is asked for again."""

from dataclasses import replace
from datetime import timedelta

import pytest

from readiness.domain.readings.stall import survey
from readiness.domain.rules import review as review_rules
from readiness.domain.rules import validity
from readiness.domain.rules.change import Change
from readiness.domain.values.fact import FactKind
from readiness.domain.values.gate import Decision, Gate, Progress
from readiness.domain.values.initiative import Life
from readiness.domain.values.refusals import AuditorRefused, BadApprovalRule, NotActive, NotAllowed, OwnRule
from readiness.domain.values.step import NextStep
from tests.readiness import scene
from tests.readiness.scene import ACME, ADA, ANN, APP, AUD, EARLIER, HAL, LEA, MIA, NOW, OLA, approve

DAY = timedelta(days=1)


def signed(days: int | None = None) -> Gate:
    """Signed off by App three hours before `NOW`."""
    gate = scene.decided(scene.gate(), Progress.SIGNED_OFF, Decision.APPROVE)
    initiative = scene.initiative(gate)
    return validity.set_validity(initiative, "dpia", days, scene.act(LEA)).initiative.gates["dpia"] if days else gate


def set_days(gate: Gate, days: int | None, by=LEA, at=NOW) -> Change:
    return validity.set_validity(scene.initiative(gate), "dpia", days, scene.act(by, at=at))


def ends(days: int):
    """The end of that many days after the one on which it was signed."""
    return ACME.calendar.end_of(ACME.calendar.local_date(EARLIER) + days * DAY)


def test_a_sign_off_carries_its_end_from_the_moment_it_is_given():
    asked = replace(scene.in_review(scene.gate()), valid_days=90)
    after = review_rules.vote(scene.initiative(asked), "dpia", approve(), scene.act(APP)).initiative.gates["dpia"]
    assert after.settled[-1].end == ACME.calendar.end_of(ACME.calendar.local_date(NOW) + 90 * DAY)
    assert after.is_settled_at(after.settled[-1].end - timedelta(microseconds=1))
    assert not after.is_settled_at(after.settled[-1].end)


def test_what_does_not_apply_and_what_is_waived_do_not_end_by_it():
    for ballot in (scene.not_applicable(), scene.waive()):
        asked = replace(scene.in_review(scene.gate()), valid_days=1)
        after = review_rules.vote(scene.initiative(asked), "dpia", ballot, scene.act(APP)).initiative.gates["dpia"]
        assert after.is_settled_at(NOW + 5 * DAY)


def test_changing_it_moves_the_end_and_voids_no_vote():
    gate = signed(90)
    assert gate.settled[-1].end == ends(90)
    longer = set_days(gate, 180).initiative.gates["dpia"]
    assert (longer.settled[-1].end, longer.votes) == (ends(180), gate.votes)
    assert set_days(gate, None).initiative.gates["dpia"].settled[-1].end is None


def test_a_sign_off_that_is_older_than_that_is_asked_for_again_at_once():
    change = set_days(scene.decided(scene.gate(), Progress.SIGNED_OFF, Decision.APPROVE), 1, at=NOW + 5 * DAY)
    gate = change.initiative.gates["dpia"]
    assert [fact.kind for fact in change.facts] == [FactKind.GATE_VALIDITY_CHANGED, FactKind.SIGN_OFF_EXPIRED]
    assert (gate.progress, gate.votes, gate.settled[-1].end) == (Progress.IN_REVIEW, (), NOW + 5 * DAY)


def test_the_same_again_changes_nothing():
    assert set_days(signed(90), 90).facts == ()
    assert set_days(signed(), None).facts == ()


@pytest.mark.parametrize(
    ("by", "refusal"), [(HAL, NotAllowed), (OLA, OwnRule), (APP, NotAllowed), (MIA, NotAllowed), (AUD, AuditorRefused)]
)
def test_who_may_not_say_who_signs_does_not_say_for_how_long(by, refusal):
    with pytest.raises(refusal) as met:
        set_days(scene.gate(), 90, by)
    assert type(met.value) is refusal


def test_an_administrator_says_so_too():
    assert set_days(scene.gate(), 90, ADA).initiative.gates["dpia"].valid_days == 90


@pytest.mark.parametrize("days", [0, -1, 367])
def test_it_holds_for_a_day_at_least_and_a_year_at_most(days: int):
    with pytest.raises(BadApprovalRule):
        set_days(scene.gate(), days)


def test_nothing_changes_while_an_initiative_is_paused():
    paused = replace(scene.initiative(scene.gate()), standing=Life.PAUSED)
    with pytest.raises(NotActive):
        validity.set_validity(paused, "dpia", 9, scene.act(LEA))


def test_when_its_time_is_over_it_is_asked_for_again():
    initiative = scene.initiative(signed(9))
    assert review_rules.expire_sign_off(initiative, "dpia", ends(9) - timedelta(microseconds=1)).facts == ()
    change = review_rules.expire_sign_off(initiative, "dpia", ends(9) + DAY)
    gate = change.initiative.gates["dpia"]
    assert [fact.kind for fact in change.facts] == [FactKind.SIGN_OFF_EXPIRED]
    assert (gate.progress, gate.votes, gate.asks) == (Progress.IN_REVIEW, (), 2)
    assert (gate.settled[-1].end, gate.progress_since) == (ends(9), ends(9) + DAY)
    assert review_rules.expire_sign_off(change.initiative, "dpia", ends(9) + 2 * DAY).facts == ()


def test_before_the_sweep_it_is_open_and_its_approvers_hold_the_next_step():
    step = survey(scene.initiative(signed(9)), ACME, ends(9)).steps["dpia"]
    assert (step.step, step.people, step.since, step.cause) == (NextStep.ANSWER, (ANN, APP), ends(9), step.cause)
