"""Two pages never say two things of one initiative at one moment: numbers, days and names agree, whatever happened."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule

from readiness.domain.readings.report import standing
from readiness.domain.values.approval import ApprovalRule, Group
from readiness.domain.values.gate import Evidence, Progress
from readiness.domain.values.identity import PersonId
from readiness.domain.values.initiative import Money
from readiness.domain.values.milestone import MODEL_COMPLETE, Milestone
from readiness.domain.values.organisation import Organisation
from readiness.domain.values.ownership import Ownership, Passing, Remark
from readiness.domain.values.person import Absence, Standing
from readiness.domain.values.step import NextStep
from tests.readiness.rules.test_state_machine import KEYS, Rules
from tests.readiness.scene import ANN, APP, BAK, HAL, NOW, OLA
from tests.views.surfaces import said_of

LATER = (timedelta(), timedelta(days=2), timedelta(days=16))
"""How long after what happened the pages are looked at: nothing that is due by then has been done by the sweep."""

AWAY: tuple[Mapping[PersonId, PersonId | None], ...] = ({}, {OLA: BAK, APP: ANN, HAL: None})
"""Who is away, each with who acts for them."""


class Looked(Rules):
    """The histories of the rules, with dates, a value and a dependency so that there is something to be late for."""

    def __init__(self) -> None:
        super().__init__()
        gates = {key: replace(gate, created_at=NOW - timedelta(days=20)) for key, gate in self.initiative.gates.items()}
        first = replace(gates["a"], depends_on=("b",))
        third = replace(gates["c"], due_override=date(2026, 11, 20))
        self.initiative = replace(
            self.initiative,
            value_per_week=Money(Decimal(25_000), "EUR"),
            milestones={
                "design-closed": Milestone("design-closed", planned=date(2026, 11, 26)),
                MODEL_COMPLETE: Milestone(MODEL_COMPLETE, date(2026, 11, 18), date(2026, 11, 18)),
            },
            gates={**gates, "a": first, "c": third},
        )
        self.plain = {key: self.told(key) for key in gates}

    @rule(ahead=st.integers(0, 3))
    def one_of_two_approves_with_a_finding(self, ahead: int) -> None:
        self.set_rule(0, "c", 2)
        self.approve_with_a_finding(1, "c", BAK, ahead, 0)

    @rule(key=st.sampled_from(KEYS), on=st.sampled_from(KEYS))
    def one_waits_for_another(self, key: str, on: str) -> None:
        self.set_dependency(0, key, on)

    def teardown(self) -> None:
        super().teardown()
        for later in LATER:
            for away in AWAY:
                stands = standing(self.initiative, _without(self.organisation, away), self.now + later)
                found = said_of(stands, self.entries).contradictions()
                assert found == {}, (found, later, away)


def _without(organisation: Organisation, away: Mapping[PersonId, PersonId | None]) -> Organisation:
    for person, delegate in away.items():
        absence = Absence(date(2026, 11, 23), date(2027, 2, 1), delegate, has_begun=True)
        organisation = organisation.with_person(replace(organisation.people[person], absence=absence))
    return organisation


TestLooked = Looked.TestCase
TestLooked.settings = settings(
    # A failing history is not made shorter, which takes minutes: what differs is said in the message.
    max_examples=60,
    stateful_step_count=30,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)


def test_nothing_is_somebodys_again_who_left_meanwhile() -> None:
    history = Looked()
    remark = Remark(Passing.DECLINED, APP, "no time")
    gate = history.initiative.gates["b"]
    back = replace(gate, ownership=Ownership(since=NOW, owner=OLA, giver=OLA, remark=remark))
    initiative = replace(history.initiative, gates={**history.initiative.gates, "b": back})
    ola = replace(history.organisation.people[OLA], standing=Standing.DEACTIVATED)
    stands = standing(initiative, history.organisation.with_person(ola), NOW)
    assert said_of(stands, ()).contradictions() == {}


def test_what_came_back_to_somebody_is_no_claim_about_who_is_next() -> None:
    history = Looked()
    ownership = Ownership(since=NOW, owner=OLA, giver=OLA, remark=Remark(Passing.DECLINED, BAK, "no time"))
    too_many = ApprovalRule((Group(need=9, parties=("compliance",)),))
    evidence = Evidence(1, "https://example.com/b", OLA, NOW)
    gate = replace(history.initiative.gates["b"], ownership=ownership, rule=too_many)
    gate = replace(gate, progress=Progress.IN_REVIEW, revision=1, evidence=evidence, progress_since=NOW)
    initiative = replace(history.initiative, gates={**history.initiative.gates, "b": gate})
    stands = standing(initiative, history.organisation, NOW)
    assert stands.survey.steps["b"].step is NextStep.ADD_MEMBERS
    assert said_of(stands, ()).contradictions() == {}
