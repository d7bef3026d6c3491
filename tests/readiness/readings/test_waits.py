"""Who waits for whom, and where they wait for each other."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.domain.readings.reminder import ReminderKind, reminders
from readiness.domain.readings.report import standing
from readiness.domain.readings.stall import survey
from readiness.domain.readings.waits import Circle, Wait, WaitKind, circle_of, circles, waits
from readiness.domain.rights.unblocking import answerers, awaited
from readiness.domain.rules import gate as gate_rules
from readiness.domain.rules.change import Act, Change
from readiness.domain.rules.deadlock import with_deadlocks
from readiness.domain.values.deadlock import Deadlock
from readiness.domain.values.fact import FactKind
from readiness.domain.values.gate import Block, Gate, Progress, Span
from readiness.domain.values.identity import PersonId
from readiness.domain.values.initiative import Initiative, Life
from readiness.domain.values.organisation import Organisation, Party
from readiness.domain.values.refusals import NobodyToWaitFor, NotAMember, NotFound, WaitsForItself
from readiness.domain.values.rework import Rework, ReworkKind
from readiness.domain.values.step import NextStep
from tests.readiness.build import (
    ANA,
    BEN,
    CHI,
    DEE,
    ELI,
    GUS,
    HANA,
    MONDAY,
    a_gate,
    a_person,
    an_initiative,
    an_organisation,
    days_before,
    offered_to,
    owned_by,
    signed_off,
)

ACME = an_organisation()


def held(
    key: str, owner: PersonId | None, *depends_on: str, by: PersonId | None = None, party: str | None = None
) -> Gate:
    """A gate of `owner` that waits for gates, and with `by` or `party` for a person or a party."""
    block = Block("no answer", owner or ANA, days_before(5), by, party) if by or party else None
    return replace(a_gate(key), ownership=owned_by(owner), depends_on=depends_on, block=block)


def of(*gates: Gate) -> Initiative:
    return an_initiative(*gates)


def found(initiative: Initiative) -> list[tuple[str, ...]]:
    return [circle.gates for circle in circles(initiative, ACME, MONDAY)]


def waited(initiative: Initiative, organisation: Organisation = ACME) -> tuple[Wait, ...]:
    return waits(standing(initiative, organisation, MONDAY))


def act(person: PersonId = ANA) -> Act:
    return Act(a_person(person), MONDAY, ACME)


# --- whom a block waits for -------------------------------------------------------------------------------------------


def test_a_party_answers_by_its_owner_else_its_backup_else_any_member_but_never_by_the_gates_own_owner():
    def asked(**given: object) -> tuple[PersonId, ...]:
        party = replace(Party("legal", "Legal", owner=CHI, backup=DEE, members=frozenset({ELI, BEN})), **given)
        legal = an_organisation(parties=(party,))
        gate = held("dpia", BEN, party="legal")
        assert BEN not in answerers(gate, of(gate), legal)
        return awaited(gate, of(gate), legal)

    assert asked() == (CHI,)
    assert asked(owner=BEN) == (DEE,)
    assert asked(owner=None, backup=None, members=frozenset({ELI, GUS, BEN})) == (ELI, GUS)


def test_whoever_is_waited_for_holds_the_next_step_and_can_say_that_it_can_go_on():
    start = of(held("compute", BEN))
    blocked = gate_rules.block(start, "compute", "no quota", act(BEN), waits_for=GUS).initiative
    step = survey(blocked, ACME, MONDAY).steps["compute"]
    assert (step.step, step.people) == (NextStep.UNBLOCK, (GUS,))
    assert gate_rules.unblock(blocked, "compute", act(GUS)).initiative.gates["compute"].block is None


def test_the_owner_unblocks_what_waits_for_somebody_who_left():
    blocked = of(held("compute", BEN, by=GUS))
    without = an_organisation(gone=(GUS,))
    assert survey(blocked, without, MONDAY).steps["compute"].people == (BEN,)


def test_nobody_waits_for_themselves_for_strangers_or_for_a_party_of_nobody_else():
    alone = replace(ACME, parties={**ACME.parties, "ops": Party("ops", "Ops", members=frozenset({BEN}))})
    start, by_ben = of(held("compute", BEN)), Act(a_person(BEN), MONDAY, alone)
    for named, refusal in (
        ({"waits_for": BEN}, WaitsForItself),
        ({"waits_for": PersonId("nobody")}, NotAMember),
        ({"party": "ops"}, NobodyToWaitFor),
        ({"party": "unknown"}, NotFound),
    ):
        with pytest.raises(refusal):
            gate_rules.block(start, "compute", "no quota", by_ben, **named)


def test_a_backup_cannot_let_the_gate_wait_for_its_owner():
    start = of(replace(held("compute", BEN), backup=GUS))
    with pytest.raises(WaitsForItself):
        gate_rules.block(start, "compute", "on leave", act(GUS), waits_for=BEN)


def test_who_is_waited_for_is_reminded_and_the_owner_told_when_no_answer_comes():
    initiative = of(held("compute", BEN, by=GUS))
    told = {one.person: [item.kind for item in one.items] for one in reminders([initiative], ACME, {}, MONDAY)}
    assert told[GUS] == [ReminderKind.WAITED_FOR]
    later = MONDAY + timedelta(days=7)
    told = {one.person: [item.kind for item in one.items] for one in reminders([initiative], ACME, {}, later)}
    assert ReminderKind.UNANSWERED in told[BEN]


# --- who waits --------------------------------------------------------------------------------------------------------


def test_everything_that_waits_is_told_once_for_each_it_waits_for_the_longest_first():
    reviewed = replace(held("review", CHI), progress=Progress.IN_REVIEW, progress_since=days_before(1))
    offered = replace(held("offer", None), ownership=offered_to(GUS, since=days_before(3)))
    initiative = of(held("first", BEN, by=DEE), held("second", CHI, "first"), reviewed, offered)
    told = [(wait.kind, wait.gate, wait.people) for wait in waited(initiative)]
    assert told == [
        (WaitKind.DEPENDENCY, "second", (BEN,)),
        (WaitKind.BLOCK, "first", (DEE,)),
        (WaitKind.OFFER, "offer", (GUS,)),
        (WaitKind.REVIEW, "review", (DEE, ELI)),
    ]


def test_a_gate_waits_for_another_from_when_that_is_open_again():
    reopened = replace(held("first", BEN), settled=(Span(days_before(9), days_before(2)),))
    (wait,) = waited(of(reopened, held("second", CHI, "first")))
    assert wait.since == days_before(2)


def test_nothing_waits_in_what_is_paused_and_settled_gates_are_waited_for_by_nobody():
    initiative = of(signed_off(held("first", BEN), at=days_before(9)), held("second", CHI, "first"))
    assert waited(initiative) == ()
    assert waited(replace(of(held("first", BEN, by=DEE)), standing=Life.PAUSED)) == ()


def test_a_dependency_that_was_added_later_is_waited_for_from_then_on():
    start = of(held("first", BEN), held("second", CHI))
    linked = gate_rules.set_dependency(start, "second", "first", act()).initiative
    (wait,) = waits(standing(linked, ACME, MONDAY + timedelta(days=2)))
    assert wait.since == MONDAY
    freed = gate_rules.drop_dependency(linked, "second", "first", act()).initiative
    assert freed.gates["second"].depends_since == ()


def test_a_review_held_up_by_a_finding_waits_for_whoever_closes_that():
    asked = replace(a_gate("dpia"), progress=Progress.IN_REVIEW, progress_since=days_before(5))
    promised = Rework(
        number=1,
        gate="dpia",
        kind=ReworkKind.FINDING,
        reason=None,
        party="compliance",
        raised_by=DEE,
        raised_at=days_before(9),
        stage=None,
        due=date(2026, 11, 20),
        text="Link the contract.",
        owner=GUS,
    )
    (wait,) = waited(replace(of(asked), rework=(promised,)))
    assert (wait.kind, wait.people, wait.since.date()) == (WaitKind.FINDING, (GUS,), date(2026, 11, 21))
    (after,) = waited(of(asked))
    assert (after.kind, after.people) == (WaitKind.REVIEW, (DEE, ELI))


def test_nobody_waits_for_the_yes_of_who_left():
    offered = of(replace(a_gate("compute"), ownership=offered_to(GUS, by=ANA)))
    assert [wait.people for wait in waited(offered)] == [(GUS,)]
    assert waited(offered, an_organisation(gone=(GUS,))) == ()


# --- circles ----------------------------------------------------------------------------------------------------------


def test_two_who_wait_for_each_other_are_a_deadlock_also_through_a_party_and_through_a_dependency():
    by_people = of(held("a", BEN, by=GUS), held("b", GUS, by=BEN))
    by_party = of(held("a", BEN, party="platform"), held("b", GUS, by=BEN))
    by_dependency = of(held("a", BEN, by=GUS), held("b", GUS, "a"))
    assert found(by_people) == found(by_party) == found(by_dependency) == [("a", "b")]


def test_it_goes_through_any_stuck_gate_of_whom_one_waits_for_but_not_through_one_they_can_work_on():
    stuck = of(held("a", BEN, by=GUS), held("b", GUS), held("c", GUS, by=BEN))
    assert found(stuck) == [("a", "c")]
    assert found(of(held("a", BEN, by=GUS), held("b", GUS))) == []


def test_a_review_that_nobody_has_answered_and_a_party_where_several_can_answer_make_none():
    reviewed = replace(held("b", GUS, "a"), progress=Progress.IN_REVIEW)
    assert found(of(held("a", BEN, by=GUS), reviewed)) == []
    several = an_organisation(parties=(Party("ops", "Ops", members=frozenset({GUS, CHI})),))
    assert circles(of(held("a", BEN, party="ops"), held("b", GUS, by=BEN)), several, MONDAY) == ()


def test_the_smallest_comes_first():
    ring = of(
        held("a", ANA, by=BEN), held("b", BEN, by=CHI), held("c", CHI, by=ANA), held("x", GUS, by=HANA),
        held("y", HANA, by=GUS),
    )  # fmt: skip
    assert found(ring) == [("x", "y"), ("a", "b", "c")]


OWNERS = (ANA, BEN, CHI, GUS)


@st.composite
def tangles(draw: st.DrawFn, *, blocks: bool = True) -> Initiative:
    """Gates that depend on earlier ones and, with `blocks`, wait for people and parties."""
    gates: list[Gate] = []
    for index in range(draw(st.integers(2, 7))):
        owner = draw(st.sampled_from((None, *OWNERS)))
        depends = draw(st.sets(st.sampled_from([gate.key for gate in gates]), max_size=2)) if gates else set()
        others = [one for one in OWNERS if one != owner]
        named = [{}, {"by": None}, *({"by": one} for one in others), {"party": "platform"}] if blocks else [{}]
        gate = held(f"g{index}", owner, *sorted(depends), **draw(st.sampled_from(named)))
        gates.append(signed_off(gate, at=days_before(1)) if draw(st.integers(0, 6)) == 0 else gate)
    return of(*draw(st.permutations(gates)))


def stuck_gates(initiative: Initiative, person: PersonId) -> Iterator[str]:
    """By the words of decision 0016: the open gates of theirs that wait for another open gate or for somebody."""
    for gate in initiative.gates.values():
        waits_for_gate = any(not initiative.gates[key].is_settled_at(MONDAY) for key in gate.depends_on)
        named = gate.block is not None and bool(awaited(gate, initiative, ACME))
        if gate.owner == person and not gate.is_settled_at(MONDAY) and (waits_for_gate or named):
            yield gate.key


def ahead(initiative: Initiative, key: str) -> set[str]:
    """The gates that this one leads to, by the words of decision 0016."""
    gate = initiative.gates[key]
    if gate.is_settled_at(MONDAY):
        return set()
    reached = {one for one in gate.depends_on if not initiative.gates[one].is_settled_at(MONDAY)}
    for person in awaited(gate, initiative, ACME):
        reached |= set(stuck_gates(initiative, person))
    return reached


def returns(initiative: Initiative, key: str) -> bool:
    """Whether it leads back to itself."""
    reached, fresh = set[str](), {key}
    while fresh:
        fresh = {after for one in fresh for after in ahead(initiative, one)} - reached
        reached |= fresh
    return key in reached


@given(tangles())
def test_each_gate_of_a_deadlock_waits_for_the_next_and_the_last_for_the_first(initiative: Initiative):
    for gates in found(initiative):
        for one, after in zip(gates, (*gates[1:], gates[0]), strict=True):
            assert after in ahead(initiative, one)


@given(tangles(blocks=False))
def test_without_a_block_there_is_no_deadlock(initiative: Initiative):
    assert found(initiative) == []


@given(tangles())
def test_letting_any_one_blocked_gate_of_it_go_on_ends_a_deadlock(initiative: Initiative):
    for circle in circles(initiative, ACME, MONDAY):
        blocked = [wait.gate for wait in circle.waits if wait.kind is WaitKind.BLOCK]
        assert blocked
        for key in blocked:
            freed = initiative.with_gate(replace(initiative.gates[key or ""], block=None))
            assert circle_of(circle.gates, freed, ACME, MONDAY) is None
            assert set(circle.gates) not in map(set, found(freed))


@given(tangles(), st.randoms(use_true_random=False))
def test_a_deadlock_is_the_same_whichever_gate_it_is_looked_at_from(initiative: Initiative, chance):
    before = circles(initiative, ACME, MONDAY)
    assert len({frozenset(circle.gates) for circle in before}) == len(before)
    keys = list(initiative.gates)
    chance.shuffle(keys)
    shuffled = replace(initiative, gates={key: initiative.gates[key] for key in keys})
    assert circles(shuffled, ACME, MONDAY) == before
    for circle in before:
        turned = circle_of((*circle.gates[1:], circle.gates[0]), initiative, ACME, MONDAY)
        assert turned is not None
        assert set(turned.waits) == set(circle.waits)


@given(tangles())
def test_every_gate_whose_block_leads_back_to_it_is_in_a_deadlock_and_no_other_is_found(initiative: Initiative):
    in_one = {key for gates in found(initiative) for key in gates}
    back = {key for key in initiative.gates if returns(initiative, key)}
    by_block = {key for key in back if ahead(initiative, key) - set(initiative.gates[key].depends_on)}
    assert by_block <= in_one <= back


# --- deadlocks that are kept ------------------------------------------------------------------------------------------


def noted(initiative: Initiative) -> Change:
    return with_deadlocks(Change(initiative), act())


@given(tangles())
def test_a_deadlock_is_noted_once_and_again_only_after_it_was_over(initiative: Initiative):
    first = noted(initiative)
    assert [fact.kind for fact in first.facts] == [FactKind.DEADLOCK_FOUND] * len(found(initiative))
    assert noted(first.initiative).facts == ()
    open_gates = {key: replace(gate, block=None) for key, gate in initiative.gates.items()}
    freed = noted(replace(first.initiative, gates=open_gates))
    assert [fact.kind for fact in freed.facts] == [FactKind.DEADLOCK_ENDED] * len(first.facts)
    again = noted(replace(freed.initiative, gates=initiative.gates))
    assert [fact.data["number"] for fact in again.facts] == [len(first.facts) + 1 + n for n in range(len(first.facts))]


def test_a_deadlock_that_still_stands_is_not_over_when_a_shorter_way_round_appears():
    known = Deadlock(("a", "b", "c"), days_before(3))
    ring = [held("a", ANA, by=BEN), held("b", BEN, by=CHI), held("c", CHI, by=ANA)]
    shorter = replace(of(*ring, held("d", BEN, by=ANA)), deadlocks=(known,))
    after = noted(shorter).initiative.deadlocks
    assert after[0] == known
    assert [one.gates for one in after[1:]] == [("a", "d")]


def test_one_circle_is_said_as_a_circle_of_its_gates():
    (circle,) = circles(of(held("a", BEN, by=GUS), held("b", GUS, by=BEN)), ACME, MONDAY)
    assert isinstance(circle, Circle)
    assert [(wait.waiter, wait.people) for wait in circle.waits] == [(BEN, (GUS,)), (GUS, (BEN,))]
