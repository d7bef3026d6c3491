"""`run-due`: what is due is done and delivered, once; stdout is one JSON object."""

import json
import re
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.playground import Message
from tests.cli.place import CHANNELS, HOME, MONDAY, Done, Place

NEXT_MONDAY = (MONDAY + timedelta(days=7)).date()
NINE = f"{NEXT_MONDAY}T09:00:00"
DIGEST = re.compile(r"\w+day digest")
"""Named after the day it is sent on: a missed one goes out by the real clock, on any day of the week."""


def counts(done: Done) -> dict[str, Any]:
    assert (done.code, done.out.count("\n")) == (0, 1), done
    found = json.loads(done.out)
    assert set(found) >= {"digests_sent", "digests_empty", "reminders_sent", "waivers_expired", "delivered", "waiting"}
    assert (found["given_up"], found["unknown"]) == (0, 0)
    return dict(found)


def berlin(moment: str) -> str:
    """A wall-clock moment in Berlin, as the command line takes it."""
    return datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo("Europe/Berlin")).isoformat()


def digests(place: Place, channel: str = HOME) -> list[Message]:
    assert place.slack is not None
    return [message for message in place.slack.messages(channel) if DIGEST.match(message.plain())]


def test_monday_mornings_digest_is_sent_once_though_asked_for_twice(place: Place) -> None:
    first = counts(place.run("run-due", "--now", berlin(NINE)))
    second = counts(place.run("run-due", "--now", berlin(NINE)))
    assert (first["digests_sent"], first["waiting"]) == (2, 0)
    assert first["delivered"] >= 2
    assert (second["digests_sent"], second["reminders_sent"], second["delivered"]) == (0, 0, 0)
    assert len(digests(place)) == 1


def test_nothing_is_due_before_the_hour(place: Place) -> None:
    early = counts(place.run("run-due", "--now", berlin(f"{NEXT_MONDAY}T08:59:59")))
    assert early["digests_sent"] == 0
    assert digests(place) == []


def test_after_five_weeks_down_one_digest_comes_and_says_that_it_is_late(place: Place) -> None:
    after = berlin(f"{NEXT_MONDAY + timedelta(weeks=5)}T15:00:00")
    assert counts(place.run("run-due", "--now", after))["digests_sent"] == 2
    (digest,) = digests(place)
    assert "late" in digest.plain()


def test_with_the_real_clock_a_message_that_slack_postponed_is_waited_for(place: Place) -> None:
    assert place.slack is not None
    place.slack.fail("chat.postMessage", retry_after=1)
    found = counts(place.run("run-due"))
    assert (found["digests_sent"], found["waiting"]) == (2, 0)
    assert len(digests(place)) == 1


def test_at_a_given_moment_a_postponed_message_waits_for_the_next_run(place: Place) -> None:
    assert place.slack is not None
    place.slack.fail("chat.postMessage", retry_after=600)
    found = counts(place.run("run-due", "--now", berlin(NINE)))
    assert found["waiting"] > 0
    later = counts(place.run("run-due", "--now", berlin(f"{NEXT_MONDAY}T09:30:00")))
    assert later["waiting"] == 0
    assert len(digests(place)) == 1


def test_without_a_platform_what_is_due_is_noted_and_kept(alone: Place) -> None:
    done = alone.run("run-due", "--now", berlin(NINE))
    found = counts(done)
    assert (found["digests_sent"], found["delivered"]) == (2, 0)
    assert found["waiting"] >= 2
    assert "no chat platform" in done.err


@pytest.mark.parametrize("moment", ["tomorrow", "2026-13-01T00:00:00", "09:00"])
def test_what_is_no_moment_is_refused(alone: Place, moment: str) -> None:
    done = alone.run("run-due", "--now", moment)
    assert (done.code, "2026-11-23T09:00:00+01:00" in done.line) == (2, True)


@pytest.mark.parametrize("state", ["{", "null", '{"gates": 7}'])
def test_an_initiative_that_cannot_be_read_is_counted_and_logged_and_others_are_told(place: Place, state: str) -> None:
    with closing(sqlite3.connect(place.database)) as connection, connection:
        connection.execute("UPDATE initiatives SET state = ? WHERE slug = 'churn-model'", (state,))
    done = place.run("run-due", "--now", berlin(NINE))
    found = counts(done)
    assert (found["digests_sent"], found["waiting"], found["failed"] > 0) == (2, 0, True)
    assert "churn-model" in done.err
    assert re.search(r"reference=\w*[0-9a-f]{8}", re.sub(r"\x1b\[[0-9;]*m", "", done.err))
    assert len(digests(place, CHANNELS["demand"])) == 1
