"""Evidence, requests, votes, withdrawals and waivers of one gate (rules.md, "Gates")."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from readiness.domain.rights.permissions import Who
from readiness.domain.rights.signing import review
from readiness.domain.rules import gate as gate_rules
from readiness.domain.rules import ownership as ownership_rules
from readiness.domain.rules import review as review_rules
from readiness.domain.rules.change import Change
from readiness.domain.rules.review import Vote
from readiness.domain.values.approval import ApprovalRule, Group, Meaning, Quorum
from readiness.domain.values.fact import FactKind
from readiness.domain.values.gate import ChangesReason, Decision, Gate, Progress
from readiness.domain.values.identity import PersonId
from readiness.domain.values.initiative import Initiative, Life
from readiness.domain.values.organisation import Organisation
from readiness.domain.values.person import Role, Standing
from readiness.domain.values.refusal import Refusal
from readiness.domain.values.refusals import (
    AcceptFirst,
    AlreadyDone,
    BadText,
    ControlMissing,
    DateInThePast,
    EvidenceMissing,
    NobodyCanApprove,
    NoSuchVote,
    NotActive,
    NotAllowed,
    NotInReview,
    NotYourTurn,
    OwnEvidence,
    OwnGate,
    ReasonMissing,
    Stale,
    StaleRule,
    VoteForbidden,
    WaitsForOthers,
)
from tests.readiness import scene
from tests.readiness.scene import ACME, ADA, ANN, APP, BAK, GIV, LATER, LEA, MIA, NOW, OFF, OLA, approve, changes, waive

MINUTE = timedelta(minutes=1)
TWO = scene.rule(2)


class Story:
    """One gate of one initiative, on which people act one after the other; `facts` are those of the last act."""

    def __init__(self, gate: Gate | None = None, *others: Gate, where: Organisation = ACME) -> None:
        self.initiative: Initiative = scene.initiative(gate or scene.gate(), *others)
        self.where = where
        self.now = NOW
        self.kinds: list[FactKind] = []

    @property
    def gate(self) -> Gate:
        return self.initiative.gates["dpia"]

    @property
    def progress(self) -> Progress:
        return self.gate.progress

    def keep(self, change: Change) -> "Story":
        self.initiative = change.initiative
        self.kinds = [fact.kind for fact in change.facts]
        self.now += MINUTE
        return self

    def evidence(self, by: PersonId = OLA, content: str = "https://example.com/new") -> "Story":
        return self.keep(review_rules.give_evidence(self.initiative, "dpia", content, self.act(by)))

    def request(self, by: PersonId = OLA) -> "Story":
        return self.keep(review_rules.request(self.initiative, "dpia", self.act(by)))

    def vote(self, by: PersonId, ballot: Vote) -> "Story":
        return self.keep(review_rules.vote(self.initiative, "dpia", ballot, self.act(by)))

    def withdraw(self, by: PersonId, why: str = "") -> "Story":
        return self.keep(review_rules.withdraw(self.initiative, "dpia", self.act(by), why=why))

    def rule(self, rule: ApprovalRule) -> "Story":
        return self.keep(gate_rules.set_rule(self.initiative, "dpia", rule, self.act(LEA)))

    def act(self, by: PersonId):
        return scene.act(by, at=self.now, where=self.where)

    def refused(self, kind: type[Refusal], step: Callable[["Story"], object]) -> Refusal:
        """The refusal that `step` meets; nothing changed."""
        before = self.initiative
        with pytest.raises(kind) as met:
            step(self)
        assert self.initiative is before
        assert type(met.value) is kind
        return met.value


def asked(rule: ApprovalRule | None = None, **given: object) -> Story:
    """A story whose gate is in review; compliance signs: App and Ann, for Giv gave the evidence."""
    return Story(replace(scene.in_review(scene.gate()), **({"rule": rule} if rule else {}), **given))  # type: ignore[arg-type]


def waiting(story: Story) -> frozenset[PersonId]:
    return review(story.gate, story.initiative, story.where).waiting_for


# --- evidence -------------------------------------------------------------------------------------------------------


def test_evidence_revisions_start_at_one_and_grow_by_one():
    story = Story(scene.gate(evidence_by=None))
    assert story.gate.revision == 0
    revisions = [story.evidence(content=f"draft {number}").gate.revision for number in range(3)]
    assert revisions == [1, 2, 3]
    assert story.gate.evidence is not None
    assert (story.gate.evidence.revision, story.gate.evidence.given_by) == (3, OLA)


def test_only_who_gave_the_present_revision_is_kept_from_approving_it():
    story = Story(replace(scene.gate(evidence_by=None), backup=APP)).evidence(by=APP).request()
    story.refused(OwnEvidence, lambda s: s.vote(APP, approve()))
    story.evidence(by=OLA, content="Looked at once more.").vote(APP, approve())
    assert story.progress is Progress.SIGNED_OFF


def test_evidence_leaves_an_open_gate_open_and_does_not_ask():
    story = Story(scene.gate(evidence_by=None)).evidence()
    assert (story.progress, story.gate.asks, story.kinds) == (Progress.OPEN, 0, [FactKind.EVIDENCE_GIVEN])


def test_new_evidence_during_a_review_voids_the_votes_and_asks_again():
    story = asked(TWO).vote(APP, approve()).evidence()
    assert (story.progress, story.gate.votes, story.gate.asks) == (Progress.IN_REVIEW, (), 2)
    assert waiting(story) == {APP, ANN, GIV}


@pytest.mark.parametrize("ballot", [approve(), scene.not_applicable(), waive()])
def test_new_evidence_for_a_settled_gate_returns_it_to_review_and_ends_what_it_satisfied(ballot: Vote):
    story = asked().vote(APP, ballot)
    settled_at = story.gate.progress_since
    story.evidence()
    assert (story.progress, story.gate.votes, story.gate.waiver, story.gate.asks) == (Progress.IN_REVIEW, (), None, 2)
    assert [(span.start, span.end) for span in story.gate.settled] == [(settled_at, story.gate.progress_since)]
    assert not story.gate.is_settled_at(story.now)


def test_new_evidence_after_changes_were_requested_waits_for_the_owner_to_ask():
    story = asked().vote(APP, changes()).evidence()
    assert (story.progress, story.gate.votes) == (Progress.CHANGES_REQUESTED, ())
    assert story.request().progress is Progress.IN_REVIEW


def test_whoever_the_gate_is_offered_to_accepts_it_before_working_on_it():
    story = Story(scene.offered(scene.gate(owner=None)))
    story.refused(AcceptFirst, lambda s: s.evidence(by=OFF))
    story.refused(AcceptFirst, lambda s: s.request(by=OFF))


def test_a_backup_works_on_the_gate_even_while_it_is_offered_to_them():
    assert Story(scene.offered(scene.gate(owner=None), to=BAK)).evidence(by=BAK).gate.revision == 2


def test_nobody_but_the_backup_gives_evidence_for_an_unassigned_gate():
    story = Story(scene.gate(owner=None, evidence_by=None))
    for person in (LEA, ADA, OLA, APP, MIA):
        story.refused(NotAllowed, lambda s, person=person: s.evidence(by=person))
    assert story.evidence(by=BAK).gate.revision == 1


@pytest.mark.parametrize("content", ["", "  \n ", "\0", "\ud800"])
def test_evidence_is_not_empty(content: str):
    Story().refused(ReasonMissing, lambda s: s.evidence(content=content))


def test_evidence_is_kept_without_what_no_database_holds_and_only_up_to_a_length():
    story = Story().evidence(content=" a\0b\ud800c ")
    assert story.gate.evidence is not None
    assert story.gate.evidence.content == "abc"
    assert story.evidence(content="x" * 3000).gate.revision == 3
    story.refused(BadText, lambda s: s.evidence(content="x" * 3001))


# --- asking ---------------------------------------------------------------------------------------------------------


def test_a_request_asks_the_approvers_and_forgets_earlier_votes():
    story = asked().vote(APP, changes()).request()
    assert (story.progress, story.gate.votes, story.gate.asks) == (Progress.IN_REVIEW, (), 2)
    assert story.kinds == [FactKind.REVIEW_REQUESTED]
    assert waiting(story) == {APP, ANN}


def test_a_sign_off_is_not_asked_for_without_evidence():
    Story(scene.gate(evidence_by=None)).refused(EvidenceMissing, Story.request)


@pytest.mark.parametrize("ballot", [None, approve(), scene.not_applicable(), waive()])
def test_what_is_asked_for_or_settled_is_not_asked_for_again(ballot: Vote | None):
    story = asked() if ballot is None else asked().vote(APP, ballot)
    refusal = story.refused(AlreadyDone, Story.request)
    assert refusal.details["at"] == story.gate.progress_since
    assert refusal.details["by"] == (None if ballot is None else APP)


def test_a_gate_that_waits_for_an_open_gate_is_not_asked_for_and_says_which():
    story = Story(replace(scene.gate(), depends_on=("serving", "gone")), scene.gate("serving"))
    assert story.refused(WaitsForOthers, Story.request).details["waits_for"] == ("serving",)


def test_a_gate_is_asked_for_once_what_it_waits_for_is_settled_and_not_when_that_waiver_is_over():
    serving = scene.decided(scene.gate("serving"), Progress.WAIVED, Decision.WAIVE)
    story = Story(replace(scene.gate(), depends_on=("serving",)), serving)
    story.now = ACME.calendar.end_of(LATER)
    story.refused(WaitsForOthers, Story.request)
    story.now -= timedelta(microseconds=1)
    assert story.request().progress is Progress.IN_REVIEW


def test_where_nobody_could_sign_a_request_names_the_groups_and_who_can_add_people():
    rule = ApprovalRule((Group(Quorum.ANY, parties=("compliance",)), Group(2, parties=("nobody",))))
    refusal = Story(replace(scene.gate(), rule=rule)).refused(NobodyCanApprove, Story.request)
    groups = refusal.details["groups"]
    assert isinstance(groups, tuple)
    assert [group.group for group in groups] == [rule.groups[1]]
    assert refusal.details["people"] == {LEA}
    assert refusal.details["who"] == (Who.LEAD, Who.ADMINISTRATOR)


def test_an_owner_who_leads_is_sent_to_an_administrator_to_add_approvers():
    gate = replace(scene.gate(owner=LEA), rule=ApprovalRule((Group(Quorum.ANY, parties=("nobody",)),)))
    refusal = Story(gate).refused(NobodyCanApprove, lambda s: s.request(by=LEA))
    assert refusal.details["people"] == {ADA}


@pytest.mark.parametrize(
    "alone",
    [
        frozenset({OLA}),
        frozenset({GIV}),
        frozenset({PersonId("gone")}),
        frozenset({PersonId("guest")}),
        frozenset({PersonId("aud")}),
        frozenset({PersonId("never-seen")}),
    ],
)
def test_the_owner_who_gave_the_evidence_and_people_who_change_nothing_cannot_be_the_only_approver(
    alone: frozenset[PersonId],
):
    gate = replace(scene.gate(), rule=scene.rule(Quorum.ANY, people=alone))
    Story(gate).refused(NobodyCanApprove, Story.request)


def test_an_auditor_in_a_party_is_not_waited_for():
    where = ACME.with_person(replace(ACME.people[ANN], role=Role.AUDITOR))
    story = Story(replace(scene.in_review(scene.gate()), rule=scene.rule(Quorum.ALL)), where=where)
    assert waiting(story) == {APP}
    assert story.vote(APP, approve()).progress is Progress.SIGNED_OFF


# --- approving ------------------------------------------------------------------------------------------------------


def test_the_vote_that_meets_the_rule_signs_the_gate_off():
    story = asked(TWO).vote(APP, approve())
    assert (story.progress, story.kinds, waiting(story)) == (Progress.IN_REVIEW, [FactKind.SIGN_OFF_CAST], {ANN})
    at = story.now
    story.vote(ANN, approve(comment="read it"))
    assert (story.progress, story.gate.progress_since) == (Progress.SIGNED_OFF, at)
    assert story.kinds == [FactKind.SIGN_OFF_CAST, FactKind.GATE_SIGNED_OFF]
    assert [(vote.person, vote.revision, vote.meaning) for vote in story.gate.votes] == [
        (APP, 1, Meaning.APPROVAL),
        (ANN, 1, Meaning.APPROVAL),
    ]
    assert story.gate.is_settled_at(at)
    assert not story.gate.is_settled_at(at - MINUTE)


def test_a_sign_off_carries_the_meaning_of_the_rule():
    story = asked(replace(scene.rule(), meaning=Meaning.RESPONSIBILITY)).vote(APP, approve())
    assert story.gate.votes[0].meaning is Meaning.RESPONSIBILITY


def test_neither_the_owner_nor_who_gave_the_evidence_approves():
    story = asked(scene.rule(Quorum.ANY, people=frozenset({OLA, GIV, APP})))
    assert story.refused(OwnGate, lambda s: s.vote(OLA, approve())).details["people"] == {APP}
    assert story.refused(OwnEvidence, lambda s: s.vote(GIV, approve())).details["people"] == {APP}


def test_an_approver_who_becomes_the_owner_no_longer_counts():
    story = asked(TWO).vote(APP, approve())
    offer = ownership_rules.hand_off(story.initiative, "dpia", APP, scene.act(OLA))
    story.keep(offer).keep(ownership_rules.accept(story.initiative, "dpia", scene.act(APP)))
    assert story.vote(ANN, approve()).progress is Progress.IN_REVIEW


def test_a_double_click_is_one_sign_off_and_says_who_and_when():
    story = asked(TWO)
    at = story.now
    story.vote(APP, approve(seen=1))
    refusal = story.refused(AlreadyDone, lambda s: s.vote(APP, approve(seen=1)))
    assert (refusal.details["by"], refusal.details["at"]) == (APP, at)


@pytest.mark.parametrize("by", [APP, ANN, GIV, MIA, OLA])
def test_whoever_presses_after_it_is_signed_off_hears_who_did_it_and_when(by: PersonId):
    story = asked().vote(APP, approve(seen=1))
    refusal = story.refused(AlreadyDone, lambda s: s.vote(by, approve(seen=1)))
    assert (refusal.details["by"], refusal.details["at"]) == (APP, story.gate.progress_since)


@pytest.mark.parametrize("ballot", [changes(), scene.not_applicable(), waive()])
def test_an_approver_who_says_otherwise_after_it_is_settled_hears_who_settled_it(ballot: Vote):
    story = asked().vote(APP, approve())
    assert story.refused(AlreadyDone, lambda s: s.vote(ANN, ballot)).details["by"] == APP


@pytest.mark.parametrize("ballot", [approve(), changes()])
def test_nobody_answers_what_nobody_asked(ballot: Vote):
    Story().refused(NotInReview, lambda s: s.vote(APP, ballot))
    if ballot.decision is Decision.APPROVE:
        asked().vote(APP, changes()).refused(NotInReview, lambda s: s.vote(ANN, ballot))


def test_a_person_may_change_their_mind_while_it_is_in_review():
    story = asked(TWO).vote(APP, approve()).vote(APP, scene.not_applicable())
    assert [vote.decision for vote in story.gate.votes] == [Decision.NOT_APPLICABLE]
    assert story.vote(ANN, scene.not_applicable()).progress is Progress.NOT_APPLICABLE


def test_when_all_have_voted_but_not_alike_those_who_voted_otherwise_are_asked_again():
    story = asked(TWO).vote(APP, approve()).vote(ANN, scene.not_applicable())
    assert story.progress is Progress.IN_REVIEW
    assert waiting(story) == {ANN}


# --- buttons --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ballot", [approve(seen=1), changes(seen=1)])
def test_a_button_on_older_evidence_is_stale_and_says_who_changed_it(ballot: Vote):
    story = asked()
    at = story.now
    refusal = story.evidence().refused(Stale, lambda s: s.vote(APP, ballot))
    assert (refusal.details["revision"], refusal.details["seen"]) == (2, 1)
    assert (refusal.details["by"], refusal.details["at"]) == (OLA, at)


def test_a_button_on_older_evidence_is_stale_even_when_the_newer_is_signed_off():
    story = asked().evidence().vote(APP, approve(seen=2))
    story.refused(Stale, lambda s: s.vote(ANN, approve(seen=1)))


def test_a_button_from_before_the_rule_changed_is_stale():
    story = asked()
    mark = story.gate.rule.mark
    story.rule(TWO).refused(StaleRule, lambda s: s.vote(APP, approve(seen=1, under=mark)))
    assert story.vote(APP, approve(seen=1, under=story.gate.rule.mark)).gate.votes


def test_nothing_else_makes_a_button_stale():
    story = asked(TWO)
    button = approve(seen=1, under=story.gate.rule.mark)
    story.keep(ownership_rules.hand_off(story.initiative, "dpia", MIA, scene.act(OLA)))
    story.keep(gate_rules.block(story.initiative, "dpia", "no budget", scene.act(OLA)))
    story.vote(APP, changes()).request().vote(APP, approve()).withdraw(APP)
    assert story.vote(ANN, button).gate.votes


def test_a_typed_vote_is_for_the_evidence_as_it_is():
    assert asked().evidence().vote(APP, approve()).gate.votes[0].revision == 2


# --- changes --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", [scene.rule(), TWO, scene.rule(Quorum.ALL), scene.rule(Quorum.MAJORITY)])
def test_one_request_for_changes_returns_the_gate_whatever_the_quorum(rule: ApprovalRule):
    story = asked(rule).vote(APP, changes(reason=ChangesReason.LINEAGE))
    assert (story.progress, story.gate.votes[0].reason) == (Progress.CHANGES_REQUESTED, ChangesReason.LINEAGE)
    assert story.kinds == [FactKind.SIGN_OFF_CAST, FactKind.GATE_RETURNED_FOR_CHANGES, FactKind.REWORK_RAISED]
    refusal = story.refused(AlreadyDone, lambda s: s.vote(ANN, changes()))
    assert refusal.details["by"] == APP


def test_changes_come_out_of_turn_too():
    rule = ApprovalRule((Group(Quorum.ANY, frozenset({APP})), Group(Quorum.ANY, frozenset({ANN}))), ordered=True)
    assert asked(rule).vote(ANN, changes()).progress is Progress.CHANGES_REQUESTED


def test_changes_need_words_and_are_other_where_no_kind_is_given():
    asked().refused(ReasonMissing, lambda s: s.vote(APP, changes("  ")))
    assert asked().vote(APP, changes()).gate.votes[0].reason is ChangesReason.OTHER


# --- in order -------------------------------------------------------------------------------------------------------

IN_TURN = ApprovalRule(
    (Group(Quorum.ANY, frozenset({APP, GIV})), Group(Quorum.ANY, frozenset({ANN, MIA}))), ordered=True
)


def test_an_ordered_rule_asks_the_second_group_after_the_first():
    story = asked(IN_TURN)
    assert waiting(story) == {APP}
    refusal = story.refused(NotYourTurn, lambda s: s.vote(ANN, approve()))
    assert (refusal.details["people"], refusal.details["who"]) == ({APP}, (Who.APPROVER,))
    story.vote(APP, approve())
    assert waiting(story) == {ANN, MIA}
    assert story.vote(MIA, approve()).progress is Progress.SIGNED_OFF


def test_not_applicable_and_waivers_keep_the_order_as_well():
    for ballot, settled in (
        (scene.not_applicable(), Progress.NOT_APPLICABLE),
        (waive(), Progress.WAIVED),
    ):
        story = Story(replace(scene.gate(), rule=IN_TURN))
        story.refused(NotYourTurn, lambda s, ballot=ballot: s.vote(ANN, ballot))
        assert story.vote(APP, ballot).vote(ANN, ballot).progress is settled


def test_changing_ones_mind_is_no_way_around_the_order():
    third = Group(Quorum.ANY, frozenset({MIA}))
    rule = ApprovalRule((Group(Quorum.ANY, frozenset({APP})), Group(Quorum.ANY, frozenset({ANN})), third), ordered=True)
    story = asked(rule).vote(APP, scene.not_applicable()).vote(ANN, scene.not_applicable())
    refusal = story.refused(NotYourTurn, lambda s: s.vote(ANN, approve()))
    assert refusal.details["people"] == {APP}


def test_whoever_is_asked_may_change_their_mind_though_a_colleague_is_asked_as_well():
    rule = ApprovalRule((Group(Quorum.ANY, frozenset({APP, MIA})), Group(Quorum.ANY, frozenset({ANN}))), ordered=True)
    story = asked(rule).vote(APP, scene.not_applicable()).vote(APP, approve())
    assert waiting(story) == {ANN}


# --- not applicable -------------------------------------------------------------------------------------------------


def test_not_applicable_may_come_before_any_request_and_settles_under_the_gates_own_rule():
    story = Story(replace(scene.gate(evidence_by=None), rule=scene.rule())).vote(APP, scene.not_applicable())
    assert story.progress is Progress.NOT_APPLICABLE
    assert story.gate.is_settled_at(story.now)
    assert story.kinds == [FactKind.SIGN_OFF_CAST, FactKind.GATE_NOT_APPLICABLE]


def test_under_a_quorum_of_two_the_first_not_applicable_asks_the_others():
    story = Story(replace(scene.gate(evidence_by=None), rule=TWO)).vote(APP, scene.not_applicable())
    assert (story.progress, story.gate.asks) == (Progress.IN_REVIEW, 1)
    assert story.kinds == [FactKind.SIGN_OFF_CAST, FactKind.REVIEW_REQUESTED]
    assert waiting(story) == {ANN, GIV}
    assert story.vote(ANN, scene.not_applicable()).progress is Progress.NOT_APPLICABLE


def test_nothing_is_approved_before_there_is_evidence():
    story = Story(replace(scene.gate(evidence_by=None), rule=TWO)).vote(APP, scene.not_applicable())
    story.refused(NotInReview, lambda s: s.vote(ANN, approve()))
    assert story.vote(ANN, changes("it does apply")).progress is Progress.CHANGES_REQUESTED


def test_votes_of_different_kinds_are_not_added_up():
    story = asked(TWO).vote(APP, approve()).vote(ANN, scene.not_applicable())
    assert story.progress is Progress.IN_REVIEW


def test_a_not_applicable_after_changes_were_requested_starts_a_review_of_its_own():
    story = asked(TWO).vote(APP, approve()).vote(ANN, changes()).vote(APP, scene.not_applicable())
    assert story.progress is Progress.IN_REVIEW
    assert [(vote.person, vote.decision) for vote in story.gate.votes] == [(APP, Decision.NOT_APPLICABLE)]


@pytest.mark.parametrize(
    ("forbidden", "ballot"),
    [({"allows_not_applicable": False}, scene.not_applicable()), ({"allows_waiver": False}, waive())],
)
def test_a_template_may_forbid_either(forbidden: dict[str, object], ballot: Vote):
    asked(**forbidden).refused(VoteForbidden, lambda s: s.vote(APP, ballot))


def test_not_applicable_needs_a_reason():
    asked().refused(ReasonMissing, lambda s: s.vote(APP, scene.not_applicable(" ")))


# --- waivers --------------------------------------------------------------------------------------------------------


def test_a_waiver_holds_through_its_last_day_where_the_organisation_is():
    where = replace(ACME, calendar=replace(ACME.calendar, timezone="America/New_York"))
    story = Story(scene.in_review(scene.gate()), where=where).vote(APP, waive(date(2026, 11, 30)))
    ends = where.calendar.end_of(date(2026, 11, 30))
    assert ends.hour == 5
    assert story.gate.is_settled_at(ends - MINUTE)
    assert not story.gate.is_settled_at(ends)
    assert story.gate.waiver is not None
    assert (story.gate.waiver.reason, story.gate.waiver.control) == ("pilot only", "manual check")


def test_waivers_on_equal_terms_add_up():
    story = asked(TWO).vote(APP, waive(comment="one")).vote(ANN, waive(comment="two"))
    assert story.progress is Progress.WAIVED


@pytest.mark.parametrize("other", [waive(date(2027, 1, 31)), waive(control="four eyes")])
def test_waivers_on_unequal_terms_do_not_until_somebody_agrees_with_the_latest(other: Vote):
    story = asked(TWO).vote(APP, waive()).vote(ANN, other)
    assert story.progress is Progress.IN_REVIEW
    story.vote(APP, other)
    assert story.progress is Progress.WAIVED
    assert story.gate.waiver is not None
    assert (story.gate.waiver.until, story.gate.waiver.control) == (other.until, other.control)


def test_the_terms_of_the_latest_waiver_are_those_that_count():
    rule = ApprovalRule((Group(2, frozenset({APP, ANN, MIA})),))
    other = waive(date(2027, 1, 31), "four eyes")
    story = asked(rule).vote(APP, waive()).vote(ANN, other).vote(MIA, other)
    assert story.progress is Progress.WAIVED
    assert story.gate.waiver is not None
    assert story.gate.waiver.control == "four eyes"


def test_the_latest_terms_are_those_cast_last_even_within_one_instant():
    story = asked(TWO).vote(APP, waive())
    story.now -= MINUTE
    story.vote(ANN, waive(control="four eyes"))
    story.now -= MINUTE
    assert story.vote(APP, waive(control="four eyes")).progress is Progress.WAIVED


def test_a_double_click_on_waive_is_one_vote():
    story = asked(TWO).vote(APP, waive())
    story.refused(AlreadyDone, lambda s: s.vote(APP, waive(comment="again")))


@pytest.mark.parametrize(
    ("ballot", "refusal"),
    [
        (waive(None), ReasonMissing),
        (waive(comment=" "), ReasonMissing),
        (waive(control=" "), ControlMissing),
        (waive(date(2026, 11, 22)), DateInThePast),
    ],
)
def test_a_waiver_needs_a_day_that_is_not_over_a_reason_and_a_control(ballot: Vote, refusal: type[Refusal]):
    asked().refused(refusal, lambda s: s.vote(APP, ballot))
    assert asked().vote(APP, waive(date(2026, 11, 23))).progress is Progress.WAIVED


def test_an_expired_waiver_reopens_the_gate_from_the_moment_it_ended():
    story = asked().vote(APP, waive())
    ends = ACME.calendar.end_of(LATER)
    early = review_rules.expire_waiver(story.initiative, "dpia", ends - timedelta(microseconds=1))
    assert early == Change(story.initiative)
    story.keep(review_rules.expire_waiver(story.initiative, "dpia", ends + timedelta(days=3)))
    assert (story.progress, story.gate.progress_since, story.gate.waiver) == (Progress.OPEN, ends, None)
    assert (story.kinds, story.gate.votes) == ([FactKind.WAIVER_EXPIRED], ())
    assert [span.end for span in story.gate.settled] == [ends]
    again = review_rules.expire_waiver(story.initiative, "dpia", ends + timedelta(days=4))
    assert again.facts == ()


def test_once_reopened_it_takes_the_whole_way_again():
    story = asked().vote(APP, waive())
    story.now = ACME.calendar.end_of(LATER)
    story.keep(review_rules.expire_waiver(story.initiative, "dpia", story.now))
    story.refused(NotInReview, lambda s: s.vote(APP, approve()))
    story.refused(NoSuchVote, lambda s: s.withdraw(APP, "too late"))
    assert story.request().vote(APP, approve()).progress is Progress.SIGNED_OFF
    assert len(story.gate.settled) == 2


@pytest.mark.parametrize("ballot", [approve(), scene.not_applicable()])
def test_only_waivers_expire(ballot: Vote):
    story = asked().vote(APP, ballot)
    assert review_rules.expire_waiver(story.initiative, "dpia", NOW + timedelta(days=999)).facts == ()


# --- withdrawing ----------------------------------------------------------------------------------------------------


def test_a_vote_is_withdrawn_for_five_minutes_without_a_word_and_later_with_a_reason():
    story = asked(TWO).vote(APP, approve())
    cast = story.gate.votes[0].at
    story.now = cast + timedelta(minutes=5)
    assert story.withdraw(APP).gate.votes == ()
    story.vote(APP, approve())
    story.now = story.gate.votes[0].at + timedelta(minutes=5, microseconds=1)
    story.refused(ReasonMissing, lambda s: s.withdraw(APP))
    assert story.withdraw(APP, "wrong gate").kinds == [FactKind.SIGN_OFF_WITHDRAWN]


@pytest.mark.parametrize("ballot", [approve(), scene.not_applicable(), waive(), changes()])
def test_withdrawing_the_vote_that_decided_returns_the_gate_to_review(ballot: Vote):
    story = asked().vote(APP, ballot)
    decided = story.gate.progress_since
    story.withdraw(APP)
    assert (story.progress, story.gate.waiver, story.gate.votes) == (Progress.IN_REVIEW, None, ())
    assert story.gate.asks == 2
    assert not story.gate.is_settled_at(story.now)
    assert not story.gate.is_settled_at(story.gate.progress_since)
    if ballot.decision is not Decision.CHANGES:
        assert story.gate.is_settled_at(decided)


def test_withdrawing_one_of_two_approvals_keeps_the_other():
    story = asked(TWO).vote(APP, approve()).vote(ANN, approve()).withdraw(APP)
    assert story.progress is Progress.IN_REVIEW
    assert [vote.person for vote in story.gate.votes] == [ANN]
    assert story.vote(APP, approve()).progress is Progress.SIGNED_OFF


def test_withdrawing_an_approval_does_not_take_back_what_somebody_else_returned():
    story = asked(TWO).vote(APP, approve()).vote(ANN, changes()).withdraw(APP)
    assert story.progress is Progress.CHANGES_REQUESTED


def test_withdrawing_a_vote_that_decided_nothing_leaves_the_sign_off_standing():
    rule = ApprovalRule((Group(2, frozenset({APP, ANN, MIA})),))
    story = asked(rule).vote(MIA, scene.not_applicable()).vote(APP, approve()).vote(ANN, approve()).withdraw(MIA)
    assert story.progress is Progress.SIGNED_OFF
    both = ApprovalRule((Group(Quorum.ANY, frozenset({APP, ANN})), Group(Quorum.ANY, frozenset({MIA}))))
    story = asked(both).vote(APP, approve()).vote(ANN, approve()).vote(MIA, approve()).withdraw(APP)
    assert story.progress is Progress.SIGNED_OFF
    assert story.withdraw(ANN).progress is Progress.IN_REVIEW


def test_a_gate_nobody_asked_for_is_open_again_when_its_last_not_applicable_is_withdrawn():
    for rule in (scene.rule(), TWO):
        gate = replace(scene.gate(evidence_by=None), rule=rule)
        story = Story(gate).vote(APP, scene.not_applicable()).withdraw(APP)
        assert story.progress is Progress.OPEN
        assert story.evidence().request().progress is Progress.IN_REVIEW


def test_only_ones_own_standing_vote_can_be_withdrawn():
    story = asked(TWO).vote(APP, approve())
    story.refused(NoSuchVote, lambda s: s.withdraw(ANN))
    story.evidence().refused(NoSuchVote, lambda s: s.withdraw(APP))


def test_a_mistake_is_withdrawn_even_after_leaving_the_party_and_while_paused():
    story = asked(TWO).vote(APP, approve())
    story.where = ACME.with_party(replace(ACME.parties["compliance"], members=frozenset({ANN, GIV})))
    story.initiative = replace(story.initiative, standing=Life.PAUSED)
    assert story.withdraw(APP).gate.votes == ()


def test_paused_the_rest_waits():
    story = asked()
    story.initiative = replace(story.initiative, standing=Life.PAUSED)
    story.refused(NotActive, lambda s: s.vote(APP, approve()))
    story.refused(NotActive, Story.evidence)


# --- membership -----------------------------------------------------------------------------------------------------


def without(person: PersonId) -> Organisation:
    members = ACME.parties["compliance"].members - {person}
    return ACME.with_party(replace(ACME.parties["compliance"], members=members))


def test_who_left_the_party_before_the_quorum_was_reached_does_not_count():
    story = asked(TWO).vote(APP, approve())
    story.where = ACME.with_party(replace(ACME.parties["compliance"], members=frozenset({ANN, MIA})))
    assert story.vote(ANN, approve()).progress is Progress.IN_REVIEW
    assert story.vote(MIA, approve()).progress is Progress.SIGNED_OFF


def test_who_was_deactivated_before_the_quorum_was_reached_does_not_count():
    story = asked(TWO).vote(APP, approve())
    story.where = ACME.with_person(replace(ACME.people[APP], standing=Standing.DEACTIVATED))
    assert story.vote(ANN, approve()).progress is Progress.IN_REVIEW


def test_a_sign_off_stands_when_its_approvers_leave_afterwards():
    story = asked().vote(APP, approve())
    assert review_rules.recount(story.initiative, "dpia", scene.act(ADA, where=without(APP))).facts == ()
    assert story.progress is Progress.SIGNED_OFF


def test_an_initiative_may_override_the_members_of_a_party():
    story = asked()
    story.initiative = replace(story.initiative, member_overrides={"compliance": frozenset({MIA})})
    story.refused(NotAllowed, lambda s: s.vote(APP, approve()))
    assert story.vote(MIA, approve()).progress is Progress.SIGNED_OFF


def test_a_gate_whose_last_missing_approver_left_is_settled_by_a_recount():
    story = asked(scene.rule(Quorum.ALL)).vote(APP, approve())
    assert review_rules.recount(story.initiative, "dpia", scene.act(ADA)).facts == ()
    story.keep(review_rules.recount(story.initiative, "dpia", scene.act(ADA, where=without(ANN))))
    assert (story.progress, story.kinds) == (Progress.SIGNED_OFF, [FactKind.GATE_SIGNED_OFF])


def test_or_by_pressing_once_more():
    story = asked(scene.rule(Quorum.ALL)).vote(APP, approve())
    story.where = without(ANN)
    assert waiting(story) == frozenset()
    assert story.vote(APP, approve()).progress is Progress.SIGNED_OFF


def test_a_recount_does_not_settle_with_a_waiver_that_is_over():
    story = asked(scene.rule(Quorum.ALL)).vote(APP, waive(date(2026, 11, 24)))
    late = scene.act(ADA, at=NOW + timedelta(days=3), where=without(ANN))
    assert review_rules.recount(story.initiative, "dpia", late).facts == ()


def test_a_recount_takes_no_terms_from_somebody_who_left():
    story = asked(ApprovalRule((Group(Quorum.ALL, frozenset({APP, ANN, MIA})),)))
    story.vote(APP, waive()).vote(ANN, waive()).vote(MIA, waive(date(2027, 6, 30)))
    gone = ACME.with_person(replace(ACME.people[MIA], standing=Standing.DEACTIVATED))
    story.keep(review_rules.recount(story.initiative, "dpia", scene.act(ADA, where=gone)))
    assert story.gate.waiver is not None
    assert story.gate.waiver.until == LATER


@pytest.mark.parametrize("progress", [Progress.OPEN, Progress.CHANGES_REQUESTED])
def test_a_recount_leaves_alone_what_is_not_in_review(progress: Progress):
    initiative = scene.initiative(replace(scene.gate(), progress=progress))
    assert review_rules.recount(initiative, "dpia", scene.act(ADA)) == Change(initiative)


# --- the gate changes hands while it is in review ---------------------------------------------------------------------


def handed(story: Story, *changes: Callable[[Initiative], Change]) -> Story:
    """The story after the gate changed hands, with what follows of itself."""
    for change in changes:
        before = story.initiative
        story.keep(review_rules.recount_reassigned(before, change(before), story.act(LEA)))
    return story


def assigned(story: Story, to: PersonId) -> Story:
    return handed(
        story,
        lambda i: ownership_rules.assign(i, "dpia", to, story.act(LEA)),
        lambda i: ownership_rules.accept(i, "dpia", story.act(to)),
    )


def handed_off(story: Story, to: PersonId) -> Story:
    return handed(
        story,
        lambda i: ownership_rules.hand_off(i, "dpia", to, story.act(OLA)),
        lambda i: ownership_rules.accept(i, "dpia", story.act(to)),
    )


@pytest.mark.parametrize("change_hands", [assigned, handed_off])
def test_votes_stay_when_the_gate_changes_hands(change_hands: Callable[[Story, PersonId], Story]):
    story = asked(TWO).vote(APP, approve())
    votes, asks = story.gate.votes, story.gate.asks
    change_hands(story, MIA)
    assert (story.gate.owner, story.gate.votes, story.gate.asks) == (MIA, votes, asks)
    assert (story.progress, waiting(story)) == (Progress.IN_REVIEW, {ANN})
    assert story.vote(ANN, approve()).progress is Progress.SIGNED_OFF


@pytest.mark.parametrize("change_hands", [assigned, handed_off])
def test_an_offer_alone_changes_nothing_about_a_review(change_hands: Callable[[Story, PersonId], Story]):
    story = asked(TWO).vote(APP, approve())
    handed(story, lambda i: ownership_rules.assign(i, "dpia", ANN, story.act(LEA)))
    assert (len(story.gate.votes), waiting(story)) == (1, {ANN})


def test_the_new_owners_own_vote_stays_in_the_record_and_counts_no_more():
    story = assigned(asked(scene.rule(2, people=frozenset({APP, ANN, MIA}))).vote(APP, approve()), APP)
    assert [vote.person for vote in story.gate.votes] == [APP]
    assert waiting(story) == {ANN, MIA}
    assert story.vote(ANN, approve()).progress is Progress.IN_REVIEW
    assert story.vote(MIA, approve()).progress is Progress.SIGNED_OFF


def test_it_counts_again_once_somebody_else_owns_the_gate():
    story = assigned(asked(TWO).vote(APP, approve()), APP)
    assert waiting(story) == {ANN}
    assigned(story, MIA)
    assert story.vote(ANN, approve()).progress is Progress.SIGNED_OFF


def test_of_all_one_less_is_needed_once_one_of_them_owns_it_and_that_may_settle_the_gate():
    story = assigned(asked(scene.rule(Quorum.ALL)).vote(APP, approve()), ANN)
    assert story.progress is Progress.SIGNED_OFF
    assert story.kinds == [FactKind.GATE_ACCEPTED, FactKind.GATE_SIGNED_OFF]


def test_of_all_one_more_is_needed_once_an_approver_hands_it_off():
    story = Story(replace(scene.in_review(scene.gate(owner=APP)), rule=scene.rule(Quorum.ALL)))
    assert waiting(story) == {ANN}
    handed(
        story,
        lambda i: ownership_rules.hand_off(i, "dpia", MIA, story.act(APP)),
        lambda i: ownership_rules.accept(i, "dpia", story.act(MIA)),
    )
    assert waiting(story) == {APP, ANN}
    assert story.vote(ANN, approve()).progress is Progress.IN_REVIEW


def test_what_is_signed_off_stays_so_when_its_approver_takes_it_over():
    story = assigned(asked().vote(APP, approve()), APP)
    assert (story.progress, story.gate.owner) == (Progress.SIGNED_OFF, APP)


# --- a changed rule -------------------------------------------------------------------------------------------------


def test_a_changed_rule_voids_votes_and_asks_again():
    story = asked(TWO).vote(APP, approve()).rule(scene.rule(Quorum.ALL))
    assert (story.progress, story.gate.votes, story.gate.asks) == (Progress.IN_REVIEW, (), 2)


@pytest.mark.parametrize("ballot", [approve(), scene.not_applicable(), waive()])
def test_a_changed_rule_returns_a_settled_gate_to_review(ballot: Vote):
    story = asked().vote(APP, ballot).rule(TWO)
    assert (story.progress, story.gate.votes, story.gate.waiver) == (Progress.IN_REVIEW, (), None)
    assert not story.gate.is_settled_at(story.now)


def test_a_changed_rule_reopens_what_was_not_applicable_before_there_was_evidence():
    story = Story(scene.gate(evidence_by=None)).vote(APP, scene.not_applicable()).rule(TWO)
    assert story.progress is Progress.OPEN


@pytest.mark.parametrize("settled", [Progress.OPEN, Progress.CHANGES_REQUESTED])
def test_a_changed_rule_does_not_ask_for_what_the_owner_has_not_asked_for(settled: Progress):
    story = Story(replace(scene.gate(), progress=settled)).rule(TWO)
    assert (story.progress, story.gate.asks) == (settled, 0)


def test_the_same_rule_again_changes_nothing():
    story = asked(TWO).vote(APP, approve())
    assert gate_rules.set_rule(story.initiative, "dpia", TWO, scene.act(LEA)) == Change(story.initiative)


# --- clocks that disagree -------------------------------------------------------------------------------------------


def test_a_clock_that_runs_behind_never_leaves_a_gate_settled_that_is_not():
    story = asked().vote(APP, approve())
    settled = story.gate.settled[-1]
    story.now = settled.start - timedelta(minutes=2)
    story.withdraw(APP)
    assert story.gate.settled[-1].end == settled.start
    assert not story.gate.is_settled_at(settled.start + MINUTE)
