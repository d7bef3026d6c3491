"""An answer to a change that moves what was told before says from what to what, whichever command moved it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bot.cards import Card
from bot.intents.looking import Status
from bot.render import plain
from bot.views.answers.changed import answer_card
from bot.views.words.counting import money
from readiness.domain.readings.cost import cost_so_far
from readiness.domain.rules import gate as gate_rules
from readiness.domain.rules import milestone as milestone_rules
from readiness.domain.rules import validity
from readiness.domain.rules.change import Act
from readiness.domain.values.initiative import Initiative, Money
from readiness.domain.values.milestone import LIVE_INPUTS, MODEL_COMPLETE, OUTPUTS_IN_USE
from readiness.usecases.frame.changing import Outcome, Rule
from tests.readiness.build import ANA, MONDAY, a_gate, a_person, an_initiative, an_organisation

ACME = an_organisation()
ACT = Act(a_person(ANA), MONDAY, ACME)
DUE, LATER = date(2026, 11, 27), date(2026, 12, 4)


def start() -> Initiative:
    """Model complete on 13 Nov, 25,000 EUR a week, a gate with a date of its own and one with its milestone's."""
    gates = a_gate("dpia", due=DUE), replace(a_gate("drift", needed_by=MODEL_COMPLETE), valid_days=90)
    actual = {MODEL_COMPLETE: date(2026, 11, 13)}
    planned = {MODEL_COMPLETE: date(2026, 11, 9), LIVE_INPUTS: DUE, OUTPUTS_IN_USE: DUE}
    return replace(an_initiative(*gates, actual=actual, planned=planned), value_per_week=Money(Decimal(25_000), "EUR"))


def answered(rule: Rule) -> tuple[Outcome, str]:
    before = start()
    change = rule(before, ACT)
    outcome = Outcome(before, change.initiative, ACME, change.facts, ACT)
    card: Card = answer_card(outcome, Status(before.slug))
    return outcome, plain.text(card)


RULES: dict[str, tuple[Rule, tuple[str, ...]]] = {
    "value": (
        lambda one, act: milestone_rules.set_value(one, Money(Decimal(30_000), "EUR"), act),
        ("a week was worth 25,000 EUR", "35,714 EUR → 42,857 EUR, as if it had always been that."),
    ),
    "model complete on another day": (
        lambda one, act: milestone_rules.reach(one, MODEL_COMPLETE, date(2026, 11, 9), act),
        ("the day of model complete was Fri 13 Nov", "35,714 EUR → 50,000 EUR"),
    ),
    "another plan": (
        lambda one, act: milestone_rules.plan(one, LIVE_INPUTS, LATER, act),
        ("the plan for live inputs was Fri 27 Nov",),
    ),
    "live before today": (
        lambda one, act: milestone_rules.reach(one, milestone_rules.LIVE, date(2026, 11, 20), act),
        ("35,714 EUR → 25,000 EUR",),
    ),
    "due": (lambda one, act: milestone_rules.set_due(one, "dpia", LATER, act), ("it was due Fri 27 Nov",)),
    "due with its milestone": (
        lambda one, act: milestone_rules.set_due(one, "dpia", None, act),
        ("it was due Fri 27 Nov",),
    ),
    "validity": (lambda one, act: validity.set_validity(one, "drift", 30, act), ("it held for 90 days",)),
    "nothing told moves": (lambda one, act: gate_rules.set_dependency(one, "dpia", "drift", act), ()),
}


@pytest.mark.parametrize("name", RULES)
def test_it_says_from_what_to_what(name: str) -> None:
    rule, said = RULES[name]
    outcome, words = answered(rule)
    for one in said:
        assert one in words, words
    assert ("Before" in words or "→" in words) == bool(said), words
    before, after = (cost_so_far(one, ACME.calendar, MONDAY, ACT.today) for one in (outcome.before, outcome.initiative))
    if before is not None and after is not None and before != after:
        assert f"{money(before)} → {money(after)}" in words
