"""What no message can be sent to until somebody does something: held, told once, tried now and then, and let go.

A hold stands on a place of a workspace: all of it, its direct messages, one channel, or the messages that got the same
answer (readiness/domain/values/hold.py). The messages themselves wait in the outbox (docs/decisions/0021).
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

from readiness.domain.rights.permissions import administrators
from readiness.domain.values.fact import Scalar
from readiness.domain.values.hold import DIRECT, EVERYWHERE, Hold, Remedy, begun, hurried, probed
from readiness.domain.values.identity import OrganisationId, PersonId, WorkspaceId
from readiness.domain.values.notice import Notice, NoticeKind
from readiness.domain.values.organisation import Organisation
from readiness.usecases.digest import tell_owners
from readiness.usecases.frame.changing import retrying
from readiness.usecases.frame.ports import Deps, HeldPlace, UnitOfWork, Workspace

T = TypeVar("T")

HELD = "held"


async def hold_place(deps: Deps, organisation: OrganisationId, refused: Hold) -> Hold:
    """The hold that stands after a message was refused as `refused` says: a new one, or the one that there was.

    The owners of a channel are told once it is found closed, the administrators of anything else once a second try was
    refused too: what is over by then is nobody's business.
    """

    async def once(uow: UnitOfWork) -> Hold:
        known = await uow.holds.get(refused.workspace, refused.place)
        after = refused if known is None else _again(known, refused)
        if after.told_at is None and (after.is_closed or after.probes > 0):
            await _tell(uow, after, deps)
            after = replace(after, told_at=deps.clock())
        if after != known:
            await uow.holds.save(after)
        return after

    return await _changed(deps, organisation, once)


async def take_turn(deps: Deps, held: HeldPlace) -> Hold | None:
    """The hold, if it is this process that may try it now; None where another one did."""
    after = probed(held.hold, deps.clock())

    async def once(uow: UnitOfWork) -> Hold | None:
        return after if await uow.holds.take_turn(held.hold, after) else None

    return await _changed(deps, held.organisation, once)


async def lift(deps: Deps, organisation: OrganisationId, hold: Hold) -> None:
    """It works again: what waits is sent, as it now is."""

    async def once(uow: UnitOfWork) -> None:
        await uow.holds.lift(hold.workspace, hold.place)

    await _changed(deps, organisation, once)


async def try_again_in(deps: Deps, organisation: OrganisationId, hold: Hold, seconds: float) -> None:
    """Try it once more in so many seconds: the last try told nothing."""

    async def once(uow: UnitOfWork) -> None:
        known = await uow.holds.get(hold.workspace, hold.place)
        if known is not None:
            await uow.holds.save(replace(known, next_probe=deps.clock() + timedelta(seconds=seconds)))

    await _changed(deps, organisation, once)


async def hurry(deps: Deps, workspace: Workspace, *places: str) -> None:
    """Try at once what is held at those places of a workspace: there is a sign that it works again."""
    for place in places:
        held = deps.storage.held.at(workspace.id, place)
        if held is not None:
            await _hurry(deps, held)


async def spoken_to(deps: Deps, workspace: Workspace, channel: str | None) -> None:
    """Somebody speaks to the bot in that channel, or in person: what is held there is tried at once."""
    await hurry(deps, workspace, EVERYWHERE, DIRECT if channel is None else channel)


async def channel_reopened(deps: Deps, workspace: Workspace, channel: str) -> None:
    """The platform says that a channel is back, or the bot in it: what waits for it is tried at once."""
    await hurry(deps, workspace, channel)


async def workspace_refused(deps: Deps, workspace: Workspace, code: str, remedy: Remedy) -> None:
    """The platform says by itself that it will take nothing more from the bot: what is to be sent there waits."""
    hold = begun(workspace.id, EVERYWHERE, deps.clock(), code=code, remedy=remedy)
    await hold_place(deps, workspace.organisation, hold)


async def workspace_restored(deps: Deps, workspace: Workspace) -> None:
    """The platform takes the bot again: what waits there goes out, and what is refused all the same waits again."""
    held = deps.storage.held.at(workspace.id, EVERYWHERE)
    if held is not None:
        await lift(deps, held.organisation, held.hold)
    await hurry(deps, workspace, DIRECT)


async def _changed(deps: Deps, organisation: OrganisationId, work: Callable[[UnitOfWork], Awaitable[T]]) -> T:
    """What `work` gives, kept; this process knows of it then."""

    async def once() -> T:
        async with deps.storage.write(organisation) as uow:
            result = await work(uow)
            await uow.commit()
            return result

    result = await retrying(once)
    await deps.storage.held.look()
    return result


async def _hurry(deps: Deps, held: HeldPlace) -> None:
    after = hurried(held.hold, deps.clock())
    if after == held.hold:
        return

    async def once(uow: UnitOfWork) -> None:
        known = await uow.holds.get(held.hold.workspace, held.hold.place)
        if known is not None:
            await uow.holds.save(hurried(known, deps.clock()))

    await _changed(deps, held.organisation, once)


def _again(known: Hold, refused: Hold) -> Hold:
    """The hold that there was, with the newest reason; a new reason, or that it is closed, is told anew."""
    is_news = (known.code, known.is_closed) != (refused.code, refused.is_closed)
    newest = replace(known, code=refused.code, remedy=refused.remedy, detail=refused.detail)
    return replace(newest, is_closed=refused.is_closed, told_at=None if is_news else known.told_at)


async def _tell(uow: UnitOfWork, hold: Hold, deps: Deps) -> None:
    now = deps.clock()
    if hold.is_closed:
        await tell_owners(uow, hold.workspace, hold.place, now)
        return
    organisation = await uow.organisations.get()
    day = organisation.calendar.local_date(now).isoformat()
    # Once a day at most for one reason in one workspace, however many channels it concerns, and however it flickers.
    if not await uow.schedules.claim(HELD, f"{hold.workspace}:{hold.code}", day, now):
        return
    for person in sorted(administrators(organisation)):
        notice = Notice(
            kind=NoticeKind.HELD,
            key=f"{HELD}:{hold.workspace}:{hold.code}:{person}:{day}",
            workspace=_reachable_at(organisation, person, hold),
            person=person,
            data=_told(hold),
        )
        await uow.outbox.enqueue(notice, now)


def _told(hold: Hold) -> dict[str, Scalar]:
    place: dict[str, Scalar] = {"workspace": hold.workspace, "place": hold.place, "since": hold.since.isoformat()}
    return place | {"code": hold.code, "remedy": hold.remedy, "detail": hold.detail}


def _reachable_at(organisation: Organisation, person: PersonId, hold: Hold) -> WorkspaceId:
    """Where that person is told: somewhere else, where the workspace itself takes nothing."""
    theirs = organisation.workspaces_of(person)
    elsewhere = [one for one in theirs if one != hold.workspace]
    return elsewhere[0] if elsewhere and hold.place in (EVERYWHERE, DIRECT) else hold.workspace
