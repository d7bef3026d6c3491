"""The storage that use cases are given (`ports.Storage`), over either database."""

from collections.abc import Callable
from datetime import datetime, timedelta
from types import TracebackType
from typing import Self, TypeVar, TypeVarTuple

from readiness.domain.values.code import Code
from readiness.domain.values.identity import OrganisationId, PersonId, WorkspaceId
from readiness.domain.values.organisation import Organisation
from readiness.usecases.frame.guarding import Strict
from readiness.usecases.frame.ports import Backlog, Faults, InChannel, Named, VersionConflict, Workspace
from storage.engine.address import PostgresServer, read_address
from storage.engine.database import Database, written
from storage.engine.postgres import PostgresDatabase
from storage.engine.probe import probe
from storage.engine.session import Memory, Unit
from storage.engine.sqlite import SqliteDatabase
from storage.stores import codes, hot_reads, requests, workspaces
from storage.stores.backlog import backlog
from storage.stores.conversations import SqlConversations
from storage.stores.deliveries import SqlDeliveries
from storage.stores.holds import SqlHeldPlaces
from storage.stores.hot_reads import KeptChannels
from storage.stores.organisations import current_organisation
from storage.stores.undelivered import SqlUndelivered
from storage.two_organisations import SqlBoth
from storage.unit_of_work import SqlUnitOfWork

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

LEASE = timedelta(seconds=60)
"""How long a claimed message is its claimer's: longer than any one call to a platform takes."""


def open_storage(url: str, *, lease: timedelta = LEASE, faults: Faults | None = None) -> "SqlStorage":
    """The storage at `url`; connects with the first use. Raises `UnknownDatabase` or `MissingDirectory`.

    What is stored and cannot be read is reported to `faults`, and the rest is given; without them it is raised.
    """
    address = read_address(url)
    if isinstance(address, PostgresServer):
        return SqlStorage(PostgresDatabase(address), lease, faults)
    return SqlStorage(SqliteDatabase(address.path), lease, faults)


class SqlStorage:
    """Opens units of work. Use it in one event loop, as an asynchronous context manager or with `close`."""

    def __init__(self, database: Database, lease: timedelta = LEASE, faults: Faults | None = None) -> None:
        """The storage in `database`."""
        self._database = database
        self._memory = Memory(faults or Strict())
        self._channels = KeptChannels()
        self._directory = self._memory.directory
        self.deliveries = SqlDeliveries(database, lease, self._memory.faults)
        self.conversations = SqlConversations(database)
        self.held = SqlHeldPlaces(database)
        self.undelivered = SqlUndelivered(database)

    def write(self, organisation: OrganisationId) -> SqlUnitOfWork:
        """A unit of work that can save."""
        return SqlUnitOfWork(Unit(organisation, self._database.writing(), self._memory, writes=True))

    def write_both(self, one: OrganisationId, other: OrganisationId) -> SqlBoth:
        """A unit of work on two organisations."""
        return SqlBoth(one, other, self._database.writing(), self._memory)

    def read(self, organisation: OrganisationId) -> SqlUnitOfWork:
        """A consistent view that cannot save."""
        return SqlUnitOfWork(self._reading(organisation))

    async def organisation(self, organisation: OrganisationId) -> Organisation:
        """That organisation."""
        return await self._database.glance(current_organisation, self._reading(organisation))

    async def in_channel(self, organisation: OrganisationId, workspace: WorkspaceId, channel: str) -> InChannel:
        """The initiatives homed in that channel: asked by nearly every typed line, so kept until somebody commits."""
        asked = (organisation, workspace, channel)
        kept = self._channels.get(asked, self._database.change_mark())
        if kept is None:
            kept = await self._database.glance(hot_reads.in_channel, self._reading(organisation), workspace, channel)
            self._channels.keep(asked, kept)
        return kept

    async def named(self, organisation: OrganisationId, slug: str) -> Named:
        """The initiative of that slug."""
        return await self._database.glance(hot_reads.named, self._reading(organisation), slug)

    def _reading(self, organisation: OrganisationId) -> Unit:
        return Unit(organisation, self._database.reading(), self._memory, writes=False)

    async def workspace(self, platform: str, external: str) -> Workspace | None:
        """The workspace the platform knows by that id; asked on every request, so remembered."""
        known = self._directory.workspace(platform, external)
        if known is None:
            known = await self._database.ask(workspaces.by_external, platform, external)
            if known is not None:
                self._directory.keep_workspace(known)
        return known

    async def person_at(self, workspace: Workspace, account: str) -> PersonId | None:
        """Who is known in that workspace by that account; remembered likewise."""
        known = self._directory.person(workspace.id, account)
        if known is None:
            known = await self._database.ask(workspaces.person_at, workspace, account)
            if known is not None:
                self._directory.keep_person(workspace.id, account, known)
        return known

    async def workspace_by_id(self, workspace: WorkspaceId) -> Workspace | None:
        """That workspace."""
        return await self._database.ask(workspaces.by_id, workspace)

    async def add_workspace(self, workspace: Workspace, organisation: Organisation) -> Workspace:
        """Store both in one transaction; another process that was first wins, and its workspace is returned."""
        try:
            return await written(self._database, workspaces.add, workspace, organisation)
        except VersionConflict:
            first = await self.workspace(workspace.platform, workspace.external)
            if first is None:
                raise
            return first

    def when_enqueued(self, heard: Callable[[], None]) -> None:
        """Call `heard` after each commit of this process that left something to be sent."""
        self._memory.listeners.append(heard)

    async def organisations(self) -> tuple[tuple[OrganisationId, str], ...]:
        """Every organisation's id and name, by name, without those that were joined to another."""
        return await self._database.ask(workspaces.every_organisation)

    async def absorbed(self, organisation: OrganisationId) -> tuple[tuple[OrganisationId, str], ...]:
        """Those that were joined to it, directly or through another."""
        return await self._database.ask(workspaces.absorbed, organisation)

    async def workspaces_of(self, organisation: OrganisationId) -> tuple[Workspace, ...]:
        """The organisation's workspaces, by platform and name."""
        return await self._database.ask(workspaces.of_organisation, organisation)

    async def add_code(self, code: Code, at: datetime) -> None:
        """Keep a new code that nobody in an organisation made, and forget those that expired before `at`."""
        await written(self._database, codes.add, code, at)

    async def probe(self) -> None:
        """Read and write one row that every database has; raises what is wrong. It costs a commit."""
        await written(self._database, probe)

    async def backlog(self, before: datetime) -> Backlog:
        """What was due before that instant and is not done, in every organisation."""
        return await self._database.ask(backlog, before)

    async def was_handled(self, workspace: WorkspaceId, request: str) -> bool:
        """Whether what that request caused is kept."""
        return await self._database.ask(requests.was_handled, workspace, request)

    async def forget_requests(self, before: datetime, most: int = requests.MOST_FORGOTTEN) -> int:
        """Forget at most so many requests handled before that instant; writes nothing where there are none."""
        if not await self._database.ask(requests.any_before, before):
            return 0
        return await written(self._database, requests.forget, before, most)

    async def close(self) -> None:
        """Let go of every connection."""
        await self._database.close()

    async def __aenter__(self) -> Self:
        """Enter the block."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        await self.close()
