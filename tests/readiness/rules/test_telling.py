"""Who was told is who a message was delivered to: what the chain says of it, and how it is kept."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from readiness.domain.readings.escalation import Escalation, escalation
from readiness.domain.readings.reminder import ReminderKind, ReminderPolicy, reminders
from readiness.domain.readings.stall import survey
from readiness.domain.rules.change import Act, Change
from readiness.domain.rules.linking import Link, unite
from readiness.domain.rules.telling import notified
from readiness.domain.values.fact import FactKind
from readiness.domain.values.gate import Block, Gate, Progress
from readiness.domain.values.identity import PersonId
from readiness.domain.values.initiative import Initiative, Life
from readiness.domain.values.organisation import Organisation
from readiness.domain.values.person import Absence, Person, Role
from readiness.domain.values.policy import Place
from readiness.domain.values.rework import Rework, ReworkKind
from readiness.domain.values.step import StallCause
from readiness.domain.values.telling import Telling
from readiness.usecases.frame.notices import notices
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
    a_person,
    an_initiative,
    an_organisation,
    any_of,
    days_before,
    offered_to,
    owned_by,
    signed_off,
)

MIA = PersonId("mia")
KNOWN = an_organisation(people=[a_person(MIA)])
DUE = date(2026, 11, 9)
OVER = KNOWN.calendar.end_of(DUE)


def _late(**given: object) -> Gate:
    """Ben's gate, ten working days late; Gus is its backup and Dee owns its party."""
    return replace(a_gate("compute", owner=BEN, backup=GUS, due=DUE), **given)  # type: ignore[arg-type]


def _initiative(gate: Gate, *told: Telling) -> Initiative:
    return replace(an_initiative(gate), sponsor=MIA, tellings=told)


def _found(initiative: Initiative, known: Organisation = KNOWN, now: datetime = MONDAY) -> Escalation:
    (step,) = survey(initiative, known, now).steps.values()
    found = escalation(step, initiative, known, now.date())
    assert found is not None
    return found


def _telling(place: Place, person: PersonId, at: datetime, cause: StallCause = StallCause.OVERDUE) -> Telling:
    return Telling("compute", cause, place, person, OVER, at)


def _told(found: Escalation) -> list[tuple[Place, PersonId]]:
    return [(rung.place, rung.person) for rung in found.told]


# What the chain says


def test_nobody_was_told_before_a_message_was_delivered_however_long_their_wait_is_over() -> None:
    found = _found(_initiative(_late()))
    assert (len(found.due), found.told) == (5, ())
    assert found.untold == found.due


def test_who_was_told_is_named_with_the_instant_of_the_delivery() -> None:
    at = days_before(3)
    found = _found(_initiative(_late(), _telling(Place.BACKUP, GUS, at)))
    assert [(rung.person, rung.told_at) for rung in found.told] == [(GUS, at)]
    assert [rung.person for rung in found.untold] == [BEN, DEE, HANA, MIA]


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(_telling(Place.BACKUP, BEN, days_before(3)), id="when they stood elsewhere"),
        pytest.param(_telling(Place.OWNER, CHI, days_before(3)), id="another one"),
        pytest.param(_telling(Place.OWNER, BEN, days_before(3), StallCause.NO_OWNER), id="of something else"),
        pytest.param(_telling(Place.OWNER, BEN, OVER - timedelta(seconds=1)), id="of an earlier wait"),
        pytest.param(replace(_telling(Place.OWNER, BEN, days_before(3)), gate="other"), id="of another gate"),
        pytest.param(replace(_telling(Place.OWNER, BEN, days_before(3)), gate=None), id="of the handoff"),
    ],
)
def test_what_somebody_was_told_otherwise_is_not_this(other: Telling) -> None:
    assert _told(_found(_initiative(_late(), other))) == []


def test_a_new_owner_of_a_late_gate_was_told_nothing_yet() -> None:
    told = _telling(Place.OWNER, BEN, days_before(12))
    found = _found(_initiative(_late(ownership=owned_by(CHI, since=days_before(7))), told))
    assert _told(found) == []
    assert found.untold[0].person == CHI


def test_a_date_moved_away_and_passed_again_is_another_wait() -> None:
    told = _telling(Place.OWNER, BEN, days_before(12))
    assert _told(_found(_initiative(_late(due_override=date(2026, 11, 18)), told))) == []


def test_one_told_of_a_block_was_not_told_of_the_review_that_waits_after_it() -> None:
    blocked = Block("No quota", BEN, days_before(7), waits_for=HANA)
    gate = a_gate("compute", owner=BEN, progress=Progress.IN_REVIEW, since=days_before(14))
    told = _telling(Place.PARTY_OWNER, DEE, days_before(1), StallCause.BLOCKED)
    assert _told(_found(_initiative(replace(gate, block=blocked), told))) == [(Place.PARTY_OWNER, DEE)]
    assert _told(_found(_initiative(gate, told))) == []


def test_who_left_is_not_what_a_missing_name_was_before_they_came() -> None:
    known = an_organisation(gone=[BEN], people=[a_person(MIA)])
    gate = _late(ownership=owned_by(BEN, since=days_before(5)))
    missing = _telling(Place.BACKUP, GUS, days_before(1), StallCause.NO_OWNER)
    assert _told(_found(_initiative(gate, missing), known)) == []
    left = _telling(Place.BACKUP, GUS, days_before(1), StallCause.OWNER_LEFT)
    assert _told(_found(_initiative(gate, left), known)) == [(Place.BACKUP, GUS)]


def test_the_next_one_is_who_was_not_told_already_when_the_waits_became_longer() -> None:
    gate = _late(due_override=date(2026, 11, 18))
    told = replace(_telling(Place.PARTY_OWNER, DEE, days_before(1)), since=days_before(4))
    found = _found(_initiative(gate, told))
    assert [rung.person for rung in found.due] == [BEN, GUS]
    assert found.next is not None
    assert found.next.person == HANA


def test_a_delegate_is_told_in_the_place_of_another() -> None:
    absence = Absence(date(2026, 11, 16), date(2026, 12, 4), delegate=CHI, has_begun=True)
    known = KNOWN.with_person(replace(KNOWN.person(BEN), absence=absence))
    first, second, *_ = _found(_initiative(_late()), known).rungs
    assert (first.person, first.stands_in, second.stands_in) == (CHI, True, False)


def _finding() -> Rework:
    """Chi was to see to it by last Monday."""
    return Rework(
        number=1,
        gate="findings",
        kind=ReworkKind.FINDING,
        reason=None,
        party="compliance",
        raised_by=DEE,
        raised_at=days_before(14),
        stage=None,
        due=date(2026, 11, 16),
        text="Link the contract",
        owner=CHI,
    )


# What a message tells


def test_a_message_tells_what_its_own_lines_say_for_the_first_time() -> None:
    initiative = _initiative(_late(), _telling(Place.BACKUP, GUS, days_before(3)))
    found = {one.person: one.items for one in reminders([initiative], KNOWN, {}, MONDAY)}
    told = {person: [one.key for item in items for one in item.tells] for person, items in found.items()}
    assert told[BEN] == [("compute", StallCause.OVERDUE, Place.OWNER, BEN)]
    assert told[GUS] == []
    assert told[MIA] == [("compute", StallCause.OVERDUE, Place.SPONSOR, MIA)]
    assert [item.told for item in found[MIA]] == [(GUS,)]


def test_a_line_that_did_not_fit_tells_nobody() -> None:
    gates = [replace(_late(), key=f"gate-{number}") for number in range(9)]
    (first, *_) = reminders([an_initiative(*gates)], KNOWN, {}, MONDAY, ReminderPolicy(most_items=3))
    assert first.person == BEN
    assert {one.gate for item in first.items for one in item.tells} == {item.gate for item in first.items}
    assert len(first.items) == 3


def test_whether_it_is_still_theirs_tells_nothing_of_a_gate_that_is_late() -> None:
    gate = _late(ownership=owned_by(BEN, since=days_before(60)))
    found = {one.person: one.items for one in reminders([_initiative(gate)], KNOWN, {}, MONDAY)}
    assert {item.kind: len(item.tells) for item in found[BEN]} == {ReminderKind.OVERDUE: 1, ReminderKind.CONFIRM: 0}


@pytest.mark.parametrize(
    ("gate", "cause"),
    [
        (_late(), StallCause.OVERDUE),
        (_late(progress=Progress.CHANGES_REQUESTED), StallCause.OVERDUE),
        (a_gate("compute", ownership=owned_by(None)), StallCause.NO_OWNER),
        (a_gate("compute", owner=MIA, backup=GUS), StallCause.OWNER_LEFT),
        (a_gate("compute", ownership=offered_to(BEN)), StallCause.NOT_ACCEPTED),
        (a_gate("compute", progress=Progress.IN_REVIEW), StallCause.WAITING_FOR_REVIEW),
        (replace(a_gate("compute"), block=Block("x", BEN, days_before(20), waits_for=HANA)), StallCause.BLOCKED),
        (a_gate("compute", progress=Progress.IN_REVIEW, rule=any_of("nobody")), StallCause.NOBODY_CAN_APPROVE),
        (a_gate("findings", progress=Progress.IN_REVIEW), StallCause.FINDING_OVERDUE),
        (a_gate("compute", ownership=owned_by(BEN, since=days_before(60))), StallCause.NOT_CONFIRMED),
    ],
)
def test_everybody_of_every_chain_whose_day_has_come_is_told_by_a_line(gate: Gate, cause: StallCause) -> None:
    """Otherwise somebody would be written to every other day, and never be one who was told."""
    initiative, known = an_initiative(gate), an_organisation(people=[a_person(MIA, gone=True)])
    initiative = replace(initiative, rework=(_finding(),) if gate.key == "findings" else ())
    found = _found(initiative, known)
    assert found.cause is cause
    lines = [(one.person, item) for one in reminders([initiative], known, {}, MONDAY) for item in one.items]
    told = {telling.key for person, item in lines for telling in item.tells}
    assert told == {(gate.key, cause, rung.place, rung.person) for rung in found.due}


# How it is kept


def _notified(initiative: Initiative, *told: Telling, at: datetime = MONDAY) -> Change:
    return notified(initiative, told, Act(Person(PersonId(""), ""), at, KNOWN))


def test_what_one_message_told_is_one_fact_without_anybodys_act() -> None:
    gates = [_late(), replace(_late(), key="drift")]
    initiative = an_initiative(*gates)
    told = [replace(_telling(Place.OWNER, BEN, days_before(1)), gate=gate) for gate in ("compute", "drift", None)]
    done = _notified(initiative, *told)
    (fact,) = done.facts
    assert (fact.kind, fact.gate, fact.texts) == (FactKind.PERSON_TOLD, None, {})
    assert fact.data == {
        "person": BEN,
        "gates": ["compute", "drift", "handoff"],
        "causes": ["overdue"] * 3,
        "places": ["owner"] * 3,
    }
    assert done.initiative.tellings == tuple(replace(one, at=MONDAY) for one in told)
    assert replace(done.initiative, tellings=()) == initiative


def test_what_was_kept_is_not_kept_again_but_of_the_next_wait_it_is() -> None:
    telling = _telling(Place.OWNER, BEN, MONDAY)
    once = _notified(_initiative(_late()), telling).initiative
    later = MONDAY + timedelta(days=30)
    assert _notified(once, telling, at=later).facts == ()
    again = _notified(once, replace(telling, since=later - timedelta(days=1)), at=later).initiative
    assert [one.at for one in again.tellings] == [later]


@pytest.mark.parametrize("life", [Life.PAUSED, Life.CANCELLED])
def test_where_nobody_is_chased_any_more_nothing_is_kept(life: Life) -> None:
    initiative = replace(_initiative(_late()), standing=life)
    assert _notified(initiative, _telling(Place.OWNER, BEN, MONDAY)) == Change(initiative)


def test_of_what_is_done_or_gone_nothing_is_kept() -> None:
    done = _initiative(signed_off(_late()), _telling(Place.OWNER, BEN, MONDAY))
    assert _notified(done, _telling(Place.BACKUP, GUS, MONDAY)).facts == ()
    handoff = replace(_telling(Place.LEAD, ANA, MONDAY), gate=None)
    assert _notified(done, handoff).initiative.tellings == (handoff,)
    assert _notified(done, replace(handoff, gate="removed")).facts == ()


def test_it_calls_for_no_message() -> None:
    """Whoever is told of it would set going another message, and that the next."""
    before = _initiative(_late())
    after = _notified(before, _telling(Place.OWNER, BEN, MONDAY)).initiative
    assert notices(before, replace(after, version=before.version + 1)) == ()
    assert [str(one.kind) for one in notices(before, replace(after, name="Churn"))] == ["refresh"]


def test_it_moves_nothing_else() -> None:
    before = _initiative(_late())
    after = _notified(before, _telling(Place.OWNER, BEN, MONDAY)).initiative
    assert survey(after, KNOWN, MONDAY) == survey(before, KNOWN, MONDAY)
    assert after.people() == before.people()
    kinds = [
        [(one.person, [(item.kind, item.gate, item.said_from) for item in one.items]) for one in found]
        for found in (reminders([before], KNOWN, {}, MONDAY), reminders([after], KNOWN, {}, MONDAY))
    ]
    assert kinds[0] == kinds[1]


def test_of_two_who_are_one_it_is_theirs() -> None:
    known = an_organisation(people=[Person(ANA, "Ana", role=Role.ADMINISTRATOR)])
    act = Act(known.person(ELI), MONDAY, known)
    initiative = _initiative(_late(), _telling(Place.BACKUP, ELI, MONDAY))
    assert [one.person for one in unite(initiative, Link(DEE, ELI), act).renamed.tellings] == [DEE]
