"""Telling administrators, once a day at most, what will not be sent."""

from datetime import datetime, time, timedelta

from readiness.domain.rights.permissions import administrators
from readiness.domain.values.identity import OrganisationId
from readiness.domain.values.notice import Notice, NoticeKind
from readiness.domain.values.organisation import Organisation
from readiness.domain.values.schedule import instant_of
from readiness.usecases.frame.changing import retrying
from readiness.usecases.frame.ports import Deps

GIVEN_UP = "given-up"
SOON = timedelta(minutes=10)
"""What is given up together is told together."""

MORNING = time(9)


async def tell_given_up(deps: Deps, organisation: OrganisationId) -> None:
    """Have the administrators told of a message that was given up: soon, or tomorrow if they were told today."""

    async def once() -> None:
        async with deps.storage.write(organisation) as uow:
            known, now = await uow.organisations.get(), deps.clock()
            today = known.calendar.local_date(now)
            if await uow.schedules.claim(GIVEN_UP, organisation, today.isoformat(), now):
                day, at = today, now + SOON
            else:
                day, at = today + timedelta(days=1), _morning_after(known, now)
                if not await uow.schedules.claim(GIVEN_UP, organisation, day.isoformat(), now):
                    return
            for person in sorted(administrators(known)):
                for workspace in known.workspaces_of(person)[:1]:
                    notice = Notice(
                        kind=NoticeKind.GIVEN_UP,
                        key=f"{GIVEN_UP}:{person}:{day.isoformat()}",
                        workspace=workspace,
                        person=person,
                        data={"since": now.isoformat()},
                    )
                    await uow.outbox.enqueue(notice, at)
            await uow.commit()

    await retrying(once)


def _morning_after(organisation: Organisation, now: datetime) -> datetime:
    tomorrow = organisation.calendar.local_date(now) + timedelta(days=1)
    return instant_of(tomorrow, MORNING, organisation.calendar.timezone)
