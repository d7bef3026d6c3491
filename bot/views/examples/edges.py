"""Examples at the edges: long names, many gates, right-to-left and hostile text, large groups."""

from dataclasses import replace

from bot.cards import Card, View
from bot.views.examples.example import Example
from bot.views.examples.story import (
    ANA,
    DEE,
    NOW,
    TODAY,
    act,
    at,
    churn,
    in_review,
    organisation,
    template,
)
from bot.views.posted.digest import digest_card
from bot.views.posted.prompt import prompt_card
from bot.views.posted.reminder import reminder_card
from bot.views.posted.sign_off import sign_off_card
from bot.views.shown.gates import all_gates_card, gate_card
from bot.views.shown.home import home_view
from bot.views.shown.status import checklist_card
from readiness.domain.readings.digest import digest
from readiness.domain.readings.reminder import reminders
from readiness.domain.readings.report import Standing, standing
from readiness.domain.rights.signing import review
from readiness.domain.rules.initiative import gate_from
from readiness.domain.values.approval import ApprovalRule, Group
from readiness.domain.values.gate import Condition, Gate
from readiness.domain.values.identity import InitiativeId, PersonId
from readiness.domain.values.initiative import Initiative
from readiness.domain.values.organisation import Organisation
from readiness.domain.values.ownership import Ownership
from readiness.domain.values.person import Person
from readiness.usecases.looking import GatePage, HomePage

ARABIC = PersonId("arabic")
HEBREW = PersonId("hebrew")
HOSTILE = PersonId("hostile")
LONG = PersonId("long")
_LONG_KEY = "a-very-long-key-of-exactly-forty-chars-"
_LONG_NAME = "The personalised next-best-offer recommendation model for all business customers"
HOSTILE_TEXT = "<!channel> *x* _y_ `z` ~s~ > q <@U1> <https://evil.example|here> :tada: @here"


def examples() -> tuple[Example, ...]:
    """All of them."""
    many, foreign, hostile = _stands(many_gates()), _stands(right_to_left()), _stands(hostile_words())
    gate = next(iter(hostile_words().gates))
    return (
        Example("edge-25-gates", "25 gates, 40-character keys, an 80-character name", checklist_card(many)),
        Example("edge-25-gates-all-1", "The same, all gates", all_gates_card(many, 0)),
        Example("edge-25-gates-all-2", "The same, second page", all_gates_card(many, 9)),
        Example("edge-25-gates-prompt", "The same, a prompt", prompt_card(many, LONG)),
        Example("edge-25-gates-naming", "The same, names to give", prompt_card(many, ANA)),
        Example("edge-25-gates-home", "The same, the personal page", _home(many, LONG)),
        Example("edge-25-gates-digest", "The same, the digest", _digest(many)),
        Example("edge-25-gates-reminder", "The same, a reminder", _reminder(many, ANA)),
        Example("edge-right-to-left", "Arabic and Hebrew names", checklist_card(foreign)),
        Example("edge-right-to-left-prompt", "The same, a prompt", prompt_card(foreign, ARABIC)),
        Example("edge-right-to-left-gates", "The same, all gates", all_gates_card(foreign, 0)),
        Example("edge-hostile", "Text that tries to be markup", checklist_card(hostile)),
        Example("edge-hostile-gate", "The same, one gate", gate_card(_page(hostile, gate), DEE)),
        Example("edge-hostile-sign-off", "The same, a request", sign_off_card(_page(hostile, gate), 2)),
        Example("edge-large-party", "A request to 40 people", sign_off_card(_page(_crowd(), "data-lineage"), 2)),
        Example("edge-no-gates", "No gates at all", checklist_card(_stands(replace(churn(), gates={})))),
        Example("edge-no-gates-all", "The same, all gates", all_gates_card(_stands(replace(churn(), gates={})))),
    )


def everybody() -> Organisation:
    """Acme with people whose names are hard to show."""
    names = {
        ARABIC: "عبد الرحمن بن خالد",
        HEBREW: "יעל כהן",
        HOSTILE: "<!channel> *Bob* `x`",
        LONG: "Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh Maximiliana Alexandrina XII",
    }
    acme = organisation()
    people = {person: Person(person, name, "Asia/Riyadh") for person, name in names.items()}
    return replace(acme, people={**acme.people, **people})


def many_gates() -> Initiative:
    """25 gates, some with the longest keys, half of them Long's, the others nobody's."""
    item, conditions = template().gates[3], tuple(Condition)
    gates: dict[str, Gate] = {}
    for number in range(25):
        key = f"{_LONG_KEY[: 39 - len(str(number))]}-{number}"[:40]
        gate = gate_from(replace(item, key=key, title=_LONG_NAME[:60], depends_on=()), act(ANA, at(2)))
        held = Ownership(since=at(3), owner=LONG if number % 2 else None, giver=ANA)
        gates[key] = replace(gate, ownership=held, condition=conditions[number % 5])
    return replace(churn(), slug="the-personalised-next-best-offer-model-1", name=_LONG_NAME, gates=gates, backup=LONG)


def right_to_left() -> Initiative:
    """Names of people and of the initiative in Arabic and Hebrew."""
    gates = {
        key: replace(gate, ownership=replace(gate.ownership, owner=ARABIC if at_ % 2 else HEBREW, offered_to=None))
        for at_, (key, gate) in enumerate(churn().gates.items())
    }
    return replace(
        churn(), name="نموذج التنبؤ v3", gates=gates, handoff=Ownership(since=at(2), owner=HEBREW, giver=ANA)
    )


def hostile_words() -> Initiative:
    """Everything a person may write tries to become markup."""
    gates = {
        key: replace(
            in_review(replace(gate, ownership=Ownership(since=at(3), owner=HOSTILE, giver=ANA)), at(17)),
            title=HOSTILE_TEXT[:60],
        )
        for key, gate in list(churn().gates.items())[1:4]
    }
    wild = {
        key: replace(gate, evidence=gate.evidence and replace(gate.evidence, content=HOSTILE_TEXT))
        for key, gate in gates.items()
    }
    return replace(churn(), name=HOSTILE_TEXT[:80], gates=wild)


def _stands(initiative: Initiative) -> Standing:
    return standing(initiative, everybody(), NOW)


def _page(stands: Standing, key: str) -> GatePage:
    gate = stands.initiative.gates[key]
    return GatePage(stands, gate, template().gate(key), review(gate, stands.initiative, stands.organisation))


def _crowd() -> Standing:
    """A rule for which forty people may sign."""
    people = {PersonId(f"p{number}"): Person(PersonId(f"p{number}"), f"Person {number}") for number in range(40)}
    gate = replace(churn().gates["data-lineage"], rule=ApprovalRule((Group(2, frozenset(people)),)), votes=())
    acme = organisation()
    return standing(churn().with_gate(gate), replace(acme, people={**acme.people, **people}), NOW)


def _home(stands: Standing, person: PersonId) -> View:
    pairs = tuple((stands, gate) for gate in stands.initiative.gates.values())
    offers = tuple(
        (stands, replace(gate, ownership=replace(gate.ownership, offered_to=person, giver=ANA))) for _, gate in pairs
    )
    page = HomePage(person, stands.organisation, pairs, pairs, offers, (stands,) * 12, (stands,) * 30)
    return home_view(page)


def _digest(stands: Standing) -> Card:
    copies = [replace(stands.initiative, id=InitiativeId(f"i{number}"), slug=f"slug-{number}") for number in range(14)]
    found = digest(copies, stands.organisation, {}, NOW)
    if found is None:
        raise ValueError("no initiative of the example is active")
    return digest_card(found, stands.organisation)


def _reminder(stands: Standing, person: PersonId) -> Card:
    found = {one.person: one for one in reminders((stands.initiative,), stands.organisation, {}, NOW)}
    return reminder_card(found[person], stands.organisation, TODAY)
