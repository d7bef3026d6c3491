"""Whether the database can be used right now: read, written and committed, as little as that takes."""

from sqlalchemy import Connection, text

from storage.engine.problems import NewerSchema, NotMigrated
from storage.engine.schema import SchemaState, state_of

_REVISION = text("SELECT version_num FROM alembic_version")
_SAME_AGAIN = text("UPDATE alembic_version SET version_num = version_num")
"""A real write of one row, so that a full disk or a server that became a replica is found; it changes nothing."""


def probe(connection: Connection) -> None:
    """Raise unless the schema is this version's and the row that says so can be written."""
    revision = connection.execute(_REVISION).scalar_one_or_none()
    state = state_of(revision)
    if state is SchemaState.NEWER:
        raise NewerSchema(found=revision)
    if state is not SchemaState.CURRENT:
        raise NotMigrated
    connection.execute(_SAME_AGAIN)
