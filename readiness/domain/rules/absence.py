"""Being away: one says so oneself, and perhaps who stands in; it begins and ends by the organisation's local date."""

from dataclasses import replace
from datetime import date, datetime

from readiness.domain.rights.permissions import Action, require_insider
from readiness.domain.rules.change import Act, must_be_member
from readiness.domain.rules.organisation import Governed
from readiness.domain.values.fact import Fact, FactKind, Scalar
from readiness.domain.values.identity import PersonId
from readiness.domain.values.organisation import Organisation
from readiness.domain.values.person import Absence
from readiness.domain.values.refusals import DateInThePast, DelegateAway, LastBeforeFirst, NotAway, OwnDelegate


def go_away(first: date, last: date, delegate: PersonId | None, act: Act) -> Governed:
    """The actor is away from `first` to `last`, instead of whatever they said before.

    Raises `NotAllowed`, `LastBeforeFirst`, `DateInThePast`, `OwnDelegate`, `NotAMember` and `DelegateAway`; no facts
    when it was said already.
    """
    require_insider(Action.AWAY, act.actor, act.organisation)
    if last < first:
        raise LastBeforeFirst
    if last < act.today:
        raise DateInThePast(day=last.isoformat())
    if delegate is not None:
        _must_be_here(delegate, first, last, act)
    return _with(act.organisation, act.actor.id, Absence(first, last, delegate, has_begun=first <= act.today))


def come_back(act: Act) -> Governed:
    """The actor is here again, or will not be away after all; raises `NotAllowed` and `NotAway`."""
    require_insider(Action.AWAY, act.actor, act.organisation)
    if act.actor.id not in act.organisation.absences:
        raise NotAway
    return _with(act.organisation, act.actor.id, None)


def on_the_day(organisation: Organisation, at: datetime) -> Organisation:
    """The organisation with the absences that have begun by its local date, and without those that are over."""
    if not organisation.absences:
        return organisation
    today = organisation.calendar.local_date(at)
    people = dict(organisation.people)
    for person, absence in organisation.absences.items():
        if absence.last < today:
            people[person] = replace(people[person], absence=None)
        elif absence.first <= today and not absence.has_begun:
            people[person] = replace(people[person], absence=replace(absence, has_begun=True))
    return organisation if people == organisation.people else replace(organisation, people=people)


def without_leaver(organisation: Organisation, left: PersonId) -> Governed:
    """Whoever left is not away, and stands in for nobody: neither comes back by itself if they do."""
    after = _with(organisation, left, None)
    for person, absence in organisation.absences.items():
        if absence.delegate == left and person != left:
            alone = _with(after.organisation, person, replace(absence, delegate=None))
            after = Governed(alone.organisation, (*after.facts, *alone.facts))
    return after


def _must_be_here(delegate: PersonId, first: date, last: date, act: Act) -> None:
    if delegate == act.actor.id:
        raise OwnDelegate
    must_be_member(act.organisation, delegate)
    theirs = act.organisation.absences.get(delegate)
    if theirs is not None and theirs.first <= first and last <= theirs.last:
        raise DelegateAway(person=delegate)


def _with(organisation: Organisation, person: PersonId, absence: Absence | None) -> Governed:
    known = organisation.person(person)
    if known.absence == absence:
        return Governed(organisation)
    data: dict[str, Scalar] = {"person": person, "first": None, "last": None, "delegate": None}
    if absence is not None:
        data |= {"first": absence.first.isoformat(), "last": absence.last.isoformat(), "delegate": absence.delegate}
    after = organisation.with_person(replace(known, absence=absence))
    return Governed(after, (Fact(FactKind.AWAY_CHANGED, None, data),))
