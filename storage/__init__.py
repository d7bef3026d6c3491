"""How it is kept: SQLite and PostgreSQL behind the ports of the use cases."""

from storage.address import database_place
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
from storage.history import CastVote, GivenEvidence, History
from storage.migrate import migrate
from storage.private_file import is_database, write_private
from storage.problems import (
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
from storage.schema import SchemaState, require_file, schema_state
from storage.serving import serve_lock
from storage.sql_storage import SqlStorage, open_storage
from storage.undelivered import Fate, Undelivered
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
