"""One-time codes (`ports.Codes`). They stand outside of organisations; what is kept of a code is its hash."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select, update

from readiness.domain.values.code import Code, CodeKind
from readiness.domain.values.identity import OrganisationId, PersonId
from storage.engine.session import Unit
from storage.engine.tables import codes
from storage.engine.types import whole

_OPEN = (codes.c.digest == bindparam("of_digest"), codes.c.used_at.is_(None))
_FIND = select(codes.c.digest, codes.c.kind, codes.c.expires_at, codes.c.made_in, codes.c.made_by).where(*_OPEN)
_USE = update(codes).where(*_OPEN).values(used_at=bindparam("at"))
_EXPIRED = delete(codes).where(codes.c.expires_at < bindparam("at"))


class SqlCodes:
    """The codes that can be used in a unit of work."""

    def __init__(self, unit: Unit) -> None:
        """In the transaction of `unit`."""
        self._unit = unit

    async def add(self, code: Code, at: datetime) -> None:
        """Keep a new code, and forget those that expired before `at`."""
        self._unit.later(add, code, at)

    async def find(self, digest: str) -> Code | None:
        """The code of that hash that nobody used yet, perhaps an expired one."""
        return await self._unit.run(_find, digest)

    async def use(self, digest: str, at: datetime) -> bool:
        """True for the one caller whose transaction uses it up."""
        return await self._unit.run(_use, digest, at)


def add(connection: Connection, code: Code, at: datetime) -> None:
    """Keep a new code, and forget those that expired before `at`."""
    connection.execute(_EXPIRED, {"at": at})
    row = {
        "digest": code.digest,
        "kind": code.kind.value,
        "made_in": code.organisation,
        "made_by": code.person,
        "expires_at": code.expires_at,
    }
    connection.execute(codes.insert(), row)


def _find(connection: Connection, digest: str) -> Code | None:
    row = connection.execute(_FIND, {"of_digest": digest}).one_or_none()
    if row is None:
        return None
    whole(row)
    made_in = None if row.made_in is None else OrganisationId(row.made_in)
    made_by = None if row.made_by is None else PersonId(row.made_by)
    return Code(row.digest, CodeKind(row.kind), row.expires_at, made_in, made_by)


def _use(connection: Connection, digest: str, at: datetime) -> bool:
    return connection.execute(_USE, {"of_digest": digest, "at": at}).rowcount == 1
