"""Who of those named in initiatives still belongs: asked of the platforms, of everybody within the hour.

Events tell us sooner, but can be missed (promises.md, P15). Each person has a row that says when to ask again, and each
workspace one that says when the next few may be asked. So a round that was cut off goes on where it ended, several
processes share the work, and a platform that asks us to wait is left alone by all of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from readiness.domain.values.identity import PersonId
from readiness.domain.values.organisation import Organisation
from readiness.usecases.arrivals import refresh_person
from readiness.usecases.digest import ACTIVE
from readiness.usecases.frame.changing import retrying
from readiness.usecases.frame.guarding import guarded
from readiness.usecases.frame.ports import Deps, PlatformUnavailable, Sweep, Workspace
from readiness.usecases.leaving import go_on_without

PERSON, WORKSPACE = "person-looked-at", "workspace-looked-at"
"""What is put off: to ask about somebody, and to ask in a workspace at all."""

AGAIN = timedelta(minutes=45)
"""When to ask about somebody again: what is left of the hour is for the round itself."""

SOON = timedelta(minutes=5)
"""When to ask again about somebody of whom it did not work."""

IDLE = timedelta(minutes=2)
"""When to see again who is due, where nobody is."""

MOST, PAUSE = 33, timedelta(seconds=20)
"""How many are asked about at once, and what lies between: Slack takes 100 a minute and workspace (tier 4)."""

LEASE = timedelta(minutes=5)
"""How long a process that asks may keep the others from it: longer than asking takes."""

MOST_FAILURES, RECOVERY = 3, timedelta(minutes=1)
"""After so many in a row the platform has a problem of its own, and is left alone for a while."""

LONGEST_HOLD = timedelta(hours=1)
LONGEST = LONGEST_HOLD + timedelta(minutes=5)
"""Nothing is put off for longer, not even by a clock that is a little ahead of this one. What seems to be was put off
by one that was set back since."""

_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(slots=True)
class _Round:
    """Whom a round asked about in one workspace, of whom it did not work, and how long to leave the platform alone."""

    asked: list[PersonId] = field(default_factory=list)
    failed: list[PersonId] = field(default_factory=list)
    hold: timedelta = timedelta()

    @property
    def looked_at(self) -> list[PersonId]:
        """Those about whom there is nothing to ask for a while."""
        return [one for one in self.asked if one not in self.failed]

    def keep(self, person: PersonId, *, is_fine: bool) -> None:
        """That person was asked about."""
        self.asked.append(person)
        if not is_fine:
            self.failed.append(person)
        if len(self.failed) >= MOST_FAILURES and self.asked[-MOST_FAILURES:] == self.failed[-MOST_FAILURES:]:
            self.hold = max(self.hold, RECOVERY)


async def look_at_people(deps: Deps, most: int | None = None) -> int:
    """Ask the platforms about those who are due, in each workspace about so many at most; how many that were."""
    asked = 0
    for organisation, _ in await deps.storage.organisations():
        with guarded(deps.faults, Sweep.ORGANISATIONS, organisation):
            for workspace in await deps.storage.workspaces_of(organisation):
                if deps.people.reaches(workspace):
                    with guarded(deps.faults, Sweep.WORKSPACES, workspace.id):
                        asked += await _look_in(deps, workspace, most)
    return asked


async def _look_in(deps: Deps, workspace: Workspace, most: int | None) -> int:
    if not await _take(deps, workspace):
        return 0
    known, due = await _due(deps, workspace)
    done = _Round()
    for person in due[:most]:
        await _ask(deps, known, workspace, person, done)
        if done.hold:
            break
    await _put_off(deps, workspace, done, is_last=len(done.asked) == len(due))
    return len(done.asked)


async def _ask(deps: Deps, known: Organisation, workspace: Workspace, person: PersonId, done: _Round) -> None:
    """What of somebody cannot be found is asked again soon; what the platform asks for holds the whole workspace."""
    is_fine = False
    with guarded(deps.faults, Sweep.PEOPLE, person):
        try:
            if known.is_member(person):
                await refresh_person(deps, workspace, known.addresses[workspace.id][person])
            else:
                await go_on_without(deps, workspace.organisation, person)
            is_fine = True
        except PlatformUnavailable as away:
            done.hold = min(timedelta(seconds=away.seconds), LONGEST_HOLD)
            raise
    done.keep(person, is_fine=is_fine)


async def _take(deps: Deps, workspace: Workspace) -> bool:
    """Whether this process is the one that asks there now."""
    now = deps.clock()
    async with deps.storage.read(workspace.organisation) as uow:
        if not _is_due((await uow.schedules.put_off_until(WORKSPACE)).get(workspace.id), now):
            return False

    async def once() -> bool:
        async with deps.storage.write(workspace.organisation) as uow:
            is_ours = await uow.schedules.take(WORKSPACE, workspace.id, now, now + LEASE, now + LONGEST)
            await uow.commit()
            return is_ours

    return await retrying(once)


async def _due(deps: Deps, workspace: Workspace) -> tuple[Organisation, list[PersonId]]:
    """Whom to ask about there: of those named in active initiatives the longest due first."""
    now = deps.clock()
    async with deps.storage.read(workspace.organisation) as uow:
        known = await uow.organisations.get()
        named = await uow.initiatives.named(ACTIVE)
        until = await uow.schedules.put_off_until(PERSON)
    there = named & known.addresses.get(workspace.id, {}).keys()
    gone = [one for one in named if not known.workspaces_of(one) and not known.is_member(one)]
    waits = {one: until.get(_whom(workspace, one)) for one in (*there, *gone)}
    due = [one for one, at in waits.items() if _is_due(at, now)]
    return known, sorted(due, key=lambda one: (waits[one] or _NEVER, one))


async def _put_off(deps: Deps, workspace: Workspace, done: _Round, *, is_last: bool) -> None:
    """Where nobody is due any more, nothing is looked up for a few minutes."""
    now = deps.clock()
    pause = max(done.hold, IDLE if is_last else PAUSE)

    async def once() -> None:
        async with deps.storage.write(workspace.organisation) as uow:
            await uow.schedules.put_off(PERSON, _all(workspace, done.looked_at), now + AGAIN)
            await uow.schedules.put_off(PERSON, _all(workspace, done.failed), now + SOON)
            await uow.schedules.put_off(WORKSPACE, (workspace.id,), now + pause)
            await uow.commit()

    await retrying(once)


def _is_due(until: datetime | None, now: datetime) -> bool:
    return until is None or until <= now or until > now + LONGEST


def _all(workspace: Workspace, people: Iterable[PersonId]) -> tuple[str, ...]:
    return tuple(_whom(workspace, one) for one in people)


def _whom(workspace: Workspace, person: PersonId) -> str:
    return f"{workspace.id}:{person}"
