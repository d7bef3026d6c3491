"""The storage that use cases are given (`ports.Storage`), over either database."""

from collections.abc import Callable
from datetime import timedelta
from types import TracebackType
from typing import Self, TypeVar, TypeVarTuple

from readiness.domain.identity import OrganisationId, PersonId, WorkspaceId
from readiness.domain.organisation import Organisation
from readiness.usecases.ports import InChannel, Named, VersionConflict, Workspace
from storage import glances, workspaces
from storage.address import PostgresServer, read_address
from storage.conversations import SqlConversations
from storage.database import Database, written
from storage.deliveries import SqlDeliveries
from storage.glances import KeptChannels
from storage.organisations import current_organisation
from storage.postgres import PostgresDatabase
from storage.sqlite import SqliteDatabase
from storage.unit import Memory, Unit
from storage.unit_of_work import SqlUnitOfWork

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

LEASE = timedelta(seconds=60)
"""How long a claimed message is its claimer's: longer than any one call to a platform takes."""

PEOPLE_REMEMBERED = 50_000
"""Accounts whose person a process keeps in mind: some 10 MB."""


def open_storage(url: str, *, lease: timedelta = LEASE) -> "SqlStorage":
    """The storage at `url`; connects with the first use. Raises `UnknownDatabase` or `MissingDirectory`."""
    address = read_address(url)
    if isinstance(address, PostgresServer):
        return SqlStorage(PostgresDatabase(address.url), lease)
    return SqlStorage(SqliteDatabase(address.path), lease)


class SqlStorage:
    """Opens units of work. Use it in one event loop, as an asynchronous context manager or with `close`."""

    def __init__(self, database: Database, lease: timedelta = LEASE) -> None:
        """The storage in `database`."""
        self._database = database
        self._memory = Memory()
        self._channels = KeptChannels()
        self._workspaces: dict[tuple[str, str], Workspace] = {}
        self._people: dict[tuple[WorkspaceId, str], PersonId] = {}
        self.deliveries = SqlDeliveries(database, lease)
        self.conversations = SqlConversations(database)

    def write(self, organisation: OrganisationId) -> SqlUnitOfWork:
        """A unit of work that can save."""
        return SqlUnitOfWork(organisation, self._database.writing(), self._memory, writes=True)

    def read(self, organisation: OrganisationId) -> SqlUnitOfWork:
        """A consistent view that cannot save."""
        return SqlUnitOfWork(organisation, self._database.reading(), self._memory, writes=False)

    async def organisation(self, organisation: OrganisationId) -> Organisation:
        """That organisation."""
        return await self._database.glance(current_organisation, self._glancing(organisation))

    async def in_channel(self, organisation: OrganisationId, workspace: WorkspaceId, channel: str) -> InChannel:
        """The initiatives homed in that channel: asked by nearly every typed line, so kept until somebody commits."""
        asked = (organisation, workspace, channel)
        kept = self._channels.get(asked, self._database.change_mark())
        if kept is None:
            kept = await self._database.glance(glances.in_channel, self._glancing(organisation), workspace, channel)
            self._channels.keep(asked, kept)
        return kept

    async def named(self, organisation: OrganisationId, slug: str) -> Named:
        """The initiative of that slug."""
        return await self._database.glance(glances.named, self._glancing(organisation), slug)

    def _glancing(self, organisation: OrganisationId) -> Unit:
        return Unit(organisation, self._database.reading(), self._memory, writes=False)

    async def workspace(self, platform: str, external: str) -> Workspace | None:
        """The workspace the platform knows by that id; asked on every request and never changed, so remembered."""
        known = self._workspaces.get((platform, external))
        if known is None:
            known = await self._database.ask(workspaces.by_external, platform, external)
            if known is not None:
                self._workspaces[platform, external] = known
        return known

    async def person_at(self, workspace: Workspace, account: str) -> PersonId | None:
        """Who is known in that workspace by that account; remembered likewise."""
        known = self._people.get((workspace.id, account))
        if known is None:
            known = await self._database.ask(workspaces.person_at, workspace, account)
            if known is not None:
                if len(self._people) >= PEOPLE_REMEMBERED:
                    self._people.clear()
                self._people[workspace.id, account] = known
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
        """Every organisation's id and name, by name."""
        return await self._database.ask(workspaces.every_organisation)

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
