"""The five questions: who answered each, when, on what evidence and how late; unanswered is said to be unanswered."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from readiness.domain.readings.questions import Answer, AnswerState, Question, questions
from readiness.domain.values.gate import Condition, Decision, Gate, Subject
from readiness.domain.values.milestone import DEVELOPMENT_STARTED
from readiness.domain.values.ownership import Ownership
from tests.readiness.build import (
    ANA,
    BEN,
    CHI,
    DEE,
    ELI,
    HANA,
    MONDAY,
    START,
    a_gate,
    a_vote,
    an_initiative,
    an_organisation,
    days_before,
    not_applicable,
    offered_to,
    owned_by,
    signed_off,
    waived,
)

ACME = an_organisation()
DUE = date(2026, 11, 13)


def answering(subject: Subject, **more: object) -> Gate:
    """A gate that answers that, outside the five conditions."""
    gate = a_gate(str(subject), condition=None, evidence_by=BEN, due=DUE)
    return replace(gate, answers=subject, **more)


def asked(question: Question, *gates: Gate, **more: object) -> Answer:
    found = {one.question: one for one in questions(an_initiative(*gates, **more), ACME, MONDAY)}
    assert list(found) == list(Question)
    return found[question]


def test_the_deployment_is_owned_by_whoever_accepted_the_handoff():
    answer = asked(Question.DEPLOYMENT_OWNER)
    assert (answer.state, answer.people, answer.at) == (AnswerState.ANSWERED, (HANA,), START)


@pytest.mark.parametrize(
    "handoff", [owned_by(None), offered_to(HANA)], ids=["nobody was asked", "somebody has not accepted"]
)
def test_a_handoff_that_nobody_accepted_leaves_it_unanswered(handoff: Ownership):
    answer = asked(Question.DEPLOYMENT_OWNER, handoff=handoff)
    assert (answer.state, answer.people, answer.at) == (AnswerState.UNANSWERED, (), None)


def test_an_owner_who_left_answers_nothing():
    found = questions(an_initiative(), an_organisation(gone=[HANA]), MONDAY)
    assert not found[0].is_answered


def test_while_the_handoff_is_offered_on_its_owner_stays_and_no_time_is_claimed():
    answer = asked(Question.DEPLOYMENT_OWNER, handoff=offered_to(CHI, owner=HANA))
    assert (answer.people, answer.at) == ((HANA,), None)


def test_the_owner_is_late_when_the_handoff_was_accepted_after_development_was_to_start():
    handoff = owned_by(HANA, since=days_before(3))
    answer = asked(Question.DEPLOYMENT_OWNER, handoff=handoff, planned={DEVELOPMENT_STARTED: date(2026, 11, 16)})
    assert answer.days_late == 4


def test_the_gate_that_says_so_answers_once_it_is_signed_off():
    gate = replace(answering(Subject.FALLBACK), votes=(a_vote(DEE), a_vote(ELI)))
    answer = asked(Question.FALLBACK, signed_off(gate, at=days_before(4)))
    assert (answer.state, answer.people) == (AnswerState.ANSWERED, (DEE, ELI))
    assert answer.at == days_before(4)
    assert answer.days_late == 4
    assert [(key, one.given_by) for key, one in answer.evidence] == [("fallback", BEN)]


def test_only_votes_that_agree_with_how_it_was_settled_name_people():
    votes = (a_vote(DEE), a_vote(ELI, Decision.WAIVE))
    gate = waived(replace(answering(Subject.FALLBACK), votes=votes), date(2026, 12, 1))
    assert asked(Question.FALLBACK, gate).people == (ELI,)


def test_an_open_gate_leaves_its_question_unanswered_and_late_so_far():
    answer = asked(Question.INCIDENT_TEAM, answering(Subject.INCIDENT_TEAM))
    assert (answer.state, answer.open, answer.days_late) == (AnswerState.UNANSWERED, ("incident-team",), 6)


def test_a_waiver_answers_nothing_and_is_shown_as_one():
    answer = asked(Question.LIVE_DATA, waived(answering(Subject.LIVE_DATA), date(2026, 12, 1)))
    assert (answer.state, answer.is_answered) == (AnswerState.WAIVED, False)


def test_a_waiver_that_is_over_leaves_it_unanswered():
    answer = asked(Question.LIVE_DATA, waived(answering(Subject.LIVE_DATA), date(2026, 11, 20)))
    assert answer.state is AnswerState.UNANSWERED


def test_what_was_agreed_not_to_apply_is_an_answer():
    answer = asked(Question.LIVE_DATA, not_applicable(answering(Subject.LIVE_DATA)))
    assert (answer.state, answer.is_answered) == (AnswerState.NOT_APPLICABLE, True)


def test_without_a_gate_for_it_a_question_is_unanswered():
    answer = asked(Question.FALLBACK)
    assert (answer.state, answer.gates) == (AnswerState.UNANSWERED, ())


def test_compliance_is_approved_once_all_its_gates_are_and_by_everybody_who_signed_one():
    first = signed_off(replace(a_gate("a"), votes=(a_vote(DEE),)), at=days_before(8))
    second = signed_off(replace(a_gate("b", due=DUE), votes=(a_vote(ELI), a_vote(DEE))), at=days_before(3))
    answer = asked(Question.COMPLIANCE, first, second)
    assert (answer.people, answer.at, answer.days_late) == ((DEE, ELI), days_before(3), 5)
    third = asked(Question.COMPLIANCE, first, second, a_gate("c"))
    assert (third.state, third.open, third.people) == (AnswerState.UNANSWERED, ("c",), ())


def test_one_waived_gate_of_compliance_makes_its_answer_a_waiver():
    gates = (signed_off(a_gate("a")), waived(a_gate("b"), date(2026, 12, 1)), not_applicable(a_gate("c")))
    assert asked(Question.COMPLIANCE, *gates).state is AnswerState.WAIVED


def test_gates_of_other_conditions_and_success_criteria_are_not_among_the_five():
    others = [a_gate(str(one), condition=one) for one in Condition if one is not Condition.COMPLIANCE]
    found = questions(an_initiative(*others, answering(Subject.SUCCESS_CRITERIA)), ACME, MONDAY)
    assert [one.question for one in found if one.is_answered] == [Question.DEPLOYMENT_OWNER]


def test_what_was_settled_on_the_last_day_is_not_late():
    gate = signed_off(answering(Subject.FALLBACK), at=days_before(10) + timedelta(hours=14, minutes=59))
    assert asked(Question.FALLBACK, gate).days_late == 0
    assert asked(Question.FALLBACK, signed_off(answering(Subject.FALLBACK), at=days_before(7))).days_late == 1
    assert ANA not in asked(Question.FALLBACK, gate).people
