"""Being away: what can be said, when it begins and is over, and what becomes of it when somebody leaves."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from readiness.domain.rules.absence import come_back, go_away, on_the_day, without_leaver
from readiness.domain.values.calendar import WorkingCalendar
from readiness.domain.values.fact import FactKind
from readiness.domain.values.person import Absence, Role, Standing
from readiness.domain.values.refusals import (
    AuditorRefused,
    DateInThePast,
    DelegateAway,
    LastBeforeFirst,
    NotAMember,
    NotAway,
    OutsiderRefused,
    OwnDelegate,
)
from tests.readiness import scene
from tests.readiness.scene import ACME, ANN, APP, AUD, GONE, GUEST, MIA

TODAY, TOMORROW, LAST = date(2026, 11, 23), date(2026, 11, 24), date(2026, 12, 4)


def said(first: date, last: date, delegate=None, where=ACME):
    return go_away(first, last, delegate, scene.act(APP, where=where))


@pytest.mark.parametrize(("first", "has_begun"), [(date(2026, 11, 20), True), (TODAY, True), (TOMORROW, False)])
def test_it_has_begun_at_once_where_the_first_day_is_there(first, has_begun):
    governed = said(first, LAST, MIA)
    assert governed.organisation.people[APP].absence == Absence(first, LAST, MIA, has_begun=has_begun)
    (fact,) = governed.facts
    assert fact.kind is FactKind.AWAY_CHANGED
    assert fact.data == {"person": APP, "first": str(first), "last": "2026-12-04", "delegate": MIA}
    assert not fact.texts


def test_what_is_said_later_takes_the_place_of_what_was_said_before():
    once = said(TODAY, LAST, MIA).organisation
    assert said(TOMORROW, TOMORROW, where=once).organisation.people[APP].absence == Absence(TOMORROW, TOMORROW)


def test_saying_it_again_changes_nothing():
    once = said(TODAY, LAST, MIA).organisation
    assert said(TODAY, LAST, MIA, once).facts == ()


@pytest.mark.parametrize(
    ("first", "last", "delegate", "refusal"),
    [
        (LAST, TODAY, None, LastBeforeFirst),
        (date(2026, 11, 2), date(2026, 11, 22), None, DateInThePast),
        (TODAY, LAST, APP, OwnDelegate),
        (TODAY, LAST, AUD, NotAMember),
        (TODAY, LAST, GONE, NotAMember),
        (TODAY, LAST, GUEST, NotAMember),
    ],
)
def test_what_cannot_be_said_is_refused(first, last, delegate, refusal):
    with pytest.raises(refusal):
        said(first, last, delegate)


@pytest.mark.parametrize(
    ("theirs", "refused"),
    [
        (Absence(TODAY, LAST), True),
        (Absence(date(2026, 11, 2), date(2026, 12, 31)), True),
        (Absence(TODAY, date(2026, 12, 3)), False),
        (Absence(TOMORROW, LAST), False),
    ],
)
def test_a_delegate_is_there_on_at_least_one_of_the_days(theirs, refused):
    where = ACME.with_person(replace(ACME.people[MIA], absence=theirs))
    if refused:
        with pytest.raises(DelegateAway):
            said(TODAY, LAST, MIA, where)
    else:
        assert said(TODAY, LAST, MIA, where).facts


@pytest.mark.parametrize(("person", "refusal"), [(AUD, AuditorRefused), (GUEST, OutsiderRefused)])
def test_only_who_can_act_says_that_they_are_away(person, refusal):
    with pytest.raises(refusal):
        go_away(TODAY, LAST, None, scene.act(person))


def test_who_comes_back_is_here_and_who_never_went_is_told_so():
    gone = said(TODAY, LAST, MIA).organisation
    governed = come_back(scene.act(APP, where=gone))
    assert governed.organisation.people[APP].absence is None
    assert governed.facts[0].data == {"person": APP, "first": None, "last": None, "delegate": None}
    with pytest.raises(NotAway):
        come_back(scene.act(APP))


@pytest.mark.parametrize(
    ("at", "state"),
    [
        (datetime(2026, 11, 23, 22, 59, tzinfo=UTC), "to come"),
        (datetime(2026, 11, 23, 23, 0, tzinfo=UTC), "away"),
        (datetime(2026, 12, 4, 22, 59, tzinfo=UTC), "away"),
        (datetime(2026, 12, 4, 23, 0, tzinfo=UTC), "over"),
    ],
)
def test_it_begins_and_ends_with_the_organisations_days(at, state):
    berlin = replace(said(TOMORROW, LAST, MIA).organisation, calendar=WorkingCalendar("Europe/Berlin"))
    after = on_the_day(berlin, at)
    absence = after.people[APP].absence
    assert (absence is None, bool(absence and absence.has_begun)) == (state == "over", state == "away")
    assert (after is berlin) is (state == "to come")
    assert on_the_day(after, at) is after


def test_a_sweep_that_comes_late_ends_what_it_never_saw_begin():
    planned = said(TOMORROW, LAST).organisation
    assert on_the_day(planned, datetime(2027, 1, 1, tzinfo=UTC)).absences == {}


def test_whoever_leaves_is_not_away_and_stands_in_for_nobody():
    where = go_away(TOMORROW, LAST, APP, scene.act(ANN)).organisation
    where = said(TODAY, LAST, MIA, where).organisation
    governed = without_leaver(where, APP)
    assert governed.organisation.absences == {ANN: Absence(TOMORROW, LAST)}
    assert [fact.data["person"] for fact in governed.facts] == [APP, ANN]
    assert without_leaver(governed.organisation, APP).facts == ()


@pytest.mark.parametrize("changed", [{"standing": Standing.DEACTIVATED}, {"role": Role.AUDITOR}])
def test_nobody_stands_in_for_who_could_not_act_themselves(changed):
    where = said(TODAY, LAST, MIA).organisation
    where = where.with_person(replace(where.people[APP], **changed))
    assert (where.stand_in(APP), where.represented_by(MIA)) == (None, ())
