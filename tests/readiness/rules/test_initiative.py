"""An initiative begins from its checklist, each gate offered to its party's owner."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from readiness.domain.rules import initiative as initiative_rules
from readiness.domain.rules.change import Change
from readiness.domain.rules.initiative import Proposal
from readiness.domain.values.approval import ApprovalRule, Group, Meaning, Quorum
from readiness.domain.values.fact import FactKind
from readiness.domain.values.gate import Condition, Progress
from readiness.domain.values.identity import InitiativeId, PersonId, WorkspaceId
from readiness.domain.values.initiative import Home, Life, Money
from readiness.domain.values.organisation import Organisation, Party
from readiness.domain.values.ownership import Ownership, OwnershipState
from readiness.domain.values.refusal import Refusal
from readiness.domain.values.refusals import BadKey, BadText, NameMissing, NotAMember, NotFound
from readiness.domain.values.template import Template, TemplateGate, TemplateParty
from tests.readiness import scene
from tests.readiness.scene import ACME, ANN, AUD, HAL, LEA, MIA, NOW, OLA

HOME = Home(WorkspaceId("w1"), "C1")
PROPOSAL = Proposal(name="Churn model", home=HOME, handoff_owner=HAL)


def item(key: str, party: str, **given: object) -> TemplateGate:
    gate = TemplateGate(
        key=key,
        title=key.capitalize(),
        condition=Condition.COMPLIANCE,
        party=party,
        needed_by="design-closed",
        guidance="",
        why="",
        evidence_hint="",
        groups=(Group(Quorum.ANY, parties=(party,)),),
    )
    return replace(gate, **given)  # type: ignore[arg-type]


TEMPLATE = Template(
    key="small",
    version=3,
    name="Small",
    description="",
    parties=tuple(TemplateParty(key, key) for key in ("owned", "leads", "empty", "left", "unknown")),
    gates=(
        item("dpia", "owned", depends_on=("serving",), working_days_before=5),
        item("serving", "leads", ordered=True, meaning=Meaning.RESPONSIBILITY, allows_waiver=False),
        item("rota", "empty", allows_not_applicable=False),
        item("alerts", "left"),
        item("fallback", "unknown"),
    ),
)

WHERE: Organisation = replace(
    ACME,
    parties={
        "owned": Party("owned", "Owned", owner=OLA, backup=ANN),
        "leads": Party("leads", "Led", owner=LEA, backup=PersonId("gone")),
        "empty": Party("empty", "Empty", backup=ANN),
        "left": Party("left", "Left", owner=PersonId("gone"), backup=AUD),
    },
)


def started(proposal: Proposal = PROPOSAL, by: PersonId = LEA, slug: str = "churn-model") -> Change:
    return initiative_rules.start(proposal, TEMPLATE, scene.act(by, where=WHERE), id=InitiativeId("i9"), slug=slug)


def test_whoever_starts_it_leads_it_and_it_pins_the_version_of_its_checklist():
    initiative = started().initiative
    assert (initiative.lead, initiative.slug, initiative.life, initiative.created_at) == (
        LEA,
        "churn-model",
        Life.ACTIVE,
        NOW,
    )
    assert (initiative.template.key, initiative.template.version) == ("small", 3)
    assert initiative.organisation == ACME.id
    assert list(initiative.gates) == ["dpia", "serving", "rota", "alerts", "fallback"]


def test_each_gate_is_offered_to_its_partys_owner_and_without_one_it_is_unassigned():
    states = {key: gate.ownership for key, gate in started().initiative.gates.items()}
    assert states == {
        "dpia": Ownership(NOW, offered_to=OLA, giver=LEA),
        "serving": Ownership(NOW, owner=LEA, giver=LEA, confirmed_at=NOW),
        "rota": Ownership(NOW),
        "alerts": Ownership(NOW),
        "fallback": Ownership(NOW),
    }


def test_the_partys_backup_is_the_gates_if_they_can_act():
    backups = {key: gate.backup for key, gate in started().initiative.gates.items()}
    assert backups == {"dpia": ANN, "serving": None, "rota": ANN, "alerts": None, "fallback": None}


def test_a_gate_is_as_its_checklist_says():
    gates = started().initiative.gates
    assert (gates["dpia"].depends_on, gates["dpia"].working_days_before) == (("serving",), 5)
    assert gates["serving"].rule == ApprovalRule(
        (Group(Quorum.ANY, parties=("leads",)),), ordered=True, meaning=Meaning.RESPONSIBILITY
    )
    assert (gates["serving"].allows_waiver, gates["rota"].allows_not_applicable) == (False, False)
    assert {gate.progress for gate in gates.values()} == {Progress.OPEN}
    assert {gate.revision for gate in gates.values()} == {0}


def test_the_handoff_is_offered_to_its_owner_while_the_lead_stays_accountable():
    handoff = started().initiative.handoff
    assert (handoff.state, handoff.offered_to, handoff.accountable) == (OwnershipState.OFFERED, HAL, LEA)


def test_without_a_handoff_owner_the_lead_holds_it():
    handoff = started(Proposal(name="Churn", home=HOME)).initiative.handoff
    assert (handoff.state, handoff.owner) == (OwnershipState.ACCEPTED, LEA)


@pytest.mark.parametrize(
    ("planned", "inputs", "outputs"),
    [
        ({"live": date(2027, 1, 4)}, date(2027, 1, 4), date(2027, 1, 4)),
        ({"live-inputs": date(2027, 1, 4)}, date(2027, 1, 4), date(2027, 1, 4)),
        ({"live-inputs": date(2027, 1, 4), "outputs-in-use": date(2027, 2, 1)}, date(2027, 1, 4), date(2027, 2, 1)),
        ({"outputs-in-use": date(2027, 2, 1)}, None, date(2027, 2, 1)),
        ({}, None, None),
    ],
)
def test_live_plans_both_live_facts(planned: dict[str, date], inputs: date | None, outputs: date | None):
    initiative = started(replace(PROPOSAL, planned=planned)).initiative
    assert initiative.milestone("live-inputs").planned == inputs
    assert initiative.milestone("outputs-in-use").planned == outputs


def test_the_record_begins_with_what_was_started_planned_offered_and_accepted():
    facts = started(replace(PROPOSAL, planned={"model-complete": date(2026, 12, 1)})).facts
    assert [(fact.kind, fact.gate) for fact in facts] == [
        (FactKind.INITIATIVE_CREATED, None),
        (FactKind.MILESTONE_PLANNED, None),
        (FactKind.HANDOFF_OFFERED, None),
        (FactKind.GATE_OFFERED, "dpia"),
        (FactKind.GATE_ACCEPTED, "serving"),
    ]
    assert facts[0].data["gates"] == ["dpia", "serving", "rota", "alerts", "fallback"]
    assert facts[0].texts == {"name": "Churn model"}
    assert facts[1].data == {"milestone": "model-complete", "planned": "2026-12-01"}


def test_value_and_sponsor_are_kept():
    money = Money(Decimal(25000), "EUR")
    initiative = started(replace(PROPOSAL, value_per_week=money, sponsor=MIA)).initiative
    assert (initiative.value_per_week, initiative.sponsor) == (money, MIA)


@pytest.mark.parametrize(
    ("proposal", "slug", "refusal"),
    [
        (replace(PROPOSAL, name="  "), "churn", NameMissing),
        (replace(PROPOSAL, name="x" * 81), "churn", BadText),
        (replace(PROPOSAL, handoff_owner=PersonId("guest")), "churn", NotAMember),
        (replace(PROPOSAL, handoff_owner=AUD), "churn", NotAMember),
        (replace(PROPOSAL, handoff_owner=PersonId("never-seen")), "churn", NotAMember),
        (replace(PROPOSAL, sponsor=PersonId("gone")), "churn", NotAMember),
        (replace(PROPOSAL, planned={"go-live": date(2027, 1, 4)}), "churn", NotFound),
        (PROPOSAL, "Churn model", BadKey),
        (PROPOSAL, "", BadKey),
    ],
)
def test_what_cannot_be_started_is_refused(proposal: Proposal, slug: str, refusal: type[Refusal]):
    with pytest.raises(refusal):
        started(proposal, slug=slug)


def test_the_form_asks_for_the_owners_of_parties_that_have_none():
    assert initiative_rules.parties_of(TEMPLATE, WHERE) == ("empty", "unknown")
