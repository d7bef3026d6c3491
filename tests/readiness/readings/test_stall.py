"""What stands still, why, since when, and who holds the next step (product.md, "stall")."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.domain.readings.scene import StallPolicy
from readiness.domain.readings.stall import Stall, fix_first, stalls, survey, undated_gates
from readiness.domain.values.approval import ApprovalRule, Group, Quorum
from readiness.domain.values.calendar import WorkingCalendar
from readiness.domain.values.gate import Block, Decision, Gate, Progress
from readiness.domain.values.identity import PersonId
from readiness.domain.values.initiative import Initiative, Life
from readiness.domain.values.milestone import LIVE_INPUTS, MODEL_COMPLETE, OUTPUTS_IN_USE
from readiness.domain.values.organisation import Organisation, Party
from readiness.domain.values.person import Person, Role
from readiness.domain.values.step import NextStep, StallCause
from tests.readiness.build import (
    ANA,
    BEN,
    CHI,
    DEE,
    ELI,
    EVERYBODY,
    GUS,
    HANA,
    MONDAY,
    START,
    a_gate,
    a_vote,
    an_initiative,
    an_organisation,
    any_of,
    days_before,
    not_applicable,
    offered_to,
    owned_by,
    signed_off,
    waived,
)

FRIDAY, THURSDAY, WEEK_AGO = days_before(3), days_before(4), days_before(7)
LAST_FRIDAY = FRIDAY.date()


def _of(*gates: Gate, now: datetime = MONDAY, organisation: Organisation | None = None) -> tuple[Stall, ...]:
    return stalls(an_initiative(*gates), organisation or an_organisation(), now)


def _one(*gates: Gate, now: datetime = MONDAY, organisation: Organisation | None = None) -> Stall:
    (stall,) = _of(*gates, now=now, organisation=organisation)
    return stall


def _in_review(key: str = "data-lineage", *, since: datetime = WEEK_AGO) -> Gate:
    return a_gate(key, progress=Progress.IN_REVIEW, since=since)


# No owner


def test_a_gate_without_an_owner_stalls_at_once_and_the_handoff_owner_names_one() -> None:
    stall = _one(a_gate("compute", ownership=owned_by(None, since=days_before(12))))
    assert (stall.gate, stall.cause, stall.days) == ("compute", StallCause.NO_OWNER, 12)
    assert (stall.next_step, stall.next) == (NextStep.NAME_OWNER, (HANA,))


@pytest.mark.parametrize(
    ("gone", "next_one"), [([HANA], CHI), ([HANA, CHI], ANA), ([HANA, CHI, ANA], GUS), (EVERYBODY, None)]
)
def test_naming_an_owner_passes_on_to_whoever_is_still_there(gone: list[PersonId], next_one: PersonId | None) -> None:
    administrator = () if GUS in gone else [Person(GUS, "Gus", role=Role.ADMINISTRATOR)]
    organisation = an_organisation(gone=gone, people=administrator)
    found = _of(a_gate(owner=None), organisation=organisation)
    stall = next(one for one in found if one.gate is not None)
    assert stall.next == (() if next_one is None else (next_one,))


def test_a_gate_whose_owner_left_is_for_its_backup_to_give_on() -> None:
    stall = _one(a_gate(backup=GUS), organisation=an_organisation(gone=[BEN]))
    assert (stall.cause, stall.next_step, stall.next) == (StallCause.OWNER_LEFT, NextStep.NAME_OWNER, (GUS,))
    assert stall.days == 0  # when somebody left is not kept


# Offers


@pytest.mark.parametrize(("offered", "stalls_now"), [(FRIDAY, False), (THURSDAY, True)])
def test_an_offer_stalls_after_more_than_one_working_day(offered: datetime, stalls_now: bool) -> None:
    found = _of(a_gate(ownership=offered_to(GUS, since=offered)))
    assert [stall.cause for stall in found] == ([StallCause.NOT_ACCEPTED] if stalls_now else [])


def test_the_person_it_was_offered_to_accepts_or_declines() -> None:
    stall = _one(a_gate("incident-team", ownership=offered_to(GUS, since=days_before(9))))
    assert (stall.days, stall.next_step, stall.next) == (9, NextStep.ACCEPT_OR_DECLINE, (GUS,))


def test_an_offer_to_somebody_who_left_goes_back_to_the_giver_at_once() -> None:
    gate = a_gate(ownership=offered_to(GUS, by=CHI, since=MONDAY))
    stall = _one(gate, organisation=an_organisation(gone=[GUS]))
    assert (stall.cause, stall.next_step, stall.next) == (StallCause.NOT_ACCEPTED, NextStep.NAME_OWNER, (CHI,))


def test_an_offer_of_an_owned_gate_does_not_hide_that_its_answer_is_missing() -> None:
    gate = replace(_in_review(), ownership=offered_to(GUS, owner=BEN))
    assert _one(gate).cause is StallCause.WAITING_FOR_REVIEW


def test_an_offer_of_an_owned_gate_is_told_before_its_passed_date() -> None:
    gate = a_gate(ownership=offered_to(GUS, owner=BEN), due=LAST_FRIDAY)
    stall = _one(gate)
    assert (stall.cause, stall.next, stall.days_late) == (StallCause.NOT_ACCEPTED, (GUS,), 1)


# Dates


def test_an_open_gate_stalls_on_the_first_day_past_its_due_date() -> None:
    stall = _one(a_gate(due=LAST_FRIDAY))
    assert (stall.cause, stall.next_step, stall.next) == (StallCause.OVERDUE, NextStep.GIVE_EVIDENCE, (BEN,))
    assert (stall.days, stall.days_late) == (3, 1)
    assert stall.step.since == datetime(2026, 11, 21, tzinfo=UTC)


def test_a_gate_is_due_until_the_end_of_its_day() -> None:
    assert _of(a_gate(due=MONDAY.date()), now=MONDAY.replace(hour=23, minute=59)) == ()


def test_the_day_ends_where_the_organisation_is() -> None:
    honolulu = an_organisation(calendar=WorkingCalendar("Pacific/Honolulu"))
    assert _of(a_gate(due=LAST_FRIDAY), now=datetime(2026, 11, 21, 9, tzinfo=UTC), organisation=honolulu) == ()


def test_weekends_and_holidays_are_not_days_late() -> None:
    calendar = WorkingCalendar(holidays=frozenset({date(2026, 11, 19)}))
    stall = _one(a_gate(due=date(2026, 11, 17)), organisation=an_organisation(calendar=calendar))
    assert stall.days_late == 3  # Wednesday, Friday and Monday


def test_an_overdue_gate_with_evidence_only_needs_to_be_asked_for() -> None:
    gate = a_gate(due=LAST_FRIDAY, evidence_by=BEN)
    assert _one(gate).next_step is NextStep.ASK_FOR_SIGN_OFF


def test_an_open_gate_that_is_not_due_does_not_stall() -> None:
    assert _of(a_gate(), a_gate("later", due=date(2026, 12, 1))) == ()


@pytest.mark.parametrize("settle", [signed_off, not_applicable, lambda gate: waived(gate, date(2026, 12, 1))])
def test_a_settled_gate_never_stalls(settle) -> None:  # type: ignore[no-untyped-def]
    assert _of(settle(a_gate(owner=None, due=LAST_FRIDAY))) == ()


def test_a_gate_whose_waiver_is_over_is_open_again() -> None:
    stall = _one(waived(a_gate(due=date(2026, 11, 10)), LAST_FRIDAY))
    assert (stall.cause, stall.next_step) == (StallCause.OVERDUE, NextStep.GIVE_EVIDENCE)


# Reviews


@pytest.mark.parametrize(("asked", "stalls_now"), [(THURSDAY, False), (days_before(5), True)])
def test_a_review_stalls_after_more_than_two_working_days(asked: datetime, stalls_now: bool) -> None:
    found = _of(_in_review(since=asked))
    assert [stall.cause for stall in found] == ([StallCause.WAITING_FOR_REVIEW] if stalls_now else [])


def test_a_review_past_its_due_date_stalls_at_once() -> None:
    stall = _one(replace(_in_review(since=MONDAY), due_override=LAST_FRIDAY))
    assert (stall.cause, stall.days, stall.days_late) == (StallCause.WAITING_FOR_REVIEW, 0, 1)


def test_whoever_may_sign_and_has_not_holds_the_step() -> None:
    stall = _one(_in_review())
    assert (stall.next_step, stall.next) == (NextStep.ANSWER, (DEE, ELI))
    both = replace(_in_review(), rule=any_of("compliance", need=Quorum.ALL), votes=(a_vote(DEE),))
    assert _one(both).next == (ELI,)


def test_in_an_ordered_rule_only_the_first_group_that_is_not_met_is_waited_for() -> None:
    rule = ApprovalRule((Group(Quorum.ANY, parties=("compliance",)), Group(Quorum.ANY, parties=("platform",))), True)
    gate = replace(_in_review(), rule=rule)
    assert _one(gate).next == (DEE, ELI)
    assert _one(replace(gate, votes=(a_vote(DEE),))).next == (GUS,)


def test_when_all_have_answered_but_not_alike_the_one_who_said_otherwise_is_asked_again() -> None:
    votes = (a_vote(DEE), a_vote(ELI, Decision.NOT_APPLICABLE, at=MONDAY + timedelta(minutes=1)))
    gate = replace(_in_review(), rule=any_of("compliance", need=Quorum.ALL), votes=votes)
    assert _one(gate).next == (DEE,)


def test_when_the_last_missing_signer_left_those_who_remain_can_settle_it() -> None:
    gate = replace(_in_review(), rule=any_of("compliance", need=Quorum.ALL), votes=(a_vote(DEE),))
    assert _one(gate, organisation=an_organisation(gone=[ELI])).next == (DEE,)


def test_nobody_can_approve_when_only_the_owner_could() -> None:
    gate = replace(_in_review(since=MONDAY), ownership=owned_by(GUS), rule=any_of("platform"))
    stall = _one(gate)
    assert (stall.cause, stall.next_step) == (StallCause.NOBODY_CAN_APPROVE, NextStep.ADD_MEMBERS)
    assert stall.next == (GUS,)  # as the party's owner


def test_it_shows_as_soon_as_there_is_evidence_as_the_request_would_be_refused() -> None:
    gate = a_gate(owner=GUS, rule=any_of("platform"), evidence_by=GUS)
    given = replace(gate.evidence, given_at=days_before(2)) if gate.evidence else None
    stall = _one(replace(gate, evidence=given))
    assert (stall.cause, stall.days) == (StallCause.NOBODY_CAN_APPROVE, 2)
    assert _of(a_gate(owner=GUS, rule=any_of("platform"))) == ()


def test_once_it_is_asked_for_nobody_can_approve_since_then() -> None:
    asked = replace(_in_review(), ownership=owned_by(GUS), rule=any_of("platform"), progress_since=days_before(3))
    assert _one(asked).days == 3


def test_two_groups_that_share_their_only_person_cannot_both_be_met() -> None:
    rule = ApprovalRule((Group(Quorum.ANY, parties=("platform",)), Group(Quorum.ANY, people=frozenset({GUS}))))
    assert _one(replace(_in_review(), rule=rule)).cause is StallCause.NOBODY_CAN_APPROVE


def test_the_lead_helps_a_party_without_anybody_and_changes_a_rule_of_named_people() -> None:
    empty = an_organisation(parties=[Party("compliance", "Compliance")])
    assert (_one(_in_review(), organisation=empty).next_step, _one(_in_review(), organisation=empty).next) == (
        NextStep.ADD_MEMBERS,
        (ANA,),
    )
    named = replace(_in_review(), rule=any_of(people=[GUS]))
    stall = _one(named, organisation=an_organisation(gone=[GUS]))
    assert (stall.next_step, stall.next) == (NextStep.CHANGE_RULE, (ANA,))


def test_a_rule_without_groups_can_be_met_by_nobody() -> None:
    stall = _one(replace(_in_review(), rule=ApprovalRule(())))
    assert (stall.cause, stall.next_step) == (StallCause.NOBODY_CAN_APPROVE, NextStep.CHANGE_RULE)


@pytest.mark.parametrize(("returned", "stalls_now"), [(days_before(5), False), (days_before(6), True)])
def test_requested_changes_stall_after_more_than_three_idle_working_days(returned: datetime, stalls_now: bool) -> None:
    found = _of(a_gate(progress=Progress.CHANGES_REQUESTED, since=returned))
    assert [stall.cause for stall in found] == ([StallCause.CHANGES_REQUESTED_IDLE] if stalls_now else [])
    assert all((stall.next_step, stall.next) == (NextStep.ANSWER_CHANGES, (BEN,)) for stall in found)


def test_patience_is_the_policys() -> None:
    patient = StallPolicy(not_accepted=20, waiting_for_review=20, changes_requested=20)
    gates = (_in_review("one"), a_gate("two", ownership=offered_to(GUS)), a_gate("three", progress=Progress.OPEN))
    assert stalls(an_initiative(*gates), an_organisation(), MONDAY, patient) == ()


# Blocks


def test_a_block_with_a_reason_is_for_the_owner_to_lift() -> None:
    stall = _one(replace(a_gate(), block=Block("no licence", BEN, days_before(2))))
    assert (stall.cause, stall.days, stall.next_step) == (StallCause.BLOCKED, 2, NextStep.UNBLOCK)
    assert (stall.next, stall.blocked_by) == ((BEN,), ())


def test_an_owner_has_to_be_named_only_for_what_is_open() -> None:
    gates = (a_gate("a", owner=None), signed_off(a_gate("b", owner=None)), a_gate("c", depends_on=("a",)))
    assert survey(an_initiative(*gates), an_organisation(), MONDAY).unowned == ("a",)


def test_a_gate_that_waits_for_a_stalled_one_is_blocked_by_it_and_by_whom_that_waits() -> None:
    compute = a_gate("compute", ownership=owned_by(None, since=days_before(12)))
    first, second = _of(a_gate("serving-environment", depends_on=("compute",)), compute)
    assert (first.gate, first.waiting) == ("compute", 1)
    assert (second.cause, second.blocked_by, second.days) == (StallCause.BLOCKED, ("compute",), 21)
    assert (second.next_step, second.next_gate, second.next) == (NextStep.NAME_OWNER, "compute", (HANA,))


def test_the_chain_is_followed_to_its_end() -> None:
    gates = [a_gate("g0", owner=None), *(a_gate(f"g{n}", depends_on=(f"g{n - 1}",)) for n in range(1, 5))]
    last = next(stall for stall in _of(*reversed(gates)) if stall.gate == "g4")
    assert (last.blocked_by, last.next_gate, last.next) == (("g3",), "g0", (HANA,))


def test_waiting_for_a_gate_that_is_on_its_way_is_no_stall() -> None:
    assert _of(a_gate("first"), a_gate("second", depends_on=("first",))) == ()


def test_but_it_is_one_once_its_own_date_has_passed() -> None:
    stall = _one(a_gate("first", owner=CHI), a_gate("second", depends_on=("first",), due=LAST_FRIDAY))
    assert (stall.gate, stall.cause, stall.days_late) == ("second", StallCause.BLOCKED, 1)
    assert stall.step.since == datetime(2026, 11, 21, tzinfo=UTC)
    assert (stall.next, stall.next_gate, stall.next_step) == ((CHI,), "first", NextStep.GIVE_EVIDENCE)


def test_a_settled_or_removed_gate_blocks_nothing() -> None:
    gate = a_gate("second", depends_on=("first", "removed"), due=LAST_FRIDAY)
    assert _one(signed_off(a_gate("first")), gate).cause is StallCause.OVERDUE


def test_a_circle_which_cannot_be_is_survived() -> None:
    gates = [a_gate(f"g{n}", depends_on=(f"g{(n + 1) % 3}",), due=LAST_FRIDAY) for n in range(3)]
    assert {stall.gate for stall in _of(*gates)} == {"g0", "g1", "g2"}


# The handoff and the initiative


def test_a_handoff_without_an_owner_is_a_stall_without_a_gate() -> None:
    (stall,) = stalls(an_initiative(handoff=owned_by(None)), an_organisation(), MONDAY)
    assert (stall.gate, stall.cause, stall.next) == (None, StallCause.NO_OWNER, (CHI,))


def test_a_handoff_that_nobody_accepted_is_too() -> None:
    (stall,) = stalls(an_initiative(handoff=offered_to(HANA)), an_organisation(), MONDAY)
    assert (stall.gate, stall.cause, stall.next) == (None, StallCause.NOT_ACCEPTED, (HANA,))


def test_gates_without_an_owner_wait_for_the_handoff_to_have_one() -> None:
    initiative = an_initiative(a_gate("a", owner=None), a_gate("b", owner=None), handoff=owned_by(None))
    first = stalls(initiative, an_organisation(), MONDAY)[0]
    assert (first.gate, first.waiting) == (None, 2)


def test_a_complete_model_that_is_not_live_is_a_stall_of_the_whole_initiative() -> None:
    planned = {LIVE_INPUTS: date(2026, 11, 16), OUTPUTS_IN_USE: date(2026, 11, 18)}
    initiative = an_initiative(planned=planned, actual={MODEL_COMPLETE: date(2026, 11, 12)})
    (stall,) = stalls(initiative, an_organisation(), MONDAY)
    assert (stall.gate, stall.cause, stall.days) == (None, StallCause.MODEL_COMPLETE_NOT_LIVE, 11)
    assert (stall.next_step, stall.next, stall.days_late) == (NextStep.GO_LIVE, (HANA,), 3)


def test_not_on_the_day_on_which_the_model_is_complete() -> None:
    initiative = an_initiative(actual={MODEL_COMPLETE: MONDAY.date()})
    assert stalls(initiative, an_organisation(), MONDAY) == ()


def test_going_live_comes_after_the_gates() -> None:
    initiative = an_initiative(a_gate(due=LAST_FRIDAY), actual={MODEL_COMPLETE: date(2026, 11, 2)})
    assert [stall.gate for stall in stalls(initiative, an_organisation(), MONDAY)] == ["data-lineage", None]


@pytest.mark.parametrize("life", [Life.PAUSED, Life.CANCELLED])
def test_a_paused_or_cancelled_initiative_has_no_stalls(life: Life) -> None:
    initiative = replace(an_initiative(a_gate(owner=None)), standing=life)
    assert stalls(initiative, an_organisation(), MONDAY) == ()


def test_neither_has_one_that_is_live() -> None:
    live = {MODEL_COMPLETE: START.date(), LIVE_INPUTS: START.date(), OUTPUTS_IN_USE: START.date()}
    assert stalls(an_initiative(a_gate(owner=None), actual=live), an_organisation(), MONDAY) == ()


# What to fix first


def test_first_is_fixed_what_most_other_gates_wait_for() -> None:
    gates = (
        a_gate("long", ownership=owned_by(None, since=days_before(20))),
        a_gate("dpia-review", progress=Progress.IN_REVIEW, since=days_before(7)),
        a_gate("a", depends_on=("dpia-review",)),
        a_gate("b", depends_on=("a",)),
        a_gate("c", depends_on=("dpia-review", "b")),
        signed_off(a_gate("done", depends_on=("dpia-review",))),
    )
    first = fix_first(_of(*gates))
    assert first is not None
    assert (first[0].gate, first[1]) == ("dpia-review", 3)


def test_of_equals_the_longest_is_fixed_first() -> None:
    found = _of(_in_review("short", since=days_before(7)), _in_review("long", since=days_before(9)))
    assert [stall.gate for stall in found] == ["long", "short"]


def test_nothing_is_fixed_first_where_nothing_stalls() -> None:
    assert fix_first(()) is None


# Next steps


def test_every_open_gate_has_a_next_step_stalled_or_not() -> None:
    gates = (a_gate("one"), signed_off(a_gate("two")), a_gate("three", owner=None), _in_review("four", since=MONDAY))
    steps = survey(an_initiative(*gates), an_organisation(), MONDAY).steps
    assert {key: step.step for key, step in steps.items()} == {
        "one": NextStep.GIVE_EVIDENCE,
        "three": NextStep.NAME_OWNER,
        "four": NextStep.ANSWER,
    }


def test_the_ranks_are_the_places_of_the_stalls_and_the_handoff_keeps_its_own() -> None:
    nobody = replace(an_initiative().handoff, owner=None, offered_to=None)
    gates = (a_gate("late", due=LAST_FRIDAY), a_gate("waiting", depends_on=("late",)))
    initiative = replace(an_initiative(*gates, actual={MODEL_COMPLETE: date(2026, 11, 2)}), handoff=nobody)
    found = survey(initiative, an_organisation(), MONDAY)
    assert found.stalls[-1].cause is StallCause.MODEL_COMPLETE_NOT_LIVE
    assert found.handoff is not None
    assert found.stalls[found.ranks[None]].step is found.handoff
    assert all(found.stalls[found.ranks[key]].gate == key for key in ("late", "waiting"))


# Dates that nothing hangs on


def test_a_gate_is_undated_when_neither_it_nor_what_waits_for_it_has_a_date() -> None:
    initiative = an_initiative(
        a_gate("dated", due=LAST_FRIDAY, depends_on=("below", "removed")),
        a_gate("below", depends_on=("deeper",)),
        a_gate("deeper"),
        a_gate("by-milestone", needed_by=MODEL_COMPLETE),
        a_gate("by-no-date", needed_by=LIVE_INPUTS),
        a_gate("above", depends_on=("dated",)),
        planned={MODEL_COMPLETE: date(2026, 12, 14)},
    )
    assert undated_gates(initiative) == ("by-no-date", "above")


# Whatever the state


def _people() -> st.SearchStrategy[PersonId]:
    return st.sampled_from(EVERYBODY)


@st.composite
def _initiatives(draw: st.DrawFn) -> Initiative:
    gates = []
    for number in range(draw(st.integers(0, 7))):
        ownership = draw(
            st.builds(
                lambda owner, offered, days: replace(owned_by(owner, since=days_before(days)), offered_to=offered),
                st.none() | _people(),
                st.none() | _people(),
                st.integers(0, 20),
            )
        )
        gate = a_gate(
            f"g{number}",
            ownership=ownership,
            progress=draw(st.sampled_from([Progress.OPEN, Progress.IN_REVIEW, Progress.CHANGES_REQUESTED])),
            since=days_before(draw(st.integers(0, 20))),
            evidence_by=draw(st.none() | _people()),
            due=draw(st.none() | st.dates(date(2026, 11, 1), date(2026, 12, 15))),
            depends_on=tuple(f"g{other}" for other in range(8) if draw(st.booleans()) and other != number),
            rule=any_of(draw(st.sampled_from(["compliance", "platform"]))),
        )
        gates.append(signed_off(gate) if draw(st.integers(0, 3)) == 0 else gate)
    actual = draw(st.none() | st.dates(date(2026, 11, 1), date(2026, 11, 23)))
    return an_initiative(
        *gates,
        handoff=draw(st.sampled_from([owned_by(HANA), owned_by(None), offered_to(HANA)])),
        actual={MODEL_COMPLETE: actual} if actual else None,
    )


@given(_initiatives(), st.sets(_people()))
def test_whatever_the_state_every_stall_is_one_gates_and_somebody_active_holds_it(
    initiative: Initiative, gone: set[PersonId]
) -> None:
    organisation = an_organisation(gone=gone)
    found = stalls(initiative, organisation, MONDAY)
    named = [stall.gate for stall in found if stall.gate is not None]
    assert len(named) == len(set(named))
    assert len(found) - len(named) <= 2
    assert all(not initiative.gates[key].is_settled_at(MONDAY) for key in named)
    assert all(stall.days >= 0 and stall.days_late >= 0 for stall in found)
    assert all(organisation.is_member(person) for stall in found for person in stall.next)
    if gone.isdisjoint({HANA, CHI, ANA}):
        assert all(stall.next for stall in found)
    assert all((a.waits_for_gate, -a.waiting) <= (b.waits_for_gate, -b.waiting) for a, b in pairwise(found) if b.gate)


@given(_initiatives())
def test_whatever_the_state_every_gate_without_an_owner_or_past_its_date_is_told(initiative: Initiative) -> None:
    told = {stall.gate for stall in stalls(initiative, an_organisation(), MONDAY)}
    for key, gate in initiative.gates.items():
        is_late = gate.due_override is not None and gate.due_override < MONDAY.date()
        if not gate.settled and (gate.ownership.holder is None or is_late):
            assert key in told
