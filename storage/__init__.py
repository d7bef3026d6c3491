"""How it is kept: SQLite and PostgreSQL behind the ports of the use cases."""

from storage.backups import (
    CopyOfItself,
    DamagedCopy,
    EmptyCopy,
    FileExists,
    NewerCopy,
    NotEmbedded,
    NotOurCopy,
    Restored,
    backup,
    restore,
)
from storage.engine.address import database_place
from storage.engine.migrate import migrate
from storage.engine.private_file import is_database, write_private
from storage.engine.problems import (
    AlreadyServing,
    DatabaseProblem,
    DiskFull,
    FileGone,
    HostUnknown,
    LoginRefused,
    MissingDirectory,
    NewerSchema,
    NoDatabaseYet,
    NoRight,
    NoSuchDatabase,
    NotADatabase,
    NotMigrated,
    ReadOnlyDatabase,
    ReadOnlyServer,
    ServerAway,
    UnknownDatabase,
    UnreadableAddress,
    UnwritableFile,
)
from storage.engine.schema import SchemaState, require_file, schema_state
from storage.engine.serving import serve_lock
from storage.sql_storage import SqlStorage, open_storage
from storage.stores.history import CastVote, GivenEvidence, History
from storage.stores.undelivered import Fate, Undelivered
from storage.unit_of_work import SqlUnitOfWork

__all__ = [
    "AlreadyServing",
    "CastVote",
    "CopyOfItself",
    "DamagedCopy",
    "DatabaseProblem",
    "DiskFull",
    "EmptyCopy",
    "Fate",
    "FileExists",
    "FileGone",
    "GivenEvidence",
    "History",
    "HostUnknown",
    "LoginRefused",
    "MissingDirectory",
    "NewerCopy",
    "NewerSchema",
    "NoDatabaseYet",
    "NoRight",
    "NoSuchDatabase",
    "NotADatabase",
    "NotEmbedded",
    "NotMigrated",
    "NotOurCopy",
    "ReadOnlyDatabase",
    "ReadOnlyServer",
    "Restored",
    "SchemaState",
    "ServerAway",
    "SqlStorage",
    "SqlUnitOfWork",
    "Undelivered",
    "UnknownDatabase",
    "UnreadableAddress",
    "UnwritableFile",
    "backup",
    "database_place",
    "is_database",
    "migrate",
    "open_storage",
    "require_file",
    "restore",
    "schema_state",
    "serve_lock",
    "write_private",
]
