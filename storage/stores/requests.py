"""What was delivered and had an effect (`ports.Requests`). A request belongs to its workspace."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select, tuple_

from readiness.domain.values.identity import WorkspaceId
from readiness.usecases.frame.ports import AlreadyHandled
from storage.engine.session import Unit
from storage.engine.tables import handled_requests
from storage.engine.upsert import ignoring

MOST_FORGOTTEN = 5_000
"""Rows deleted by one statement: nobody waits long behind it."""

_OLD = select(handled_requests.c.workspace_id, handled_requests.c.request).where(
    handled_requests.c.at < bindparam("before")
)
_ANY_OLD = _OLD.limit(1)
_FORGET = delete(handled_requests).where(
    tuple_(handled_requests.c.workspace_id, handled_requests.c.request).in_(_OLD.limit(bindparam("most")))
)
_FIND = select(handled_requests.c.request).where(
    handled_requests.c.workspace_id == bindparam("workspace"), handled_requests.c.request == bindparam("of_request")
)


class SqlRequests:
    """The requests that a unit of work answers to."""

    def __init__(self, unit: Unit) -> None:
        """In the transaction of `unit`."""
        self._unit = unit

    async def claim(self, workspace: WorkspaceId, request: str, at: datetime) -> None:
        """Keep, with all else that this transaction changes, that the request was handled at that instant."""
        self._unit.later(_claim, {"workspace_id": workspace, "request": request, "at": at})

    async def was_handled(self, workspace: WorkspaceId, request: str) -> bool:
        """Whether what that request caused is kept."""
        return await self._unit.run(was_handled, workspace, request)


def _claim(connection: Connection, row: dict[str, object]) -> None:
    """On PostgreSQL this waits for another transaction that claims the same, and then knows how that ended."""
    if connection.execute(ignoring(connection, handled_requests), row).rowcount != 1:
        raise AlreadyHandled


def was_handled(connection: Connection, workspace: WorkspaceId, request: str) -> bool:
    """Whether what that request caused is kept."""
    return connection.execute(_FIND, {"workspace": workspace, "of_request": request}).first() is not None


def any_before(connection: Connection, before: datetime) -> bool:
    """Whether any was handled before that instant."""
    return connection.execute(_ANY_OLD, {"before": before}).first() is not None


def forget(connection: Connection, before: datetime, most: int) -> int:
    """Forget at most so many of those that were handled before that instant; returns how many."""
    return connection.execute(_FORGET, {"before": before, "most": most}).rowcount
