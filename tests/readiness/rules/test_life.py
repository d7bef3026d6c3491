"""An initiative is paused, resumed or cancelled."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from readiness.domain.rules import life as life_rules
from readiness.domain.rules import milestone as milestone_rules
from readiness.domain.rules.change import Act, Change
from readiness.domain.values.fact import FactKind
from readiness.domain.values.initiative import Initiative, Life
from readiness.domain.values.refusals import AlreadyDone, Cancelled, NotActive
from tests.readiness import scene
from tests.readiness.scene import HAL, LEA, NOW

BY_LEA = scene.act(LEA)
SINCE = NOW - timedelta(hours=1)
Step = Callable[[Initiative, Act], Change]


def standing(life: Life) -> Initiative:
    return replace(scene.initiative(), standing=life, standing_since=SINCE)


@pytest.mark.parametrize(
    ("before", "step", "after", "kind"),
    [
        (Life.ACTIVE, life_rules.pause, Life.PAUSED, FactKind.INITIATIVE_PAUSED),
        (Life.PAUSED, life_rules.resume, Life.ACTIVE, FactKind.INITIATIVE_RESUMED),
        (Life.ACTIVE, life_rules.cancel, Life.CANCELLED, FactKind.INITIATIVE_CANCELLED),
        (Life.PAUSED, life_rules.cancel, Life.CANCELLED, FactKind.INITIATIVE_CANCELLED),
    ],
)
def test_an_initiative_is_paused_resumed_and_cancelled(before: Life, step: Step, after: Life, kind: FactKind):
    change = step(standing(before), scene.act(HAL))
    assert (change.initiative.life, change.initiative.standing_since) == (after, NOW)
    assert [(fact.kind, dict(fact.texts)) for fact in change.facts] == [(kind, {})]


def test_the_reason_is_kept_where_one_is_given():
    assert life_rules.pause(scene.initiative(), BY_LEA, why=" budget ").facts[0].texts == {"reason": "budget"}


@pytest.mark.parametrize(
    ("before", "step"),
    [(Life.PAUSED, life_rules.pause), (Life.ACTIVE, life_rules.resume), (Life.CANCELLED, life_rules.cancel)],
)
def test_what_is_so_already_is_already_done(before: Life, step: Step):
    with pytest.raises(AlreadyDone) as told:
        step(standing(before), BY_LEA)
    assert told.value.details["at"] == SINCE


def test_resuming_what_was_never_paused_names_no_day_on_which_that_was_done():
    begun = replace(scene.initiative(), standing=Life.ACTIVE, standing_since=scene.initiative().created_at)
    with pytest.raises(AlreadyDone) as told:
        life_rules.resume(begun, BY_LEA)
    assert told.value.details == {"progress": "active"}


@pytest.mark.parametrize("step", [life_rules.pause, life_rules.resume])
def test_cancelled_is_for_good_and_nobody_is_told_to_resume(step: Step):
    with pytest.raises(Cancelled) as told:
        step(standing(Life.CANCELLED), BY_LEA)
    assert "esume" not in str(told.value)


def test_a_paused_initiative_says_that_it_is_to_be_resumed_first_and_a_cancelled_one_does_not():
    for life, refusal in ((Life.PAUSED, NotActive), (Life.CANCELLED, Cancelled)):
        with pytest.raises(NotActive) as told:
            milestone_rules.set_due(standing(life), "dpia", date(2026, 12, 1), BY_LEA)
        assert type(told.value) is refusal
        assert ("Resume it first" in str(told.value)) is (life is Life.PAUSED)


def test_pausing_is_seen_even_on_what_is_live():
    live = milestone_rules.reach(scene.initiative(), "live", date(2026, 11, 20), BY_LEA).initiative
    assert live.life is Life.LIVE
    paused = life_rules.pause(live, BY_LEA).initiative
    assert paused.life is Life.PAUSED
    assert life_rules.resume(paused, BY_LEA).initiative.life is Life.LIVE
