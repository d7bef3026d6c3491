"""Telling whoever asked somebody for something that no message reaches that person."""

from dataclasses import replace

from readiness.domain.identity import OrganisationId, PersonId
from readiness.domain.initiative import Initiative
from readiness.domain.notice import Notice, NoticeKind
from readiness.usecases.changing import retrying
from readiness.usecases.ports import Deps

UNREACHABLE = "unreachable"


async def tell_unreachable(deps: Deps, organisation: OrganisationId, lost: Notice) -> None:
    """Tell those who asked, once a day, that the personal message `lost` did not arrive; nothing for any other."""
    person, about = lost.person, lost.initiative
    if person is None or about is None or lost.kind is not NoticeKind.PROMPT:
        return

    async def once() -> None:
        async with deps.storage.write(organisation) as uow:
            now, initiative = deps.clock(), await uow.initiatives.get(about)
            calendar = (await uow.organisations.get()).calendar
            day = calendar.local_date(now).isoformat()
            if initiative is None or not await uow.schedules.claim(UNREACHABLE, f"{about}:{person}", day, now):
                return
            for asker in sorted(askers(initiative, person)):
                key = f"{UNREACHABLE}:{about}:{person}:{asker}:{day}"
                told = replace(lost, kind=NoticeKind.UNREACHABLE, key=key, channel=None, person=asker, thread_of=None)
                await uow.outbox.enqueue(replace(told, data={"person": person}), now)
            await uow.commit()

    await retrying(once)


def askers(initiative: Initiative, person: PersonId) -> frozenset[PersonId]:
    """Who offered that person something that is still open, else the lead; never the person."""
    holdings = [initiative.handoff, *[gate.ownership for gate in initiative.gates.values()]]
    givers = {one.giver for one in holdings if one.offered_to == person and one.giver is not None}
    return frozenset(givers or {initiative.lead}) - {person}
