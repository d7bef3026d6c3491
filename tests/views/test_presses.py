"""A vote says what was seen: the evidence revision and the rule, on the button and in the form behind it."""

import pytest

from bot.cards import Actions, Menu
from bot.intents.codec import PRESS_LIMIT, decode, encode
from bot.intents.form import OpenForm
from bot.intents.intent import GateRef
from bot.intents.review import SignOff
from bot.views.examples.story import DEE, churn, page
from bot.views.posted.sign_off import sign_off_card
from bot.views.shown.gate import gate_card
from readiness.domain.values.gate import Decision


def votes_of(card):
    found = []
    for part in card.parts:
        for item in part.items if isinstance(part, Actions) else ():
            found += [one.press for one in item.items] if isinstance(item, Menu) else [item.press]
    decoded = [decode(press) for press in found]
    return [one for one in decoded if isinstance(one, SignOff | OpenForm)]


@pytest.mark.parametrize("draw", [lambda shown: sign_off_card(shown, 2), lambda shown: gate_card(shown, DEE)])
def test_every_vote_carries_the_revision_and_the_rule_that_were_seen(draw):
    shown = page(churn(), "data-lineage")
    votes = votes_of(draw(shown))
    assert votes
    assert {(vote.seen, vote.under) for vote in votes} == {(2, shown.gate.rule.mark)}


def test_a_vote_on_the_longest_names_still_fits_a_press():
    ref = GateRef("s" * 40, "g" * 40)
    assert len(encode(SignOff(ref, Decision.APPROVE, 99, under="0" * 8))) <= PRESS_LIMIT
    assert len(encode(OpenForm("not-applicable", ref, 99, "0" * 8))) <= PRESS_LIMIT
