"""Somebody acts for a person who is away: rights, signatures, next steps and reminders (docs/decisions/0016)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readiness.domain.readings.reminder import ReminderKind, reminders
from readiness.domain.readings.stall import survey
from readiness.domain.rights.permissions import can_see
from readiness.domain.rights.signing import review
from readiness.domain.rules import milestone as milestone_rules
from readiness.domain.rules import ownership as ownership_rules
from readiness.domain.rules import review as review_rules
from readiness.domain.rules import rework as rework_rules
from readiness.domain.rules import validity
from readiness.domain.rules.change import Change
from readiness.domain.rules.delegation import on_behalf
from readiness.domain.rules.finding import Finding
from readiness.domain.values.approval import ApprovalRule, Group, Quorum
from readiness.domain.values.fact import ON_BEHALF_OF, FactKind
from readiness.domain.values.gate import Decision, Progress
from readiness.domain.values.identity import PersonId
from readiness.domain.values.initiative import Initiative
from readiness.domain.values.organisation import Organisation, Party
from readiness.domain.values.person import Absence, Standing
from readiness.domain.values.refusal import Refusal
from readiness.domain.values.refusals import AlreadyDone, NotAllowed, NotYourTurn, OwnEvidence
from readiness.domain.values.step import NextStep
from tests.readiness import build, scene
from tests.readiness.build import ANA, BEN, CHI, DEE, ELI, GUS, HANA, MONDAY, a_gate, an_initiative, an_organisation
from tests.readiness.scene import ACME, ANN, APP, BAK, GIV, HAL, LATER, LEA, MIA, OFF, OLA, approve, changes

FIRST, LAST = date(2026, 11, 20), date(2026, 12, 4)
ALL = scene.rule(Quorum.ALL)


def away(where: Organisation, person: PersonId, delegate: PersonId | None = None) -> Organisation:
    absence = Absence(FIRST, LAST, delegate, has_begun=True)
    return where.with_person(replace(where.people[person], absence=absence))


def back(where: Organisation, person: PersonId) -> Organisation:
    return where.with_person(replace(where.people[person], absence=None))


def asked(rule: ApprovalRule = ALL, **given: object) -> Initiative:
    """In review by compliance: App and Ann, for Giv gave the evidence."""
    return scene.initiative(replace(scene.in_review(scene.gate()), rule=rule, **given), scene.gate("serving"))


def vote(initiative: Initiative, by: PersonId, where: Organisation, ballot=None) -> Change:
    return review_rules.vote(initiative, "dpia", ballot or approve(), scene.act(by, where=where))


def waiting(initiative: Initiative, where: Organisation) -> frozenset[PersonId]:
    return review(initiative.gates["dpia"], initiative, where).waiting_for


# --- signatures -------------------------------------------------------------------------------------------------------


def test_a_delegate_is_asked_in_the_place_of_who_is_away_and_the_number_stays():
    where = away(ACME, APP, MIA)
    assert waiting(asked(), where) == {MIA, ANN}
    one = vote(asked(), MIA, where).initiative
    assert one.gates["dpia"].progress is Progress.IN_REVIEW
    assert vote(one, ANN, where).initiative.gates["dpia"].progress is Progress.SIGNED_OFF


def test_a_delegates_vote_says_for_whom_it_was_cast():
    (cast,) = vote(asked(), MIA, away(ACME, APP, MIA)).initiative.gates["dpia"].votes
    assert (cast.person, cast.on_behalf_of) == (MIA, APP)


def test_whoever_is_away_may_vote_themselves_and_then_the_delegate_is_asked_no_longer():
    where = away(ACME, APP, MIA)
    voted = vote(asked(), APP, where).initiative
    assert waiting(voted, where) == {ANN}
    with pytest.raises(NotAllowed):
        vote(voted, MIA, where)


def test_the_vote_of_who_is_away_takes_the_place_of_the_one_that_was_cast_for_them():
    where = away(ACME, APP, MIA)
    voted = vote(vote(asked(), MIA, where).initiative, APP, where).initiative
    assert [cast.person for cast in voted.gates["dpia"].votes] == [APP]
    assert voted.gates["dpia"].progress is Progress.IN_REVIEW


@pytest.mark.parametrize("later", [back(ACME, APP), away(ACME, APP), away(ACME, APP, BAK)])
def test_a_vote_cast_for_somebody_keeps_their_place_once_they_are_back_or_name_somebody_else(later: Organisation):
    voted = vote(asked(), MIA, away(ACME, APP, MIA)).initiative
    assert waiting(voted, later) == {ANN}
    assert vote(voted, ANN, later).initiative.gates["dpia"].progress is Progress.SIGNED_OFF


def test_who_is_back_may_still_vote_otherwise_than_their_delegate_did():
    voted = vote(asked(), MIA, away(ACME, APP, MIA)).initiative
    returned = vote(voted, APP, ACME, changes()).initiative.gates["dpia"]
    assert (returned.progress, [cast.person for cast in returned.votes]) == (Progress.CHANGES_REQUESTED, [APP])


def test_a_vote_cast_for_somebody_who_left_the_party_counts_no_more():
    voted = vote(asked(), MIA, away(ACME, APP, MIA)).initiative
    without = ACME.with_party(replace(ACME.parties["compliance"], members=frozenset({ANN, GIV, OFF})))
    assert waiting(voted, without) == {ANN, OFF}


def test_who_signs_in_their_own_right_signs_for_themselves_only():
    where = away(ACME, APP, ANN)
    assert waiting(asked(), where) == {APP, ANN}
    voted = vote(asked(), ANN, where).initiative
    assert voted.gates["dpia"].votes[0].on_behalf_of is None
    assert waiting(voted, where) == {APP}
    with pytest.raises(AlreadyDone):
        vote(voted, ANN, where)


def test_one_delegate_of_two_takes_one_place_and_the_other_waits_for_its_own_person():
    where = away(away(ACME, APP, MIA), ANN, MIA)
    assert waiting(asked(), where) == {MIA, APP}
    voted = vote(asked(), MIA, where).initiative
    assert voted.gates["dpia"].votes[0].on_behalf_of == ANN
    assert waiting(voted, where) == {APP}


def test_a_delegate_who_is_away_as_well_stands_in_for_nobody():
    where = away(away(ACME, APP, MIA), MIA, BAK)
    assert waiting(asked(), where) == {APP, ANN}
    with pytest.raises(NotAllowed):
        vote(asked(), MIA, where)


def test_a_delegate_who_gave_the_evidence_takes_nobodys_place():
    gate = {"contributors": frozenset({MIA})}
    where = away(ACME, APP, MIA)
    assert waiting(asked(**gate), where) == {APP, ANN, GIV}
    with pytest.raises(OwnEvidence):
        vote(asked(**gate), MIA, where)


def test_evidence_given_for_somebody_away_is_as_theirs_and_neither_signs_it():
    initiative = scene.initiative(replace(scene.gate(owner=OLA), backup=APP), scene.gate("serving"))
    where = away(ACME, APP, MIA)
    after = review_rules.give_evidence(initiative, "dpia", "https://example.com/2", scene.act(MIA, where=where))
    assert after.initiative.gates["dpia"].contributors == {MIA, APP}
    assert after.initiative.gates["dpia"].evidence.given_by == MIA


def test_in_an_ordered_rule_a_delegate_has_the_turn_of_whose_place_they_take():
    groups = (Group(1, frozenset({APP})), Group(1, frozenset({ANN})))
    initiative = asked(ApprovalRule(groups, ordered=True))
    where = away(away(ACME, APP, MIA), ANN, BAK)
    assert waiting(initiative, where) == {MIA}
    for early in (ANN, BAK):
        with pytest.raises(NotYourTurn):
            vote(initiative, early, where)
    assert vote(initiative, APP, where).facts
    second = vote(initiative, MIA, where).initiative
    assert vote(second, BAK, where).initiative.gates["dpia"].progress is Progress.SIGNED_OFF


def test_a_delegate_takes_back_the_vote_they_cast_and_nobody_else_does():
    where = away(ACME, APP, MIA)
    voted = vote(asked(), MIA, where).initiative
    with pytest.raises(Refusal):
        review_rules.withdraw(voted, "dpia", scene.act(APP, where=where))
    assert not review_rules.withdraw(voted, "dpia", scene.act(MIA, where=where)).initiative.gates["dpia"].votes


PARTY = (APP, ANN, GIV, MIA, BAK)
OTHERS = (OFF, OLA, LEA, HAL)
SOMEBODY = st.sampled_from((*PARTY, *OTHERS))
STEPS = st.one_of(
    st.tuples(st.just("vote"), SOMEBODY, st.sampled_from([Decision.APPROVE, Decision.CHANGES])),
    st.tuples(st.just("away"), SOMEBODY, st.one_of(st.none(), SOMEBODY)),
    st.tuples(st.just("back"), SOMEBODY, st.none()),
    st.tuples(st.just("withdraw"), SOMEBODY, st.none()),
    st.tuples(st.just("own"), SOMEBODY, st.none()),
    st.tuples(st.just("ask"), st.just(OLA), st.none()),
)


@settings(max_examples=300)
@given(st.sampled_from([2, 3, Quorum.ALL, Quorum.MAJORITY]), st.lists(STEPS, max_size=14))
def test_no_more_votes_ever_count_than_there_are_people_whose_votes_they_are(need, steps):
    where = ACME.with_party(replace(ACME.parties["compliance"], members=frozenset(PARTY)))
    groups = ApprovalRule((Group(need, parties=("compliance",)), Group(1, frozenset({APP, OFF}))))
    initiative = asked(groups, contributors=frozenset({GIV}))
    for what, person, more in steps:
        where, initiative = _done(what, person, more, where, initiative)
        gate = initiative.gates["dpia"]
        reading = review(gate, initiative, where)
        counted = [one for group in reading.groups for one in group.counted]
        places = [reading.in_place_of.get(one, one) for one in counted]
        barred = {GIV, gate.owner}
        assert len(set(places)) == len(places)
        assert set(places) <= {*PARTY, OFF} - barred
        assert not barred & set(counted)
        assert len({cast.person for cast in gate.votes}) == len(gate.votes)
        assert len({cast.on_behalf_of or cast.person for cast in gate.votes}) == len(gate.votes)
        assert {reading.in_place_of.get(one, one) for one in reading.waiting_for} <= {*PARTY, OFF} - barred
        alone = replace(where, people={key: replace(one, absence=None) for key, one in where.people.items()})
        delegates = {where.away.get(one) for one in barred}
        if delegates.isdisjoint({*PARTY, OFF}):
            same = review(gate, initiative, alone).groups
            assert [group.needed for group in reading.groups] == [group.needed for group in same]


def _done(what, person, more, where, initiative):
    """The organisation and the initiative after that step; as they were where it is refused."""
    if what == "away":
        return (where if more == person else away(where, person, more)), initiative
    if what == "back":
        return back(where, person), initiative
    act = scene.act(person, where=where)
    rules = {
        "vote": lambda: review_rules.vote(
            initiative, "dpia", changes() if more is Decision.CHANGES else approve(), act
        ),
        "withdraw": lambda: review_rules.withdraw(initiative, "dpia", act),
        "own": lambda: Change(_owned_by(initiative, person)),
        "ask": lambda: review_rules.request(initiative, "dpia", act),
    }
    try:
        return where, rules[what]().initiative
    except Refusal:
        return where, initiative


def _owned_by(initiative: Initiative, person: PersonId) -> Initiative:
    gate = initiative.gates["dpia"]
    return initiative.with_gate(replace(gate, ownership=replace(gate.ownership, owner=person)))


# --- the record -------------------------------------------------------------------------------------------------------


def recorded(rule, by: PersonId, where: Organisation, initiative: Initiative | None = None):
    before, act = initiative or asked(), scene.act(by, where=where)
    return [(fact.kind, fact.data.get(ON_BEHALF_OF)) for fact in on_behalf(before, rule(before, act), act).facts]


@pytest.mark.parametrize(
    ("person", "rule", "kind"),
    [
        (OLA, lambda i, act: review_rules.give_evidence(i, "dpia", "new", act), FactKind.EVIDENCE_GIVEN),
        (BAK, lambda i, act: ownership_rules.hand_off(i, "dpia", OFF, act), FactKind.GATE_OFFERED),
        (LEA, lambda i, act: ownership_rules.assign(i, "dpia", OFF, act), FactKind.GATE_OFFERED),
        (HAL, lambda i, act: milestone_rules.plan(i, "design-closed", LATER, act), FactKind.MILESTONE_PLANNED),
        (HAL, lambda i, act: milestone_rules.set_sponsor(i, OFF, act), FactKind.INITIATIVE_CHANGED),
        (LEA, lambda i, act: validity.set_validity(i, "dpia", 90, act), FactKind.GATE_VALIDITY_CHANGED),
    ],
)
def test_what_is_done_in_the_right_of_somebody_away_is_recorded_as_on_their_behalf(person, rule, kind):
    assert recorded(rule, MIA, away(ACME, person, MIA)) == [(kind, person)]


def test_what_somebody_may_do_themselves_is_not_on_behalf_of_anybody():
    def hand_off(initiative, act):
        return ownership_rules.hand_off(initiative, "dpia", OFF, act)

    assert recorded(hand_off, BAK, away(ACME, OLA, BAK)) == [(FactKind.GATE_OFFERED, None)]


def test_a_vote_and_what_it_decides_are_on_behalf_of_whose_place_it_took():
    def approved(initiative, act):
        return review_rules.vote(initiative, "dpia", approve(), act)

    found = recorded(approved, MIA, away(ACME, APP, MIA), asked(scene.rule()))
    assert found == [(FactKind.SIGN_OFF_CAST, APP), (FactKind.GATE_SIGNED_OFF, APP)]


# --- rework -----------------------------------------------------------------------------------------------------------

CONTRACT = Finding(OFF, LAST, "Link the second contract.")


def found(raised_by: PersonId = APP) -> Initiative:
    """In review, approved by one of two on the condition that Off does something."""
    return rework_rules.approve_with_finding(asked(), "dpia", CONTRACT, scene.act(raised_by)).initiative


def test_a_delegate_approves_with_a_finding_in_the_place_of_who_is_away_and_reviews_for_their_party():
    rule = ApprovalRule((Group(1, parties=("legal",)),))
    where = ACME.with_party(Party("legal", "Legal", members=frozenset({APP})))

    def approved(initiative, act):
        return rework_rules.approve_with_finding(initiative, "dpia", CONTRACT, act)

    kinds = recorded(approved, MIA, away(where, APP, MIA), asked(rule))
    assert kinds == [(FactKind.SIGN_OFF_CAST, APP), (FactKind.GATE_SIGNED_OFF, APP), (FactKind.REWORK_RAISED, APP)]
    (item,) = approved(asked(rule), scene.act(MIA, where=away(where, APP, MIA))).initiative.rework
    assert (item.raised_by, item.party) == (MIA, "legal")


def test_a_delegate_adds_no_finding_to_the_vote_that_who_is_away_cast_themselves():
    with pytest.raises(NotAllowed):
        rework_rules.approve_with_finding(found(), "dpia", CONTRACT, scene.act(MIA, where=away(ACME, APP, MIA)))


def test_a_delegate_adds_a_finding_to_the_vote_that_they_cast_for_somebody():
    where = away(ACME, APP, MIA)
    voted = vote(asked(), MIA, where).initiative

    def added(initiative, act):
        return rework_rules.approve_with_finding(initiative, "dpia", CONTRACT, act)

    assert recorded(added, MIA, where, voted) == [(FactKind.REWORK_RAISED, APP)]
    assert recorded(added, MIA, back(where, APP), voted) == [(FactKind.REWORK_RAISED, APP)]


@pytest.mark.parametrize(
    ("person", "delegate", "behalf"), [(OFF, MIA, OFF), (ANN, MIA, ANN), (OFF, ANN, None), (ANN, OFF, None)]
)
def test_who_stands_in_for_its_owner_or_an_approver_says_that_a_finding_is_done(person, delegate, behalf):
    where = away(ACME, person, delegate)

    def done(initiative, act):
        return rework_rules.end(initiative, 1, act)

    assert recorded(done, delegate, where, found()) == [(FactKind.REWORK_ENDED, behalf)]
    assert recorded(done, OFF, where, found()) == [(FactKind.REWORK_ENDED, None)]
    with pytest.raises(NotAllowed):
        done(found(), scene.act(MIA))


@pytest.mark.parametrize(
    ("person", "delegate", "behalf"), [(APP, MIA, APP), (LEA, MIA, LEA), (APP, LEA, None), (LEA, APP, None)]
)
def test_who_stands_in_for_its_raiser_or_who_names_owners_gives_it_to_somebody_else(person, delegate, behalf):
    where = away(ACME, person, delegate)

    def given(initiative, act):
        return rework_rules.assign(initiative, 1, ANN, act)

    assert recorded(given, delegate, where, found()) == [(FactKind.REWORK_ASSIGNED, behalf)]
    with pytest.raises(NotAllowed):
        given(found(), scene.act(MIA))


def test_a_denial_names_who_stands_in_for_the_raiser():
    with pytest.raises(NotAllowed) as denial:
        rework_rules.assign(found(), 1, ANN, scene.act(OLA, where=away(ACME, APP, MIA)))
    assert MIA in denial.value.details["people"]
    assert APP not in denial.value.details["people"]


def test_owning_is_accepted_by_nobody_else():
    offered = scene.initiative(scene.offered(scene.gate(owner=None)), scene.gate("serving"))
    with pytest.raises(NotAllowed):
        ownership_rules.accept(offered, "dpia", scene.act(MIA, where=away(ACME, OFF, MIA)))
    with pytest.raises(NotAllowed):
        ownership_rules.decline(offered, "dpia", scene.act(MIA, where=away(ACME, OFF, MIA)), why="too much")


# --- seeing -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("person", [LEA, OLA, APP])
def test_a_delegate_sees_what_lives_in_private_for_as_long_as_they_act(person: PersonId):
    hidden = replace(asked(), home=replace(asked().home, private=True))
    for where, sees in ((away(ACME, person, MIA), True), (ACME, False), (away(ACME, person, BAK), False)):
        assert can_see(where.people[MIA], hidden, in_home_channel=False, organisation=where) is sees


# --- next steps and reminders -----------------------------------------------------------------------------------------


def test_a_delegate_holds_the_next_step_of_who_is_away():
    where = away(an_organisation(), BEN, GUS)
    step = survey(an_initiative(a_gate()), where, MONDAY).steps["data-lineage"]
    assert (step.step, step.people, step.in_place_of) == (NextStep.GIVE_EVIDENCE, (GUS,), ((GUS, BEN),))


def test_without_a_delegate_the_step_stays_with_who_is_away():
    where = away(an_organisation(), BEN)
    assert survey(an_initiative(a_gate()), where, MONDAY).steps["data-lineage"].people == (BEN,)


def test_the_step_of_a_gate_that_waits_for_another_is_the_delegates_too():
    waits = a_gate("serving", owner=CHI, depends_on=("data-lineage",), due=date(2026, 11, 20))
    step = survey(an_initiative(a_gate(), waits), away(an_organisation(), BEN, GUS), MONDAY).steps["serving"]
    assert (step.people, step.behalf(GUS), step.behalf(CHI)) == ((GUS,), BEN, None)


def test_an_offer_waits_for_the_person_it_was_made_to():
    gate = a_gate(ownership=build.offered_to(BEN))
    assert survey(an_initiative(gate), away(an_organisation(), BEN, GUS), MONDAY).steps["data-lineage"].people == (BEN,)


def test_a_review_asks_the_delegate_and_says_for_whom():
    gate = a_gate(progress=Progress.IN_REVIEW)
    step = survey(an_initiative(gate), away(an_organisation(), ELI, GUS), MONDAY).steps["data-lineage"]
    assert (step.people, step.in_place_of) == ((DEE, GUS), ((GUS, ELI),))


def test_who_would_name_an_owner_or_bring_it_live_is_stood_in_for():
    initiative = an_initiative(a_gate(owner=None), actual={"model-complete": date(2026, 11, 2)})
    seen = survey(initiative, away(an_organisation(), HANA, GUS), MONDAY)
    assert {stall.next for stall in seen.stalls} == {(GUS,)}
    assert all(stall.step.behalf(GUS) == HANA for stall in seen.stalls)


def told(where: Organisation, *gates, now=MONDAY, **given):
    found = reminders([an_initiative(*gates, **given)], where, {}, now)
    return {one.person: [(item.kind, item.on_behalf_of) for item in one.items] for one in found}


def test_a_delegate_is_reminded_of_what_waits_for_who_is_away_and_for_whom():
    late = a_gate(due=date(2026, 11, 20))
    assert told(an_organisation(), late) == {BEN: [(ReminderKind.OVERDUE, None)]}
    assert told(away(an_organisation(), BEN, GUS), late) == {GUS: [(ReminderKind.OVERDUE, BEN)]}
    in_review = a_gate(progress=Progress.IN_REVIEW, since=MONDAY - timedelta(days=3))
    assert told(away(an_organisation(), ELI, GUS), in_review) == {
        DEE: [(ReminderKind.ANSWER, None)],
        GUS: [(ReminderKind.ANSWER, ELI)],
    }


def test_who_is_away_is_not_reminded_and_whoever_asked_is_told_in_time():
    gate = a_gate(ownership=build.offered_to(BEN, by=CHI))
    reminded = told(away(an_organisation(), BEN), gate)
    assert reminded[CHI] == [(ReminderKind.UNANSWERED, None)]
    assert BEN not in reminded


def test_what_nobody_did_goes_up_the_chain_past_who_is_away():
    unowned = a_gate(owner=None)
    assert {ANA, CHI} <= told(away(an_organisation(), HANA), unowned).keys()
    assert told(away(an_organisation(), HANA, GUS), unowned)[GUS] == [(ReminderKind.NAME_OWNER, HANA)]


def test_a_delegate_who_is_no_member_any_more_stands_in_for_nobody():
    where = away(an_organisation(), BEN, GUS)
    where = where.with_person(replace(where.people[GUS], standing=Standing.DEACTIVATED))
    assert where.stand_in(BEN) is None
    assert where.represented_by(GUS) == ()


def test_chains_are_not_followed_beyond_one_step():
    where = away(away(an_organisation(), BEN, GUS), GUS, CHI)
    assert (where.stand_in(BEN), where.stand_in(GUS)) == (None, CHI)
    assert where.represented_by(CHI) == (GUS,)
