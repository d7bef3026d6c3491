"""How it is kept: SQLite and PostgreSQL behind the ports of the use cases."""

from storage.backups import FileExists, NotEmbedded, backup, restore
from storage.errors import (
    AlreadyServing,
    DatabaseProblem,
    MissingDirectory,
    NewerSchema,
    NotADatabase,
    NotMigrated,
    ReadOnlyDatabase,
    UnknownDatabase,
)
from storage.history import CastVote, GivenEvidence, History
from storage.migrate import migrate
from storage.schema import SchemaState, schema_state
from storage.serving import serve_lock
from storage.sql_storage import SqlStorage, open_storage
from storage.unit_of_work import SqlUnitOfWork

__all__ = [
    "AlreadyServing",
    "CastVote",
    "DatabaseProblem",
    "FileExists",
    "GivenEvidence",
    "History",
    "MissingDirectory",
    "NewerSchema",
    "NotADatabase",
    "NotEmbedded",
    "NotMigrated",
    "ReadOnlyDatabase",
    "SchemaState",
    "SqlStorage",
    "SqlUnitOfWork",
    "UnknownDatabase",
    "backup",
    "migrate",
    "open_storage",
    "restore",
    "schema_state",
    "serve_lock",
]
