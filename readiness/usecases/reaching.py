"""Telling whoever asked somebody for something that no message reaches that person."""

from dataclasses import replace

from readiness.domain.values.identity import OrganisationId, PersonId
from readiness.domain.values.initiative import Initiative
from readiness.domain.values.notice import Notice, NoticeKind
from readiness.usecases.frame.changing import retrying
from readiness.usecases.frame.ports import Deps

UNREACHABLE = "unreachable"


async def tell_unreachable(deps: Deps, organisation: OrganisationId, lost: Notice) -> None:
    """Tell each who asked, once a day, that the message `lost` to one person did not arrive; nothing for any other."""
    person, about = lost.person, lost.initiative
    if person is None or about is None or lost.kind not in _ASKS:
        return

    async def once() -> None:
        async with deps.storage.write(organisation) as uow:
            now, initiative = deps.clock(), await uow.initiatives.get(about)
            calendar = (await uow.organisations.get()).calendar
            day = calendar.local_date(now).isoformat()
            for asker in sorted(askers(initiative, lost) - {person}) if initiative is not None else ():
                if not await uow.schedules.claim(UNREACHABLE, f"{about}:{person}:{asker}", day, now):
                    continue
                key = f"{UNREACHABLE}:{about}:{person}:{asker}:{day}"
                told = replace(lost, kind=NoticeKind.UNREACHABLE, key=key, channel=None, person=asker, thread_of=None)
                await uow.outbox.enqueue(replace(told, data={"person": person}), now)
            await uow.commit()

    await retrying(once)


_ASKS = frozenset({NoticeKind.PROMPT, NoticeKind.SIGN_OFF_REQUEST, NoticeKind.CONTRACT})


def askers(initiative: Initiative, lost: Notice) -> frozenset[PersonId]:
    """Who asked for what that message asks: the gate's owner, who opened the contract, who offered; else the lead."""
    found: set[PersonId | None] = set()
    if lost.kind is NoticeKind.SIGN_OFF_REQUEST:
        gate = initiative.gates.get(lost.gate or "")
        found = {gate.owner if gate is not None else None}
    elif lost.kind is NoticeKind.CONTRACT:
        version = initiative.contract.version
        found = {version.opened_by if version is not None else None}
    else:
        holdings = [initiative.handoff, *[gate.ownership for gate in initiative.gates.values()]]
        found = {one.giver for one in holdings if one.offered_to == lost.person}
    return frozenset(one for one in found if one is not None) or frozenset({initiative.lead})
