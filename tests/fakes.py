"""In-memory doubles of what the use cases and jobs ask of the world; each says what it promises and leaves out."""

import asyncio
from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from bot.cards import Card
from bot.jobs.answer_codes import Scope
from bot.jobs.messenger import MessageGone, NeedsPerson, Place, ThreadGone
from readiness.domain.rules.linking import Link
from readiness.domain.rules.visibility import BEYOND
from readiness.domain.values.code import Code
from readiness.domain.values.hold import Hold, Remedy
from readiness.domain.values.identity import InitiativeId, OrganisationId, PersonId, WorkspaceId
from readiness.domain.values.initiative import Initiative, Life
from readiness.domain.values.notice import Notice, Post
from readiness.domain.values.organisation import Organisation
from readiness.domain.values.person import Person
from readiness.domain.values.record import Appended, Entry, Head, SaltedText
from readiness.domain.values.schedule import is_beyond
from readiness.usecases.frame.asking import Asker
from readiness.usecases.frame.guarding import Strict
from readiness.usecases.frame.ports import (
    AlreadyHandled,
    Both,
    Channel,
    Delivery,
    Deps,
    DigestSchedule,
    Faults,
    GivenUp,
    HeldPlace,
    InChannel,
    InitiativeLine,
    Named,
    OrganisationMoved,
    StoredTemplate,
    Sweep,
    UnitOfWork,
    Unreadable,
    VersionConflict,
    Workspace,
)
from storage.stores.initiative_rows import party_subject, subjects

SLACK = Workspace(WorkspaceId("slack"), OrganisationId("acme"), "slack", "T1", "Acme")
MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)


class FixedClock:
    """A clock that stands still until it is moved. `seconds` measures how far it was, jumps left aside."""

    def __init__(self, now: datetime = MONDAY) -> None:
        self.now = self._begun = now

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> datetime:
        """Go on by that much (as in `timedelta`)."""
        self.now += timedelta(**by)
        return self.now

    def jump(self, **by: float) -> datetime:
        """Somebody sets it: it shows another time, and no time has passed."""
        self._begun += timedelta(**by)
        return self.move(**by)

    def seconds(self) -> float:
        """How much time has passed since it was made."""
        return (self.now - self._begun).total_seconds()


class SequentialIds:
    """Ids that count up, so that a test can name them: 32 hex digits like the real ones."""

    def __init__(self) -> None:
        self._made = 0

    def __call__(self) -> str:
        self._made += 1
        return f"{self._made:032x}"


class HeardFaults:
    """Keeps what was reported, in order: sweep and item of each failure, and what was replaced."""

    def __init__(self) -> None:
        self.failures: list[tuple[Sweep, str, Exception]] = []
        self.replacements: list[tuple[str, str, str]] = []

    def failed(self, sweep: Sweep, item: str, error: Exception) -> None:
        self.failures.append((sweep, item, error))

    def replaced(self, what: str, whose: str, value: str) -> None:
        self.replacements.append((what, whose, value))

    def items(self) -> list[tuple[str, str]]:
        """Sweep and item of each failure."""
        return [(str(sweep), item) for sweep, item, _ in self.failures]


class FakePeople:
    """A chat platform's directory: accounts, admins, channels and who is in them; a look at a `failing` one raises.

    `refused` are raised, one for each look-up, when that account is looked up; `out_of_reach` are workspaces whose
    token another process holds.
    """

    def __init__(self) -> None:
        self.refused: dict[str, list[Exception]] = {}
        self.out_of_reach: set[WorkspaceId] = set()
        self.people: dict[str, Person] = {}
        self.admins: set[str] = set()
        self.channels: dict[str, Channel] = {}
        self.inside: dict[str, set[str]] = {}
        self.lookups: list[str] = []
        self.looks: list[str] = []
        self.failing: dict[str, Exception] = {}

    def reaches(self, workspace: Workspace) -> bool:
        return workspace.id not in self.out_of_reach

    async def person(self, workspace: Workspace, account: str) -> Person | None:
        self.lookups.append(account)
        if self.refused.get(account):
            raise self.refused[account].pop(0)
        return self.people.get(account)

    async def is_admin(self, workspace: Workspace, account: str) -> bool:
        return account in self.admins

    async def channel(self, workspace: Workspace, channel: str) -> Channel | None:
        return self.channels.get(channel)

    async def look_at(self, workspace: Workspace, channel: str) -> Channel | None:
        self.looks.append(channel)
        if channel in self.failing:
            raise self.failing[channel]
        return self.channels.get(channel)

    async def members(self, workspace: Workspace, channel: str) -> frozenset[str]:
        return frozenset(self.inside.get(channel, ()))


def a_channel(
    channel: str, *, private: bool = False, direct: bool = False, archived: bool = False, inside: bool = True
) -> Channel:
    """A public channel the bot is in, unless said otherwise."""
    return Channel(channel, channel.lower(), private, direct, archived, bot_is_member=inside)


# --- storage ----------------------------------------------------------------------------------------------------------


@dataclass
class _State:
    """Everything of one organisation. Values are frozen, so copying the dictionaries copies it."""

    organisation: Organisation | None = None
    initiatives: dict[InitiativeId, Initiative] = field(default_factory=dict)
    entries: dict[str, tuple[Entry, ...]] = field(default_factory=dict)
    texts: dict[str, dict[tuple[int, str], SaltedText]] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)
    schedules: dict[tuple[WorkspaceId, str], DigestSchedule] = field(default_factory=dict)
    runs: dict[tuple[str, str, str], datetime] = field(default_factory=dict)
    looks: dict[tuple[WorkspaceId, str], tuple[datetime | None, datetime]] = field(default_factory=dict)
    templates: dict[tuple[str, int], StoredTemplate] = field(default_factory=dict)
    holds: dict[tuple[WorkspaceId, str], Hold] = field(default_factory=dict)

    def copy(self) -> "_State":
        return _State(
            self.organisation,
            dict(self.initiatives),
            dict(self.entries),
            {chain: dict(texts) for chain, texts in self.texts.items()},
            dict(self.posts),
            dict(self.schedules),
            dict(self.runs),
            dict(self.looks),
            dict(self.templates),
            dict(self.holds),
        )


class MemoryStorage:
    """Storage of one process. A unit of work sees a copy; `commit` swaps it in, or raises `VersionConflict` when
    anybody else committed since it began: stricter than a database, so that whoever does not retry is found out.

    `before_commit` are calls made once each, in order, just before a commit: a test's way to be first. `codes` are
    those that were made, `used` the hashes of those that were used up. What `spoil` was told cannot be read: `faults`
    hear of it, as they do of a real one's. `refuses` are raised by whoever saves the initiative or organisation of
    that id, or claims a run or a turn for whom.
    """

    def __init__(self) -> None:
        self.faults: Faults = Strict()
        self.spoilt: set[str] = set()
        self.refuses: dict[str, Exception] = {}
        self.workspaces: dict[WorkspaceId, Workspace] = {}
        self.states: dict[OrganisationId, _State] = {}
        self.rows: list[_Row] = []
        self.before_commit: list[object] = []
        self.commits = 0
        self.codes: dict[str, Code] = {}
        self.used: set[str] = set()
        self.handled: dict[tuple[WorkspaceId, str], datetime] = {}
        self.held = MemoryHeldPlaces(self)
        self._numbers = 0

    def write(self, organisation: OrganisationId):
        return self._unit(organisation, writes=True)

    def read(self, organisation: OrganisationId):
        return self._unit(organisation, writes=False)

    @asynccontextmanager
    async def write_both(self, one: OrganisationId, other: OrganisationId) -> AsyncIterator[Both]:
        await asyncio.sleep(0)
        yield _MemoryBoth(self, one, other)

    @asynccontextmanager
    async def _unit(self, organisation: OrganisationId, *, writes: bool) -> AsyncIterator[UnitOfWork]:
        # Lets others run, as a database would.
        await asyncio.sleep(0)
        yield _MemoryUnit(self, organisation, writes=writes)

    async def workspace(self, platform: str, external: str) -> Workspace | None:
        found = (one for one in self.workspaces.values() if (one.platform, one.external) == (platform, external))
        return next(found, None)

    async def organisation(self, organisation: OrganisationId) -> Organisation:
        async with self.read(organisation) as uow:
            return await uow.organisations.get()

    async def in_channel(self, organisation: OrganisationId, workspace: WorkspaceId, channel: str) -> InChannel:
        async with self.read(organisation) as uow:
            lines = await uow.initiatives.lines(channel=(workspace, channel))
            return InChannel(await uow.organisations.get(), lines)

    async def named(self, organisation: OrganisationId, slug: str) -> Named:
        async with self.read(organisation) as uow:
            return Named(await uow.organisations.get(), await uow.initiatives.by_slug(slug))

    async def workspace_by_id(self, workspace: WorkspaceId) -> Workspace | None:
        return self.workspaces.get(workspace)

    async def add_workspace(self, workspace: Workspace, organisation: Organisation) -> Workspace:
        first = await self.workspace(workspace.platform, workspace.external)
        if first is not None:
            return first
        self.workspaces[workspace.id] = workspace
        self.states[organisation.id] = _State(organisation)
        return workspace

    async def person_at(self, workspace: Workspace, account: str) -> PersonId | None:
        known = self.stored_organisation(workspace.organisation).addresses.get(workspace.id, {})
        return next((person for person, one in known.items() if one == account), None)

    async def organisations(self) -> tuple[tuple[OrganisationId, str], ...]:
        known = [self.stored_organisation(id_) for id_ in self.states]
        return tuple((one.id, one.name) for one in known if one.absorbed_by is None)

    async def absorbed(self, organisation: OrganisationId) -> tuple[tuple[OrganisationId, str], ...]:
        known = [self.stored_organisation(id_) for id_ in self.states]
        return tuple((one.id, one.name) for one in known if one.absorbed_by == organisation)

    async def workspaces_of(self, organisation: OrganisationId) -> tuple[Workspace, ...]:
        return tuple(one for one in self.workspaces.values() if one.organisation == organisation)

    async def add_code(self, code: Code, at: datetime) -> None:
        self.codes[code.digest] = code

    async def was_handled(self, workspace: WorkspaceId, request: str) -> bool:
        return (workspace, request) in self.handled

    async def forget_requests(self, before: datetime) -> int:
        known = len(self.handled)
        self.handled = {one: at for one, at in self.handled.items() if at >= before}
        return known - len(self.handled)

    def stored_organisation(self, organisation: OrganisationId = SLACK.organisation) -> Organisation:
        """The stored organisation, for tests to look at."""
        found = self.states[organisation].organisation
        assert found is not None
        return found

    def state(self, organisation: OrganisationId = SLACK.organisation) -> _State:
        """Everything stored of the organisation, for tests to look at and to prepare."""
        return self.states[organisation]

    def spoil(self, slug: str) -> None:
        """What is stored of that initiative cannot be read from now on."""
        self.spoilt.add(slug)

    def enqueue(self, organisation: OrganisationId, notice: Notice, at: datetime) -> None:
        """Add a row, or let the one that waits under the same key stand for both."""
        for index, row in enumerate(self.rows):
            if (row.organisation, row.notice.key, row.status) == (organisation, notice.key, "pending"):
                self.rows[index] = replace(row, notice=notice, not_before=min(at, row.not_before))
                return
        self._numbers += 1
        self.rows.append(_Row(self._numbers, organisation, notice, at, at))

    def release(self, organisation: OrganisationId, lifted: set[tuple[WorkspaceId, str]]) -> None:
        """Let the rows that those holds hold wait for their turn again."""
        for index, row in enumerate(self.rows):
            if (row.organisation, row.status) == (organisation, "held") and row.held_at in lifted:
                twins = [one for one in self.rows if (one.notice.key, one.status) == (row.notice.key, "pending")]
                newest = twins[0].notice if twins else row.notice
                self.rows[index] = replace(row, status="pending", held_at=None, notice=newest)
                self.rows[:] = [one for one in self.rows if one not in twins]

    def waiting(self) -> tuple[str, ...]:
        """The keys of what is not sent yet, oldest first."""
        return tuple(row.notice.key for row in self.rows if row.status != "dead")

    def held_at(self, place: str) -> tuple[str, ...]:
        """The keys of what is held there, oldest first."""
        return tuple(row.notice.key for row in self.rows if row.status == "held" and row.held_at[1] == place)

    def given_up_rows(self) -> list["_Row"]:
        """What was given up or tells of it."""
        return [row for row in self.rows if row.status == "dead" or row.notice.key.startswith("given-up:")]

    def given_up(self) -> Mapping[str, str]:
        """Why each row that was given up was, by key."""
        return {row.notice.key: row.why for row in self.rows if row.status == "dead"}


class MemoryHeldPlaces:
    """What was held when somebody looked last: whoever forgets to look does not know."""

    def __init__(self, storage: MemoryStorage) -> None:
        self._storage = storage
        self._known: dict[tuple[WorkspaceId, str], HeldPlace] = {}

    def at(self, workspace: WorkspaceId, *places: str) -> HeldPlace | None:
        return next((self._known[workspace, one] for one in places if (workspace, one) in self._known), None)

    def due(self, now: datetime) -> tuple[HeldPlace, ...]:
        return tuple(one for one in self._known.values() if one.hold.is_due(now))

    async def look(self) -> None:
        states = self._storage.states.items()
        self._known = {key: HeldPlace(id_, hold) for id_, state in states for key, hold in state.holds.items()}


class _MemoryUnit:
    """One transaction; its repositories are itself."""

    def __init__(self, storage: MemoryStorage, organisation: OrganisationId, *, writes: bool) -> None:
        self.storage = storage
        self._id = organisation
        self._writes = writes
        self._base = storage.states.get(organisation, _State())
        self.now = self._base.copy()
        self.enqueued: list[tuple[Notice, datetime]] = []
        self.organisations = _Organisations(self)
        self.initiatives = _Initiatives(self)
        self.record = _Record(self)
        self.outbox = _Outbox(self)
        self.posts = _Posts(self)
        self.schedules = _Schedules(self)
        self.templates = _Templates(self)
        self.holds = _Holds(self)
        self.lifted: set[tuple[WorkspaceId, str]] = set()
        self.codes = _Codes(self)
        self.requests = _Requests(self)
        self.looks = _Looks(self)
        self.using: set[str] = set()
        self.made: list[Code] = []
        self.claimed: dict[tuple[WorkspaceId, str], datetime] = {}

    async def commit(self) -> None:
        assert self._writes, "a view cannot save"
        if self.storage.before_commit:
            await self.storage.before_commit.pop(0)()
        self.check()
        self.swap_in()
        self.storage.commits += 1

    def may(self, id_: str) -> None:
        """Raise what was ordered for whoever writes about that."""
        if id_ in self.storage.refuses:
            raise self.storage.refuses[id_]

    def check(self) -> None:
        """Raise `VersionConflict` when anybody else committed since it began, `AlreadyHandled` when that did it."""
        if self.claimed.keys() & self.storage.handled.keys():
            raise AlreadyHandled
        if self.storage.states.get(self._id, self._base) is not self._base or self.using & self.storage.used:
            raise VersionConflict

    def swap_in(self) -> None:
        """What it did is what is stored from now on."""
        self.storage.states[self._id] = self._base = self.now
        self.storage.used |= self.using
        self.storage.handled |= self.claimed
        self.storage.codes |= {code.digest: code for code in self.made}
        self.now = self.now.copy()
        self.storage.release(self._id, self.lifted)
        for notice, at in self.enqueued:
            self.storage.enqueue(self._id, notice, at)


class _MemoryBoth:
    """One transaction on two organisations."""

    def __init__(self, storage: MemoryStorage, one: OrganisationId, other: OrganisationId) -> None:
        self._storage = storage
        self._moves: dict[OrganisationId, OrganisationId] = {}
        self.units = (_MemoryUnit(storage, one, writes=True), _MemoryUnit(storage, other, writes=True))

    async def move(self, absorbed: OrganisationId, into: OrganisationId) -> None:
        self._moves[absorbed] = into

    async def commit(self) -> None:
        for unit in self.units:
            unit.check()
        for unit in self.units:
            unit.swap_in()
        for key, one in self._storage.workspaces.items():
            into = self._moves.get(one.organisation, one.organisation)
            self._storage.workspaces[key] = replace(one, organisation=into)
        for absorbed, into in self._moves.items():
            gone, here = self._storage.states[absorbed], self._storage.states[into]
            here.schedules |= {key: replace(one, follows=False) for key, one in gone.schedules.items()}
            gone.schedules.clear()
            here.looks |= gone.looks
            gone.looks.clear()


class _Repository:
    def __init__(self, unit: _MemoryUnit) -> None:
        self._unit = unit

    @property
    def _now(self) -> _State:
        return self._unit.now


class _Codes(_Repository):
    async def add(self, code: Code, at: datetime) -> None:
        self._unit.made.append(code)

    async def find(self, digest: str) -> Code | None:
        storage = self._unit.storage
        return None if digest in storage.used else storage.codes.get(digest)

    async def use(self, digest: str, at: datetime) -> bool:
        if digest in self._unit.storage.used:
            return False
        self._unit.using.add(digest)
        return True


class _Requests(_Repository):
    async def claim(self, workspace: WorkspaceId, request: str, at: datetime) -> None:
        if (workspace, request) in self._unit.storage.handled:
            raise AlreadyHandled
        self._unit.claimed[workspace, request] = at

    async def was_handled(self, workspace: WorkspaceId, request: str) -> bool:
        return (workspace, request) in self._unit.storage.handled


class _Organisations(_Repository):
    async def get(self) -> Organisation:
        if self._now.organisation is None:
            raise LookupError
        if self._now.organisation.absorbed_by is not None:
            raise OrganisationMoved(self._now.organisation.absorbed_by)
        return self._now.organisation

    async def add(self, organisation: Organisation) -> None:
        self._now.organisation = organisation

    async def save(self, before: Organisation, after: Organisation) -> None:
        self._unit.may(after.id)
        stored = await self.get()
        if stored.version != before.version:
            raise VersionConflict
        assert after.version == before.version + 1
        self._now.organisation = after


class _Initiatives(_Repository):
    async def get(self, initiative: InitiativeId) -> Initiative | None:
        return self._asked_for(self._now.initiatives.get(initiative))

    async def by_slug(self, slug: str) -> Initiative | None:
        return self._asked_for(next((one for one in self._now.initiatives.values() if one.slug == slug), None))

    def _asked_for(self, found: Initiative | None) -> Initiative | None:
        if found is not None and found.slug in self._unit.storage.spoilt:
            raise _unreadable(found)
        return found

    def _readable(self, found: Iterable[Initiative]) -> list[Initiative]:
        """Those that can be read; of the others is told."""
        storage, readable = self._unit.storage, []
        for one in found:
            if one.slug in storage.spoilt:
                storage.faults.failed(Sweep.DOCUMENTS, f"initiative {one.slug}", _unreadable(one))
            else:
                readable.append(one)
        return readable

    async def named(self, lives: frozenset[Life]) -> frozenset[PersonId]:
        return frozenset(one for each in self._now.initiatives.values() if each.life in lives for one in each.people())

    async def slugs(self) -> frozenset[str]:
        return frozenset(one.slug for one in self._now.initiatives.values())

    async def lines(
        self, *, channel: tuple[WorkspaceId, str] | None = None, lives: frozenset[Life] | None = None
    ) -> tuple[InitiativeLine, ...]:
        found = [
            one
            for one in self._now.initiatives.values()
            if (channel is None or (one.home.workspace, one.home.channel) == channel)
            and (lives is None or one.life in lives)
        ]
        return tuple(_line(one) for one in sorted(found, key=lambda one: one.name))

    async def load(self, ids: Sequence[InitiativeId]) -> tuple[Initiative, ...]:
        return tuple(self._readable(self._now.initiatives[one] for one in ids if one in self._now.initiatives))

    async def concerning(self, person: PersonId, parties: frozenset[str]) -> tuple[InitiativeId, ...]:
        wanted = {person, *map(party_subject, parties)}
        return tuple(
            one.id
            for one in self._now.initiatives.values()
            if one.life in (Life.ACTIVE, Life.PAUSED) and wanted & subjects(one)
        )

    async def naming(self, person: PersonId) -> tuple[InitiativeId, ...]:
        return tuple(one.id for one in self._now.initiatives.values() if repr(str(person)) in repr(one))

    async def rename(self, link: Link) -> None:
        """Nothing is kept beside the initiatives here."""

    async def stream(self, lives: frozenset[Life]) -> AsyncIterator[Initiative]:
        for one in self._readable([one for one in self._now.initiatives.values() if one.life in lives]):
            yield one

    async def add(self, initiative: Initiative) -> None:
        if initiative.slug in await self.slugs():
            raise VersionConflict
        self._now.initiatives[initiative.id] = initiative

    async def save(self, before: Initiative, after: Initiative) -> None:
        self._unit.may(after.id)
        if self._now.initiatives[before.id].version != before.version:
            raise VersionConflict
        assert after.version == before.version + 1
        self._now.initiatives[after.id] = after


class _Record(_Repository):
    async def append(self, chain: str, appended: Appended) -> None:
        known = self._now.entries.get(chain, ())
        if appended.entries and known and appended.entries[0].sequence <= known[-1].sequence:
            raise VersionConflict
        self._now.entries[chain] = known + appended.entries
        self._now.texts.setdefault(chain, {}).update(appended.texts)

    async def entries(self, chain: str, *, since: datetime | None = None) -> tuple[Entry, ...]:
        return tuple(one for one in self._now.entries.get(chain, ()) if since is None or one.at >= since)

    async def texts(self, chain: str) -> Mapping[tuple[int, str], SaltedText]:
        return MappingProxyType(self._now.texts.get(chain, {}))

    async def head(self, chain: str) -> Head:
        known = self._now.entries.get(chain, ())
        return Head(known[-1].sequence, known[-1].hash) if known else Head()


class _Outbox(_Repository):
    async def given_up(self, since: datetime) -> tuple[GivenUp, ...]:
        dead = [row for row in self._unit.storage.rows if row.status == "dead" and row.not_before >= since]
        return tuple(GivenUp(row.notice, row.why) for row in dead)

    async def enqueue(self, notice: Notice, at: datetime) -> None:
        self._unit.enqueued.append((notice, at))


class _Posts(_Repository):
    async def get(self, key: str) -> Post | None:
        return self._now.posts.get(key)

    async def of_initiative(self, initiative: InitiativeId) -> tuple[Post, ...]:
        return tuple(post for _, post in sorted(self._now.posts.items()) if post.initiative == initiative)

    async def save(self, post: Post) -> None:
        self._now.posts[post.key] = post

    async def forget(self, key: str) -> None:
        self._now.posts.pop(key, None)


class _Schedules(_Repository):
    async def get(self, workspace: WorkspaceId, channel: str) -> DigestSchedule | None:
        return self._now.schedules.get((workspace, channel))

    async def list(self) -> tuple[DigestSchedule, ...]:
        return tuple(self._now.schedules.values())

    async def save(self, schedule: DigestSchedule) -> None:
        self._now.schedules[schedule.workspace, schedule.channel] = schedule

    async def due(self, now: datetime) -> tuple[DigestSchedule, ...]:
        return tuple(
            one
            for one in self._now.schedules.values()
            if one.next_due is not None and (one.next_due <= now or is_beyond(one.next_due, now))
        )

    async def claim(self, what: str, for_whom: str, period: str, at: datetime) -> bool:
        self._unit.may(for_whom)
        if (what, for_whom, period) in self._now.runs:
            return False
        self._now.runs[what, for_whom, period] = at
        return True

    async def claimed(self, what: str, for_whom: str, period: str) -> datetime | None:
        return self._now.runs.get((what, for_whom, period))

    async def unclaim(self, what: str, for_whom: str, period: str) -> None:
        self._now.runs.pop((what, for_whom, period), None)

    async def take(self, what: str, for_whom: str, now: datetime, until: datetime, longest: datetime) -> bool:
        self._unit.may(for_whom)
        known = self._now.runs.get((what, for_whom, ""))
        if known is not None and now < known <= longest:
            return False
        self._now.runs[what, for_whom, ""] = until
        return True

    async def put_off(self, what: str, for_whom: Collection[str], until: datetime) -> None:
        self._now.runs |= {(what, one, ""): until for one in for_whom}

    async def bring_back(self, now: datetime) -> None:
        self._now.runs |= {run: now for run, at in self._now.runs.items() if run[2] == "" and at > now}

    async def put_off_until(self, what: str) -> Mapping[str, datetime]:
        return {for_whom: at for (one, for_whom, period), at in self._now.runs.items() if (one, period) == (what, "")}

    async def last_runs(self, what: str, until: datetime) -> Mapping[str, datetime]:
        found: dict[str, datetime] = {}
        for (one, for_whom, _), at in self._now.runs.items():
            if one == what and at <= until:
                found[for_whom] = max(at, found.get(for_whom, at))
        return found


class _Looks(_Repository):
    async def due(
        self, workspaces: Sequence[WorkspaceId], now: datetime, most: int
    ) -> tuple[tuple[WorkspaceId, str], ...]:
        homes = {(one.home.workspace, one.home.channel) for one in self._now.initiatives.values()}
        nexts = {home: (self._now.looks.get(home) or (None, datetime.min.replace(tzinfo=UTC)))[1] for home in homes}
        due = [home for home in sorted(homes, key=lambda one: (nexts[one], one)) if self._is_due(home, now)]
        return tuple(home for home in due if home[0] in workspaces)[:most]

    async def claim(self, workspace: WorkspaceId, channel: str, now: datetime, again_at: datetime) -> bool:
        if not self._is_due((workspace, channel), now):
            return False
        self._now.looks[workspace, channel] = (await self.seen_at(workspace, channel), again_at)
        return True

    async def seen_at(self, workspace: WorkspaceId, channel: str) -> datetime | None:
        return self._now.looks.get((workspace, channel), (None, None))[0]

    async def seen(self, workspace: WorkspaceId, channel: str, at: datetime, again_at: datetime) -> None:
        self._now.looks[workspace, channel] = (at, again_at)

    async def bring_back(self, now: datetime) -> None:
        self._now.looks |= {one: (seen, min(at, now)) for one, (seen, at) in self._now.looks.items()}

    def _is_due(self, home: tuple[WorkspaceId, str], now: datetime) -> bool:
        if home not in self._now.looks:
            return True
        seen_at, next_at = self._now.looks[home]
        return not now < next_at <= now + BEYOND or (seen_at is not None and seen_at > now)


class _Holds(_Repository):
    async def get(self, workspace: WorkspaceId, place: str) -> Hold | None:
        return self._now.holds.get((workspace, place))

    async def save(self, hold: Hold) -> None:
        self._now.holds[hold.key] = hold

    async def take_turn(self, hold: Hold, after: Hold) -> bool:
        known = self._now.holds.get(hold.key)
        if known is None or known.next_probe != hold.next_probe:
            return False
        turn = {"probes": after.probes, "probed_at": after.probed_at, "next_probe": after.next_probe}
        self._now.holds[hold.key] = replace(known, **turn)
        return True

    async def lift(self, workspace: WorkspaceId, place: str) -> bool:
        self._unit.lifted.add((workspace, place))
        return self._now.holds.pop((workspace, place), None) is not None

    async def bring_back(self, now: datetime) -> None:
        self._now.holds |= {
            key: replace(one, next_probe=min(one.next_probe, now)) for key, one in self._now.holds.items()
        }


class _Templates(_Repository):
    async def get(self, key: str, version: int | None = None) -> StoredTemplate | None:
        versions = [number for name, number in self._now.templates if name == key]
        wanted = version if version is not None else max(versions, default=0)
        return self._now.templates.get((key, wanted))

    async def list(self) -> tuple[StoredTemplate, ...]:
        newest = {key: await self.get(key) for key, _ in self._now.templates}
        return tuple(one for _, one in sorted(newest.items()) if one is not None)

    async def publish(self, template: StoredTemplate) -> None:
        name = (template.template.key, template.template.version)
        if name in self._now.templates:
            raise VersionConflict
        self._now.templates[name] = template


def _unreadable(one: Initiative) -> Unreadable:
    return Unreadable(what=f"initiative {one.slug}", why="spoilt")


def _line(one: Initiative) -> InitiativeLine:
    home = one.home
    return InitiativeLine(one.id, one.slug, one.name, one.life, one.version, home.private, home.workspace, home.channel)


# --- delivery ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Row:
    id: int
    organisation: OrganisationId
    notice: Notice
    enqueued_at: datetime
    not_before: datetime
    attempts: int = 0
    status: str = "pending"
    lease_until: datetime | None = None
    unknown: bool = False
    why: str = ""
    claimed_at: datetime | None = None
    held_at: tuple[WorkspaceId, str] | None = None


class MemoryDeliveries:
    """The sending side of `MemoryStorage`'s rows: one of each lane at a time, in order; a lease that ended, or that is
    longer than any, frees a row and marks it as unknown. Rows that were sent are removed."""

    def __init__(self, storage: MemoryStorage, lease: timedelta = timedelta(seconds=60)) -> None:
        self._storage = storage
        self._lease = lease

    async def claim(self, now: datetime, limit: int) -> tuple[Delivery, ...]:
        claimed: list[Delivery] = []
        held: set[str] = set()
        for row in sorted(self._storage.rows, key=lambda row: row.id):
            lane = _lane(row.notice)
            if row.status == "held" and row.unknown:
                held.add(lane)
            if row.status in ("dead", "held") or len(claimed) == limit:
                continue
            abandoned = row.status == "sending" and not (now < (row.lease_until or now) <= now + self._lease)
            due = row.status == "pending" and row.not_before <= now
            if (due or abandoned) and lane not in held:
                claimed.append(self._leased(row, now, may_stand=row.unknown or abandoned))
            if due or row.status == "sending" or row.attempts > 0:
                held.add(lane)
        return tuple(claimed)

    async def done(self, delivery: Delivery, now: datetime) -> None:
        self._storage.rows = [row for row in self._storage.rows if row.id != delivery.id]

    async def retry(self, delivery: Delivery, at: datetime, why: str, *, unknown: bool = False) -> None:
        row = self._mine(delivery)
        if row is not None:
            self._change(row, status="pending", not_before=at, why=why, unknown=unknown, lease_until=None)

    async def bring_back(self, now: datetime, beyond: datetime, by: timedelta = timedelta()) -> None:
        for row in self._storage.rows:
            if row.status == "pending" and row.not_before > beyond:
                self._change(row, not_before=now)
        for row in self._storage.rows:
            if row.claimed_at is not None and (row.status == "sending" or row.unknown):
                self._change(row, claimed_at=row.claimed_at - by)

    async def give_up(self, delivery: Delivery, now: datetime, why: str) -> None:
        row = self._mine(delivery)
        if row is not None:
            self._change(row, status="dead", why=why, lease_until=None, not_before=now)

    async def hold(self, delivery: Delivery, hold: Hold, why: str, *, unknown: bool = False) -> None:
        row = self._mine(delivery)
        if row is None:
            return
        if hold.key not in self._storage.states[delivery.organisation].holds:
            self._change(row, status="pending", why=why, unknown=unknown, lease_until=None)
            return
        twins = [one for one in self._storage.rows if (one.notice.key, one.status) == (row.notice.key, "held")]
        if twins:
            self._change(twins[0], notice=row.notice, unknown=unknown or twins[0].unknown)
            self._storage.rows = [one for one in self._storage.rows if one.id != row.id]
            return
        when = hold.probed_at
        self._change(row, status="held", why=why, unknown=unknown, lease_until=None, held_at=hold.key, not_before=when)

    async def claim_held(self, hold: Hold, now: datetime) -> Delivery | None:
        held = [row for row in self._storage.rows if (row.status, row.held_at) == ("held", hold.key)]
        busy = {_lane(row.notice) for row in self._storage.rows if row.status == "sending"}
        for row in sorted(held, key=lambda row: (row.not_before, row.id)):
            if _lane(row.notice) not in busy:
                return self._leased(replace(row, held_at=None), now, may_stand=row.unknown)
        return None

    async def waiting(self) -> int:
        return len(self._storage.waiting())

    def _leased(self, row: _Row, now: datetime, *, may_stand: bool) -> Delivery:
        since, lease = row.claimed_at if may_stand else None, now + self._lease
        self._change(row, status="sending", attempts=row.attempts + 1, lease_until=lease, claimed_at=since or now)
        return Delivery(row.id, row.organisation, row.notice, row.attempts, row.enqueued_at, unknown_since=since)

    def _mine(self, delivery: Delivery) -> _Row | None:
        found = (row for row in self._storage.rows if row.id == delivery.id and row.status == "sending")
        return next((row for row in found if row.attempts == delivery.attempts + 1), None)

    def _change(self, row: _Row, **changes: object) -> None:
        index = next(index for index, one in enumerate(self._storage.rows) if one.id == row.id)
        self._storage.rows[index] = replace(row, **changes)


def _lane(notice: Notice) -> str:
    return f"initiative:{notice.initiative}" if notice.initiative else f"place:{notice.channel or notice.person}"


@dataclass
class Sent:
    """A message as it stands on the fake platform."""

    channel: str
    thread: str | None
    key: str
    card: Card
    id: str
    at: datetime
    edits: int = 0


def needs_person(code: str, scope: Scope = Scope.CHANNEL, detail: str = "") -> NeedsPerson:
    """A refusal that stays until somebody does something about it."""
    return NeedsPerson(code, scope, Remedy.REPORT, detail=detail)


class RecordingMessenger:
    """A chat platform that keeps what was posted, per place, and can be told to fail.

    `failures` are raised, one for each call, by the next calls named ("post", "edit", "direct", "find"); `lost` are
    answered to the next posts although these arrive. `closed` channels refuse everything, and a second look says so;
    `refusing` ones refuse although a look says that they are open, "*" being all. `slow` ones answer once their event
    is set. `may_not_look` is raised by every look for a message: a bot without history scopes. Under a message that was
    deleted replies are taken if there were some already, though nobody sees them, and refused otherwise.
    """

    def __init__(self, clock: FixedClock) -> None:
        self.sent: list[Sent] = []
        self._ids = 0
        self.inside: dict[str, set[str]] = {}
        self.failures: dict[str, list[BaseException]] = {}
        self.lost: list[BaseException] = []
        self.closed: dict[str, BaseException] = {}
        self.refusing: dict[str, BaseException] = {}
        self.slow: dict[str, asyncio.Event] = {}
        self.joined: list[str] = []
        self.looked: list[str] = []
        self.calls: list[tuple[str, str, datetime]] = []
        self.may_not_look: BaseException | None = None
        self._clock = clock

    async def post(self, place: Place, card: Card, addresses: Mapping[str, str], key: str) -> str:
        await self._called("post", place.channel)
        if place.thread is not None and all(place.thread not in (one.id, one.thread) for one in self.sent):
            raise ThreadGone("cannot_reply_to_message")
        lost = self.lost.pop(0) if self.lost else None
        self._ids += 1
        self.sent.append(Sent(place.channel, place.thread, key, card, f"m{self._ids}", self._clock()))
        if lost is not None:
            raise lost
        return self.sent[-1].id

    async def edit(self, place: Place, message: str, card: Card, addresses: Mapping[str, str]) -> None:
        await self._called("edit", place.channel)
        found = next((one for one in self.sent if (one.channel, one.id) == (place.channel, message)), None)
        if found is None:
            raise MessageGone("message_not_found")
        found.card, found.edits = card, found.edits + 1

    async def direct(self, workspace: Workspace, account: str) -> str:
        await self._called("direct", f"D-{account}")
        return f"D-{account}"

    async def find(self, place: Place, key: str, since: datetime) -> str | None:
        await self._called("find", place.channel)
        self.looked.append(key)
        if self.may_not_look is not None:
            raise self.may_not_look
        there = [one for one in self.sent if (one.channel, one.thread) == (place.channel, place.thread)]
        return next((one.id for one in there if one.key == key and one.at >= since), None)

    async def members(self, workspace: Workspace, channel: str) -> frozenset[str]:
        await self._called("members", channel)
        return frozenset(self.inside.get(channel, ()))

    async def look_again(self, place: Place) -> bool:
        await self._called("look", place.channel)
        return place.channel not in self.closed

    async def join(self, place: Place) -> None:
        await self._called("join", place.channel)
        if str(self.closed.get(place.channel)) == "is_archived":
            raise self.closed[place.channel]
        self.joined.append(place.channel)
        self.closed.pop(place.channel, None)

    def keys(self, channel: str | None = None) -> list[str]:
        """The keys of what stands, oldest first, in that channel or everywhere."""
        return [one.key for one in self.sent if channel in (None, one.channel)]

    def told(self, kind: str) -> list[Sent]:
        """What stands whose key begins with that word, oldest first."""
        return [one for one in self.sent if one.key.startswith(f"{kind}:")]

    def has(self, key: str) -> bool:
        """Whether a message of that key stands anywhere."""
        return key in self.keys()

    def of(self, key: str) -> Sent:
        """The one message of that key."""
        (found,) = [one for one in self.sent if one.key == key]
        return found

    def delete(self, key: str) -> None:
        """Somebody deletes it by hand."""
        self.sent = [one for one in self.sent if one.key != key]

    async def _called(self, what: str, channel: str) -> None:
        await asyncio.sleep(0)
        self.calls.append((what, channel, self._clock()))
        if channel in self.slow:
            await self.slow[channel].wait()
        if self.failures.get(what):
            raise self.failures[what].pop(0)
        if what in ("post", "edit"):
            for refused in (self.closed.get(channel), self.refusing.get(channel)):
                if refused is not None:
                    raise refused
        if "*" in self.refusing:
            raise self.refusing["*"]


# --- together ---------------------------------------------------------------------------------------------------------


@dataclass
class World:
    """All fakes of one test, with one Slack workspace of the organisation "acme" and its initiatives."""

    clock: FixedClock
    storage: MemoryStorage
    people: FakePeople
    deliveries: MemoryDeliveries
    messenger: RecordingMessenger
    deps: Deps

    def keep(self, *initiatives: Initiative) -> None:
        """Store initiatives as they are, without messages."""
        for one in initiatives:
            self.storage.state().initiatives[one.id] = replace(one, version=max(one.version, 1))

    def initiative(self, slug: str = "churn-model") -> Initiative:
        """The stored initiative of that slug."""
        (found,) = [one for one in self.storage.state().initiatives.values() if one.slug == slug]
        return found

    def change_organisation(self, organisation: Organisation) -> None:
        """Store the organisation as given."""
        self.storage.state().organisation = organisation


def an_asker(person: str, channel: str | None = "C1") -> Asker:
    """That person, asking in that channel of the workspace of `a_world`."""
    return Asker(SLACK.organisation, PersonId(person), SLACK, person.upper(), channel)


def a_world(organisation: Organisation, now: datetime = MONDAY, in_channel: Iterable[str] = ()) -> World:
    """A world at `now`; everybody's account is their id in capitals, and those `in_channel` are in C1."""
    clock, storage, people = FixedClock(now), MemoryStorage(), FakePeople()
    addresses = {person: person.upper() for person in organisation.people}
    storage.workspaces[SLACK.id] = SLACK
    storage.states[organisation.id] = _State(replace(organisation, addresses={SLACK.id: addresses}))
    people.people = {addresses[person.id]: replace(person, id=PersonId("")) for person in organisation.people.values()}
    people.channels["C1"] = a_channel("C1")
    messenger = RecordingMessenger(clock)
    messenger.inside["C1"] = people.inside["C1"] = {addresses[PersonId(person)] for person in in_channel}
    storage.faults = faults = HeardFaults()
    deps = Deps(storage, clock, SequentialIds(), people, clock.seconds, faults)
    return World(clock, storage, people, MemoryDeliveries(storage), messenger, deps)
