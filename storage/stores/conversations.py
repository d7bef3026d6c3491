"""Places of a platform that are kept to be written to later (`ports.Conversations`).

They belong to a workspace and are asked for by it alone: it can join another organisation with all it has.
"""

from collections import OrderedDict
from collections.abc import Mapping

from sqlalchemy import Connection, bindparam, delete, func, select

from readiness.domain.values.identity import WorkspaceId
from readiness.usecases.frame.ports import Conversation, ConversationKind
from storage.engine.database import Database, Row, written
from storage.engine.tables import conversations
from storage.engine.upsert import replacing

MOST_REMEMBERED = 10_000
"""Conversations a process keeps in mind, some 3 MB: every activity tells of one, and hardly any has changed."""

_ALL = select(conversations).where(conversations.c.workspace_id == bindparam("workspace"))
_BY_ID = _ALL.where(conversations.c.id == bindparam("conversation"))
_WITH = _ALL.where(conversations.c.account == bindparam("person"), conversations.c.kind == ConversationKind.PERSONAL)
_CHANNELS = _ALL.where(conversations.c.kind == ConversationKind.CHANNEL).order_by(
    conversations.c.name, conversations.c.id
)
_COUNTS = (
    select(conversations.c.kind, func.count())
    .where(conversations.c.workspace_id == bindparam("workspace"))
    .group_by(conversations.c.kind)
)
_GONE = delete(conversations).where(
    conversations.c.workspace_id == bindparam("workspace"), conversations.c.id == bindparam("conversation")
)


class SqlConversations:
    """Keeps, finds and forgets conversations, each call in a transaction of its own."""

    def __init__(self, database: Database) -> None:
        """Those in `database`."""
        self._database = database
        self._kept: OrderedDict[tuple[WorkspaceId, str], Conversation] = OrderedDict()

    async def keep(self, workspace: WorkspaceId, conversation: Conversation) -> None:
        """Keep it as it is now; nothing is written when this process kept it alike before."""
        if self._kept.get((workspace, conversation.id)) == conversation:
            return
        await written(self._database, _keep, workspace, conversation)
        self._remember(workspace, conversation)

    async def get(self, workspace: WorkspaceId, conversation: str) -> Conversation | None:
        """The conversation of that id."""
        known = self._kept.get((workspace, conversation))
        if known is None:
            known = await self._database.ask(_by_id, workspace, conversation)
            if known is not None:
                self._remember(workspace, known)
        return known

    async def with_person(self, workspace: WorkspaceId, account: str) -> Conversation | None:
        """The personal conversation with that account."""
        return await self._database.ask(_with_person, workspace, account)

    async def channels(self, workspace: WorkspaceId) -> tuple[Conversation, ...]:
        """Every channel, by name."""
        return await self._database.ask(_channels, workspace)

    async def counts(self, workspace: WorkspaceId) -> Mapping[ConversationKind, int]:
        """How many there are of each kind, of those there are any."""
        return await self._database.ask(_counts, workspace)

    async def forget(self, workspace: WorkspaceId, conversation: str) -> None:
        """It cannot be written to any more."""
        self._kept.pop((workspace, conversation), None)
        await written(self._database, _forget, workspace, conversation)

    def _remember(self, workspace: WorkspaceId, conversation: Conversation) -> None:
        self._kept[workspace, conversation.id] = conversation
        self._kept.move_to_end((workspace, conversation.id))
        if len(self._kept) > MOST_REMEMBERED:
            self._kept.popitem(last=False)


def _keep(connection: Connection, workspace: WorkspaceId, conversation: Conversation) -> None:
    row = {
        "workspace_id": workspace,
        "id": conversation.id,
        "kind": conversation.kind,
        "service_url": conversation.service_url,
        "name": conversation.name,
        "team": conversation.team,
        "private": conversation.private,
        "account": conversation.account,
        "address": conversation.address,
    }
    connection.execute(replacing(connection, conversations), row)


def _forget(connection: Connection, workspace: WorkspaceId, conversation: str) -> None:
    connection.execute(_GONE, {"workspace": workspace, "conversation": conversation})


def _by_id(connection: Connection, workspace: WorkspaceId, conversation: str) -> Conversation | None:
    found = connection.execute(_BY_ID, {"workspace": workspace, "conversation": conversation}).one_or_none()
    return None if found is None else _conversation(found)


def _with_person(connection: Connection, workspace: WorkspaceId, account: str) -> Conversation | None:
    found = connection.execute(_WITH, {"workspace": workspace, "person": account}).first()
    return None if found is None else _conversation(found)


def _channels(connection: Connection, workspace: WorkspaceId) -> tuple[Conversation, ...]:
    return tuple(_conversation(row) for row in connection.execute(_CHANNELS, {"workspace": workspace}))


def _counts(connection: Connection, workspace: WorkspaceId) -> dict[ConversationKind, int]:
    return {ConversationKind(kind): count for kind, count in connection.execute(_COUNTS, {"workspace": workspace})}


def _conversation(row: Row) -> Conversation:
    return Conversation(
        id=row.id,
        kind=ConversationKind(row.kind),
        service_url=row.service_url,
        name=row.name,
        team=row.team,
        private=row.private,
        account=row.account,
        address=row.address,
    )
