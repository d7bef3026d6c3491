"""Examples of the deployment contract: shown, asked for, signed, refused, changed, and missing when it was needed."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from bot.cards import Card
from bot.intents.contract import ShowContract
from bot.intents.form import OpenForm
from bot.intents.intent import GateRef
from bot.views.answers.changed import answer_card
from bot.views.examples.answers import Rule, outcome_of
from bot.views.examples.edges import everybody, hostile_words, many_gates, right_to_left
from bot.views.examples.example import Example
from bot.views.examples.story import (
    ANA,
    BEN,
    CHI,
    DEE,
    GUS,
    HANA,
    IVO,
    NOW,
    TODAY,
    act,
    at,
    churn,
    new_initiative,
    organisation,
    with_evidence,
)
from bot.views.posted.contract import contract_request_card
from bot.views.posted.digest import digest_card
from bot.views.posted.reminder import reminder_card
from bot.views.shown import forms
from bot.views.shown.contract import changes_card, contract_card, overtaken_card
from bot.views.shown.home import home_view
from bot.views.shown.status import checklist_card
from readiness.domain.readings.digest import digest
from readiness.domain.readings.reminder import reminders
from readiness.domain.readings.report import standing
from readiness.domain.rules import contract as contract_rules
from readiness.domain.rules import gate as gate_rules
from readiness.domain.rules import milestone as milestone_rules
from readiness.domain.rules.gate import NewGate
from readiness.domain.values.identity import InitiativeId, PersonId
from readiness.domain.values.initiative import Initiative, Life
from readiness.domain.values.organisation import Organisation, Party
from readiness.domain.values.ownership import Ownership
from readiness.domain.values.refusals import StaleContract
from readiness.usecases.contract import ContractPage, contract_page
from readiness.usecases.frame.changing import Outcome
from readiness.usecases.frame.effects import with_consequences
from readiness.usecases.looking import HomePage

SPEAKERS = (DEE, BEN, CHI, HANA, ANA, GUS)
WHY = "The rollback was never tried at night. We sign once the fallback test names an on-call person."
_FORM = OpenForm("refuse-contract", GateRef("churn-model", "handoff"), under="9f3a1c5bd02e")


def examples() -> tuple[Example, ...]:
    """All of them."""
    return (*_cards(), *_edges(), *_requests(), *_elsewhere(), *_answers(), _form())


def contract_ready() -> Initiative:
    """Churn model before its development: everybody named, two of three answers given."""
    start = new_initiative()
    criteria = "https://wiki.example/churn/criteria Recall of 0.85 on the holdout of May, at 2 % false alarms."
    gates = {
        **start.gates,
        "success-criteria": with_evidence(start.gates["success-criteria"], at(4), criteria),
        "incident-team": with_evidence(start.gates["incident-team"], at(5), "SRE on call, week by week", 2),
    }
    return replace(start, gates=gates, version=30)


def asked() -> Initiative:
    """Every party is asked to sign."""
    return contract_rules.ask(contract_ready(), act(ANA, at(9))).initiative


def half_signed() -> Initiative:
    """Two have signed, and one refused."""
    half = signed_by(asked(), (DEE, BEN))
    return contract_rules.refuse(half, act(HANA, at(11, 16)), why=WHY).initiative


def signed() -> Initiative:
    """Every party has signed."""
    return signed_by(asked(), SPEAKERS)


def overtaken() -> Initiative:
    """What was signed changed a week later: a gate came, one went, somebody else took one over."""
    one = contract_rules.noticed(
        None, gate_rules.add_gate(signed(), _PEN_TEST, act(ANA, at(18))), act(ANA, at(18))
    ).initiative
    given = replace(one.gates["pen-test"], ownership=Ownership(since=at(18), offered_to=GUS, giver=ANA))
    one = gate_rules.remove_gate(
        one.with_gate(given), "downstream-told", act(ANA, at(18)), why="No consumers"
    ).initiative
    taken = Ownership(since=at(19), owner=IVO, giver=GUS, previous=GUS)
    load = replace(one.gates["load-tested"], ownership=taken, needed_by="model-complete")
    return milestone_rules.plan(one.with_gate(load), "model-complete", date(2026, 12, 18), act(ANA, at(19))).initiative


def too_early() -> Initiative:
    """Development started while two parties had not signed."""
    half = signed_by(half_signed(), (CHI, ANA))
    return milestone_rules.reach(half, "development-started", date(2026, 11, 16), act(ANA, at(16))).initiative


def signed_by(initiative: Initiative, people: Iterable[PersonId]) -> Initiative:
    """The initiative after each of them has signed its contract."""
    for hour, person in enumerate(people, 9):
        initiative = contract_rules.sign(initiative, act(person, at(12, hour))).initiative
    return initiative


_PEN_TEST = NewGate("pen-test", "Penetration test passed", "platform", needed_by="evaluation-passed")


def _cards() -> tuple[Example, ...]:
    stale = StaleContract(initiative="churn-model")
    return (
        Example("contract-new", "The contract before anybody is asked", contract_card(_page(contract_ready()))),
        Example("contract-unnamed", "Nobody is named for a gate", contract_card(_page(churn()))),
        Example("contract-half", "Some have signed, one refused", contract_card(_page(half_signed()))),
        Example("contract-signed", "Signed by every party", contract_card(_page(signed()))),
        Example("contract-overtaken", "What was signed has changed", contract_card(_page(overtaken()))),
        Example("contract-violated", "Development started too early", contract_card(_page(too_early()))),
        Example("contract-changes", "What changed in it", changes_card(_page(overtaken()))),
        Example("contract-no-changes", "Nothing changed in it", changes_card(_page(signed()))),
        Example("contract-nothing-to-compare", "Nothing to compare with", changes_card(_page(churn()))),
        Example("contract-stale", "An answer to what has changed", overtaken_card(_page(overtaken()), stale)),
    )


def _edges() -> tuple[Example, ...]:
    crowd = replace(organisation(), parties={**organisation().parties, **_without_owner("compliance", "sre")})
    acme = everybody()
    return (
        Example("contract-25-gates", "25 gates with long keys and names", contract_card(_page(_named(), acme))),
        Example("contract-hostile", "Text that tries to be markup", contract_card(_page(hostile_words(), acme))),
        Example("contract-hostile-request", "The same, the request", contract_request_card(_hostile(acme), 1)),
        Example("contract-right-to-left", "Arabic and Hebrew names", contract_card(_page(right_to_left(), acme))),
        Example("contract-nobody-speaks", "A party without people", contract_card(_page(contract_ready(), crowd))),
    )


def _requests() -> tuple[Example, ...]:
    paused = replace(asked(), standing=Life.PAUSED, standing_since=at(20))
    again = contract_rules.ask(overtaken(), act(HANA, at(20))).initiative
    return (
        Example("contract-request", "A request to sign", contract_request_card(_page(asked()), 1)),
        Example("contract-request-half", "The same, half answered", contract_request_card(_page(half_signed()), 1)),
        Example("contract-request-again", "The next version", contract_request_card(_page(again), 2)),
        Example("contract-request-signed", "Everybody has signed", contract_request_card(_page(signed()), 1)),
        Example("contract-request-overtaken", "It changed since", contract_request_card(_page(overtaken()), 1)),
        Example("contract-request-replaced", "A newer one stands", contract_request_card(_page(again), 1)),
        Example("contract-request-paused", "Nobody has to sign now", contract_request_card(_page(paused), 1)),
    )


def _elsewhere() -> tuple[Example, ...]:
    return (
        Example("checklist-contract-waits", "The checklist while it is signed", _checklist(half_signed())),
        Example("checklist-contract-signed", "The checklist once it is signed", _checklist(signed())),
        Example("checklist-contract-overtaken", "The checklist when it changed", _checklist(overtaken())),
        Example("checklist-violated", "The checklist after a violation", _checklist(too_early())),
        Example("digest-violated", "The digest after a violation", _digest(too_early(), signed())),
        Example("reminder-contract", "A contract to sign", _reminder(asked(), GUS)),
        Example("reminder-contract-ask", "A contract to ask for", _reminder(contract_ready(), HANA)),
        Example("reminder-contract-refused", "A contract that was refused", _reminder(_all_refused(), HANA)),
        Example("reminder-contract-overtaken", "A contract to be signed again", _reminder(overtaken(), HANA)),
        Example("home-contract", "The personal page with a contract to sign", home_view(_home(asked(), GUS))),
    )


def _answers() -> tuple[Example, ...]:
    return (
        _answer("contract-asked", "Asked every party", contract_rules.ask, ANA, contract_ready()),
        _answer("contract-signed-one", "Signed for a party", contract_rules.sign, DEE, asked()),
        _answer(
            "contract-signed-all", "The last signature", contract_rules.sign, GUS, signed_by(asked(), SPEAKERS[:-1])
        ),
        _answer(
            "contract-refused",
            "Refused to sign",
            lambda one, who: contract_rules.refuse(one, who, why=WHY),
            HANA,
            asked(),
        ),
        _answer(
            "contract-ended",
            "A change that ends it",
            lambda one, who: gate_rules.remove_gate(one, "downstream-told", who, why="No consumers"),
            ANA,
            signed(),
        ),
        _answer(
            "violation",
            "Development started too early",
            lambda one, who: milestone_rules.reach(one, "development-started", TODAY, who),
            ANA,
            half_signed(),
        ),
    )


def _form() -> Example:
    return Example("form-refuse-contract", "The form to refuse", forms.refuse_contract_form(_FORM, "Churn model"))


def _answer(name: str, title: str, rule: Rule, person: PersonId, initiative: Initiative) -> Example:
    outcome = outcome_of(rule, person, initiative)
    change = with_consequences(initiative, rule(initiative, outcome.act), outcome.act)
    done = Outcome(initiative, change.initiative, outcome.organisation, outcome.facts, outcome.act)
    return Example(f"answer-{name}", title, answer_card(done, ShowContract("churn-model")))


def _page(initiative: Initiative, acme: Organisation | None = None) -> ContractPage:
    return contract_page(standing(initiative, acme or organisation(), NOW))


def _named() -> Initiative:
    """25 gates that all have somebody."""
    many = many_gates()
    gates = {
        key: replace(gate, ownership=many.gates[list(many.gates)[1]].ownership) for key, gate in many.gates.items()
    }
    return replace(many, gates=gates)


def _hostile(acme: Organisation) -> ContractPage:
    wild = hostile_words()
    return _page(contract_rules.ask(wild, replace(act(ANA, at(20)), organisation=acme)).initiative, acme)


def _without_owner(empty: str, several: str) -> dict[str, Party]:
    parties = organisation().parties
    return {
        empty: replace(parties[empty], owner=None, members=frozenset()),
        several: replace(parties[several], owner=None, members=frozenset({HANA, GUS, IVO, CHI, BEN})),
    }


def _all_refused() -> Initiative:
    """Every party but one has signed, and that one refused."""
    half = signed_by(asked(), [one for one in SPEAKERS if one != HANA])
    return contract_rules.refuse(half, act(HANA, at(12, 16)), why=WHY).initiative


def _checklist(initiative: Initiative) -> Card:
    return checklist_card(standing(initiative, organisation(), NOW))


def _digest(*initiatives: Initiative) -> Card:
    copies = [
        replace(one, id=InitiativeId(f"i{number}"), slug=f"churn-model-{number}")
        for number, one in enumerate(initiatives)
    ]
    found = digest(copies, organisation(), {}, NOW)
    if found is None:
        raise ValueError("no initiative of the example is active")
    return digest_card(found, organisation())


def _reminder(initiative: Initiative, person: PersonId) -> Card:
    found = {one.person: one for one in reminders((initiative,), organisation(), {}, NOW)}[person]
    item = next(one for one in found.items if one.kind == "contract")
    return reminder_card(replace(found, items=(item,), more=0, waiting=1, unowned=0), organisation(), TODAY)


def _home(initiative: Initiative, person: PersonId) -> HomePage:
    stands = standing(initiative, organisation(), NOW)
    return HomePage(person, organisation(), (), (), (), (), (stands,), contracts=(stands,))
