"""Who is told of what waits: a chain that ends at somebody who can act, or says that nobody is left."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.domain.readings.escalation import Escalation, escalation, told_for
from readiness.domain.readings.reminder import ReminderKind, reminders, told_on
from readiness.domain.readings.stall import survey
from readiness.domain.rules.change import Act
from readiness.domain.rules.organisation import set_reconfirmation, set_wait
from readiness.domain.values.calendar import WorkingCalendar
from readiness.domain.values.fact import FactKind
from readiness.domain.values.gate import Gate, Progress
from readiness.domain.values.identity import PersonId
from readiness.domain.values.initiative import Initiative
from readiness.domain.values.organisation import Organisation, Party
from readiness.domain.values.person import Absence, Person, ReminderChoice, Role, Standing
from readiness.domain.values.policy import SETTABLE, EscalationPolicy, Place, Policy
from readiness.domain.values.refusals import BadReconfirmation, BadWait, NotAllowed, WaitTooLong, WaitTooShort
from tests.readiness.build import (
    ANA,
    BEN,
    CHI,
    DEE,
    ELI,
    EVERYBODY,
    GUS,
    HANA,
    MONDAY,
    a_gate,
    a_person,
    an_initiative,
    an_organisation,
    days_before,
    offered_to,
    owned_by,
)

TODAY = MONDAY.date()
MIA = PersonId("mia")
AWAY = Absence(date(2026, 11, 16), date(2026, 12, 4), has_begun=True)
KNOWN = an_organisation(people=[a_person(MIA)])


def _late(**given: object) -> Gate:
    """Ben's gate, ten working days late; Gus is its backup and Dee owns its party."""
    return replace(a_gate("compute", owner=BEN, backup=GUS, due=date(2026, 11, 9)), **given)  # type: ignore[arg-type]


def _of(gate: Gate, known: Organisation = KNOWN, today: date = TODAY, **given: object) -> Escalation:
    initiative = replace(an_initiative(gate), **{"sponsor": MIA, **given})  # type: ignore[arg-type]
    return _found(initiative, known, today)


def _found(initiative: Initiative, known: Organisation, today: date = TODAY) -> Escalation:
    now = MONDAY + (today - TODAY)
    (step,) = survey(initiative, known, now).steps.values()
    found = escalation(step, initiative, known, today)
    assert found is not None
    return found


def _people(found: Escalation) -> list[tuple[PersonId, int]]:
    return [(rung.person, rung.wait) for rung in found.rungs]


def _with(known: Organisation, person: PersonId, **changes: object) -> Organisation:
    return known.with_person(replace(known.person(person), **changes))  # type: ignore[arg-type]


# Who is told, and when


def test_what_is_late_goes_from_the_owner_to_the_sponsor_each_after_its_wait() -> None:
    found = _of(_late())
    assert _people(found) == [(BEN, 1), (GUS, 2), (DEE, 4), (HANA, 6), (MIA, 10)]
    assert [rung.place for rung in found.rungs] == [Place.OWNER, *SETTABLE]
    assert (found.passed, len(found.due), found.next) == (10, 5, None)


@pytest.mark.parametrize(
    ("due", "told"),
    [(23, None), (20, [BEN]), (19, [BEN, GUS]), (17, [BEN, GUS, DEE]), (13, [BEN, GUS, DEE, HANA])],
)
def test_nobody_is_told_before_their_day(due: int, told: list[PersonId] | None) -> None:
    gate = _late(due_override=date(2026, 11, due))
    if told is None:
        initiative = an_initiative(gate)
        (step,) = survey(initiative, KNOWN, MONDAY).steps.values()
        assert escalation(step, initiative, KNOWN, TODAY) is None
    else:
        assert [rung.person for rung in _of(gate).due] == told


def test_weekends_and_holidays_are_no_waiting() -> None:
    known = an_organisation(calendar=WorkingCalendar(holidays=frozenset({date(2026, 11, 23)})))
    assert [rung.person for rung in _of(_late(due_override=date(2026, 11, 19)), known).due] == [BEN]


def test_one_who_stands_in_two_places_is_told_once_at_the_first() -> None:
    found = _of(_late(backup=HANA), sponsor=BEN)
    assert _people(found) == [(BEN, 1), (HANA, 2), (DEE, 4)]


def test_an_organisations_own_waits_hold() -> None:
    known = replace(KNOWN, policy=Policy(EscalationPolicy(0, 1, 20, 60)))
    assert [wait for _, wait in _people(_of(_late(), known))] == [1, 1, 1, 20, 60]


@pytest.mark.parametrize(
    "gone",
    [
        {"standing": Standing.DEACTIVATED},
        {"role": Role.AUDITOR},
        {"absence": AWAY},
        {"reminders": ReminderChoice(off=True)},
    ],
)
def test_who_cannot_be_told_is_passed_over(gone: dict[str, object]) -> None:
    assert _people(_of(_late(), _with(KNOWN, GUS, **gone))) == [(BEN, 1), (DEE, 4), (HANA, 6), (MIA, 10)]


def test_the_first_who_can_be_told_is_told_at_once() -> None:
    assert _people(_of(_late(backup=None), _with(KNOWN, BEN, absence=AWAY)))[:2] == [(DEE, 1), (HANA, 6)]


def test_an_absence_that_has_not_begun_changes_nothing() -> None:
    later = replace(AWAY, has_begun=False)
    assert told_for(BEN, _with(KNOWN, BEN, absence=later)) == BEN


def test_a_delegate_is_told_in_the_place_of_who_is_away_unless_away_too() -> None:
    known = _with(KNOWN, BEN, absence=replace(AWAY, delegate=CHI))
    assert told_for(BEN, known) == CHI
    assert told_for(BEN, _with(known, CHI, absence=AWAY)) is None
    assert told_for(None, known) is None
    assert told_for(PersonId("stranger"), known) is None


def test_the_partys_backup_and_the_handoffs_then_the_lead_stand_in() -> None:
    parties = [Party("compliance", "Compliance", owner=DEE, backup=ELI)]
    known = an_organisation(gone=[DEE, HANA], parties=parties)
    assert _people(_of(_late(), known)) == [(BEN, 1), (GUS, 2), (ELI, 4), (CHI, 6)]
    assert _people(_of(_late(), known, backup=None))[-1] == (ANA, 6)


def test_a_gate_without_an_owner_goes_to_those_who_can_name_one_and_then_the_sponsor() -> None:
    found = _of(a_gate("compute", ownership=owned_by(None, since=MONDAY)))
    assert _people(found) == [(HANA, 0), (CHI, 2), (ANA, 4), (MIA, 10)]


def test_an_unanswered_request_goes_from_those_asked_to_who_asked_and_up() -> None:
    found = _of(a_gate("lineage", owner=BEN, progress=Progress.IN_REVIEW, since=days_before(7)))
    assert _people(found) == [(DEE, 1), (ELI, 1), (BEN, 4), (HANA, 6), (MIA, 10)]
    offer = _of(a_gate("lineage", ownership=offered_to(GUS, by=ANA)))
    assert _people(offer) == [(GUS, 1), (ANA, 4), (DEE, 4), (HANA, 6), (MIA, 10)]


def test_who_left_a_gate_goes_up_from_its_date_as_nobody_wrote_down_when() -> None:
    known = an_organisation(gone=[BEN], people=[a_person(MIA)])
    assert [rung.person for rung in _of(_late(due_override=None), known).due] == [GUS]
    assert [rung.person for rung in _of(_late(), known).due] == [GUS, HANA, CHI, ANA, MIA]


def test_what_is_private_is_told_to_nobody_who_may_not_see_it() -> None:
    initiative = replace(an_initiative(_late(party="platform", backup=None)), sponsor=MIA)
    private = replace(initiative, home=replace(initiative.home, private=True))
    assert GUS in [rung.person for rung in _found(initiative, KNOWN).rungs]
    assert GUS not in [rung.person for rung in _found(private, KNOWN).rungs]


def test_where_nobody_is_left_it_says_so_and_administrators_are_told() -> None:
    known = an_organisation(gone=EVERYBODY, people=[Person(MIA, "Mia", role=Role.ADMINISTRATOR)])
    for person in (BEN, HANA):
        known = _with(known, person, standing=Standing.MEMBER, absence=AWAY)
    initiative = an_initiative(_late())
    found = _found(initiative, known)
    assert found.is_nobodys
    assert _people(found) == [(MIA, 1)]
    (reminder,) = reminders([initiative], known, {}, MONDAY)
    assert (reminder.person, [item.kind for item in reminder.items]) == (MIA, [ReminderKind.NOBODY_LEFT])


def test_an_administrator_who_stands_in_for_another_is_told_once() -> None:
    known = an_organisation(gone=EVERYBODY)
    for person, absence in ((ANA, replace(AWAY, delegate=MIA)), (MIA, None)):
        known = known.with_person(Person(person, person, role=Role.ADMINISTRATOR, absence=absence))
    assert _people(_found(replace(an_initiative(_late()), lead=BEN), known)) == [(MIA, 0)]


def test_who_is_asked_and_away_is_passed_over_as_their_delegate_is_asked_already() -> None:
    gate = a_gate("lineage", owner=BEN, progress=Progress.IN_REVIEW, since=days_before(7))
    without = _of(gate, _with(KNOWN, ELI, absence=AWAY))
    assert _people(without) == [(DEE, 1), (BEN, 4), (HANA, 6), (MIA, 10)]
    assert _people(_of(gate, _with(KNOWN, ELI, absence=replace(AWAY, delegate=GUS))))[:2] == [(DEE, 1), (GUS, 1)]


def test_an_offer_to_who_is_away_goes_to_whoever_made_it_and_to_no_delegate() -> None:
    offer = a_gate("lineage", ownership=offered_to(GUS, by=ANA))
    found = _of(offer, _with(KNOWN, GUS, absence=replace(AWAY, delegate=CHI)))
    assert _people(found) == [(ANA, 1), (DEE, 4), (HANA, 6), (MIA, 10)]


def test_the_next_one_is_told_when_a_reminder_can_reach_them() -> None:
    gate = _late(due_override=date(2026, 11, 18))
    found = _of(gate)
    assert found.next is not None
    assert (found.next.person, told_on(found, KNOWN, TODAY)) == (DEE, date(2026, 11, 24))
    snoozed = _with(KNOWN, DEE, reminders=ReminderChoice(snoozed_until=MONDAY + timedelta(days=3)))
    assert told_on(found, snoozed, TODAY) == date(2026, 11, 26)
    assert told_on(_of(_late()), KNOWN, TODAY) is None
    never = an_organisation(calendar=WorkingCalendar(weekend=frozenset(range(7))))
    assert told_on(_of(gate, never), never, TODAY) is None


# Always


@st.composite
def _organisations(draw: st.DrawFn) -> Organisation:
    """Everybody, each in any state that matters, in parties of any owners."""
    people = []
    for one in (*EVERYBODY, MIA):
        delegate = draw(st.none() | st.sampled_from(EVERYBODY))
        people.append(
            Person(
                one,
                one,
                role=draw(st.sampled_from(Role)),
                standing=draw(st.sampled_from((Standing.MEMBER, Standing.MEMBER, Standing.DEACTIVATED))),
                reminders=ReminderChoice(off=draw(st.integers(0, 4)) == 0),
                absence=draw(st.none() | st.just(replace(AWAY, delegate=delegate))),
            )
        )
    owners = st.none() | st.sampled_from(EVERYBODY)
    party = Party("compliance", "Compliance", draw(owners), draw(owners), frozenset({DEE, ELI}))
    waits = sorted(draw(st.lists(st.integers(0, 60), min_size=4, max_size=4)))
    policy = Policy(EscalationPolicy(*waits), draw(st.integers(0, 3)))
    return replace(an_organisation(people=people, parties=[party]), policy=policy)


@st.composite
def _initiatives(draw: st.DrawFn) -> Initiative:
    """One gate in any state, with any people around it."""
    people = st.none() | st.sampled_from(EVERYBODY)
    gate = a_gate(
        "compute",
        ownership=replace(owned_by(draw(people)), offered_to=draw(people), giver=draw(people)),
        progress=draw(st.sampled_from((Progress.OPEN, Progress.IN_REVIEW, Progress.CHANGES_REQUESTED))),
        due=draw(st.none() | st.dates(date(2026, 10, 1), date(2026, 12, 24))),
        evidence_by=BEN,
        backup=draw(people),
    )
    initiative = replace(an_initiative(gate, handoff=owned_by(draw(people)), backup=draw(people)), sponsor=draw(people))
    return replace(initiative, home=replace(initiative.home, private=draw(st.booleans())))


@given(_initiatives(), _organisations())
def test_an_escalation_always_ends_at_a_person_who_can_act_or_says_that_there_is_none(
    initiative: Initiative, known: Organisation
) -> None:
    seen = survey(initiative, known, MONDAY)
    for step in seen.steps.values():
        found = escalation(step, initiative, known, TODAY)
        if found is None:
            assert step.due is None or step.due >= TODAY
            continue
        people = [rung.person for rung in found.rungs]
        assert len(people) == len(set(people))
        assert all(told_for(person, known) == person for person in people)
        assert all(known.can_act(person) and not known.person(person).reminders.off for person in people)
        waits = [rung.wait for rung in found.rungs]
        assert waits == sorted(waits)
        assert found.is_nobodys or waits[0] <= 1
        assert set(found.due) | {rung for rung in found.rungs if rung.wait > found.passed} == set(found.rungs)


# How it is set


def _act(person: PersonId, known: Organisation | None = None) -> Act:
    known = known or an_organisation(people=[Person(ANA, "Ana", role=Role.ADMINISTRATOR)])
    return Act(known.person(person), MONDAY, known)


def test_an_administrator_sets_when_each_place_is_told() -> None:
    done = set_wait(Place.SPONSOR, 15, _act(ANA))
    assert done.organisation.policy.escalation == EscalationPolicy(sponsor=15)
    assert [(fact.kind, dict(fact.data)) for fact in done.facts] == [
        (FactKind.SETTINGS_CHANGED, {"escalation": "sponsor", "days": 15})
    ]
    assert set_wait(Place.SPONSOR, 10, _act(ANA)).facts == ()
    with pytest.raises(NotAllowed):
        set_wait(Place.SPONSOR, 15, _act(BEN))


@pytest.mark.parametrize(
    ("place", "days", "refused", "sentence"),
    [
        (Place.BACKUP, 61, BadWait, "Choose a whole number of working days from 0 to 60."),
        (Place.SPONSOR, 5, WaitTooShort, "The sponsor is told after the handoff owner, so choose at least 6."),
        (Place.BACKUP, 5, WaitTooLong, "The backup is told before the party owner, so choose at most 4."),
    ],
)
def test_the_order_of_the_chain_stays(place: Place, days: int, refused: type[Exception], sentence: str) -> None:
    with pytest.raises(refused, match=sentence):
        set_wait(place, days, _act(ANA))


@given(st.lists(st.tuples(st.sampled_from(SETTABLE), st.integers(-5, 70)), max_size=12))
def test_whatever_is_set_nobody_is_told_before_the_one_before_them(chosen: list[tuple[Place, int]]) -> None:
    act = _act(ANA)
    for place, days in chosen:
        try:
            act = replace(act, organisation=set_wait(place, days, act).organisation)
        except (BadWait, WaitTooShort, WaitTooLong):
            continue
    waits = act.organisation.policy.escalation.waits()
    assert list(waits) == sorted(waits)
    assert all(0 <= wait <= 60 for wait in waits)


def test_an_administrator_sets_how_often_owners_are_asked() -> None:
    done = set_reconfirmation(0, _act(ANA))
    assert done.organisation.policy.reconfirm_weeks == 0
    assert [dict(fact.data) for fact in done.facts] == [{"reconfirm_weeks": 0}]
    assert set_reconfirmation(6, _act(ANA)).facts == ()
    for weeks in (-1, 53):
        with pytest.raises(BadReconfirmation):
            set_reconfirmation(weeks, _act(ANA))
    with pytest.raises(NotAllowed):
        set_reconfirmation(3, _act(BEN))
