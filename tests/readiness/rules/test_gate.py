"""The checklist itself changes: gates, what waits for what, who must sign, what is blocked."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.domain.rules import gate as gate_rules
from readiness.domain.rules.change import Change
from readiness.domain.rules.gate import NewGate
from readiness.domain.rules.review import open_dependencies
from readiness.domain.values.approval import ApprovalRule, Group, Quorum
from readiness.domain.values.fact import Fact, FactKind
from readiness.domain.values.gate import Condition, Decision, Gate, Progress
from readiness.domain.values.identity import PersonId
from readiness.domain.values.initiative import Initiative
from readiness.domain.values.ownership import OwnershipState
from readiness.domain.values.refusal import Refusal
from readiness.domain.values.refusals import (
    BadApprovalRule,
    BadKey,
    BadText,
    DependencyCycle,
    KeyTaken,
    NotAMember,
    NotBlocked,
    NotFound,
    OwnRule,
    ReasonMissing,
)
from tests.readiness import scene
from tests.readiness.scene import ADA, ANN, APP, AUD, BAK, LEA, NOW, OLA

BY_LEA = scene.act(LEA)


def chain(*waits: str) -> Initiative:
    """Gates of which each waits for those after the colon: `chain("a:b", "b:")`."""
    gates: list[Gate] = []
    for one in waits:
        key, _, others = one.partition(":")
        gates.append(replace(scene.gate(key), depends_on=tuple(others.split())))
    return scene.initiative(*gates)


# --- gates ----------------------------------------------------------------------------------------------------------


def test_an_added_gate_comes_last_unassigned_open_and_signed_by_its_party():
    new = NewGate("red-team", "Red team report", "compliance", Condition.COMPLIANCE, "model-complete")
    change = gate_rules.add_gate(scene.initiative(), new, BY_LEA)
    gate = change.initiative.gates["red-team"]
    assert list(change.initiative.gates) == ["dpia", "serving", "red-team"]
    assert (gate.ownership.state, gate.progress, gate.needed_by) == (
        OwnershipState.UNASSIGNED,
        Progress.OPEN,
        "model-complete",
    )
    assert gate.rule == ApprovalRule((Group(Quorum.ANY, parties=("compliance",)),))
    assert [(fact.kind, fact.texts) for fact in change.facts] == [(FactKind.GATE_ADDED, {"title": "Red team report"})]


def test_a_gate_without_a_title_is_called_by_its_key():
    change = gate_rules.add_gate(scene.initiative(), NewGate("red-team", " ", "compliance"), BY_LEA)
    assert change.initiative.gates["red-team"].title == "red-team"


@pytest.mark.parametrize(
    ("new", "refusal"),
    [
        (NewGate("Red Team", "x", "compliance"), BadKey),
        (NewGate("", "x", "compliance"), BadKey),
        (NewGate("-red", "x", "compliance"), BadKey),
        (NewGate("x" * 41, "x", "compliance"), BadKey),
        (NewGate("handoff", "x", "compliance"), BadKey),
        (NewGate("all", "x", "compliance"), BadKey),
        (NewGate("dpia", "x", "compliance"), KeyTaken),
        (NewGate("red-team", "x", "legal"), NotFound),
        (NewGate("red-team", "x", "compliance", needed_by="someday"), NotFound),
        (NewGate("red-team", "x" * 61, "compliance"), BadText),
    ],
)
def test_a_gate_that_cannot_be_is_not_added(new: NewGate, refusal: type[Refusal]):
    with pytest.raises(refusal):
        gate_rules.add_gate(scene.initiative(), new, BY_LEA)


def test_a_removed_gate_is_waited_for_no_longer_and_the_record_says_by_whom():
    start = chain("a:b c", "b:c", "c:")
    change = gate_rules.remove_gate(start, "c", BY_LEA, why="merged into b")
    assert {key: gate.depends_on for key, gate in change.initiative.gates.items()} == {"a": ("b",), "b": ()}
    assert change.facts == (Fact(FactKind.GATE_REMOVED, "c", {"freed": ["a", "b"]}, {"reason": "merged into b"}),)
    assert open_dependencies(change.initiative, change.initiative.gates["b"], NOW) == ()


def test_removing_a_gate_needs_a_reason_and_a_gate():
    with pytest.raises(ReasonMissing):
        gate_rules.remove_gate(scene.initiative(), "dpia", BY_LEA, why="")
    with pytest.raises(NotFound):
        gate_rules.remove_gate(scene.initiative(), "dpi", BY_LEA, why="merged")


# --- what waits for what --------------------------------------------------------------------------------------------


def test_a_gate_waits_for_another_once():
    change = gate_rules.set_dependency(scene.initiative(), "dpia", "serving", BY_LEA)
    assert change.initiative.gates["dpia"].depends_on == ("serving",)
    assert change.facts[0].data == {"depends_on": ["serving"]}
    assert gate_rules.set_dependency(change.initiative, "dpia", "serving", BY_LEA).facts == ()


@pytest.mark.parametrize(
    ("start", "key", "on", "circle"),
    [
        (chain("a:"), "a", "a", "a → a"),
        (chain("a:b", "b:"), "b", "a", "b → a → b"),
        (chain("a:b", "b:c", "c:d", "d:"), "d", "a", "d → a → b → c → d"),
        (chain("a:b c", "b:d", "c:", "d:e", "e:"), "e", "a", "e → a → b → d → e"),
    ],
)
def test_a_circle_is_refused_and_named(start: Initiative, key: str, on: str, circle: str):
    with pytest.raises(DependencyCycle) as told:
        gate_rules.set_dependency(start, key, on, BY_LEA)
    assert told.value.details["cycle"] == circle
    assert str(told.value) == f"These gates would wait for each other: {circle}."


def test_two_ways_to_the_same_gate_are_no_circle():
    diamond = chain("a:b c", "b:d", "c:", "d:")
    assert gate_rules.set_dependency(diamond, "c", "d", BY_LEA).facts


@given(st.lists(st.tuples(st.sampled_from("abcde"), st.sampled_from("abcde")), max_size=20))
def test_whatever_is_asked_for_gates_never_wait_for_themselves(pairs: list[tuple[str, str]]):
    initiative = chain("a:", "b:", "c:", "d:", "e:")
    for key, on in pairs:
        try:
            initiative = gate_rules.set_dependency(initiative, key, on, BY_LEA).initiative
        except DependencyCycle:
            assert key in reachable(initiative, on)
        for gate in initiative.gates:
            assert gate not in {
                other for on in initiative.gates[gate].depends_on for other in reachable(initiative, on)
            }


def reachable(initiative: Initiative, key: str) -> set[str]:
    found = {key}
    for _ in initiative.gates:
        found |= {on for gate in found for on in initiative.gates[gate].depends_on}
    return found


def test_a_gate_waits_only_for_what_is_not_settled():
    settled = scene.decided(scene.gate("serving"), Progress.SIGNED_OFF, Decision.APPROVE)
    initiative = scene.initiative(replace(scene.gate(), depends_on=("serving",)), settled)
    assert open_dependencies(initiative, initiative.gates["dpia"], NOW) == ()


# --- who must sign --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "refusal"),
    [
        (ApprovalRule(()), BadApprovalRule),
        (ApprovalRule((Group(Quorum.ANY),)), BadApprovalRule),
        (ApprovalRule((Group(0, frozenset({APP})),)), BadApprovalRule),
        (ApprovalRule((Group(-1, parties=("compliance",)),)), BadApprovalRule),
        (ApprovalRule((Group(Quorum.ANY, parties=("legal",)),)), NotFound),
        (ApprovalRule((Group(Quorum.ANY, frozenset({AUD})),)), NotAMember),
        (ApprovalRule((Group(Quorum.ANY, frozenset({PersonId("guest")})),)), NotAMember),
        (ApprovalRule((Group(Quorum.ANY, frozenset({APP})), Group(Quorum.ALL))), BadApprovalRule),
    ],
)
def test_a_rule_nobody_could_ever_meet_is_refused(rule: ApprovalRule, refusal: type[Refusal]):
    with pytest.raises(refusal):
        gate_rules.set_rule(scene.initiative(), "dpia", rule, BY_LEA)


def test_a_changed_rule_is_recorded_group_by_group():
    rule = ApprovalRule((Group(2, frozenset({APP, ANN})), Group(Quorum.ALL, parties=("compliance",))))
    change = gate_rules.set_rule(scene.initiative(), "dpia", rule, BY_LEA)
    assert change.initiative.gates["dpia"].rule == rule
    assert change.facts[0].data == {"groups": ["2 ann app", "all compliance"]}


def test_nobody_changes_the_rule_of_a_gate_they_own_not_even_an_administrator():
    for person in (LEA, ADA):
        initiative = scene.initiative(scene.gate(owner=person))
        with pytest.raises(OwnRule):
            gate_rules.set_rule(initiative, "dpia", scene.rule(2), scene.act(person))


# --- blocked --------------------------------------------------------------------------------------------------------


def test_owner_and_backup_say_that_it_is_blocked_why_and_when_it_is_not():
    change = gate_rules.block(scene.initiative(), "dpia", " no budget ", scene.act(OLA))
    block = change.initiative.gates["dpia"].block
    assert block is not None
    assert (block.reason, block.by, block.since) == ("no budget", OLA, NOW)
    freed = gate_rules.unblock(change.initiative, "dpia", scene.act(BAK))
    assert freed.initiative.gates["dpia"].block is None
    assert [fact.kind for fact in (*change.facts, *freed.facts)] == [FactKind.GATE_BLOCKED, FactKind.GATE_UNBLOCKED]


def test_blocked_needs_a_reason_and_unblock_a_block():
    with pytest.raises(ReasonMissing):
        gate_rules.block(scene.initiative(), "dpia", "", scene.act(OLA))
    with pytest.raises(NotBlocked):
        gate_rules.unblock(scene.initiative(), "dpia", scene.act(OLA))


def test_no_rule_touches_another_gate():
    start = scene.initiative()
    for change in (
        gate_rules.block(start, "dpia", "no budget", scene.act(OLA)),
        gate_rules.set_rule(start, "dpia", scene.rule(2), BY_LEA),
        gate_rules.set_dependency(start, "dpia", "serving", BY_LEA),
    ):
        assert isinstance(change, Change)
        assert change.initiative.gates["serving"] is start.gates["serving"]
        assert change.initiative != start
