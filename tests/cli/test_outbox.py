"""`readiness outbox`: what was not delivered is listed in words, sent again or dropped, by its number or all of it."""

import json
import sqlite3
from contextlib import closing

import pytest

from tests.cli.place import Place

ROWS = (
    # status, kind, payload, unknown, last_error
    ("dead", "digest", '{"workspace":"%s","channel":"C9","data":{}}', 0, "invalid_blocks"),
    ("dead", "digest", '{"workspace":"%s","channel":"C8","data":{}}', 0, "unknown outcome, not sent again: no scope"),
    ("held", "reminder", '{"workspace":"%s","person":"nobody-known","data":{}}', 1, "token_revoked"),
)


@pytest.fixture
def numbers(place: Place) -> list[int]:
    """The numbers of three messages: given up, given up in doubt, and held by a token that was revoked."""
    with closing(sqlite3.connect(place.database)) as connection, connection:
        organisation, workspace = connection.execute("SELECT organisation_id, id FROM workspaces").fetchone()
        now = "2026-11-23T09:00:00.000000+00:00"
        found = []
        for number, (status, kind, payload, unknown, why) in enumerate(ROWS):
            held = (workspace, "") if status == "held" else (None, None)
            told = (organisation, f"{kind}:{number}", kind, payload % workspace, status, now, now, unknown, why)
            cursor = connection.execute(
                "INSERT INTO outbox (organisation_id, key, lane, kind, payload, status, enqueued_at, not_before,"
                " attempts, unknown, last_error, held_workspace, held_place)"
                " VALUES (?, ?, 'l', ?, ?, ?, ?, ?, 1, ?, ?, ?, ?)",
                (*told, *held),
            )
            found.append(int(cursor.lastrowid or 0))
        connection.execute(
            "INSERT INTO holds VALUES (?, ?, '', 'token_revoked', '', 'reinstall', ?, ?, ?, 3, 0, NULL)",
            (organisation, workspace, now, now, "2026-11-23T09:15:00.000000+00:00"),
        )
        return found


def statuses(place: Place) -> dict[int, str]:
    with closing(sqlite3.connect(place.database)) as connection:
        return dict(connection.execute("SELECT id, status FROM outbox").fetchall())


def test_each_is_listed_with_what_it_is_for_whom_where_and_why(place: Place, numbers: list[int]) -> None:
    done = place.run("outbox", "list")
    first, doubtful, held = done.out.splitlines()
    assert done.code == 0
    assert first.split() == [str(numbers[0]), "given", "up", "2026-11-23", "09:00", *first.split()[5:]]
    assert "digest, channel C9 in Local (Slack): invalid_blocks" in first
    assert "unknown outcome" in doubtful
    assert "reminder for Somebody, Local (Slack): token_revoked (it may have arrived)" in held
    facts = json.loads(place.run("outbox", "list", "--json").out)
    assert [one["fate"] for one in facts] == ["given up", "given up", "held"]
    assert [one["id"] for one in facts] == numbers


def test_all_that_surely_did_not_arrive_is_sent_again_and_the_rest_by_its_number(
    place: Place, numbers: list[int]
) -> None:
    assert place.run("outbox", "resend", "--all").out == "1 message will be tried again.\n"
    assert [statuses(place)[one] for one in numbers] == ["pending", "dead", "held"]
    assert place.run("outbox", "resend", numbers[1], numbers[2]).out == "2 messages will be tried again.\n"
    assert [statuses(place)[one] for one in numbers] == ["pending", "pending", "held"]
    with closing(sqlite3.connect(place.database)) as connection:
        (probe,) = connection.execute("SELECT next_probe FROM holds").fetchone()
    assert probe > "2026-11-23T09:15"


def test_what_is_dropped_is_gone(place: Place, numbers: list[int]) -> None:
    assert place.run("outbox", "drop", numbers[2]).out == "1 message dropped.\n"
    assert place.run("outbox", "drop", "--all").out == "2 messages dropped.\n"
    assert not set(numbers) & set(statuses(place))
    assert place.run("outbox", "list").out == "Everything was delivered, or waits its turn.\n"


@pytest.mark.parametrize("verb", ["resend", "drop"])
def test_a_number_of_no_message_changes_nothing(place: Place, numbers: list[int], verb: str) -> None:
    before = statuses(place)
    done = place.run("outbox", verb, numbers[0], 99_999)
    assert (done.code, statuses(place)) == (2, before)
    assert "no message 99999 waits or was given up" in done.err
    assert place.run("outbox", verb).code == place.run("outbox", verb, numbers[0], "--all").code == 2


def test_doctor_says_what_to_do_about_each(place: Place, numbers: list[int]) -> None:
    words = place.run("doctor").out
    assert "1 message given up: invalid_blocks" in words
    assert "Slack takes none of the bot's messages in Local since 2026-11-23 09:00 UTC, it says token_revoked" in words
    assert "1 message waits. Install the app again" in words
    assert "Setting: SLACK_BOT_TOKEN" in words
