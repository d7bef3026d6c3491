"""The organisation's calendar: looked at by anybody, changed by an administrator."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from readiness.domain.rights.permissions import Action, require
from readiness.domain.rules import organisation as organisation_rules
from readiness.domain.rules.organisation import CalendarChange
from readiness.domain.values.organisation import Organisation
from readiness.domain.values.person import Role
from readiness.domain.values.refusals import UnknownZone
from readiness.domain.values.schedule import next_after
from readiness.usecases.frame.asking import Asker
from readiness.usecases.frame.changing import acting, keep_organisation, retrying
from readiness.usecases.frame.handling import claim
from readiness.usecases.frame.ports import Deps, DigestSchedule
from readiness.zones import known_zone


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """The organisation with its calendar; `today` is its date, `may_change` says whether the asker administers it."""

    organisation: Organisation
    today: date
    may_change: bool


@dataclass(frozen=True, slots=True)
class CalendarChanged:
    """The organisation before and after; the digests whose time `moved` along, and how many that are on `stayed`."""

    before: Organisation
    after: Organisation
    moved: tuple[DigestSchedule, ...] = ()
    stayed: int = 0


async def look_at_calendar(deps: Deps, asker: Asker, *, to_change: bool = False) -> CalendarPage:
    """The calendar as it is; raises `NotAllowed` where it is looked at `to_change` it."""
    organisation = await deps.storage.organisation(asker.organisation)
    person = organisation.person(asker.person)
    if to_change:
        require(Action.ADMINISTER, person, organisation)
    today = organisation.calendar.local_date(deps.clock())
    return CalendarPage(organisation, today, person.is_member and person.role is Role.ADMINISTRATOR)


async def change_calendar(deps: Deps, asker: Asker, change: CalendarChange) -> CalendarChanged:
    """Change the calendar. Digests that follow the organisation come at the same time of day in the new zone.

    Raises `UnknownZone` and what the rule raises.
    """
    if change.timezone is not None:
        zone = known_zone(change.timezone)
        if not zone:
            raise UnknownZone(zone=change.timezone)
        change = replace(change, timezone=zone)

    async def once() -> CalendarChanged:
        async with deps.storage.write(asker.organisation) as uow:
            before = await uow.organisations.get()
            act = acting(deps, asker.person, before)
            after = await keep_organisation(deps, uow, before, organisation_rules.change_calendar(change, act), act)
            await claim(uow, asker, act.at, has_effect=after is not before)
            zone, moved, stayed = after.calendar.timezone, [], 0
            if zone != before.calendar.timezone:
                due = [one for one in await uow.schedules.list() if one.next_due is not None]
                moved = [_moved(one, zone, act.at) for one in due if one.follows]
                stayed = len(due) - len(moved)
            for one in moved:
                await uow.schedules.save(one)
            await uow.commit()
            return CalendarChanged(before, after, tuple(moved), stayed)

    return await retrying(once)


def _moved(schedule: DigestSchedule, zone: str, now: datetime) -> DigestSchedule:
    slot = replace(schedule.slot, timezone=zone)
    return replace(schedule, slot=slot, next_due=next_after(slot, now).instant)
