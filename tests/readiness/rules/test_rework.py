"""Rework: requested changes and findings, who does them by when, and how they end."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from readiness.domain.readings.reminder import Reminder, ReminderKind, reminders
from readiness.domain.readings.rework import ledger
from readiness.domain.readings.stall import stalls
from readiness.domain.rules import gate as gate_rules
from readiness.domain.rules import milestone as milestone_rules
from readiness.domain.rules import review as review_rules
from readiness.domain.rules import rework as rework_rules
from readiness.domain.rules.change import Change
from readiness.domain.rules.finding import Finding
from readiness.domain.values.approval import ApprovalRule, Group, Quorum
from readiness.domain.values.calendar import WorkingCalendar
from readiness.domain.values.fact import FactKind
from readiness.domain.values.gate import ChangesReason, Gate, Progress
from readiness.domain.values.identity import PersonId
from readiness.domain.values.initiative import Initiative, Life
from readiness.domain.values.organisation import Organisation, Party
from readiness.domain.values.refusal import Refusal
from readiness.domain.values.refusals import (
    AlreadyDone,
    AuditorRefused,
    BadText,
    DateInThePast,
    EndsWithItsGate,
    FindingOverdue,
    NoSuchRework,
    NotActive,
    NotAllowed,
    NotAMember,
    NotInReview,
    OwnEvidence,
    ReasonMissing,
    Stale,
    StaleRule,
)
from readiness.domain.values.rework import Rework, ReworkEnd, ReworkKind
from readiness.domain.values.step import NextStep, StallCause
from tests.readiness import scene
from tests.readiness.scene import (
    ACME,
    ADA,
    ANN,
    APP,
    AUD,
    BAK,
    GIV,
    GONE,
    HAL,
    LATER,
    LEA,
    MIA,
    NOW,
    OFF,
    OLA,
    approve,
    changes,
    waive,
)

DUE = date(2026, 11, 30)
"""A Monday, a week after `NOW`."""

OVER = ACME.calendar.end_of(DUE)
CONTRACT = Finding(MIA, DUE, "Link the second contract.")
TWO = scene.rule(2)


class Story:
    """One initiative on which people act one after the other, consequences included."""

    def __init__(self, *gates: Gate, where: Organisation = ACME) -> None:
        self.initiative: Initiative = scene.initiative(*gates or (scene.in_review(scene.gate()), scene.gate("serving")))
        self.where = where
        self.now = NOW
        self.kinds: list[FactKind] = []

    @property
    def gate(self) -> Gate:
        return self.initiative.gates["dpia"]

    def item(self, number: int = 1) -> Rework:
        return self.initiative.rework[number - 1]

    def act(self, by: PersonId):
        return scene.act(by, at=self.now, where=self.where)

    def keep(self, by: PersonId, change: Change) -> "Story":
        change = rework_rules.end_with_gates(self.initiative, change, self.act(by))
        self.initiative, self.kinds = change.initiative, [fact.kind for fact in change.facts]
        return self

    def vote(self, by: PersonId, ballot: review_rules.Vote) -> "Story":
        return self.keep(by, review_rules.vote(self.initiative, "dpia", ballot, self.act(by)))

    def finding(self, by: PersonId = APP, finding: Finding = CONTRACT, **seen: object) -> "Story":
        change = rework_rules.approve_with_finding(self.initiative, "dpia", finding, self.act(by), **seen)  # type: ignore[arg-type]
        return self.keep(by, change)

    def evidence(self, by: PersonId = OLA) -> "Story":
        return self.keep(by, review_rules.give_evidence(self.initiative, "dpia", "https://example.com", self.act(by)))

    def withdraw(self, by: PersonId) -> "Story":
        return self.keep(by, review_rules.withdraw(self.initiative, "dpia", self.act(by), why="x"))

    def end(self, by: PersonId, number: int = 1) -> "Story":
        return self.keep(by, rework_rules.end(self.initiative, number, self.act(by), said="linked"))

    def assign(self, by: PersonId, to: PersonId, due: date | None = None, number: int = 1) -> "Story":
        return self.keep(by, rework_rules.assign(self.initiative, number, to, self.act(by), due=due))

    def goes_on(self, until: datetime = OVER) -> "Story":
        """Time passes, and what it ends is ended."""
        self.now = until
        act = replace(self.act(ADA), actor=replace(self.where.people[ADA], id=PersonId("")))
        return self.keep(ADA, rework_rules.revoke_overdue(self.initiative, act))

    def refused(self, kind: type[Refusal], step) -> Refusal:
        before = self.initiative
        with pytest.raises(kind) as met:
            step(self)
        assert self.initiative is before
        assert type(met.value) is kind
        return met.value


def asked(*, rule: ApprovalRule | None = None, where: Organisation = ACME) -> Story:
    """A story whose gate is in review; App and Ann may sign, for Giv gave the evidence."""
    return Story(replace(scene.in_review(scene.gate()), rule=rule or scene.rule()), where=where)


# --- requested changes ----------------------------------------------------------------------------------------------


def test_a_request_for_changes_makes_an_item_with_reason_party_stage_and_due_date():
    story = asked()
    story.keep(LEA, milestone_rules.reach(story.initiative, "model-complete", date(2026, 11, 20), story.act(LEA)))
    story.vote(APP, changes("lineage is missing", reason=ChangesReason.LINEAGE))
    assert story.kinds == [FactKind.SIGN_OFF_CAST, FactKind.GATE_RETURNED_FOR_CHANGES, FactKind.REWORK_RAISED]
    item = story.item()
    assert (item.number, item.gate, item.kind, item.reason) == (1, "dpia", ReworkKind.CHANGES, ChangesReason.LINEAGE)
    assert (item.party, item.raised_by, item.stage) == ("compliance", APP, "model-complete")
    assert (item.due, item.text, item.is_open) == (DUE, "lineage is missing", True)


def test_before_the_first_milestone_there_is_no_stage():
    assert asked().vote(APP, changes()).item().stage is None


def test_requested_changes_are_the_gate_owners_whoever_that_is_when_it_is_handed_on():
    story = asked().vote(APP, changes())
    assert story.initiative.rework_owner(story.item()) == OLA
    handed = replace(story.gate, ownership=replace(story.gate.ownership, owner=MIA))
    assert story.initiative.with_gate(handed).rework_owner(story.item()) == MIA


def test_where_no_day_is_a_working_day_changes_are_due_in_a_week():
    never = replace(ACME, calendar=WorkingCalendar(weekend=frozenset(range(7))))
    assert asked(where=never).vote(APP, changes()).item().due == DUE


def test_the_reviewing_party_is_that_of_the_rule_which_the_voter_is_in():
    parties = {**ACME.parties, "legal": Party("legal", "Legal", members=frozenset({OFF}))}
    where = replace(ACME, parties=parties)
    rule = ApprovalRule((Group(Quorum.ANY, parties=("compliance", "legal")),))
    assert asked(rule=rule, where=where).vote(OFF, changes()).item().party == "legal"
    assert asked(rule=scene.rule(people=frozenset({MIA}))).vote(MIA, changes()).item().party == "compliance"


def test_requested_changes_end_when_their_gate_is_settled():
    story = asked().vote(APP, changes()).evidence()
    assert story.item().is_open
    story.keep(OLA, review_rules.request(story.initiative, "dpia", story.act(OLA)))
    story.vote(ANN, approve())
    assert (story.item().how, story.item().ended_by) == (ReworkEnd.SETTLED, ANN)
    assert story.kinds[-1] is FactKind.REWORK_ENDED


def test_requested_changes_that_are_withdrawn_are_void():
    assert asked().vote(APP, changes()).withdraw(APP).item().how is ReworkEnd.VOID


def test_items_of_a_gate_that_is_taken_off_the_checklist_end():
    story = asked(rule=TWO).finding().vote(ANN, changes())
    story.keep(LEA, gate_rules.remove_gate(story.initiative, "dpia", story.act(LEA), why="covered elsewhere"))
    assert [one.how for one in story.initiative.rework] == [ReworkEnd.REMOVED, ReworkEnd.REMOVED]


def test_nobody_says_of_requested_changes_that_they_are_done():
    asked().vote(APP, changes()).refused(EndsWithItsGate, lambda s: s.end(OLA))


# --- an approval with a finding -------------------------------------------------------------------------------------


def test_one_act_casts_the_vote_and_raises_the_finding():
    story = asked().finding()
    assert story.gate.progress is Progress.SIGNED_OFF
    assert story.kinds == [FactKind.SIGN_OFF_CAST, FactKind.GATE_SIGNED_OFF, FactKind.REWORK_RAISED]
    item = story.item()
    assert (item.kind, item.owner, item.due, item.text) == (ReworkKind.FINDING, MIA, DUE, CONTRACT.text)
    assert MIA in story.initiative.people()


def test_a_second_finding_of_the_same_person_adds_to_their_vote():
    story = asked().finding().finding(finding=Finding(OFF, DUE, "And the third."))
    assert story.kinds == [FactKind.REWORK_RAISED]
    assert [one.number for one in story.initiative.rework] == [1, 2]
    assert len(story.gate.votes) == 1


def test_a_gate_that_others_signed_takes_no_finding_of_one_who_did_not():
    asked().vote(APP, approve()).refused(AlreadyDone, lambda s: s.finding(ANN))


@pytest.mark.parametrize(
    ("by", "finding", "refusal"),
    [
        (APP, replace(CONTRACT, due=date(2026, 11, 22)), DateInThePast),
        (APP, replace(CONTRACT, text=" "), ReasonMissing),
        (APP, replace(CONTRACT, text="x" * 501), BadText),
        (APP, replace(CONTRACT, owner=GONE), NotAMember),
        (APP, replace(CONTRACT, owner=AUD), NotAMember),
        (GIV, CONTRACT, OwnEvidence),
        (MIA, CONTRACT, NotAllowed),
        (AUD, CONTRACT, AuditorRefused),
    ],
)
def test_a_finding_is_refused_together_with_its_approval(by, finding, refusal):
    asked().refused(refusal, lambda s: s.finding(by, finding))


def test_a_finding_is_refused_on_what_nobody_asked_for():
    Story(scene.gate()).refused(NotInReview, lambda s: s.finding())


@pytest.mark.parametrize("voted", [False, True])
def test_a_button_for_other_evidence_or_another_rule_raises_no_finding(voted: bool):
    story = asked(rule=TWO).vote(APP, approve()) if voted else asked(rule=TWO)
    story.refused(Stale, lambda s: s.finding(seen=0))
    story.refused(StaleRule, lambda s: s.finding(seen=1, under="00000000"))
    assert story.finding(seen=1, under=TWO.mark).item().is_open


@pytest.mark.parametrize("life", [Life.PAUSED, Life.CANCELLED])
def test_nothing_is_raised_ended_or_given_while_an_initiative_rests(life: Life):
    story = asked(rule=TWO).finding()
    story.initiative = replace(story.initiative, standing=life)
    for step in (lambda s: s.finding(), lambda s: s.end(MIA), lambda s: s.assign(APP, OFF)):
        with pytest.raises(NotActive):
            step(story)


@pytest.mark.parametrize(
    "step",
    [
        lambda s: s.evidence(),
        lambda s: s.keep(LEA, gate_rules.set_rule(s.initiative, "dpia", scene.rule(Quorum.ALL), s.act(LEA))),
        lambda s: s.withdraw(APP),
    ],
)
def test_what_voids_an_approval_ends_its_findings(step):
    story = asked().finding()
    step(story)
    assert (story.item().how, story.gate.votes) == (ReworkEnd.VOID, ())
    assert story.kinds[-1] is FactKind.REWORK_ENDED


def test_another_vote_of_the_same_person_ends_their_findings():
    story = asked(rule=TWO).finding().vote(APP, changes())
    assert [one.how for one in story.initiative.rework] == [ReworkEnd.VOID, None]


@pytest.mark.parametrize("ballot", [waive(LATER), scene.not_applicable()])
def test_a_gate_that_is_waived_or_does_not_apply_has_no_findings(ballot: review_rules.Vote):
    more = Party("compliance", "Compliance", members=frozenset({APP, ANN, OFF}))
    where = replace(ACME, parties={**ACME.parties, "compliance": more})
    story = asked(rule=TWO, where=where).finding().vote(ANN, ballot)
    assert story.item().is_open
    assert story.vote(OFF, ballot).item().how is ReworkEnd.SETTLED


# --- done and given ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("by", [MIA, APP, ANN])
def test_its_owner_or_an_approver_says_that_a_finding_is_done(by: PersonId):
    story = asked().finding().end(by)
    assert (story.item().how, story.item().ended_by, story.gate.progress) == (ReworkEnd.DONE, by, Progress.SIGNED_OFF)


@pytest.mark.parametrize("by", [OLA, LEA, GIV, OFF])
def test_nobody_else_does(by: PersonId):
    refusal = asked().finding().refused(NotAllowed, lambda s: s.end(by))
    assert refusal.details["people"] == {MIA, APP, ANN}


def test_what_is_done_is_not_done_twice_and_what_never_was_cannot_be():
    story = asked().finding().end(MIA)
    refusal = story.refused(AlreadyDone, lambda s: s.end(APP))
    assert refusal.details["by"] == MIA
    story.refused(NoSuchRework, lambda s: s.end(APP, number=2))
    story.refused(AlreadyDone, lambda s: s.assign(APP, OFF))


@pytest.mark.parametrize("by", [APP, LEA, HAL, ADA])
def test_who_raised_it_or_names_owners_gives_it_to_somebody_else(by: PersonId):
    story = asked().finding().assign(by, OFF, due=date(2026, 12, 7))
    assert (story.item().owner, story.item().due) == (OFF, date(2026, 12, 7))
    assert story.kinds == [FactKind.REWORK_ASSIGNED]
    assert story.assign(by, OFF).kinds == []


def test_others_do_not_give_it_away_nor_to_who_cannot_act_nor_for_a_day_that_is_over():
    story = asked().finding()
    for by in (MIA, ANN, OLA, BAK):
        story.refused(NotAllowed, lambda s, by=by: s.assign(by, OFF))
    story.refused(AuditorRefused, lambda s: s.assign(AUD, OFF))
    story.refused(NotAMember, lambda s: s.assign(APP, GONE))
    story.refused(DateInThePast, lambda s: s.assign(APP, OFF, due=date(2026, 11, 22)))


# --- overdue ----------------------------------------------------------------------------------------------------------


def test_a_finding_holds_until_the_end_of_its_day():
    story = asked().finding()
    assert story.goes_on(OVER - timedelta(microseconds=1)).kinds == []


def test_an_overdue_finding_takes_its_approval_and_the_gate_is_asked_again_with_it_open():
    story = asked().finding().goes_on()
    assert (story.gate.progress, story.gate.votes, story.gate.asks) == (Progress.IN_REVIEW, (), 2)
    assert (story.kinds, story.item().is_open) == ([FactKind.SIGN_OFF_REVOKED], True)
    assert story.item().revoked_at == OVER
    assert not story.gate.is_settled_at(OVER)
    assert story.goes_on(OVER + timedelta(days=3)).kinds == []


def test_what_else_was_found_with_that_approval_stays_to_be_done():
    later = Finding(OFF, LATER, "And the third.")
    story = asked().finding().finding(finding=later).goes_on()
    assert [one.is_open for one in story.initiative.rework] == [True, True]
    assert [one.revoked_at for one in story.initiative.rework] == [OVER, None]


def test_other_approvals_stay_but_do_not_settle_the_gate_until_it_is_done():
    story = asked(rule=TWO).vote(ANN, approve()).finding().goes_on()
    assert [vote.person for vote in story.gate.votes] == [ANN]
    story.refused(FindingOverdue, lambda s: s.vote(APP, approve()))
    story.refused(FindingOverdue, lambda s: s.finding())
    story.end(MIA).vote(APP, approve())
    assert story.gate.progress is Progress.SIGNED_OFF


def test_where_the_other_approvals_do_it_is_settled_as_soon_as_the_finding_is_done():
    story = asked(rule=TWO).vote(ANN, approve()).finding()
    story.initiative = story.initiative.with_gate(replace(story.gate, rule=scene.rule()))
    story.goes_on()
    assert story.gate.progress is Progress.IN_REVIEW
    assert review_rules.recount(story.initiative, "dpia", story.act(ADA)).facts == ()
    assert story.end(MIA).gate.progress is Progress.SIGNED_OFF


def test_a_new_date_lets_it_be_approved_again_and_takes_that_back_too():
    story = asked().finding().goes_on().assign(APP, MIA, due=DUE + timedelta(days=3)).vote(ANN, approve())
    assert (story.gate.progress, story.item().is_open) == (Progress.SIGNED_OFF, True)
    story.goes_on(OVER + timedelta(days=3))
    assert (story.gate.progress, story.kinds) == (Progress.IN_REVIEW, [FactKind.SIGN_OFF_REVOKED])


def test_new_evidence_ends_an_overdue_finding_as_all_is_judged_anew():
    story = asked().finding().goes_on().evidence()
    assert story.item().how is ReworkEnd.VOID
    assert story.vote(APP, approve()).gate.progress is Progress.SIGNED_OFF


def test_an_overdue_finding_does_not_keep_anybody_from_asking_for_changes_or_waiving():
    assert asked().finding().goes_on().vote(APP, changes()).gate.progress is Progress.CHANGES_REQUESTED
    story = asked().finding().goes_on().vote(ANN, waive(LATER))
    assert (story.gate.progress, story.item().how) == (Progress.WAIVED, ReworkEnd.SETTLED)


@pytest.mark.parametrize("life", [Life.PAUSED, Life.CANCELLED])
def test_nothing_is_revoked_while_an_initiative_rests(life: Life):
    story = asked().finding()
    story.initiative = replace(story.initiative, standing=life)
    assert story.goes_on().kinds == []
    story.initiative = replace(story.initiative, standing=Life.ACTIVE)
    assert story.goes_on().kinds == [FactKind.SIGN_OFF_REVOKED]


def test_the_next_step_is_the_findings_and_whoever_has_it_holds_it():
    story = asked().finding().goes_on()
    (stall,) = stalls(story.initiative, ACME, story.now)
    assert (stall.cause, stall.next_step, stall.next) == (StallCause.FINDING_OVERDUE, NextStep.CLOSE_FINDING, (MIA,))
    left = replace(ACME, people={**ACME.people, MIA: ACME.people[GONE]})
    (stall,) = stalls(story.initiative, left, story.now)
    assert stall.next == (OLA,)


# --- reminders --------------------------------------------------------------------------------------------------------


def told(story: Story, now: datetime, where: Organisation = ACME) -> dict[PersonId, Reminder]:
    """Whoever is reminded of an item."""
    found = reminders((story.initiative,), where, {}, now)
    return {one.person: one for one in found if any(item.kind is ReminderKind.REWORK for item in one.items)}


@pytest.mark.parametrize(("day", "late"), [(25, 0), (27, 0), (30, 0), (31, 1)])
def test_the_owner_of_a_finding_is_reminded_around_its_due_date(day: int, late: int):
    story = asked().finding()
    now = datetime(2026, 11, 1, 9, tzinfo=NOW.tzinfo) + timedelta(days=day - 1)
    (item,) = told(story, now)[MIA].items
    assert (item.gate, item.days_late, item.rework) == ("dpia", late, story.item())


def test_a_finding_that_is_far_away_or_done_reminds_nobody():
    story = asked().finding()
    assert told(story, NOW) == {}
    assert told(story.end(MIA), NOW + timedelta(days=7)) == {}


def test_where_its_owner_left_the_gates_owner_is_reminded():
    left = replace(ACME, people={**ACME.people, MIA: replace(ACME.people[GONE], id=MIA)})
    assert set(told(asked().finding(), NOW + timedelta(days=4), left)) == {OLA}


def test_of_requested_changes_only_who_makes_them_for_the_owner_is_reminded():
    story = asked().vote(APP, changes())
    assert told(story, NOW + timedelta(days=4)) == {}
    assert set(told(story.assign(APP, MIA), NOW + timedelta(days=4))) == {MIA}
    story.evidence()
    story.keep(OLA, review_rules.request(story.initiative, "dpia", story.act(OLA)))
    assert told(story, NOW + timedelta(days=4)) == {}


def test_a_paused_initiative_reminds_nobody():
    story = asked().finding()
    story.initiative = replace(story.initiative, standing=Life.PAUSED)
    assert told(story, NOW + timedelta(days=7)) == {}


# --- the ledger -------------------------------------------------------------------------------------------------------


def test_the_ledger_has_the_earliest_due_first_and_counts_by_reason_party_and_stage():
    story = asked(rule=scene.rule(2)).finding(finding=replace(CONTRACT, due=LATER))
    story.keep(LEA, milestone_rules.reach(story.initiative, "in-staging", date(2026, 11, 20), story.act(LEA)))
    story.vote(ANN, changes(reason=ChangesReason.RETRAINING))
    found = ledger(story.initiative)
    assert [one.number for one in found.open] == [2, 1]
    assert (found.total, found.by_party) == (2, {"compliance": 2})
    assert found.by_reason == {None: 1, ChangesReason.RETRAINING: 1}
    assert found.after_model_complete == 1


def test_an_empty_ledger_counts_nothing():
    found = ledger(scene.initiative())
    assert (found.open, found.total, found.by_reason, found.after_model_complete) == ((), 0, {}, 0)
