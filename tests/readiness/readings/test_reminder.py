"""One merged message a person, in their hours, when something is due to be said (product.md, "DM reminders")."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readiness.domain.readings.reminder import (
    Reminder,
    ReminderKind,
    ReminderPolicy,
    may_be_reminded,
    next_slot_for,
    reminders,
    snooze_until,
)
from readiness.domain.values.calendar import WorkingCalendar
from readiness.domain.values.gate import Block, Gate, Progress
from readiness.domain.values.identity import PersonId
from readiness.domain.values.initiative import Initiative, Life
from readiness.domain.values.milestone import MODEL_COMPLETE
from readiness.domain.values.organisation import Organisation
from readiness.domain.values.person import Person, ReminderChoice, Standing
from readiness.domain.values.step import NextStep
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
    an_initiative,
    an_organisation,
    any_of,
    days_before,
    offered_to,
    owned_by,
    signed_off,
)

TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (MONDAY + timedelta(days=n) for n in (1, 2, 3, 4))
UTC_CALENDAR = WorkingCalendar()


def _reminders(
    *gates: Gate,
    now: datetime = MONDAY,
    last: dict[PersonId, datetime] | None = None,
    organisation: Organisation | None = None,
) -> dict[PersonId, Reminder]:
    found = reminders([an_initiative(*gates)], organisation or an_organisation(), last or {}, now)
    return {reminder.person: reminder for reminder in found}


def _kinds(found: dict[PersonId, Reminder]) -> dict[PersonId, list[ReminderKind]]:
    return {person: [item.kind for item in reminder.items] for person, reminder in found.items()}


def _in_review(key: str = "data-lineage", *, since: datetime = MONDAY) -> Gate:
    return a_gate(key, progress=Progress.IN_REVIEW, since=since)


# What is said to whom


def test_approvers_who_have_not_answered_are_reminded_a_working_day_after_they_were_asked() -> None:
    assert _reminders(_in_review()) == {}
    found = _reminders(_in_review(), now=TUESDAY)
    assert _kinds(found) == {DEE: [ReminderKind.ANSWER], ELI: [ReminderKind.ANSWER]}
    item = found[DEE].items[0]
    assert (item.slug, item.gate, item.step, item.people) == (
        "churn-model",
        "data-lineage",
        NextStep.ANSWER,
        (DEE, ELI),
    )


def test_an_offer_is_reminded_of_with_who_made_it() -> None:
    found = _reminders(a_gate("incident-team", ownership=offered_to(GUS, since=days_before(3))))
    item = found[GUS].items[0]
    assert (item.kind, item.giver, item.days) == (ReminderKind.ACCEPT, ANA, 3)


def test_an_offer_of_the_handoff_is_reminded_of_without_a_gate() -> None:
    initiative = an_initiative(handoff=offered_to(HANA, since=days_before(3)))
    (reminder,) = reminders([initiative], an_organisation(), {}, MONDAY)
    assert (reminder.person, reminder.items[0].kind, reminder.items[0].gate) == (HANA, ReminderKind.ACCEPT, None)


def test_requested_changes_are_the_owners() -> None:
    found = _reminders(a_gate(progress=Progress.CHANGES_REQUESTED, since=days_before(3)))
    assert _kinds(found) == {BEN: [ReminderKind.CHANGES_REQUESTED]}


def test_a_party_whose_people_cannot_approve_is_its_owners_to_fill() -> None:
    found = _reminders(replace(_in_review(), ownership=owned_by(GUS), rule=any_of("platform")))
    assert _kinds(found) == {GUS: [ReminderKind.NOBODY_CAN_APPROVE]}


@pytest.mark.parametrize(
    ("due", "kind"),
    [
        (27, None),  # four working days ahead
        (26, ReminderKind.DUE_SOON),
        (24, ReminderKind.DUE_SOON),
        (23, ReminderKind.DUE_SOON),
        (20, ReminderKind.OVERDUE),
    ],
)
def test_owners_are_reminded_from_three_working_days_before_the_due_date(due: int, kind: ReminderKind | None) -> None:
    found = _reminders(a_gate(due=date(2026, 11, due)))
    assert _kinds(found) == ({BEN: [kind]} if kind else {})


def test_owners_hear_three_days_before_one_day_before_on_the_day_a_day_after_and_then_every_two() -> None:
    gate, last, said = a_gate(due=date(2026, 12, 3)), dict[PersonId, datetime](), []
    for day in range(20):
        now = MONDAY + timedelta(days=day)
        if BEN in _reminders(gate, now=now, last=last):
            last[BEN] = now
            said.append(now.date().isoformat()[5:])
    assert said == ["11-30", "12-02", "12-03", "12-04", "12-08", "12-10"]


def test_a_gate_in_review_is_not_the_owners_to_be_late_with() -> None:
    gate = replace(_in_review(since=days_before(3)), due_override=date(2026, 11, 20))
    found = _reminders(gate)
    assert BEN not in found
    assert found[DEE].items[0].days_late == 1


def test_an_owner_who_waits_for_another_gate_is_reminded_and_told_for_which() -> None:
    gates = (a_gate("first", owner=CHI), a_gate("second", depends_on=("first",), due=MONDAY.date()))
    found = _reminders(*gates)
    assert _kinds(found) == {BEN: [ReminderKind.DUE_SOON]}
    assert (found[BEN].items[0].blocked_by, found[BEN].items[0].people) == (("first",), (CHI,))


def test_the_owner_of_a_blocked_gate_is_reminded_of_its_date() -> None:
    blocked = replace(a_gate(due=date(2026, 11, 20)), block=Block("no licence", BEN, days_before(9)))
    assert _reminders(blocked)[BEN].items[0].step is NextStep.UNBLOCK


@pytest.mark.parametrize(
    ("working_days", "asked"), [(0, {HANA}), (1, {HANA}), (2, {HANA, CHI}), (3, {HANA, CHI}), (4, {HANA, CHI, ANA})]
)
def test_a_gate_without_an_owner_goes_up_from_handoff_owner_to_backup_to_lead(
    working_days: int, asked: set[PersonId]
) -> None:
    found = _reminders(a_gate(ownership=owned_by(None)), now=days_before(21) + timedelta(days=working_days))
    assert set(found) == asked
    assert all(reminder.items[0].kind is ReminderKind.NAME_OWNER for reminder in found.values())


def test_the_next_in_the_chain_stands_in_for_who_left() -> None:
    unowned = a_gate(ownership=owned_by(None, since=MONDAY))
    assert set(_reminders(unowned, organisation=an_organisation(gone=[HANA]))) == {CHI}
    assert set(_reminders(unowned, organisation=an_organisation(gone=[HANA]), now=FRIDAY)) == {CHI, ANA}
    assert set(_reminders(unowned, organisation=an_organisation(gone=[HANA, CHI]))) == {ANA}


def test_the_handoff_itself_is_named_by_backup_then_lead() -> None:
    initiative = an_initiative(handoff=owned_by(None, since=MONDAY))
    assert [one.person for one in reminders([initiative], an_organisation(), {}, MONDAY)] == [CHI]
    assert [one.person for one in reminders([initiative], an_organisation(), {}, FRIDAY)] == [ANA, CHI]


def test_a_gate_whose_owner_left_is_its_backups_to_give_on_but_not_every_day() -> None:
    gate, gone = a_gate(backup=GUS), an_organisation(gone=[BEN])
    assert set(_reminders(gate, organisation=gone)) == {GUS}
    assert _reminders(gate, organisation=gone, now=TUESDAY, last={GUS: MONDAY}) == {}
    assert set(_reminders(gate, organisation=gone, now=WEDNESDAY, last={GUS: MONDAY})) == {GUS}


def test_an_unanswered_request_goes_to_whoever_asked_after_four_working_days() -> None:
    gates = (
        _in_review(since=days_before(6)),
        a_gate("incident-team", ownership=offered_to(GUS, by=CHI, since=days_before(6))),
    )
    found = _reminders(*gates)
    assert found[BEN].items[0].kind is ReminderKind.UNANSWERED
    assert found[BEN].items[0].people == (DEE, ELI)
    assert (found[CHI].items[0].gate, found[CHI].items[0].people) == ("incident-team", (GUS,))
    early = _reminders(*gates, now=days_before(3))
    assert set(early) == {DEE, ELI, GUS}


def test_settled_gates_and_gates_without_a_date_say_nothing() -> None:
    assert _reminders(signed_off(a_gate("one", owner=None)), a_gate("two")) == {}


@pytest.mark.parametrize("life", [Life.PAUSED, Life.CANCELLED])
def test_paused_and_cancelled_initiatives_are_not_chased(life: Life) -> None:
    idle = replace(an_initiative(a_gate(owner=None)), standing=life)
    assert reminders([idle], an_organisation(), {}, MONDAY) == ()


# One message


def test_everything_for_one_person_is_one_message_over_all_initiatives_the_pressing_first() -> None:
    first = an_initiative(
        a_gate("late", owner=HANA, due=date(2026, 11, 10)),
        a_gate("soon", owner=HANA, due=date(2026, 11, 24)),
        a_gate("compute", owner=None),
        slug="first",
    )
    second = an_initiative(a_gate("offered", ownership=offered_to(HANA)), slug="second")
    found = reminders([first, second], an_organisation(), {}, MONDAY)
    hers = next(reminder for reminder in found if reminder.person == HANA)
    assert [(item.slug, item.gate) for item in hers.items] == [
        ("second", "offered"),
        ("first", "late"),
        ("first", "soon"),
        ("first", "compute"),
    ]
    assert (hers.waiting, hers.unowned, hers.more) == (3, 1, 0)


@pytest.mark.parametrize(("gates", "shown", "more"), [(7, 7, 0), (8, 8, 0), (9, 8, 1), (30, 8, 22)])
def test_a_message_shows_eight_items_and_counts_the_rest(gates: int, shown: int, more: int) -> None:
    found = _reminders(*(a_gate(f"g{n}", owner=None) for n in range(gates)))
    assert (len(found[HANA].items), found[HANA].more, found[HANA].unowned) == (shown, more, gates)


def test_the_same_is_not_said_again_before_two_working_days_have_passed() -> None:
    gate = _in_review()
    assert set(_reminders(gate, now=TUESDAY)) == {DEE, ELI}
    assert _reminders(gate, now=WEDNESDAY, last={DEE: TUESDAY, ELI: TUESDAY}) == {}
    assert set(_reminders(gate, now=THURSDAY, last={DEE: TUESDAY, ELI: TUESDAY})) == {DEE, ELI}


def test_the_weekend_is_no_time_passed() -> None:
    gate = _in_review(since=days_before(20))
    last = dict.fromkeys((BEN, DEE, ELI, HANA), days_before(3))
    assert _reminders(gate, last=last) == {}
    assert set(_reminders(gate, now=TUESDAY, last=last)) == {BEN, DEE, ELI, HANA}


def test_what_is_new_is_said_the_next_day_and_takes_along_what_is_known() -> None:
    known = _in_review("known", since=days_before(20))
    fresh = _in_review("fresh", since=MONDAY)
    found = _reminders(known, fresh, now=TUESDAY, last={DEE: MONDAY, ELI: MONDAY, BEN: MONDAY})
    assert [item.gate for item in found[DEE].items] == ["known", "fresh"]
    assert BEN not in found


def test_what_began_with_the_last_message_was_in_it() -> None:
    unowned = a_gate(ownership=owned_by(None, since=MONDAY))
    assert _reminders(unowned, now=TUESDAY, last={HANA: MONDAY}) == {}


def test_of_one_kind_the_latest_comes_first_then_the_next_due() -> None:
    dues = {"in-three": 26, "today": 23, "a-day-late": 20, "two-days-late": 19}
    found = _reminders(*(a_gate(key, due=date(2026, 11, day)) for key, day in dues.items()))
    assert [item.gate for item in found[BEN].items] == ["two-days-late", "a-day-late", "today", "in-three"]


def test_nobody_gets_two_messages_on_one_day_of_theirs() -> None:
    unowned = a_gate(ownership=owned_by(None, since=MONDAY))
    assert _reminders(unowned, now=MONDAY + timedelta(hours=3), last={HANA: MONDAY - timedelta(hours=1)}) == {}


def test_a_persons_day_ends_at_their_midnight_not_at_the_organisations() -> None:
    auckland = Person(HANA, "Hana", "Pacific/Auckland")
    last = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)  # Monday 16:00 there
    now = datetime(2026, 11, 23, 20, 30, tzinfo=UTC)  # Tuesday 09:30 there
    unowned = a_gate(ownership=owned_by(None, since=datetime(2026, 11, 23, 4, tzinfo=UTC)))
    assert set(_reminders(unowned, now=now, last={HANA: last}, organisation=an_organisation(people=[auckland]))) == {
        HANA
    }


# When


def _person(**choice: object) -> Person:
    return Person(HANA, "Hana", "Europe/Berlin", reminders=replace(ReminderChoice(), **choice))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("at", "allowed"),
    [("07:59", False), ("08:00", True), ("15:59", True), ("16:00", False)],  # UTC; Berlin is an hour ahead
)
def test_only_in_the_hours_of_their_own_timezone(at: str, allowed: bool) -> None:
    now = datetime.fromisoformat(f"2026-11-23T{at}:00+00:00")
    assert may_be_reminded(_person(), UTC_CALENDAR, now) is allowed


def test_hours_can_go_over_midnight() -> None:
    night = _person(day_starts=time(22), day_ends=time(6))
    hours = [may_be_reminded(night, UTC_CALENDAR, datetime(2026, 11, 24, hour, tzinfo=UTC)) for hour in (4, 5, 20, 21)]
    assert hours == [True, False, False, True]


def test_hours_that_end_where_they_start_are_the_whole_day() -> None:
    always = _person(day_starts=time(9), day_ends=time(9))
    assert all(may_be_reminded(always, UTC_CALENDAR, MONDAY + timedelta(hours=hour)) for hour in range(15))


def test_not_at_the_organisations_weekend_or_holiday_on_their_own_date() -> None:
    holiday = WorkingCalendar(holidays=frozenset({MONDAY.date()}))
    assert not may_be_reminded(_person(), holiday, MONDAY)
    assert not may_be_reminded(_person(), UTC_CALENDAR, days_before(1))
    auckland = replace(_person(day_starts=time(0), day_ends=time(23)), timezone="Pacific/Auckland")
    assert may_be_reminded(auckland, UTC_CALENDAR, datetime(2026, 11, 22, 12, tzinfo=UTC))  # Monday there, Sunday here


def test_not_when_off_snoozed_or_gone() -> None:
    unowned = a_gate(owner=None)
    for silent in (
        _person(off=True),
        _person(snoozed_until=MONDAY + timedelta(minutes=1)),
        replace(_person(), standing=Standing.DEACTIVATED),
    ):
        assert HANA not in _reminders(unowned, organisation=an_organisation(people=[silent]))
    assert HANA in _reminders(unowned, organisation=an_organisation(people=[_person(snoozed_until=MONDAY)]))


def test_somebody_the_organisation_does_not_know_gets_nothing() -> None:
    gate = a_gate(owner=PersonId("nobody"), backup=None, due=MONDAY.date())
    assert PersonId("nobody") not in _reminders(gate)


def test_an_organisation_without_working_days_reminds_nobody() -> None:
    never = an_organisation(calendar=WorkingCalendar(weekend=frozenset(range(7))))
    assert _reminders(a_gate(owner=None, due=MONDAY.date()), organisation=never) == {}


def test_the_next_slot_is_now_or_when_their_next_working_day_starts() -> None:
    evening = datetime(2026, 11, 20, 18, tzinfo=UTC)  # a Friday
    assert next_slot_for(_person(), UTC_CALENDAR, MONDAY) == MONDAY
    assert next_slot_for(_person(), UTC_CALENDAR, evening) == datetime(2026, 11, 23, 8, tzinfo=UTC)
    assert next_slot_for(_person(), UTC_CALENDAR, MONDAY, last=MONDAY) == datetime(2026, 11, 24, 8, tzinfo=UTC)
    early = datetime(2026, 11, 23, 5, tzinfo=UTC)
    assert next_slot_for(_person(), UTC_CALENDAR, early) == datetime(2026, 11, 23, 8, tzinfo=UTC)


def test_the_next_slot_waits_for_the_end_of_a_snooze_and_is_none_when_off() -> None:
    snoozed = _person(snoozed_until=datetime(2026, 11, 25, 10, 30, tzinfo=UTC))
    assert next_slot_for(snoozed, UTC_CALENDAR, MONDAY) == datetime(2026, 11, 25, 10, 30, tzinfo=UTC)
    assert next_slot_for(_person(off=True), UTC_CALENDAR, MONDAY) is None
    assert next_slot_for(_person(), WorkingCalendar(weekend=frozenset(range(7))), MONDAY) is None


def test_a_snooze_ends_when_their_next_week_starts_or_after_the_time_given() -> None:
    assert snooze_until(_person(), UTC_CALENDAR, WEDNESDAY) == datetime(2026, 11, 30, 8, tzinfo=UTC)
    assert snooze_until(_person(), UTC_CALENDAR, MONDAY) == datetime(2026, 11, 30, 8, tzinfo=UTC)
    holiday = WorkingCalendar(holidays=frozenset({date(2026, 11, 30)}))
    assert snooze_until(_person(), holiday, MONDAY) == datetime(2026, 12, 1, 8, tzinfo=UTC)
    assert snooze_until(_person(), UTC_CALENDAR, MONDAY, timedelta(days=3)) == MONDAY + timedelta(days=3)


def test_a_snooze_over_a_change_of_clocks_ends_at_nine_by_the_clock() -> None:
    thursday = datetime(2026, 10, 22, 9, tzinfo=UTC)
    assert snooze_until(_person(), UTC_CALENDAR, thursday) == datetime(2026, 10, 26, 8, tzinfo=UTC)


# Noise (promises.md, P29)


@st.composite
def _people(draw: st.DrawFn) -> list[Person]:
    zones = st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland"])
    hours = st.sampled_from([(time(9), time(17)), (time(6, 30), time(11)), (time(22), time(5))])
    found = []
    for person in EVERYBODY:
        starts, ends = draw(hours)
        choice = ReminderChoice(draw(st.integers(0, 9)) == 0, None, starts, ends)
        found.append(Person(person, person, draw(zones), reminders=choice))
    return found


@st.composite
def _busy(draw: st.DrawFn) -> Initiative:
    """Gates in every state that is chased, with dates that fall into the twelve weeks."""
    people, hours = st.sampled_from(EVERYBODY), st.integers(0, 12 * 7 * 24)
    gates = []
    for number in range(draw(st.integers(4, 10))):
        since = MONDAY + timedelta(hours=draw(hours))
        owner, offered = draw(st.none() | people), draw(st.none() | people)
        gates.append(
            a_gate(
                f"g{number}",
                ownership=replace(owned_by(owner, since=since), offered_to=offered, giver=ANA),
                progress=draw(st.sampled_from([Progress.OPEN, Progress.IN_REVIEW, Progress.CHANGES_REQUESTED])),
                since=since,
                due=draw(st.none() | st.dates(MONDAY.date(), date(2027, 2, 12))),
                depends_on=(f"g{number - 1}",) if number and draw(st.booleans()) else (),
            )
        )
    return an_initiative(*gates, planned={MODEL_COMPLETE: date(2026, 12, 14)}, created_at=MONDAY)


def _is_between(starts: time, at: time, ends: time) -> bool:
    """Whether `at` lies in hours that may go over midnight, counted in minutes from their start."""
    begin, now, end = (one.hour * 60 + one.minute for one in (starts, at, ends))
    return (now - begin) % 1440 < (end - begin) % 1440


@settings(max_examples=6, deadline=None)
@given(_busy(), _people(), st.booleans())
def test_in_twelve_weeks_nobody_gets_two_messages_a_day_or_one_outside_their_hours(
    initiative: Initiative, people: list[Person], keeps_sundays: bool
) -> None:
    calendar = WorkingCalendar(
        "Europe/Berlin",
        frozenset({5, 6} if keeps_sundays else {4, 5}),
        frozenset({date(2026, 12, 25), date(2027, 1, 1)}),
    )
    organisation = an_organisation(calendar=calendar, people=people)
    last: dict[PersonId, datetime] = {}
    days: dict[PersonId, list[date]] = {}
    for hour in range(12 * 7 * 24):
        now = MONDAY + timedelta(hours=hour)
        for reminder in reminders([initiative], organisation, last, now):
            person = organisation.person(reminder.person)
            local = now.astimezone(ZoneInfo(person.timezone))
            assert _is_between(person.reminders.day_starts, local.time(), person.reminders.day_ends)
            assert not person.reminders.off
            assert calendar.is_working(local.date())
            assert len(reminder.items) <= ReminderPolicy().most_items
            assert reminder.items
            last[reminder.person] = now
            days.setdefault(reminder.person, []).append(local.date())
    assert all(len(said) == len(set(said)) for said in days.values())


# Everything gets its turn


@st.composite
def _much(draw: st.DrawFn) -> Initiative:
    """Up to thirty things that Hana is to be told of: gates that are late, unanswered, offered or nobody's."""
    kinds = draw(st.lists(st.sampled_from(("late", "review", "offered", "nobody")), min_size=1, max_size=30))
    made = {
        "late": lambda key: a_gate(key, due=date(2026, 11, 3)),
        "review": lambda key: _in_review(key, since=days_before(20)),
        "offered": lambda key: a_gate(key, ownership=offered_to(CHI, by=BEN)),
        "nobody": lambda key: a_gate(key, owner=None),
    }
    return an_initiative(*(made[kind](f"gate-{number}") for number, kind in enumerate(kinds)))


@settings(max_examples=25, deadline=None)
@given(_much())
def test_however_much_is_due_each_thing_is_told_within_as_many_messages_as_it_needs(initiative: Initiative) -> None:
    """Otherwise what does not fit would wait behind the same eight lines for as long as those are not done."""
    everything = replace(ReminderPolicy(), most_items=len(initiative.gates) * 3)
    every = reminders([initiative], an_organisation(), {}, MONDAY, everything)
    due = {one.person: {tells.key for item in one.items for tells in item.tells} for one in every}
    lines = {one.person: len(one.items) for one in every}
    last: dict[PersonId, datetime] = {}
    messages = dict.fromkeys(due, 0)
    for ahead in range(25):
        now = MONDAY + timedelta(days=ahead)
        for one in reminders([initiative], an_organisation(), last, now):
            assert len(one.items) <= ReminderPolicy().most_items
            last[one.person] = now
            told = tuple(tells for item in one.items for tells in item.tells)
            initiative = replace(initiative, tellings=(*initiative.tellings, *told))
            if one.person in due:
                messages[one.person] += 1
                due[one.person] -= {tells.key for tells in told}
                assert not due[one.person] or messages[one.person] <= -(-lines[one.person] // 8) + 1
    assert not any(due.values())


def test_what_is_told_the_first_time_goes_before_eight_lines_that_were_told() -> None:
    """An unanswered request goes up to the handoff owner on its day, however many gates are late."""
    late = [a_gate(f"late-{number}", due=date(2026, 11, 3)) for number in range(10)]
    initiative = an_initiative(*late)
    for now in (MONDAY, WEDNESDAY):
        (found,) = [one for one in reminders([initiative], an_organisation(), {}, now) if one.person == HANA]
        told = tuple(tells for item in found.items for tells in item.tells)
        initiative = replace(initiative, tellings=(*initiative.tellings, *told))
    asked = _in_review("asked", since=days_before(20))
    initiative = replace(initiative, gates={**initiative.gates, "asked": asked})
    (found,) = [one for one in reminders([initiative], an_organisation(), {}, FRIDAY) if one.person == HANA]
    assert "asked" in [item.gate for item in found.items]
    assert (len(found.items), found.more) == (8, 3)
