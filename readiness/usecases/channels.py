"""Looks at the channels that initiatives live in: what was public when they started can be private by now."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from readiness.domain.rules.change import Act, Change
from readiness.domain.rules.visibility import LOOKED_AT_EVERY, counts_as_private, turn_home
from readiness.domain.values.identity import OrganisationId, WorkspaceId
from readiness.domain.values.initiative import Initiative
from readiness.usecases.digest import CLOCK
from readiness.usecases.frame.changing import Rule, follow_up
from readiness.usecases.frame.guarding import guarded
from readiness.usecases.frame.ports import Channel, Deps, PlatformUnavailable, Sweep, Workspace
from readiness.usecases.holding import channel_reopened

AGAIN = timedelta(hours=1)
"""When to look again where nobody answered, or where an initiative could not be changed."""

MOST_AT_ONCE = 40
"""Slack answers some fifty a minute (platform-facts.md, F); the rest is looked at in the next round."""

ENOUGH_UNANSWERED = 3
"""After so many in a row the platform itself is away: the others of its workspace are not asked this time."""


async def look_at_channels(deps: Deps) -> int:
    """Look at every home channel that nobody looked at for a day, longest first; returns how many were asked about.

    Events tell sooner, but can be missed, and what tells of a conversion in Slack needs optional scopes.
    """
    looked = 0
    for organisation, _ in await deps.storage.organisations():
        with guarded(deps.faults, Sweep.ORGANISATIONS, organisation):
            looked += await _look_around(deps, organisation)
    return looked


async def look_at_channel(deps: Deps, workspace: Workspace, channel: str, *, told: bool | None = None) -> None:
    """Try what waits for a channel to which something happened, and look at it if an initiative lives in it.

    `told` is whether it is private by what happened, which counts where nobody answers.
    """
    await channel_reopened(deps, workspace, channel)
    async with deps.storage.read(workspace.organisation) as uow:
        is_home = bool(await uow.initiatives.lines(channel=(workspace.id, channel)))
    if is_home:
        look = await _look(deps, workspace, channel)
        await _take_in(deps, workspace, channel, look if look.private is not None else replace(look, private=told))


async def look_at_home(deps: Deps, workspace: Workspace, channel: str) -> tuple[Channel | None, bool]:
    """The channel that an initiative is to live in, and whether it was seen now.

    Where nobody answers, what is known of it is taken; but it counts as private until somebody sees it.
    """
    try:
        return await deps.people.look_at(workspace, channel), True
    except PlatformUnavailable:
        known = await deps.people.channel(workspace, channel)
        return None if known is None else replace(known, private=True), False


async def _look_around(deps: Deps, organisation: OrganisationId) -> int:
    reached = {one.id: one for one in await deps.storage.workspaces_of(organisation) if deps.people.reaches(one)}
    async with deps.storage.read(organisation) as uow:
        due = await uow.looks.due(tuple(reached), deps.clock(), MOST_AT_ONCE)
    looked, unanswered = 0, Counter[WorkspaceId]()
    for workspace, channel in due:
        with guarded(deps.faults, Sweep.CHANNELS, channel):
            if not await _is_ours(deps, organisation, workspace, channel):
                continue
            is_asked = unanswered[workspace] < ENOUGH_UNANSWERED
            look = await _look(deps, reached[workspace], channel) if is_asked else _Look(deps.clock())
            unanswered[workspace] = unanswered[workspace] + 1 if look.private is None else 0
            await _take_in(deps, reached[workspace], channel, look)
            looked += is_asked
    return looked


async def _is_ours(deps: Deps, organisation: OrganisationId, workspace: WorkspaceId, channel: str) -> bool:
    """Whether this process looks; of the replicas that find it due it is one."""
    now = deps.clock()
    async with deps.storage.write(organisation) as uow:
        is_ours = await uow.looks.claim(workspace, channel, now, now + AGAIN)
        await uow.commit()
        return is_ours


@dataclass(frozen=True, slots=True)
class _Look:
    """What a look that began at `at` found: whether the channel is private; None where nobody answered."""

    at: datetime
    private: bool | None = None


async def _look(deps: Deps, workspace: Workspace, channel: str) -> _Look:
    """A channel that the bot cannot see is private or gone: a public one can be seen without being in it."""
    began = deps.clock()
    try:
        found = await deps.people.look_at(workspace, channel)
    except PlatformUnavailable:
        return _Look(began)
    return _Look(began, found is None or found.private)


async def _take_in(deps: Deps, workspace: Workspace, channel: str, look: _Look) -> None:
    """Let the initiatives that live there be private or public, as the look says or as follows from its failing.

    Only then the channel counts as seen: whoever dies before is followed by somebody who looks again.
    """
    here = (workspace.id, channel)
    async with deps.storage.read(workspace.organisation) as uow:
        seen_at, lines = await uow.looks.seen_at(*here), await uow.initiatives.lines(channel=here)
    now = deps.clock()
    if seen_at is not None and look.at < seen_at <= now:
        return  # Somebody looked later, and was quicker.
    private = look.private if look.private is not None else counts_as_private(seen_at, now) or None
    behind = {line.id for line in lines if private is not None and line.private != private}
    for initiative in sorted(behind):
        with guarded(deps.faults, Sweep.DOCUMENTS, initiative):
            rule = _turning(private=bool(private), seen=look.private is not None)
            await follow_up(deps, workspace.organisation, CLOCK.id, initiative, rule)
            behind.discard(initiative)
    if look.private is not None:
        async with deps.storage.write(workspace.organisation) as uow:
            await uow.looks.seen(*here, look.at, look.at + (AGAIN if behind else LOOKED_AT_EVERY))
            await uow.commit()


def _turning(*, private: bool, seen: bool) -> Rule:
    def rule(initiative: Initiative, _act: Act) -> Change:
        return turn_home(initiative, private=private, seen=seen)

    return rule
