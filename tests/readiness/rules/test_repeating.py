"""The same said again: already so where it stands, asked about where there can be two (docs/decisions/0024)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from readiness.domain.rules import contract as contract_rules
from readiness.domain.rules import gate as gate_rules
from readiness.domain.rules import incident as incident_rules
from readiness.domain.rules import organisation as organisation_rules
from readiness.domain.rules import ownership as ownership_rules
from readiness.domain.rules import review as review_rules
from readiness.domain.rules import rework as rework_rules
from readiness.domain.rules.change import Act, Change
from readiness.domain.rules.finding import Finding
from readiness.domain.rules.incident import Past
from readiness.domain.rules.initiative import Proposal, refuse_repeat
from readiness.domain.rules.repeating import WITHIN
from readiness.domain.values.gate import Progress
from readiness.domain.values.identity import PersonId
from readiness.domain.values.initiative import Home, Initiative, Life
from readiness.domain.values.organisation import Organisation
from readiness.domain.values.person import ReminderChoice, Role
from readiness.domain.values.refusals import AlreadyBlocked, AlreadyEvidence, SaidJustNow
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
    an_initiative,
    an_organisation,
    any_of,
    offered_to,
)

LINK = "https://wiki.example/lineage"
DUE = date(2026, 12, 1)
ACME = an_organisation()
ACME = ACME.with_person(replace(ACME.people[ANA], role=Role.ADMINISTRATOR))
MOMENT = timedelta(minutes=1)


def act(person: PersonId, after: timedelta = timedelta(), where: Organisation = ACME) -> Act:
    """That person acts so long after Monday morning."""
    return Act(where.person(person), MONDAY + after, where)


def started() -> Initiative:
    """Ben owns lineage, whose evidence is in review; everybody is named."""
    gate = a_gate("lineage", owner=BEN, progress=Progress.IN_REVIEW, rule=any_of("compliance", need=2), backup=CHI)
    return an_initiative(gate)


# --- already so -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("person", [BEN, CHI])
@pytest.mark.parametrize("text", [LINK, f"  {LINK}\n"])
def test_what_is_the_evidence_already_is_no_second_revision_whoever_gives_it(person: PersonId, text: str) -> None:
    once = review_rules.give_evidence(started(), "lineage", LINK, act(BEN)).initiative
    with pytest.raises(AlreadyEvidence) as told:
        review_rules.give_evidence(once, "lineage", text, act(person, timedelta(days=30)))
    assert told.value.details == {"gate": "lineage", "revision": 2, "by": BEN, "at": MONDAY}


def test_older_evidence_and_the_same_with_a_word_more_are_new_evidence() -> None:
    one = review_rules.give_evidence(started(), "lineage", LINK, act(BEN)).initiative
    two = review_rules.give_evidence(one, "lineage", f"{LINK} sources added", act(BEN)).initiative
    three = review_rules.give_evidence(two, "lineage", LINK, act(BEN)).initiative
    assert three.gates["lineage"].revision == 4


@pytest.mark.parametrize("whom", [{}, {"waits_for": DEE}, {"party": "platform"}])
def test_a_gate_is_blocked_for_one_reason_once(whom: dict[str, object]) -> None:
    once = gate_rules.block(started(), "lineage", "no access", act(BEN), **whom).initiative
    with pytest.raises(AlreadyBlocked):
        gate_rules.block(once, "lineage", " no access ", act(CHI, timedelta(days=3)), **whom)
    for why, other in (("no data", whom), ("no access", {"waits_for": GUS})):
        assert gate_rules.block(once, "lineage", why, act(BEN), **other).facts


Governing = Callable[[Act], organisation_rules.Governed]


@pytest.mark.parametrize(
    "rule",
    [
        lambda one: organisation_rules.set_role(BEN, Role.AUDITOR, one),
        lambda one: organisation_rules.change_party("platform", "owner", [BEN], one),
        lambda one: organisation_rules.change_party("platform", "member", [BEN, CHI], one),
        lambda one: organisation_rules.change_party("compliance", "remove", [ELI], one),
        lambda one: organisation_rules.change_party("legal", "backup", [BEN], one),
    ],
)
def test_a_second_time_the_organisation_is_so_already(rule: Governing) -> None:
    once = rule(act(ANA))
    assert once.facts
    assert rule(act(ANA, where=once.organisation)) == organisation_rules.Governed(once.organisation)


def test_the_members_of_a_party_in_one_initiative_are_said_once() -> None:
    def rule(one: Initiative) -> Change:
        return organisation_rules.override_members(one, "compliance", "member", [GUS], act(ANA))

    once = rule(started())
    assert once.facts
    assert rule(once.initiative) == Change(once.initiative)


def test_a_contract_is_refused_for_one_reason_once() -> None:
    asked = contract_rules.ask(started(), act(ANA)).initiative
    once = contract_rules.refuse(asked, act(DEE), why="no budget").initiative
    again = contract_rules.refuse(once, act(DEE, timedelta(days=2)), why="no budget ")
    assert (again.facts, again.initiative) == ((), once)
    assert contract_rules.refuse(once, act(DEE), why="no time").facts


def test_reminders_that_are_silent_until_then_already_stay_as_they_are() -> None:
    choice = organisation_rules.silenced(ReminderChoice(), MONDAY)
    assert organisation_rules.silenced(choice, MONDAY + MOMENT) is choice
    assert organisation_rules.silenced(choice, MONDAY + WITHIN).snoozed_until == MONDAY + WITHIN


# --- asked ------------------------------------------------------------------------------------------------------------

Said = Callable[..., Initiative]


def incident(one: Initiative, person: PersonId = BEN, after: timedelta = timedelta(), **how: object) -> Initiative:
    """Somebody records that it was down yesterday."""
    told = {"gate": "lineage", "day": date(2026, 11, 22), "what": "It was down.", "again": False, **how}
    gate, day, what = told["gate"], told["day"], told["what"]
    past = Past((), {})
    return incident_rules.report(one, gate, day, what, act(person, after), past, again=told["again"]).initiative


def finding(one: Initiative, person: PersonId = DEE, after: timedelta = timedelta(), **how: object) -> Initiative:
    """Somebody approves if Gus links the contract."""
    told = {"gate": "lineage", "owner": GUS, "due": DUE, "text": "Link it.", "again": False, **how}
    raised = Finding(told["owner"], told["due"], told["text"])
    done = rework_rules.approve_with_finding(one, told["gate"], raised, act(person, after), again=told["again"])
    return done.initiative


OTHERWISE = [
    (incident, {"person": DEE}),
    (incident, {"what": "It was slow."}),
    (incident, {"day": date(2026, 11, 21)}),
    (incident, {"gate": None}),
    (incident, {"again": True}),
    (incident, {"after": WITHIN}),
    (finding, {"person": ELI}),
    (finding, {"owner": HANA}),
    (finding, {"due": date(2026, 12, 2)}),
    (finding, {"text": "Link the other one."}),
    (finding, {"again": True}),
    (finding, {"after": WITHIN}),
]


@pytest.mark.parametrize("say", [incident, finding])
@pytest.mark.parametrize("after", [timedelta(), MOMENT, -MOMENT, WITHIN - timedelta(seconds=1)])
def test_the_same_by_the_same_person_within_minutes_is_asked_about(say: Said, after: timedelta) -> None:
    once = say(started())
    with pytest.raises(SaidJustNow) as told:
        say(once, after=after)
    assert told.value.details == {"number": 1, "at": MONDAY}


@pytest.mark.parametrize(("say", "how"), OTHERWISE)
def test_what_differs_or_is_meant_or_comes_later_is_another_one(say: Said, how: dict[str, object]) -> None:
    twice = say(say(started()), **how)
    assert len(twice.incidents) + len(twice.rework) == 2


def test_a_backup_who_declines_twice_does_not_also_hand_back_what_the_owner_holds() -> None:
    gate = a_gate("lineage", ownership=offered_to(GUS, owner=BEN), backup=CHI)
    once = ownership_rules.decline(an_initiative(gate), "lineage", act(CHI), why="no time").initiative
    assert once.gates["lineage"].owner == BEN
    with pytest.raises(SaidJustNow):
        ownership_rules.decline(once, "lineage", act(CHI, MOMENT), why="no time")
    for meant in ({"act": act(CHI, MOMENT), "again": True}, {"act": act(CHI, WITHIN)}, {"act": act(BEN, MOMENT)}):
        assert (
            ownership_rules.decline(once, "lineage", why="no time", **meant).initiative.gates["lineage"].owner is None
        )


def test_an_initiative_of_the_same_name_is_asked_about_where_the_actor_started_one_just_now() -> None:
    first = replace(an_initiative(), created_at=MONDAY)
    proposal = Proposal(name=" Churn model ", home=Home(first.home.workspace, "C2"))
    with pytest.raises(SaidJustNow) as told:
        refuse_repeat(proposal, [first], act(ANA, MOMENT))
    assert told.value.details["initiative"] == "churn-model"
    refuse_repeat(proposal, [first], act(ANA, WITHIN))
    refuse_repeat(proposal, [first], act(BEN, MOMENT))
    refuse_repeat(proposal, [replace(first, standing=Life.CANCELLED)], act(ANA, MOMENT))
    refuse_repeat(replace(proposal, name="Fraud"), [first], act(ANA, MOMENT))
