"""Who is chased about the contract: from when it is asked for, or development is to start, until it is signed."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from readiness.domain.readings.reminder import ReminderItem, ReminderKind, reminders
from readiness.domain.readings.stall import survey
from readiness.domain.rules.change import Act
from readiness.domain.rules.contract import ask, noticed, refuse, sign
from readiness.domain.rules.gate import remove_gate
from readiness.domain.values.identity import PersonId
from readiness.domain.values.initiative import Initiative
from readiness.domain.values.organisation import Organisation, Party
from readiness.domain.values.person import Role
from readiness.domain.values.step import NextStep, StallCause
from tests.readiness.build import (
    ANA,
    CHI,
    DEE,
    GUS,
    HANA,
    MONDAY,
    START,
    a_gate,
    an_initiative,
    an_organisation,
    any_of,
    days_before,
    offered_to,
    owned_by,
    signed_off,
)

TODAY = MONDAY.date()
ACME = an_organisation()


def churn(planned: date | None = TODAY + timedelta(days=14), **more: object) -> Initiative:
    """Gates of compliance (Dee) and platform (Gus)."""
    load = replace(a_gate("load", owner=GUS, rule=any_of("platform")), party="platform")
    dates = {"development-started": planned} if planned else {}
    return replace(an_initiative(a_gate(), load, planned=dates), **more)


def act(person: PersonId, at: datetime, where: Organisation = ACME) -> Act:
    return Act(where.person(person), at, where)


def asked(at: datetime = MONDAY, planned: date | None = TODAY + timedelta(days=14)) -> Initiative:
    return ask(churn(planned), act(ANA, at)).initiative


def step_of(initiative: Initiative, now: datetime = MONDAY, where: Organisation = ACME):
    return survey(initiative, where, now).contract


def causes(initiative: Initiative, now: datetime = MONDAY) -> list[StallCause]:
    return [one.cause for one in survey(initiative, ACME, now).stalls]


def told(initiative: Initiative, now: datetime) -> dict[PersonId, ReminderItem]:
    found = reminders((initiative,), ACME, {}, now)
    return {one.person: item for one in found for item in one.items if item.kind is ReminderKind.CONTRACT}


# --- the next step ----------------------------------------------------------------------------------------------------


def test_before_anybody_asked_it_is_the_handoff_owners_to_ask():
    found = step_of(churn())
    assert (found.step, found.people, found.cause, found.due) == (
        NextStep.ASK_PARTIES,
        (HANA,),
        None,
        TODAY + timedelta(days=14),
    )


def test_then_it_is_for_whoever_speaks_for_a_party_that_has_not_signed():
    half = sign(asked(), act(DEE, MONDAY)).initiative
    assert (step_of(asked()).people, step_of(asked()).needed) == ((DEE, GUS), 2)
    assert (step_of(half).step, step_of(half).people) == (NextStep.SIGN_CONTRACT, (GUS,))


def test_what_every_missing_party_refused_is_for_whoever_can_change_it():
    half = sign(asked(), act(DEE, MONDAY)).initiative
    refused = refuse(half, act(GUS, MONDAY), why="no").initiative
    assert (step_of(refused).step, step_of(refused).people) == (NextStep.SETTLE_REFUSAL, (HANA,))


def test_what_changed_is_to_be_asked_for_again():
    who = act(ANA, MONDAY)
    ended = noticed(None, remove_gate(asked(), "load", who, why="no load"), who).initiative
    assert step_of(ended).step is NextStep.ASK_PARTIES


def test_a_party_for_which_nobody_can_sign_is_the_administrators():
    empty = ACME.with_party(Party("platform", "Platform"))
    empty = empty.with_person(replace(empty.people[ANA], role=Role.ADMINISTRATOR))
    half = sign(ask(churn(), act(ANA, MONDAY, empty)).initiative, act(DEE, MONDAY, empty)).initiative
    assert step_of(half, where=empty).people == (ANA,)


def test_nothing_is_to_be_done_about_it_once_it_is_signed():
    done = sign(sign(asked(), act(DEE, MONDAY)).initiative, act(GUS, MONDAY)).initiative
    assert step_of(done, MONDAY + timedelta(days=60)) is None


@pytest.mark.parametrize(
    "initiative",
    [
        churn(planned=None),
        churn(handoff=owned_by(None)),
        churn().with_gate(a_gate("other", ownership=owned_by(None))),
        churn(gates={}),
        churn(gates={"done": signed_off(a_gate("done"))}),
        replace(churn(), milestones=an_initiative(actual={"development-started": TODAY}).milestones),
        replace(churn(), milestones=an_initiative(actual={"model-complete": TODAY}).milestones),
    ],
    ids=["no date", "no handoff owner", "a gate of nobody", "no gates", "all done", "started", "complete"],
)
def test_nobody_is_chased_where_nobody_could_ask_or_it_is_too_late(initiative):
    assert step_of(initiative) is None
    assert StallCause.CONTRACT_NOT_SIGNED not in causes(initiative, MONDAY + timedelta(days=60))


# --- when it stalls ---------------------------------------------------------------------------------------------------


def test_it_stalls_the_day_after_development_was_to_start():
    due = churn(planned=TODAY)
    assert causes(due) == []
    late = MONDAY + timedelta(days=1)
    assert causes(due, late) == [StallCause.CONTRACT_NOT_SIGNED]
    found = step_of(due, late)
    assert (found.due, found.days_late) == (TODAY, 1)


def test_it_stalls_when_more_than_two_working_days_passed_since_it_was_asked_for():
    assert causes(asked(), MONDAY + timedelta(days=2)) == []
    assert causes(asked(), MONDAY + timedelta(days=3)) == [StallCause.CONTRACT_NOT_SIGNED]
    friday = MONDAY + timedelta(days=4)
    assert causes(asked(friday), friday + timedelta(days=4)) == []


def test_signing_again_after_a_change_is_not_late_for_the_first_time():
    done = sign(sign(asked(START, TODAY), act(DEE, START)).initiative, act(GUS, START)).initiative
    who = act(ANA, MONDAY)
    ended = noticed(None, remove_gate(done, "load", who, why="no load"), who).initiative
    found = step_of(ended, MONDAY + timedelta(days=10))
    assert (found.due, found.days_late, found.cause) == (None, 0, StallCause.CONTRACT_NOT_SIGNED)


def test_the_contract_leaves_the_handoff_its_place_among_the_stalls():
    late = MONDAY + timedelta(days=20)
    both = replace(asked(), handoff=offered_to(CHI))
    seen = survey(both, ACME, late)
    assert seen.handoff is not None
    assert seen.stalls[seen.ranks[None]].step is seen.handoff


# --- reminders --------------------------------------------------------------------------------------------------------


def test_who_has_to_sign_is_reminded_the_working_day_after_it_was_asked_for():
    assert told(asked(), MONDAY + timedelta(hours=2)) == {}
    found = told(asked(), MONDAY + timedelta(days=1))
    assert set(found) == {DEE, GUS}
    assert (found[DEE].step, found[DEE].gate) == (NextStep.SIGN_CONTRACT, None)


def test_who_has_to_ask_is_reminded_around_the_day_development_is_to_start():
    soon = churn(planned=(MONDAY + timedelta(days=3)).date())
    assert set(told(soon, MONDAY)) == {HANA}
    assert told(churn(), MONDAY) == {}
    assert set(told(soon, MONDAY + timedelta(days=7))) == {HANA}


def test_nobody_is_reminded_of_what_is_signed():
    done = sign(sign(asked(days_before(10)), act(DEE, MONDAY)).initiative, act(GUS, MONDAY)).initiative
    assert told(done, MONDAY + timedelta(days=1)) == {}
