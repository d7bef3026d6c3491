"""Examples of the organisation's calendar, looked at and changed."""

from dataclasses import replace
from datetime import date

from bot.intents.form import OpenForm
from bot.views.examples.example import Example
from bot.views.examples.messages import MONDAYS
from bot.views.examples.story import ANA, TODAY, at, organisation
from bot.views.shown.calendar import calendar_card, calendar_changed_card, calendar_form
from readiness.domain.rules.change import Act
from readiness.domain.rules.organisation import CalendarChange, change_calendar
from readiness.domain.values.calendar import WorkingCalendar
from readiness.domain.values.identity import WorkspaceId
from readiness.domain.values.organisation import Organisation
from readiness.domain.values.person import Role
from readiness.usecases.calendar import CalendarChanged, CalendarPage
from readiness.usecases.frame.ports import DigestSchedule, ScheduleKind

_CHRISTMAS, _BOXING, _NEW_YEAR = date(2026, 12, 25), date(2026, 12, 26), date(2027, 1, 1)


def examples() -> tuple[Example, ...]:
    """All of them."""
    acme = _acme()
    named = change_calendar(CalendarChange(added={_CHRISTMAS: "Christmas", date(2026, 1, 1): ""}), _by_ana(acme))
    many = CalendarChange(added={date(2027, 1 + at // 28, 1 + at % 28): "Bank holiday" for at in range(60)})
    bare = replace(acme, calendar=WorkingCalendar("UTC"), holiday_names={})
    page = CalendarPage(named.organisation, TODAY, may_change=True)
    crowded = CalendarPage(change_calendar(many, _by_ana(acme)).organisation, TODAY, may_change=True)
    return (
        Example("calendar", "The calendar, for an administrator", calendar_card(page)),
        Example("calendar-others", "The calendar, for others", calendar_card(replace(page, may_change=False))),
        Example("calendar-bare", "No holidays yet", calendar_card(CalendarPage(bare, TODAY, may_change=True))),
        Example("calendar-crowded", "Many holidays", calendar_card(crowded)),
        Example("form-calendar", "The form calendar", calendar_form(OpenForm("calendar"), page)),
        *_changed(acme),
    )


def _changed(acme: Organisation) -> tuple[Example, ...]:
    weekly = DigestSchedule(WorkspaceId("w1"), "C1", ScheduleKind.CHANNEL, MONDAYS, at(30, 8), follows=True)
    moved = (replace(weekly, slot=replace(MONDAYS, timezone="Asia/Tokyo")),)
    zone = _done(acme, CalendarChange(timezone="Asia/Tokyo"))
    weekend = _done(acme, CalendarChange(weekend=frozenset({4, 5})))
    added = {_BOXING: "Boxing Day", _CHRISTMAS: "Christmas"}
    days = _done(acme, CalendarChange(added=added, removed=frozenset({_NEW_YEAR})))
    return (
        Example("calendar-zone", "Another timezone", calendar_changed_card(replace(zone, moved=moved, stayed=2))),
        Example("calendar-weekend", "Another weekend", calendar_changed_card(weekend)),
        Example("calendar-holidays", "Other holidays", calendar_changed_card(days)),
        Example("calendar-same", "Nothing new", calendar_changed_card(CalendarChanged(acme, acme))),
    )


def _done(acme: Organisation, change: CalendarChange) -> CalendarChanged:
    return CalendarChanged(acme, change_calendar(change, _by_ana(acme)).organisation)


def _acme() -> Organisation:
    acme = organisation()
    return acme.with_person(replace(acme.person(ANA), role=Role.ADMINISTRATOR))


def _by_ana(acme: Organisation) -> Act:
    return Act(acme.person(ANA), at(23, 9), acme)
