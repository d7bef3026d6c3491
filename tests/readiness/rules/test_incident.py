"""An incident is judged by how its gap stood as that day began: open, waived, settled, or never listed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from readiness.domain.rules import gate as gate_rules
from readiness.domain.rules import ownership as ownership_rules
from readiness.domain.rules import review as review_rules
from readiness.domain.rules.change import Act, Change
from readiness.domain.rules.gate import NewGate
from readiness.domain.rules.incident import WHAT_LIMIT, Past, report
from readiness.domain.rules.linking import Link, unite
from readiness.domain.rules.review import Vote
from readiness.domain.values.fact import FactKind
from readiness.domain.values.identity import PersonId
from readiness.domain.values.incident import GapCause, Incident, Verdict
from readiness.domain.values.initiative import Initiative, Life
from readiness.domain.values.record import Entry, Head, SaltedText, append
from readiness.domain.values.refusals import (
    BadText,
    Cancelled,
    IncidentInTheFuture,
    NotAllowed,
    NotFound,
    WhatHappenedMissing,
)
from tests.readiness import scene
from tests.readiness.scene import ANN, APP, AUD, GONE, GUEST, LATER, LEA, MIA, NOW, OLA

TODAY = NOW.date()
BEGUN = NOW - timedelta(days=20)


class Project:
    """An initiative with the record of what is done to it; one gate, `dpia`, owned by Ola."""

    def __init__(self, **more: object) -> None:
        gate = replace(scene.gate(evidence_by=None), created_at=BEGUN, **more)
        self.initiative = scene.initiative(replace(gate, ownership=replace(gate.ownership, since=BEGUN)))
        self.entries: list[Entry] = []
        self.texts: dict[tuple[int, str], SaltedText] = {}
        self.head = Head()
        self.keep(ownership_rules.assign(self._unowned(), "dpia", OLA, scene.act(LEA, at=BEGUN)), LEA, BEGUN)
        self.do(BEGUN, OLA, lambda one, act: ownership_rules.accept(one, "dpia", act))

    def _unowned(self) -> Initiative:
        gate = self.initiative.gates["dpia"]
        return self.initiative.with_gate(replace(gate, ownership=replace(gate.ownership, owner=None)))

    def do(self, at: datetime, person: PersonId, rule: Callable[[Initiative, Act], Change]) -> None:
        self.keep(rule(self.initiative, scene.act(person, at=at)), person, at)

    def keep(self, change: Change, person: PersonId | None, at: datetime) -> None:
        appended = append("i1", self.head, change.facts, actor=person, at=at, salts=["salt"] * 9)
        self.initiative, self.head = change.initiative, appended.head
        self.entries += appended.entries
        self.texts |= appended.texts

    def sign(self, at: datetime, *ballots: tuple[PersonId, Vote]) -> None:
        self.do(at, OLA, lambda one, act: review_rules.give_evidence(one, "dpia", "done", act))
        self.do(at, OLA, lambda one, act: review_rules.request(one, "dpia", act))
        for person, ballot in ballots:
            self.do(at, person, lambda one, act, ballot=ballot: review_rules.vote(one, "dpia", ballot, act))

    def reported(self, key: str | None = "dpia", day: date = TODAY, what: str = "It was down.") -> Incident:
        change = report(self.initiative, key, day, what, scene.act(MIA), Past(self.entries, self.texts))
        (fact,) = change.facts
        incident = change.initiative.incidents[-1]
        assert (fact.kind, fact.gate, fact.texts) == (FactKind.INCIDENT_RECORDED, key, {"what": what})
        assert (fact.data["number"], fact.data["verdict"]) == (incident.number, str(incident.verdict))
        return incident


def day(before: int) -> date:
    return TODAY - timedelta(days=before)


def at(before: int) -> datetime:
    return NOW - timedelta(days=before)


# --- open -------------------------------------------------------------------------------------------------------------


def test_an_open_gate_was_visible_since_it_was_put_on_the_checklist():
    found = Project().reported(day=day(5))
    assert (found.verdict, found.cause) == (Verdict.OPEN, GapCause.OPEN)
    assert (found.since, found.days_before) == (day(20), 15)


def test_one_that_nobody_touched_by_its_date_was_visible_since_that():
    project = Project(due_override=day(15))
    untouched = [entry for entry in project.entries if entry.kind != FactKind.GATE_ACCEPTED]
    project.entries = untouched
    found = project.reported()
    assert (found.cause, found.since, found.days_before) == (GapCause.UNTOUCHED, day(14), 14)


def test_one_that_nobody_owned_was_visible_since_it_was_handed_back():
    project = Project()
    project.do(at(9), OLA, lambda one, act: ownership_rules.decline(one, "dpia", act, why="leaving"))
    found = project.reported()
    assert (found.cause, found.since, found.days_before) == (GapCause.UNASSIGNED, day(9), 9)
    assert project.reported(day=day(12)).cause is GapCause.OPEN


def test_one_that_was_reopened_was_open_since_then():
    project = Project()
    project.sign(at(10), (APP, scene.approve()))
    project.do(at(4), OLA, lambda one, act: review_rules.give_evidence(one, "dpia", "again", act))
    assert (project.reported().verdict, project.reported().since) == (Verdict.OPEN, day(4))


# --- settled ----------------------------------------------------------------------------------------------------------


def test_a_gate_that_was_signed_off_on_that_day_is_said_to_have_been_whatever_became_of_it():
    project = Project()
    project.sign(at(10), (APP, scene.approve()))
    project.do(at(4), OLA, lambda one, act: review_rules.give_evidence(one, "dpia", "again", act))
    found = project.reported(day=day(6))
    assert (found.verdict, found.since, found.days_before) == (Verdict.SIGNED_OFF, day(10), 4)


def test_what_is_done_on_the_day_of_the_incident_changes_nothing_in_it():
    project = Project()
    project.sign(at(0), (APP, scene.approve()))
    assert project.reported().verdict is Verdict.OPEN
    assert project.reported(day=day(0)).since == day(20)


def test_what_was_agreed_not_to_apply_is_said_to_have_been():
    project = Project()
    project.sign(at(10), (APP, scene.not_applicable()))
    assert project.reported().verdict is Verdict.NOT_APPLICABLE


def test_a_waiver_is_told_with_its_day_those_who_voted_for_it_and_its_control():
    project = Project(rule=scene.rule(2))
    project.sign(at(10), (APP, scene.waive()), (ANN, scene.waive()))
    found = project.reported()
    assert (found.verdict, found.since) == (Verdict.WAIVED, day(10))
    assert (found.waived_until, found.waived_by, found.control) == (LATER, (APP, ANN), "manual check")


def test_votes_that_did_not_stand_or_were_for_another_day_waived_nothing():
    project = Project(rule=scene.rule(2))
    earlier = scene.waive(until=day(-3))
    project.sign(at(10), (APP, scene.waive()), (ANN, earlier))
    project.do(at(10), APP, lambda one, act: review_rules.withdraw(one, "dpia", act, why="wrong gate"))
    project.do(at(10), APP, lambda one, act: review_rules.vote(one, "dpia", earlier, act))
    found = project.reported()
    assert (found.waived_until, found.waived_by) == (day(-3), (ANN, APP))


def test_a_waiver_that_was_over_on_that_day_left_the_gap_open():
    project = Project()
    project.sign(at(10), (APP, scene.waive(until=day(5))))
    project.keep(review_rules.expire_waiver(project.initiative, "dpia", at(3)), None, at(3))
    assert project.reported(day=day(5)).verdict is Verdict.WAIVED
    assert project.reported(day=day(5)).waived_by == (APP,)
    assert project.reported(day=day(2)).verdict is Verdict.OPEN


def test_a_control_that_was_erased_is_left_out():
    project = Project()
    project.sign(at(10), (APP, scene.waive()))
    project.texts = {key: SaltedText(None, None) for key in project.texts}
    assert project.reported().control == ""


# --- never listed -----------------------------------------------------------------------------------------------------


def test_an_incident_that_no_gate_covers_was_never_listed():
    found = Project().reported(None)
    assert (found.verdict, found.gate, found.since, found.days_before) == (Verdict.NEVER_LISTED, None, None, 0)


def test_a_gate_that_was_added_after_that_day_was_not_listed_then():
    project = Project()
    new = NewGate("pen-test", "Penetration test", "compliance")
    project.do(at(3), LEA, lambda one, act: gate_rules.add_gate(one, new, act))
    assert project.reported("pen-test", day(4)).verdict is Verdict.NEVER_LISTED
    listed = project.reported("pen-test", day(3))
    assert (listed.verdict, listed.cause, listed.since) == (Verdict.OPEN, GapCause.UNASSIGNED, day(3))


# --- recording --------------------------------------------------------------------------------------------------------


def test_incidents_are_numbered_and_kept():
    project = Project()
    for number in (1, 2):
        incident = project.reported(what=f"number {number}")
        project.initiative = replace(project.initiative, incidents=(*project.initiative.incidents, incident))
    assert [(one.number, one.what, one.by) for one in project.initiative.incidents] == [
        (1, "number 1", MIA),
        (2, "number 2", MIA),
    ]


@pytest.mark.parametrize(("key", "when", "what", "refusal"), [
    ("nothing", TODAY, "x", NotFound),
    ("dpia", TODAY + timedelta(days=1), "x", IncidentInTheFuture),
    ("dpia", TODAY, "  ", WhatHappenedMissing),
    ("dpia", TODAY, "x" * (WHAT_LIMIT + 1), BadText),
])  # fmt: skip
def test_what_cannot_be_recorded_is_refused(key: str, when: date, what: str, refusal: type[Exception]):
    with pytest.raises(refusal):
        Project().reported(key, when, what)


@pytest.mark.parametrize("person", [AUD, GONE, GUEST])
def test_whoever_changes_nothing_records_nothing(person: PersonId):
    with pytest.raises(NotAllowed):
        report(scene.initiative(), "dpia", TODAY, "x", scene.act(person), Past((), {}))


@pytest.mark.parametrize("life", [Life.PAUSED, Life.CANCELLED])
def test_an_incident_is_recorded_while_paused_but_not_of_what_was_cancelled(life: Life):
    project = Project()
    project.initiative = replace(project.initiative, standing=life, standing_since=at(1))
    if life is Life.PAUSED:
        assert project.reported().verdict is Verdict.OPEN
        return
    with pytest.raises(Cancelled):
        project.reported()


def test_after_two_accounts_are_linked_an_incident_names_one_person():
    project = Project(rule=scene.rule(2))
    project.sign(at(10), (APP, scene.waive()), (ANN, scene.waive()))
    incident = replace(project.reported(), by=ANN)
    before = replace(project.initiative, incidents=(incident,))
    (after,) = unite(before, Link(APP, ANN), scene.act(APP)).renamed.incidents
    assert (after.by, after.waived_by) == (APP, (APP,))
