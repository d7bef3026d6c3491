"""The built-in checklists hold what the product promises, and can be lived with."""

from collections import Counter
from importlib.resources import files

import pytest

from readiness.domain.values.approval import Meaning
from readiness.domain.values.gate import Condition
from readiness.domain.values.identity import RESERVED_GATE_KEYS, is_key
from readiness.domain.values.milestone import (
    DESIGN_CLOSED,
    DEVELOPMENT_STARTED,
    EVALUATION_PASSED,
    LIVE_INPUTS,
    MILESTONES,
    MODEL_COMPLETE,
)
from readiness.domain.values.organisation import Organisation
from readiness.domain.values.template import Template, TemplateGate
from readiness.templates.builtin import BUILTIN_KEYS, NoSuchBuiltin, builtin_templates, builtin_text
from readiness.templates.loader import parse

TEMPLATES = pytest.mark.parametrize("template", [pytest.param(key, id=key) for key in BUILTIN_KEYS], indirect=True)

NEEDED_BY = {
    Condition.HANDOFF_OWNER: DEVELOPMENT_STARTED,
    Condition.COMPLIANCE: DESIGN_CLOSED,
    Condition.INFRASTRUCTURE: EVALUATION_PASSED,
    Condition.MONITORING_AND_FALLBACK: EVALUATION_PASSED,
    Condition.RECEIVING_TEAM: MODEL_COMPLETE,
}
OUTSIDE = {"success-criteria": DEVELOPMENT_STARTED, "live-data-sign-off": LIVE_INPUTS}
NEEDS_THE_MODEL = {"independent-validation": MODEL_COMPLETE, "conformity-assessment": MODEL_COMPLETE}
"""Compliance gates of the regulated checklist that have nothing to look at before there is a model."""

NAMED_IN_THE_DEFAULT = {
    "deployment-ownership", "incident-team", "documentation", "data-lineage", "approved-datasets",
    "architecture-review", "compute", "serving-environment", "monitoring-configured", "api-definition",
    "integration-tests", "load-tested", "drift-thresholds", "fallback-tested", "downstream-told",
    "operational-requirements", "success-criteria", "live-data-sign-off",
}  # fmt: skip


@pytest.fixture
def template(request: pytest.FixtureRequest) -> Template:
    return next(template for template in builtin_templates() if template.key == request.param)


def default() -> Template:
    return builtin_templates()[0]


def order(gate: TemplateGate) -> int:
    assert gate.needed_by is not None
    return list(MILESTONES).index(gate.needed_by)


def test_every_file_in_the_folder_is_offered_and_named_after_its_key() -> None:
    folder = files("readiness.templates").joinpath("builtin")
    assert {entry.name for entry in folder.iterdir()} == {f"{key}.yaml" for key in BUILTIN_KEYS}
    assert tuple(template.key for template in builtin_templates()) == BUILTIN_KEYS


def test_the_first_is_the_one_an_organisation_starts_with() -> None:
    assert default().key == Organisation.__dataclass_fields__["default_template"].default


def test_the_text_is_what_the_template_was_read_from() -> None:
    assert parse(builtin_text(BUILTIN_KEYS[1]), source="again") == builtin_templates()[1]


def test_asking_for_a_checklist_that_is_not_there_names_those_that_are() -> None:
    with pytest.raises(NoSuchBuiltin, match="There are: ai-model-to-production, high-risk-regulated-model"):
        builtin_text("../../pyproject")


def test_the_default_has_eighteen_gates_spread_as_on_the_checklist_screen() -> None:
    assert {gate.key for gate in default().gates} == NAMED_IN_THE_DEFAULT
    assert Counter(gate.condition for gate in default().gates) == {
        Condition.COMPLIANCE: 4,
        Condition.INFRASTRUCTURE: 5,
        Condition.MONITORING_AND_FALLBACK: 4,
        Condition.RECEIVING_TEAM: 2,
        Condition.HANDOFF_OWNER: 1,
        None: 2,
    }


def test_the_regulated_checklist_adds_to_the_default_and_stays_within_twenty_five() -> None:
    regulated = {gate.key for gate in builtin_templates()[1].gates}
    assert regulated - NAMED_IN_THE_DEFAULT == {
        "risk-management", "dpia-review", "independent-validation", "conformity-assessment", "record-keeping",
        "post-market-monitoring", "human-oversight",
    }  # fmt: skip
    assert regulated > NAMED_IN_THE_DEFAULT
    assert len(regulated) <= 25


@TEMPLATES
def test_every_gate_is_needed_by_the_milestone_of_the_rules(template: Template) -> None:
    for gate in template.gates:
        expected = OUTSIDE[gate.key] if gate.condition is None else NEEDED_BY[gate.condition]
        if template is not default():
            expected = NEEDS_THE_MODEL.get(gate.key, expected)
        assert gate.needed_by == expected, gate.key


@TEMPLATES
def test_the_five_conditions_are_due_by_model_complete(template: Template) -> None:
    latest = list(MILESTONES).index(MODEL_COMPLETE)
    assert all(order(gate) <= latest for gate in template.gates if gate.condition is not None)


@TEMPLATES
def test_no_gate_is_due_before_what_it_waits_for(template: Template) -> None:
    for gate in template.gates:
        for key in gate.depends_on:
            before = template.gate(key)
            assert before is not None
            due, earlier = ((order(one), -one.working_days_before) for one in (gate, before))
            assert earlier <= due, (gate.key, key)


@TEMPLATES
def test_nobody_signs_alone_for_their_own_party(template: Template) -> None:
    """An owner never signs; a group of only the owner's party could be stuck where that party is one person."""
    for gate in template.gates:
        assert all(gate.party not in group.parties for group in gate.groups), gate.key


@TEMPLATES
def test_keys_are_valid_and_leave_the_reserved_words_alone(template: Template) -> None:
    gates = [gate.key for gate in template.gates]
    others = [party.key for party in template.parties] + [source.key for source in template.sources]
    assert all(is_key(key) for key in [template.key, *gates, *others])
    assert not RESERVED_GATE_KEYS & set(gates)


@TEMPLATES
def test_infrastructure_is_provisioned_and_tested(template: Template) -> None:
    infrastructure = {gate.key for gate in template.gates if gate.condition is Condition.INFRASTRUCTURE}
    assert {"serving-environment", "integration-tests", "load-tested"} <= infrastructure


@TEMPLATES
def test_live_data_is_signed_for_by_compliance_and_business_and_cannot_be_skipped(template: Template) -> None:
    gate = template.gate("live-data-sign-off")
    assert gate is not None
    assert [group.parties for group in gate.groups] == [("compliance",), ("business",)]
    assert gate.meaning is Meaning.RESPONSIBILITY
    assert not gate.allows_not_applicable
    assert not gate.allows_waiver


def test_data_lineage_asks_for_two_of_compliance_and_a_data_protection_assessment_is_never_waived() -> None:
    lineage, assessment = default().gate("data-lineage"), builtin_templates()[1].gate("dpia-review")
    assert lineage is not None
    assert assessment is not None
    assert [(group.need, group.parties) for group in lineage.groups] == [(2, ("compliance",))]
    assert not assessment.allows_waiver


@TEMPLATES
def test_every_gate_names_its_sources_and_every_source_is_used(template: Template) -> None:
    assert all(gate.sources for gate in template.gates)
    assert {source.key for source in template.sources} == {key for gate in template.gates for key in gate.sources}
