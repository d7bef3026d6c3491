"""The weekly digest: shown now, scheduled, switched off, and read when it is sent."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeAlias
from zoneinfo import ZoneInfo

from readiness.domain.readings.burndown import WEEK
from readiness.domain.readings.digest import Digest, digest, moves
from readiness.domain.rights.permissions import Action, administrators, require
from readiness.domain.rules.change import Act
from readiness.domain.rules.organisation import Governed
from readiness.domain.values.fact import Fact, FactKind, Scalar
from readiness.domain.values.guard import Guard
from readiness.domain.values.identity import PersonId, WorkspaceId
from readiness.domain.values.initiative import IN_PLAY, Initiative, Life
from readiness.domain.values.notice import Notice, NoticeKind
from readiness.domain.values.organisation import Organisation
from readiness.domain.values.person import Person, Standing
from readiness.domain.values.refusal import Refusal
from readiness.domain.values.refusals import NotAllowed
from readiness.domain.values.schedule import Occurrence, WeeklySlot, next_after
from readiness.usecases.frame.asking import Asker
from readiness.usecases.frame.changing import acting, keep_organisation, retrying
from readiness.usecases.frame.guarding import guard
from readiness.usecases.frame.handling import claim
from readiness.usecases.frame.paged import over
from readiness.usecases.frame.ports import (
    Deps,
    DigestSchedule,
    Faults,
    InitiativeLine,
    ScheduleKind,
    Sweep,
    UnitOfWork,
)
from readiness.usecases.initiative import MONDAY_MORNING

ACTIVE = frozenset({Life.ACTIVE})
DIGEST = "digest"
"""What is claimed once a channel and occurrence."""

CLOSED = "channel-closed"
CLOCK = Person(PersonId(""), "")
"""Who acts when nobody does."""

_SEE_CHANNELS = frozenset({Standing.MEMBER, Standing.GUEST})

Rescheduled: TypeAlias = tuple[DigestSchedule, DigestSchedule]
"""What a channel was sent before, and after."""


class ChannelNeeded(Refusal):
    """A digest belongs to a channel: say this in the channel it is for."""

    code = "channel-needed"


class CannotPostThere(Refusal):
    """I cannot post in that channel. Choose another one, or invite me to it first."""

    code = "cannot-post-there"


@dataclass(frozen=True, slots=True)
class DigestPage:
    """A digest with the organisation whose people it names; `digest` is None when no initiative is active."""

    organisation: Organisation
    schedule: DigestSchedule
    digest: Digest | None


async def preview(deps: Deps, asker: Asker) -> DigestPage:
    """The digest of the asker's channel as it would be sent now; raises `ChannelNeeded` outside of a channel."""
    channel = _channel(asker)
    async with deps.storage.read(asker.organisation) as uow:
        schedule = await uow.schedules.get(asker.workspace.id, channel) or _first(asker.workspace.id, channel)
        page = await read_digest(uow, schedule, deps.clock(), deps.faults)
    is_insider = page.organisation.person(asker.person).standing in _SEE_CHANNELS
    return page if is_insider else replace(page, digest=None)


async def set_weekly(deps: Deps, asker: Asker, slot: WeeklySlot) -> Rescheduled:
    """Send the channel's digest at that weekly time; an empty timezone means the organisation's, now and later.

    Raises `ChannelNeeded` and `NotAllowed`.
    """
    follows = not slot.timezone
    return await _reschedule(
        deps, asker, _channel(asker), lambda known: replace(_own_if_off(known), slot=slot, follows=follows)
    )


async def switch_off(deps: Deps, asker: Asker) -> Rescheduled:
    """Send no digest to the asker's channel; raises `ChannelNeeded` and `NotAllowed`."""
    return await _reschedule(deps, asker, _channel(asker), lambda known: known, is_off=True)


async def set_leadership(deps: Deps, asker: Asker, channel: str) -> Rescheduled:
    """Send the digest across all initiatives to `channel`; raises `CannotPostThere` and `NotAllowed`."""
    found = await deps.people.channel(asker.workspace, channel)
    if found is None or found.direct or found.archived or (found.private and not found.bot_is_member):
        raise CannotPostThere(channel=channel)
    return await _reschedule(deps, asker, channel, lambda known: replace(known, kind=ScheduleKind.LEADERSHIP))


async def read_digest(uow: UnitOfWork, schedule: DigestSchedule, now: datetime, faults: Faults) -> DigestPage:
    """What that channel is told at `now`; of equal state and equal `now` always the same.

    An initiative of which nothing can be told is counted as missing, and reported to `faults`.
    """
    organisation = await uow.organisations.get()
    lines = await _lines(uow, schedule)
    found = await _told(uow, organisation, schedule, lines, now, guard(faults, Sweep.PAGES))
    missing = len(lines) - (0 if found is None else found.initiative_count)
    if found is None and missing:
        found = Digest(organisation.calendar.local_date(now), (), 0, 0, (), 0)
    return DigestPage(organisation, schedule, found and replace(found, missing=missing))


async def has_run_since(uow: UnitOfWork, schedule: DigestSchedule, run: datetime, now: datetime) -> bool:
    """Whether that channel had a later run than the one at `run`, by `now`."""
    last = (await uow.schedules.last_runs(DIGEST, now)).get(digest_target(schedule))
    return last is not None and last > run


async def tell_owners(uow: UnitOfWork, workspace: WorkspaceId, channel: str, now: datetime) -> None:
    """Tell the owners of a channel, once a day at most, that it takes no messages any more (promises.md, P14).

    Its digest stays on, and waits with the rest until the channel is back.
    """
    organisation = await uow.organisations.get()
    homed = await _homed(uow, workspace, channel)
    people = {initiative.handoff.owner or initiative.lead for initiative in homed} or administrators(organisation)
    for person in sorted(person for person in people if organisation.is_member(person)):
        notice = Notice(
            kind=NoticeKind.CHANNEL_CLOSED,
            key=f"{CLOSED}:{workspace}:{channel}:{person}:{now.date()}",
            workspace=workspace,
            person=person,
            data={"channel": channel},
        )
        await uow.outbox.enqueue(notice, now)


async def _reschedule(
    deps: Deps,
    asker: Asker,
    channel: str,
    change: Callable[[DigestSchedule], DigestSchedule],
    *,
    is_off: bool = False,
) -> Rescheduled:
    async def once() -> Rescheduled:
        async with deps.storage.write(asker.organisation) as uow:
            organisation = await uow.organisations.get()
            act = acting(deps, asker.person, organisation)
            known = await uow.schedules.get(asker.workspace.id, channel) or _first(asker.workspace.id, channel)
            wanted = change(known)
            await _allow(uow, wanted, known, act)
            zone = wanted.slot.timezone or organisation.calendar.timezone
            slot = replace(wanted.slot, timezone=zone)
            after = replace(wanted, slot=slot)
            after = replace(after, next_due=None if is_off else (await _next_run(uow, after, act.at)).instant)
            await claim(uow, asker, act.at, has_effect=after != known)
            if after != known:
                await _keep(deps, uow, organisation, after, act)
                await uow.commit()
            return known, after

    return await retrying(once)


async def was_run(uow: UnitOfWork, schedule: DigestSchedule, turn: Occurrence) -> bool:
    """Whether the channel had its digest of that occurrence, whatever the hour it was for."""
    whom = digest_target(schedule)
    if await uow.schedules.claimed(DIGEST, whom, turn.period) is not None:
        return True
    # Claimed for the week by an earlier version: then its day tells which occurrence that was.
    at = await uow.schedules.claimed(DIGEST, whom, turn.week)
    return at is not None and at.astimezone(ZoneInfo(schedule.slot.timezone)).date() == turn.day


def digest_target(schedule: DigestSchedule) -> str:
    """For whom a run is claimed."""
    return f"{schedule.workspace}:{schedule.channel}"


async def _next_run(uow: UnitOfWork, schedule: DigestSchedule, now: datetime) -> Occurrence:
    """The first occurrence ahead; a day that had its digest has no second one."""
    turn = next_after(schedule.slot, now)
    return next_after(schedule.slot, turn.instant) if await was_run(uow, schedule, turn) else turn


async def _allow(uow: UnitOfWork, wanted: DigestSchedule, known: DigestSchedule, act: Act) -> None:
    """Leadership's digest is the administrators' to decide; a channel's own also its leads' and handoff owners'."""
    if ScheduleKind.LEADERSHIP in (wanted.kind, _own_if_off(known).kind):
        require(Action.ADMINISTER, act.actor, act.organisation)
        return
    homed = await _homed(uow, wanted.workspace, wanted.channel)
    refused: list[NotAllowed] = []
    for initiative in homed or (None,):
        try:
            require(Action.SCHEDULE, act.actor, act.organisation, initiative)
        except NotAllowed as denied:
            refused.append(denied)
        else:
            return
    raise refused[0]


async def _keep(deps: Deps, uow: UnitOfWork, before: Organisation, schedule: DigestSchedule, act: Act) -> None:
    await uow.schedules.save(schedule)
    await keep_organisation(deps, uow, before, Governed(act.organisation, (_fact(schedule),)), act)


def _fact(schedule: DigestSchedule) -> Fact:
    slot = schedule.slot
    data: dict[str, Scalar] = {
        "workspace": schedule.workspace,
        "channel": schedule.channel,
        "for": str(schedule.kind),
        "on": schedule.next_due is not None,
        "weekday": slot.weekday,
        "time": f"{slot.hour:02}:{slot.minute:02}",
        "timezone": slot.timezone,
    }
    return Fact(FactKind.DIGEST_CHANGED, None, data)


async def _homed(uow: UnitOfWork, workspace: WorkspaceId, channel: str) -> tuple[Initiative, ...]:
    lines = await uow.initiatives.lines(channel=(workspace, channel), lives=IN_PLAY)
    return await uow.initiatives.load([line.id for line in lines])


async def _lines(uow: UnitOfWork, schedule: DigestSchedule) -> tuple[InitiativeLine, ...]:
    """The active initiatives that the digest covers.

    What lives in a private channel exists for nobody elsewhere (rules.md, "Who may do what").
    """
    here = (schedule.workspace, schedule.channel)
    if schedule.kind is ScheduleKind.CHANNEL:
        return await uow.initiatives.lines(channel=here, lives=ACTIVE)
    lines = await uow.initiatives.lines(lives=ACTIVE)
    return tuple(line for line in lines if not line.private or (line.workspace, line.channel) == here)


async def _told(
    uow: UnitOfWork,
    organisation: Organisation,
    schedule: DigestSchedule,
    lines: Iterable[InitiativeLine],
    now: datetime,
    each: Guard,
) -> Digest | None:
    ids = dict.fromkeys(line.id for line in lines)

    def told(initiatives: Iterable[Initiative]) -> Digest | None:
        return digest((one for one in initiatives if one.id in ids), organisation, {}, now, guard=each)

    if schedule.kind is ScheduleKind.CHANNEL:
        found = told(await uow.initiatives.load(tuple(ids)))
    else:
        found = await over(uow.initiatives.stream(ACTIVE), told)
    return found and await _with_moves(uow, found, now, each)


async def _with_moves(uow: UnitOfWork, found: Digest, now: datetime, each: Guard) -> Digest:
    """The record is read of those initiatives only that are shown; one whose record cannot be read has no moves."""
    loaded = {one.id: one for one in await uow.initiatives.load([one.id for one in found.initiatives])}
    shown = {one.id: one for one in found.initiatives}
    for one in found.initiatives:
        with each(one.slug):
            entries = await uow.record.entries(one.id, since=now - WEEK)
            shown[one.id] = replace(one, moves=moves(loaded[one.id], entries, now))
    return replace(found, initiatives=tuple(shown.values()))


def _own_if_off(known: DigestSchedule) -> DigestSchedule:
    """Leadership's digest, once switched off, leaves the channel to its own."""
    return known if known.next_due else replace(known, kind=ScheduleKind.CHANNEL)


def _channel(asker: Asker) -> str:
    if asker.channel is None:
        raise ChannelNeeded
    return asker.channel


def _first(workspace: WorkspaceId, channel: str) -> DigestSchedule:
    return DigestSchedule(workspace, channel, ScheduleKind.CHANNEL, MONDAY_MORNING, None, follows=True)
