"""What cannot work is told in one line that says what to do, with exit code 2 and without a traceback."""

import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.place import Place

ROOT = Path(__file__).parents[2]

COMMANDS = [("serve",), ("run-due",), ("audit", "verify"), ("template", "list"), ("backup", "copy.db")]
READERS = [("run-due",), ("audit", "verify")]


def refused(place: Place, *command: object, **more: str) -> str:
    """The line that a command ends with."""
    done = place.run(*command, **more)
    assert done.code == 2, done
    assert "Traceback" not in done.err
    return done.line


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that something listens on."""
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        yield server.getsockname()[1]


@pytest.mark.parametrize("command", READERS)
def test_a_database_that_was_never_set_up(nowhere: Place, command: tuple[str, ...]) -> None:
    assert f"There is no database at {nowhere.database} yet" in refused(nowhere, *command)
    assert list(nowhere.folder.iterdir()) == []


@pytest.mark.parametrize("command", COMMANDS)
def test_a_database_of_an_unknown_kind(place: Place, command: tuple[str, ...]) -> None:
    url = "mysql://localhost/readiness"
    line = refused(place, *command, READINESS_DATABASE_URL=url)
    assert line.startswith('READINESS_DATABASE_URL names "mysql"')


@pytest.mark.parametrize("command", COMMANDS)
def test_a_directory_that_is_not_there(place: Place, command: tuple[str, ...]) -> None:
    line = refused(place, *command, READINESS_DATABASE_URL=f"sqlite:///{place.folder}/none/bot.db")
    assert f"{place.folder}/none" in line


@pytest.mark.parametrize("command", COMMANDS)
def test_a_file_that_is_no_database(place: Place, command: tuple[str, ...]) -> None:
    place.database.write_text("words " * 1000, encoding="utf-8")
    assert "is not an SQLite database" in refused(place, *command)


@pytest.mark.parametrize("command", [("serve",), ("migrate",), *READERS, ("template", "list")])
def test_a_database_of_a_newer_version(place: Place, command: tuple[str, ...]) -> None:
    with closing(sqlite3.connect(place.database)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    assert "another version of the bot (9999)" in refused(place, *command)


@pytest.mark.parametrize("command", [("serve",), ("template", "list")])
def test_a_server_that_is_not_there(place: Place, command: tuple[str, ...]) -> None:
    url = "postgresql://nobody@127.0.0.1:9/none"
    told = refused(place, *command, READINESS_DATABASE_URL=url)
    assert "PostgreSQL at 127.0.0.1:9 does not answer: connection refused." in told


def test_a_locked_database(place: Place) -> None:
    with closing(sqlite3.connect(place.database, isolation_level=None)) as connection:
        connection.execute("PRAGMA locking_mode=EXCLUSIVE")
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("UPDATE organisations SET name = name")
        assert "database does not answer" in refused(place, "serve")


def test_a_port_that_is_taken(place: Place, taken: int) -> None:
    line = refused(place, "serve", READINESS_PORT=str(taken))
    assert f"already listens on 127.0.0.1:{taken}" in line
    assert "READINESS_PORT" in line


@pytest.mark.parametrize("port", ["99999", "-1"])
def test_a_port_of_the_demo_that_there_is_not(nowhere: Place, port: str) -> None:
    line = refused(nowhere, "demo", "--port", port)
    assert line.startswith(f"The demo cannot be shown on port {port} (there is no such port).")
    assert "--port" in line


def test_a_port_of_the_demo_that_is_taken(nowhere: Place, taken: int) -> None:
    line = refused(nowhere, "demo", "--port", str(taken))
    assert line.startswith(f"The demo cannot be shown on port {taken} (Address already in use).")


def test_a_host_that_is_not_ours(place: Place) -> None:
    assert "READINESS_HOST" in refused(place, "serve", READINESS_HOST="192.0.2.1")


def test_no_platform(alone: Place) -> None:
    line = refused(alone, "serve")
    assert "set SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET" in line
    assert "set TEAMS_APP_ID, TEAMS_APP_PASSWORD and TEAMS_TENANT_ID" in line


def test_bad_settings_name_their_variable(alone: Place) -> None:
    assert refused(alone, "serve", READINESS_PORT="many").startswith("READINESS_PORT ")
    assert refused(alone, "migrate", READINESS_LOG_LEVEL="LOUD").startswith("READINESS_LOG_LEVEL ")


def test_an_unknown_command_is_wrong_use(alone: Place) -> None:
    done = alone.run("nonsense")
    assert (done.code, "nonsense" in done.err, done.out) == (2, True, "")


def test_what_nobody_foresaw_is_no_answer_and_has_a_reference(alone: Place) -> None:
    with closing(sqlite3.connect(alone.database)) as connection, connection:
        connection.execute("ALTER TABLE organisations RENAME COLUMN name TO title")
    done = alone.run("audit", "verify")
    assert (done.code, done.out) == (2, "")
    last = done.err.splitlines()[-1]
    assert "nobody foresaw" in last
    assert last.rpartition(" ")[2].rstrip(".") in done.err.rpartition(last)[0]


def test_the_module_is_the_command_too(alone: Place) -> None:
    """The Docker image runs it like this."""
    environment = alone.environment | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "bot.cli", "audit", "verify", "nothing-here"]
    done = subprocess.run(command, env=environment, cwd=alone.folder, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "There is no initiative `nothing-here`.\n"
    assert [file.name for file in alone.folder.iterdir()] == ["bot.db"]
