"""What is wrong with a database, in a sentence for its operator."""

from typing import ClassVar

from readiness.domain.values.refusal import OperatorRefusal
from readiness.usecases.frame.ports import DatabaseUnavailable


class DatabaseProblem(OperatorRefusal, DatabaseUnavailable):
    """The database cannot be used."""

    code = "database-problem"


class UnknownDatabase(DatabaseProblem):
    """READINESS_DATABASE_URL names "{scheme}"; it should begin with sqlite:///FILE or postgresql://."""

    code = "database-unknown"


class UnreadableAddress(DatabaseProblem):
    """READINESS_DATABASE_URL cannot be read: {why}. Write special characters of a password as %XX, or give it apart."""

    code = "database-address"


class MissingDirectory(DatabaseProblem):
    """The directory {directory} for the database does not exist; create it or change READINESS_DATABASE_URL."""

    code = "database-directory"


class UnwritableFile(DatabaseProblem):
    """{file} cannot be written by user {user}: {why}. Give that user the file and its directory."""

    code = "database-unwritable"


class NotADatabase(DatabaseProblem):
    """{file} is not an SQLite database; move it away or change READINESS_DATABASE_URL."""

    code = "database-file"


class ReadOnlyDatabase(DatabaseProblem):
    """The database {file} cannot be written; give this user the right to write the file and its directory."""

    code = "database-read-only"


class FileGone(DatabaseProblem):
    """{file} was deleted, moved or replaced under the running bot, so nothing is saved: put it back, or restart."""

    code = "database-gone"


class DiskFull(DatabaseProblem):
    """The disk of {file} is full, so nothing can be saved; make room."""

    code = "disk-full"


class ReadOnlyServer(DatabaseProblem):
    """PostgreSQL {server} takes no changes: it is a standby, or set to read only. Name the primary, or let it write."""

    code = "server-read-only"


class ServerAway(DatabaseProblem):
    """PostgreSQL {server} does not answer: {why}. Check that it runs, and its address in READINESS_DATABASE_URL."""

    code = "server-away"
    in_chat: ClassVar[str] = DatabaseUnavailable.template()


class HostUnknown(DatabaseProblem):
    """The host of PostgreSQL {server} is not known here ({why}); check it in READINESS_DATABASE_URL."""

    code = "server-unknown"


class LoginRefused(DatabaseProblem):
    """PostgreSQL {server} refuses user "{user}": {why}. Check user and password in READINESS_DATABASE_URL."""

    code = "server-login"


class NoRight(DatabaseProblem):
    """PostgreSQL {server} does not let user "{user}" use database "{database}": {why}. Grant it the right to that."""

    code = "server-right"


class NoSuchDatabase(DatabaseProblem):
    """PostgreSQL {server} has no database "{database}"; create it, or name another in READINESS_DATABASE_URL."""

    code = "server-database"


class NoDatabaseYet(DatabaseProblem):
    """There is no database at {file} yet; `readiness serve` makes it, or put yours there."""

    code = "database-missing"


class NotMigrated(DatabaseProblem):
    """The database has not been set up for this version of the bot; run `readiness migrate`."""

    code = "database-not-migrated"


class NewerSchema(DatabaseProblem):
    """The database was written by another version of the bot ({found}); install that one or restore another backup."""

    code = "database-newer"


class AlreadyServing(DatabaseProblem):
    """Another `readiness serve` already runs on {file}; stop it first, or use PostgreSQL to run several."""

    code = "already-serving"
