"""An administrator sets the timezone and the weekend and keeps the holidays; the record says what became different."""

from dataclasses import replace
from datetime import date

import pytest

from readiness.domain.rules.change import Act
from readiness.domain.rules.organisation import MOST_HOLIDAYS, CalendarChange, change_calendar
from readiness.domain.values.calendar import WorkingCalendar
from readiness.domain.values.fact import FactKind
from readiness.domain.values.organisation import Organisation
from readiness.domain.values.person import Role
from readiness.domain.values.refusals import BadText, NoSuchHoliday, NotAllowed, NoWorkingDay, TooManyHolidays
from tests.readiness.build import ANA, BEN, MONDAY, a_person, an_organisation

CHRISTMAS, BOXING = date(2026, 12, 25), date(2026, 12, 26)


def acme(**changed: object) -> Organisation:
    known = an_organisation(people=[replace(a_person(ANA), role=Role.ADMINISTRATOR)])
    return replace(known, calendar=WorkingCalendar("UTC", holidays=frozenset({CHRISTMAS})), **changed)


def act(organisation: Organisation, person: str = ANA) -> Act:
    return Act(organisation.person(person), MONDAY, organisation)


def test_the_timezone_is_another_one_and_the_rest_is_as_it_was():
    done = change_calendar(CalendarChange(timezone="Europe/Berlin"), act(acme()))
    assert done.organisation.calendar == replace(acme().calendar, timezone="Europe/Berlin")
    (fact,) = done.facts
    assert (fact.kind, dict(fact.data), dict(fact.texts)) == (
        FactKind.SETTINGS_CHANGED,
        {"timezone": "Europe/Berlin"},
        {},
    )


def test_a_weekend_counts_at_once_for_days_gone_by_as_well():
    before, friday = acme(), date(2026, 11, 20)
    after = change_calendar(CalendarChange(weekend=frozenset({4, 5})), act(before)).organisation
    assert before.calendar.working_days_between(date(2026, 11, 19), friday) == 1
    assert after.calendar.working_days_between(date(2026, 11, 19), friday) == 0


def test_holidays_come_and_go_with_their_names():
    added = change_calendar(CalendarChange(added={BOXING: " Boxing Day ", CHRISTMAS: ""}), act(acme()))
    assert added.organisation.calendar.holidays == {CHRISTMAS, BOXING}
    assert added.organisation.holiday_names == {BOXING: "Boxing Day"}
    (fact,) = added.facts
    assert dict(fact.data) == {"holidays_added": ["2026-12-26"]}
    assert dict(fact.texts) == {"names": "2026-12-26 Boxing Day"}
    removed = change_calendar(CalendarChange(removed=frozenset({BOXING})), act(added.organisation)).organisation
    assert (removed.calendar.holidays, removed.holiday_names) == ({CHRISTMAS}, {})


def test_a_holiday_added_again_keeps_its_name_or_gets_another():
    named = change_calendar(CalendarChange(added={CHRISTMAS: "Christmas"}), act(acme())).organisation
    assert change_calendar(CalendarChange(added={CHRISTMAS: ""}), act(named)).facts == ()
    again = change_calendar(CalendarChange(added={CHRISTMAS: "Noël"}), act(named)).organisation
    assert again.holiday_names == {CHRISTMAS: "Noël"}


@pytest.mark.parametrize(
    "change",
    [
        CalendarChange(),
        CalendarChange(timezone="UTC", weekend=frozenset({5, 6}), added={CHRISTMAS: ""}),
    ],
)
def test_what_is_so_already_leaves_nothing_in_the_record(change):
    before = acme()
    done = change_calendar(change, act(before))
    assert (done.organisation, done.facts) == (before, ())


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        (CalendarChange(weekend=frozenset(range(7))), NoWorkingDay),
        (CalendarChange(removed=frozenset({BOXING})), NoSuchHoliday),
        (CalendarChange(added={CHRISTMAS: "x" * 61}), BadText),
        (CalendarChange(added={date.fromordinal(740_000 + at): "" for at in range(MOST_HOLIDAYS)}), TooManyHolidays),
    ],
)
def test_what_cannot_be_is_refused(change, refusal):
    with pytest.raises(refusal):
        change_calendar(change, act(acme()))


def test_only_an_administrator_changes_it():
    with pytest.raises(NotAllowed):
        change_calendar(CalendarChange(timezone="Europe/Berlin"), act(acme(), BEN))
