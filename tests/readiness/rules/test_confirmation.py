"""Owners are asked again whether what they own is still theirs (docs/decisions/0016)."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from readiness.domain.readings.reminder import Reminder, ReminderKind, reminders
from readiness.domain.readings.stall import survey
from readiness.domain.rules.change import Act
from readiness.domain.rules.confirmation import confirm, confirm_all
from readiness.domain.rules.ownership import accept, assign, claim, hand_off
from readiness.domain.values.fact import FactKind
from readiness.domain.values.gate import Gate, Progress
from readiness.domain.values.identity import PersonId
from readiness.domain.values.initiative import Initiative, Life
from readiness.domain.values.organisation import Organisation
from readiness.domain.values.person import Absence
from readiness.domain.values.policy import Policy
from readiness.domain.values.refusals import AlreadyDone, NotActive, NotAllowed, NotFound, NothingOwned
from readiness.domain.values.step import NextStep, StallCause
from tests.readiness.build import (
    ANA,
    BEN,
    CHI,
    DEE,
    GUS,
    HANA,
    MONDAY,
    a_gate,
    an_initiative,
    an_organisation,
    days_before,
    offered_to,
    owned_by,
    signed_off,
)

KNOWN = an_organisation()
SIX_WEEKS = days_before(42)


def _act(person: PersonId, at: datetime = MONDAY) -> Act:
    return Act(KNOWN.person(person), at, KNOWN)


def _gate(key: str = "compute", *, owner: PersonId = BEN, since: datetime = SIX_WEEKS, **given: object) -> Gate:
    return a_gate(key, ownership=owned_by(owner, since=since), **given)  # type: ignore[arg-type]


def _asked(
    *gates: Gate, now: datetime = MONDAY, known: Organisation = KNOWN, handoff_since: datetime = MONDAY
) -> dict[PersonId, Reminder]:
    initiative = an_initiative(*gates, handoff=owned_by(HANA, since=handoff_since))
    return {one.person: one for one in reminders([initiative], known, {}, now)}


# Saying so


def test_whoever_takes_something_says_that_it_is_theirs() -> None:
    offered = an_initiative(a_gate("compute", ownership=offered_to(BEN)))
    unowned = an_initiative(a_gate("compute", owner=None))
    for change in (
        accept(offered, "compute", _act(BEN)),
        claim(unowned, "compute", _act(BEN)),
        assign(unowned, "compute", ANA, _act(ANA)),
    ):
        assert change.initiative.gates["compute"].ownership.confirmed_at == MONDAY


def test_who_is_left_as_owner_by_somebody_else_has_not_said_so() -> None:
    offered = an_initiative(a_gate("compute", ownership=offered_to(GUS, owner=BEN)))
    kept = assign(offered, "compute", BEN, _act(ANA)).initiative.gates["compute"].ownership
    assert (kept.owner, kept.confirmed_at) == (BEN, None)


def test_an_owner_confirms_a_gate_and_the_handoff() -> None:
    initiative = an_initiative(_gate())
    done = confirm(initiative, "compute", _act(BEN))
    assert done.initiative.gates["compute"].ownership == replace(
        initiative.gates["compute"].ownership, confirmed_at=MONDAY
    )
    assert [(fact.kind, fact.gate, dict(fact.data)) for fact in done.facts] == [
        (FactKind.GATE_CONFIRMED, "compute", {"person": BEN})
    ]
    whole = confirm(initiative, None, _act(HANA))
    assert [(fact.kind, fact.gate) for fact in whole.facts] == [(FactKind.HANDOFF_CONFIRMED, None)]
    assert whole.initiative.handoff.confirmed_at == MONDAY


def test_all_is_everything_of_mine_that_is_not_done() -> None:
    gates = (_gate("one", owner=HANA), _gate("two"), signed_off(_gate("three", owner=HANA)))
    done = confirm_all(an_initiative(*gates), _act(HANA))
    assert [fact.gate for fact in done.facts] == [None, "one"]
    with pytest.raises(NothingOwned):
        confirm_all(an_initiative(*gates), _act(GUS))


def test_a_second_press_on_one_day_is_already_done_and_all_takes_what_is_left() -> None:
    initiative = confirm(an_initiative(_gate("one"), _gate("two")), "one", _act(BEN)).initiative
    with pytest.raises(AlreadyDone):
        confirm(initiative, "one", _act(BEN))
    rest = confirm_all(initiative, _act(BEN))
    assert [fact.gate for fact in rest.facts] == ["two"]
    with pytest.raises(AlreadyDone):
        confirm_all(rest.initiative, _act(BEN))
    assert confirm(initiative, "one", _act(BEN, MONDAY + timedelta(days=1))).facts


@pytest.mark.parametrize("other", [ANA, HANA, DEE, GUS])
def test_only_the_owner_can_say_so(other: PersonId) -> None:
    with pytest.raises(NotAllowed):
        confirm(an_initiative(_gate(backup=GUS)), "compute", _act(other))


def test_nothing_is_confirmed_while_paused_nor_of_a_gate_that_is_not_there() -> None:
    with pytest.raises(NotActive):
        confirm(replace(an_initiative(_gate()), standing=Life.PAUSED), "compute", _act(BEN))
    with pytest.raises(NotFound):
        confirm(an_initiative(), "compute", _act(BEN))


# Being asked


@pytest.mark.parametrize(("days", "is_asked"), [(41, False), (42, True), (60, True)])
def test_an_owner_is_asked_six_weeks_after_they_last_said_so(days: int, is_asked: bool) -> None:
    assert (BEN in _asked(_gate(since=days_before(days)))) is is_asked
    said = replace(owned_by(BEN, since=days_before(90)), confirmed_at=days_before(days))
    assert (BEN in _asked(a_gate("compute", ownership=said))) is is_asked


def test_several_gates_and_the_handoff_of_one_owner_are_asked_about_in_one_line() -> None:
    found = _asked(_gate("one", owner=HANA), _gate("two", owner=HANA), handoff_since=SIX_WEEKS)
    (item,) = found[HANA].items
    assert (item.kind, item.gates, found[HANA].waiting) == (ReminderKind.CONFIRM, (None, "one", "two"), 1)


def test_nobody_is_asked_about_what_is_done_what_is_being_handed_on_or_where_that_is_off() -> None:
    handed = hand_off(an_initiative(_gate()), "compute", GUS, _act(BEN, SIX_WEEKS)).initiative.gates["compute"]
    for gate in (signed_off(_gate()), handed):
        kinds = {item.kind for one in _asked(gate).values() for item in one.items}
        assert ReminderKind.CONFIRM not in kinds
    assert _asked(_gate(), known=replace(KNOWN, policy=Policy(reconfirm_weeks=0))) == {}


def test_one_who_confirms_is_not_asked_for_another_six_weeks() -> None:
    initiative = confirm(an_initiative(_gate()), "compute", _act(BEN)).initiative
    assert BEN not in _asked(initiative.gates["compute"], now=MONDAY + timedelta(days=41), handoff_since=days_before(1))


# No answer


def test_without_an_answer_the_chain_is_told_each_after_its_wait() -> None:
    gates = (_gate("one", backup=GUS), _gate("two", backup=GUS))
    told = {}
    for ahead in range(12):
        found = _asked(*gates, now=MONDAY + timedelta(days=ahead))
        for person, one in found.items():
            for item in one.items:
                told.setdefault(person, (ahead, item.kind, item.gates))
    assert told == {
        BEN: (0, ReminderKind.CONFIRM, ("one", "two")),
        GUS: (2, ReminderKind.UNCONFIRMED, ("one", "two")),
        DEE: (4, ReminderKind.UNCONFIRMED, ("one", "two")),
        HANA: (8, ReminderKind.UNCONFIRMED, ("one", "two")),
    }


def _stall(initiative: Initiative, now: datetime = MONDAY, known: Organisation = KNOWN) -> list[tuple[object, ...]]:
    found = survey(initiative, known, now).stalls
    return [(stall.gate, stall.cause, stall.next_step, stall.next, stall.days) for stall in found]


def test_an_owner_who_has_not_answered_for_two_working_days_is_a_stall() -> None:
    initiative = an_initiative(_gate(), handoff=owned_by(HANA, since=SIX_WEEKS))
    assert _stall(initiative) == []
    assert _stall(initiative, MONDAY + timedelta(days=1)) == []
    assert _stall(initiative, MONDAY + timedelta(days=2)) == [
        (None, StallCause.NOT_CONFIRMED, NextStep.CONFIRM, (HANA,), 2),
        ("compute", StallCause.NOT_CONFIRMED, NextStep.CONFIRM, (BEN,), 2),
    ]
    assert _stall(initiative, MONDAY + timedelta(days=2), replace(KNOWN, policy=Policy(reconfirm_weeks=0))) == []


def test_what_is_late_is_told_as_late() -> None:
    late = an_initiative(_gate(since=days_before(90), due=date(2026, 11, 16)))
    ((_, cause, *_),) = _stall(late)
    assert cause is StallCause.OVERDUE
    review = an_initiative(_gate(since=days_before(90), progress=Progress.IN_REVIEW))
    assert [cause for _, cause, *_ in _stall(review)] == [StallCause.WAITING_FOR_REVIEW]


def test_while_somebody_is_away_their_delegate_is_asked() -> None:
    away = Absence(date(2026, 11, 16), date(2026, 12, 4), CHI, has_begun=True)
    known = KNOWN.with_person(replace(KNOWN.person(BEN), absence=away))
    assert set(_asked(_gate(), known=known)) == {CHI}
