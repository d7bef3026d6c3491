"""Two accounts become one person: everywhere, once, and without opening a way around separation of duties."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.domain.rules.change import Act
from readiness.domain.rules.linking import Link, link, unite
from readiness.domain.rules.review import vote
from readiness.domain.values.approval import ApprovalRule, Group, Quorum
from readiness.domain.values.contract import Contract, GateTerms, PartyTerms, Refused, Signature, Terms, Version
from readiness.domain.values.fact import FactKind
from readiness.domain.values.gate import Block, Decision, Gate, Progress, SignOff
from readiness.domain.values.identity import PersonId, WorkspaceId
from readiness.domain.values.initiative import Initiative, Life
from readiness.domain.values.organisation import Organisation, Party
from readiness.domain.values.ownership import Ownership
from readiness.domain.values.person import Absence, Role, Standing
from readiness.domain.values.refusals import AccountThere, CodeRefused, NotAllowed, OtherSide, OwnEvidence
from readiness.domain.values.rework import Rework, ReworkEnd, ReworkKind
from tests.readiness import scene
from tests.readiness.scene import ADA, ANN, APP, AUD, BAK, EARLIER, GIV, GONE, LEA, MIA, NOW, OFF, OLA

SLACK, TEAMS = WorkspaceId("w-slack"), WorkspaceId("w-teams")
EVERYBODY = (*scene.INSIDERS, AUD)


def acme(*teams: PersonId) -> Organisation:
    """The scene's cast, of whom `teams` have their account in Teams and the others in Slack."""
    known = scene.organisation()
    return replace(
        known,
        addresses={
            SLACK: {one: f"U-{one}" for one in known.people if one not in teams},
            TEAMS: {one: f"T-{one}" for one in teams},
        },
    )


def act(where: Organisation, person: PersonId) -> Act:
    return Act(where.person(person), NOW, where)


def linked(maker: PersonId, typer: PersonId, initiative: Initiative, where: Organisation | None = None):
    """The organisation and the initiative after `typer` typed in Teams what `maker` got in Slack."""
    where = where or acme(typer)
    after = link(maker, act(where, typer)).organisation
    return after, unite(initiative, Link(maker, typer), act(after, typer))


def cast(person: PersonId, decision: Decision = Decision.APPROVE, minutes: int = 0, revision: int = 1) -> SignOff:
    at = EARLIER + timedelta(minutes=minutes)
    return SignOff(person, decision, scene.rule().meaning, revision, at, "said so")


def reviewed(*votes: SignOff, need: Quorum | int = 2, **more: object) -> Gate:
    """In review by compliance (App, Ann, Giv), of whom Giv gave the evidence."""
    gate = replace(scene.in_review(scene.gate()), rule=ApprovalRule((Group(need, parties=("compliance",)),)))
    return replace(gate, votes=votes, **more)


# --- the organisation -------------------------------------------------------------------------------------------------


def test_whoever_made_the_code_stays_with_both_accounts_and_the_other_id_leads_there():
    where = acme(MIA)
    governed = link(ANN, act(where, MIA))
    after = governed.organisation
    assert MIA not in after.people
    assert after.person(MIA) == after.people[ANN] == where.people[ANN]
    assert (after.addresses[SLACK][ANN], after.addresses[TEAMS]) == ("U-ann", {ANN: "T-mia"})
    assert governed.facts == (Link(ANN, MIA).fact(),)


def test_an_id_that_was_linked_before_leads_to_who_it_is_in_the_end():
    first = link(ANN, act(acme(MIA), MIA)).organisation
    away = replace(first, addresses={**first.addresses, WorkspaceId("w3"): {LEA: "X"}})
    away = replace(away, addresses={**away.addresses, SLACK: {ANN: "U-ann"}})
    second = link(LEA, act(away, ANN)).organisation
    assert second.person(MIA).id == second.person(ANN).id == LEA


def test_parties_name_the_person_once():
    where = acme(MIA).with_party(Party("sre", "SRE", MIA, ANN, frozenset({MIA, ANN, APP})))
    party = link(ANN, act(where, MIA)).organisation.parties["sre"]
    assert (party.owner, party.members) == (ANN, frozenset({ANN, APP}))


@pytest.mark.parametrize(("maker", "typer"), [(ADA, MIA), (MIA, ADA)])
def test_an_administrator_stays_one(maker, typer):
    assert link(maker, act(acme(typer), typer)).organisation.people[maker].role is Role.ADMINISTRATOR


def test_one_account_is_not_two():
    with pytest.raises(OtherSide):
        link(ANN, act(acme(), ANN))


def test_one_person_has_one_account_in_each_workspace():
    with pytest.raises(AccountThere):
        link(ANN, act(acme(), MIA))
    with pytest.raises(AccountThere):
        link(ANN, act(acme(ANN, MIA), MIA))


def test_nobody_is_linked_to_somebody_who_left_or_whom_nobody_knows():
    for maker in (GONE, AUD, PersonId("globex-person")):
        with pytest.raises(CodeRefused):
            link(maker, act(acme(MIA), MIA))


@pytest.mark.parametrize("changed", [{"standing": Standing.GUEST}, {"role": Role.AUDITOR}])
def test_who_changes_nothing_links_nothing(changed):
    where = acme(MIA).with_person(replace(scene.ACME.people[MIA], **changed))
    with pytest.raises(NotAllowed):
        link(ANN, act(where, MIA))


def test_who_stands_in_is_the_person_and_nobody_stands_in_for_themselves():
    days = Absence(date(2026, 11, 20), date(2026, 12, 4))
    where = acme(MIA)
    for person, delegate in ((ANN, MIA), (OLA, MIA), (MIA, OLA)):
        where = where.with_person(replace(where.people[person], absence=replace(days, delegate=delegate)))
    after = link(ANN, act(where, MIA)).organisation
    assert after.absences == {ANN: days, OLA: replace(days, delegate=ANN)}


def test_an_absence_comes_with_the_account_that_said_so():
    days = Absence(date(2026, 11, 20), date(2026, 12, 4), OLA)
    where = acme(MIA)
    where = where.with_person(replace(where.people[MIA], absence=days))
    assert link(ANN, act(where, MIA)).organisation.absences == {ANN: days}


# --- an initiative ----------------------------------------------------------------------------------------------------


def waiting_for_mia(gate: Gate) -> Gate:
    return replace(gate, block=Block("no answer", OLA, EARLIER, MIA))


def named_everywhere() -> Initiative:
    """Mia, wherever a person can stand."""
    gate = replace(
        scene.gate(owner=MIA, evidence_by=MIA),
        ownership=Ownership(EARLIER, MIA, OFF, MIA, MIA),
        backup=MIA,
        rule=ApprovalRule((Group(1, frozenset({MIA, APP})),)),
        block=Block("no budget", MIA, EARLIER),
        votes=(cast(MIA, Decision.CHANGES), replace(cast(APP), on_behalf_of=MIA)),
    )
    return replace(
        scene.initiative(gate, waiting_for_mia(scene.gate("serving", owner=OLA))),
        lead=MIA,
        sponsor=MIA,
        backup=MIA,
        handoff=Ownership(EARLIER, None, MIA, MIA),
        member_overrides={"compliance": frozenset({MIA, APP})},
        rework=(item(owner=MIA), replace(item(owner=None), number=2, ended_by=MIA, how=ReworkEnd.DONE)),
        contract=contract_of_everywhere(),
    )


def item(owner: PersonId | None) -> Rework:
    """A finding that Mia raised."""
    return Rework(
        number=1,
        gate="dpia",
        kind=ReworkKind.FINDING,
        reason=None,
        party="compliance",
        raised_by=MIA,
        raised_at=EARLIER,
        stage=None,
        due=scene.LATER,
        text="Link the contract.",
        owner=owner,
    )


def contract_of_everywhere() -> Contract:
    terms = Terms(
        handoff=MIA,
        gates=(GateTerms("dpia", "dpia", "compliance", MIA, None),),
        parties=(PartyTerms("compliance", frozenset({MIA, APP})),),
        live_data=ApprovalRule((Group(1, frozenset({MIA, APP})),)),
    )
    version = Version(
        number=1,
        terms=terms,
        opened_at=EARLIER,
        opened_by=MIA,
        signatures=(Signature(MIA, ("compliance",), EARLIER),),
        refusals=(Refused(MIA, ("sre",), EARLIER, "no"),),
    )
    return Contract(version, terms, 1)


def test_every_place_that_named_the_other_names_the_person():
    _, united = linked(ANN, MIA, named_everywhere())
    assert "'mia'" not in repr(united.change.initiative)
    assert "'ann'" in repr(united.change.initiative)
    assert united.change.facts == (Link(ANN, MIA).fact(),)


def test_who_voted_in_the_place_of_their_other_account_voted_for_themselves():
    initiative = scene.initiative(reviewed(replace(cast(ANN), on_behalf_of=MIA)))
    _, united = linked(ANN, MIA, initiative)
    assert [vote.on_behalf_of for vote in united.change.initiative.gates["dpia"].votes] == [None]


def test_what_names_only_others_stays_as_it_is():
    _, united = linked(BAK, MIA, replace(scene.initiative(scene.gate("serving", owner=OLA)), lead=LEA))
    assert united.change.facts == ()


def test_an_offer_to_oneself_falls():
    gate = replace(scene.gate(), ownership=Ownership(EARLIER, OLA, MIA, LEA, MIA))
    _, united = linked(OLA, MIA, scene.initiative(gate))
    assert united.change.initiative.gates["dpia"].ownership == Ownership(EARLIER, OLA, None, LEA, None)


def test_nobody_waits_for_themselves():
    _, united = linked(OLA, MIA, scene.initiative(waiting_for_mia(scene.gate())))
    assert united.change.initiative.gates["dpia"].block == Block("no answer", OLA, EARLIER)


def test_of_two_votes_under_one_gate_the_later_counts_and_the_other_is_recorded_as_void():
    gate = reviewed(cast(APP, minutes=5), cast(ANN, Decision.NOT_APPLICABLE), need=3)
    _, united = linked(ANN, APP, scene.initiative(gate), acme(APP))
    (left,) = united.change.initiative.gates["dpia"].votes
    assert (left.person, left.decision) == (ANN, Decision.APPROVE)
    (fact,) = [one for one in united.change.facts if one.kind is FactKind.SIGN_OFF_VOIDED]
    assert (fact.gate, fact.data["decision"], fact.data["because"]) == ("dpia", "n/a", "linked")


def test_two_of_compliance_were_one_person_so_the_gate_is_asked_again():
    gate = scene.decided(reviewed(), Progress.SIGNED_OFF, Decision.APPROVE, by=APP)
    gate = replace(gate, votes=(cast(APP), cast(ANN, minutes=5)))
    _, united = linked(ANN, APP, scene.initiative(gate), acme(APP))
    asked = united.change.initiative.gates["dpia"]
    assert (asked.progress, asked.asks, len(asked.votes)) == (Progress.IN_REVIEW, gate.asks + 1, 1)
    assert not asked.is_settled_at(NOW)


def test_who_gave_the_evidence_with_one_account_has_not_approved_it_with_the_other():
    gate = scene.decided(scene.gate(), Progress.SIGNED_OFF, Decision.APPROVE, by=APP)
    after, united = linked(APP, GIV, scene.initiative(gate), acme(GIV))
    asked = united.change.initiative.gates["dpia"]
    assert (asked.progress, asked.votes, asked.contributors) == (Progress.IN_REVIEW, (), {APP})
    with pytest.raises(OwnEvidence):
        vote(united.change.initiative, "dpia", scene.approve(), act(after, APP))


def test_who_owns_the_gate_with_one_account_has_not_approved_it_with_the_other():
    gate = scene.decided(scene.gate(), Progress.SIGNED_OFF, Decision.APPROVE, by=APP)
    _, united = linked(APP, OLA, scene.initiative(gate), acme(OLA))
    assert united.change.initiative.gates["dpia"].progress is Progress.IN_REVIEW


def test_a_vote_that_was_barred_before_is_none_of_the_links_business():
    """App signed and became the owner later: that stands, whoever else they turn out to be."""
    gate = scene.decided(scene.gate(owner=APP), Progress.SIGNED_OFF, Decision.APPROVE, by=APP)
    _, united = linked(APP, MIA, scene.initiative(gate))
    assert united.change.initiative.gates["dpia"].progress is Progress.SIGNED_OFF


def test_changes_that_one_asked_of_oneself_stand():
    gate = scene.decided(scene.gate(), Progress.CHANGES_REQUESTED, Decision.CHANGES, by=APP)
    _, united = linked(APP, GIV, scene.initiative(gate), acme(GIV))
    assert united.change.initiative.gates["dpia"].progress is Progress.CHANGES_REQUESTED


def test_a_review_that_waited_only_for_the_other_account_is_settled():
    gate = reviewed(cast(ANN), need=Quorum.ALL)
    _, united = linked(ANN, APP, scene.initiative(gate), acme(APP))
    assert united.change.initiative.gates["dpia"].progress is Progress.SIGNED_OFF
    assert united.change.facts[-1].kind is FactKind.GATE_SIGNED_OFF


def test_a_cancelled_initiative_is_only_renamed():
    gate = replace(scene.decided(reviewed(), Progress.SIGNED_OFF, Decision.APPROVE), votes=(cast(APP), cast(ANN)))
    cancelled = replace(scene.initiative(gate), standing=Life.CANCELLED)
    _, united = linked(ANN, APP, cancelled, acme(APP))
    assert united.change.facts == (Link(ANN, APP).fact(),)
    assert united.change.initiative.gates["dpia"].progress is Progress.SIGNED_OFF


people = st.sampled_from(EVERYBODY)
decisions = st.sampled_from([Decision.APPROVE, Decision.CHANGES, Decision.NOT_APPLICABLE])
progresses = st.sampled_from([Progress.OPEN, Progress.IN_REVIEW, Progress.CHANGES_REQUESTED, Progress.SIGNED_OFF])


@st.composite
def gates(draw: st.DrawFn) -> Gate:
    """Any gate of the scene's people, each of whom voted at most once."""
    owner, offered, backup = (draw(st.none() | people) for _ in range(3))
    voters = draw(st.lists(people, unique=True, max_size=5))
    votes = tuple(cast(voter, draw(decisions), index) for index, voter in enumerate(voters))
    return replace(
        scene.gate(owner=owner, evidence_by=draw(people)),
        ownership=Ownership(EARLIER, owner, None if offered == owner else offered, draw(people)),
        backup=backup,
        rule=ApprovalRule((Group(draw(st.integers(1, 3)), draw(st.frozensets(people)), ("compliance",)),)),
        progress=draw(progresses),
        votes=votes,
    )


@given(gates(), people, people)
def test_linking_once_more_changes_nothing_and_no_one_is_left_twice(gate, maker, typer):
    where = acme(typer)
    try:
        after = link(maker, act(where, typer)).organisation
    except (OtherSide, CodeRefused, NotAllowed):
        return
    both, whose = Link(maker, typer), act(after, typer)
    once = unite(scene.initiative(gate), both, whose).change.initiative
    voters = [one.person for one in once.gates["dpia"].votes]
    assert typer not in once.people() | once.gates["dpia"].contributors | set(voters)
    assert len(set(voters)) == len(voters)
    again = unite(once, both, whose)
    assert (again.renamed, again.change.facts) == (once, ())
