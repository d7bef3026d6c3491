"""Asking for the contract says who is asked, and for which parties nobody can be."""

from bot.intents.contract import AskParties
from bot.render import plain
from bot.views.answers.changed import answer_card
from readiness.domain.rules.change import Act
from readiness.domain.rules.contract import ask
from readiness.domain.values.organisation import Party
from readiness.usecases.frame.changing import Outcome
from tests.readiness.build import ANA, DEE, MONDAY, a_gate, a_person, an_initiative, an_organisation, any_of


def _said(*parties: Party) -> str:
    before = an_initiative(a_gate("compute", rule=any_of(*(party.key for party in parties))))
    acme = an_organisation(parties=parties)
    act = Act(a_person(ANA), MONDAY, acme)
    change = ask(before, act)
    outcome = Outcome(before, change.initiative, acme, change.facts, act)
    return plain.text(answer_card(outcome, AskParties(before.slug)))


def test_a_party_that_nobody_can_sign_for_is_named_with_what_to_do() -> None:
    said = _said(Party("compliance", "Compliance", owner=DEE), Party("sre", "SRE"))
    assert "every party" not in said
    assert "Asked the parties to sign the contract of Churn model, version 1." in said
    assert "Dee will be asked to sign for them." in said
    assert "Nobody can sign for SRE yet, so name somebody: “party sre owner @person”" in said


def test_where_nobody_can_sign_at_all_nobody_is_said_to_be_asked() -> None:
    said = _said(Party("compliance", "Compliance"), Party("sre", "SRE"))
    assert "will be asked" not in said
    assert "Asked" not in said
    assert "Nobody can sign for compliance and SRE yet" in said


def test_where_somebody_can_sign_for_each_every_party_was_asked() -> None:
    said = _said(Party("compliance", "Compliance", owner=DEE))
    assert "Asked every party" in said
    assert "Nobody" not in said
