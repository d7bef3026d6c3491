"""What a person is reminded of: found for everybody in one pass, and read again for one when it is sent or redrawn."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import partial
from zoneinfo import ZoneInfo

from readiness.domain.readings.reminder import Reminder, reminders
from readiness.domain.rules.change import Act, Change
from readiness.domain.rules.telling import notified
from readiness.domain.values.guard import Guard, unguarded
from readiness.domain.values.identity import InitiativeId, OrganisationId, PersonId
from readiness.domain.values.initiative import Initiative
from readiness.domain.values.notice import Notice, NoticeKind
from readiness.domain.values.organisation import Organisation
from readiness.domain.values.person import Person, ReminderChoice
from readiness.domain.values.telling import Telling
from readiness.usecases.digest import CLOCK
from readiness.usecases.frame.changing import follow_up, retrying
from readiness.usecases.frame.concerning import concerning
from readiness.usecases.frame.ports import Deps, UnitOfWork
from readiness.usecases.reconciling import catch_up

REMINDER = "reminder"
"""What is claimed once a person and local day."""

AT_ANY_HOUR = ReminderChoice(day_starts=time(), day_ends=time())


@dataclass(frozen=True, slots=True)
class Found:
    """What one pass over the initiatives found: whom to remind, and which are `behind` (see `catch_up`)."""

    reminders: tuple[Reminder, ...]
    behind: tuple[InitiativeId, ...]


@dataclass(frozen=True, slots=True)
class ReminderPage:
    """One person's reminder with the organisation whose people it names; `today` is the organisation's date."""

    organisation: Organisation
    reminder: Reminder
    today: date


def find(
    initiatives: Iterable[Initiative], act: Act, last_reminded: Mapping[PersonId, datetime], guard: Guard = unguarded
) -> Found:
    """Look at every initiative once, at each and at each person inside of `guard`."""
    behind: list[InitiativeId] = []

    def looked_at() -> Iterator[Initiative]:
        for initiative in initiatives:
            is_sound = False
            with guard(initiative.slug):
                if catch_up(initiative, act).all.facts:
                    behind.append(initiative.id)
                is_sound = True
            if is_sound:
                yield initiative

    passing = looked_at()
    found = reminders(passing, act.organisation, last_reminded, act.at, guard=guard)
    deque(passing, maxlen=0)  # where nobody can be reminded, time ends things all the same
    return Found(found, tuple(behind))


def local_day(person: Person, now: datetime) -> date:
    """The date where that person is."""
    return now.astimezone(ZoneInfo(person.timezone)).date()


def reminder_notice(reminder: Reminder, organisation: Organisation, now: datetime) -> Notice | None:
    """The message for that reminder; None when the person cannot be written to.

    It goes where the most pressing of it lives, if the person is there.
    """
    workspaces = organisation.workspaces_of(reminder.person)
    if not workspaces:
        return None
    homes = [item.home for item in reminder.items if item.home in workspaces]
    day = str(local_day(organisation.person(reminder.person), now))
    about = list(dict.fromkeys(str(item.initiative) for item in reminder.items))
    return Notice(
        kind=NoticeKind.REMINDER,
        key=f"{REMINDER}:{reminder.person}:{day}",
        workspace=(homes or workspaces)[0],
        person=reminder.person,
        data={"day": day, "initiatives": about},
    )


async def read_to_send(
    uow: UnitOfWork,
    person: PersonId,
    day: str,
    about: Sequence[InitiativeId],
    now: datetime,
    guard: Guard = unguarded,
) -> ReminderPage | None:
    """What that person is reminded of at `now`; None when there is nothing (any more), or the day is over.

    Each initiative is looked at inside of `guard`.
    """
    organisation = await uow.organisations.get()
    if str(local_day(organisation.person(person), now)) != day:
        return None
    page = await _read(uow, organisation, person, about, now, guard, date.fromisoformat(day))
    return page if page.reminder.items else None


async def read_to_redraw(
    uow: UnitOfWork, person: PersonId, about: Sequence[InitiativeId], now: datetime, guard: Guard = unguarded
) -> ReminderPage | None:
    """What a reminder that was sent says now, without items when all is done, whatever the hour and the choice.

    None on the organisation's days off, when the rule for reminders is silent, and for somebody who left or is away.
    """
    organisation = await uow.organisations.get()
    known = organisation.person(person)
    is_gone = not known.is_member or known.id in organisation.away
    if is_gone or not organisation.calendar.is_working(local_day(known, now)):
        return None
    unhurried = organisation.with_person(replace(known, reminders=AT_ANY_HOUR))
    return await _read(uow, unhurried, person, about, now, guard)


async def let_go(deps: Deps, organisation: OrganisationId, person: PersonId, day: str) -> None:
    """Forget that the person was reminded on that day, unless it is that day: the message was not sent, nor will be.

    It counts for no pause between two reminders; and where the day comes, because the clock was set meanwhile, the
    person is reminded on it.
    """

    async def once() -> None:
        async with deps.storage.write(organisation) as uow:
            known = (await uow.organisations.get()).person(person)
            if str(local_day(known, deps.clock())) != day:
                await uow.schedules.unclaim(REMINDER, person, day)
                await uow.commit()

    await retrying(once)


async def keep_told(deps: Deps, organisation: OrganisationId, reminder: Reminder) -> None:
    """Keep, in each initiative that it speaks of, whom that reminder told of what: it was delivered just now.

    Kept once, however often it is called; raises `Unconfirmed` and `DatabaseUnavailable`, and is to be called again.
    """
    told: dict[InitiativeId, list[Telling]] = {}
    for item in reminder.items:
        if item.tells:
            told.setdefault(item.initiative, []).extend(item.tells)
    for initiative, tellings in told.items():
        await follow_up(deps, organisation, CLOCK.id, initiative, partial(_told, tellings=tellings))


def _told(initiative: Initiative, act: Act, tellings: Sequence[Telling]) -> Change:
    return notified(initiative, tellings, act)


async def _read(
    uow: UnitOfWork,
    organisation: Organisation,
    person: PersonId,
    about: Sequence[InitiativeId],
    now: datetime,
    guard: Guard,
    sent_on: date | None = None,
) -> ReminderPage:
    """The reminder sent on `sent_on`, or the last one that told the person something: what it told keeps its line."""
    known = organisation.person(person)
    ids = dict.fromkeys((*about, *await concerning(uow, organisation, known.id)))
    initiatives = _as_found(await uow.initiatives.load(tuple(ids)), known, sent_on)
    found = {one.person: one for one in reminders(initiatives, organisation, {}, now, guard=guard)}
    nothing = Reminder(known.id, (), more=0, waiting=0, unowned=0)
    return ReminderPage(organisation, found.get(known.id, nothing), organisation.calendar.local_date(now))


def _as_found(initiatives: Sequence[Initiative], person: Person, sent_on: date | None) -> Sequence[Initiative]:
    """The initiatives without what the message of that day, or the last one, told the person."""
    days = {one: local_day(person, one.at) for each in initiatives for one in each.tellings if one.person == person.id}
    if not days:
        return initiatives
    day = sent_on or max(days.values())
    return [replace(each, tellings=tuple(one for one in each.tellings if days.get(one) != day)) for each in initiatives]
