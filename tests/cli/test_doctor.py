"""`doctor`: one line for each thing that could keep the bot from working; exit 0 only when all is well."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing

import pytest
from aiohttp import web
from structlog.testing import capture_logs

from bot.doctor import Finding, examine
from bot.slack.manifest import OPTIONAL_SCOPES, SCOPES
from bot.web.server import listening
from tests.cli.place import APP_TOKEN, BOT_TOKEN, CANARIES, SIGNING_SECRET, Done, Place


def findings(done: Done) -> dict[str, tuple[str, str]]:
    """Per thing looked at: the mark, and the words."""
    assert done.err == ""
    lines = [line.split(maxsplit=1) for line in done.out.splitlines()]
    return {rest[:14].strip(): (mark, rest[14:].strip()) for mark, rest in lines}


def test_all_is_well(place: Place) -> None:
    done = place.run("doctor", SLACK_APP_TOKEN=APP_TOKEN)
    found = findings(done)
    assert list(found) == ["settings", "database", "messages", "Slack", "scopes", "clock", "Socket Mode"]
    assert {mark for mark, _ in found.values()} == {"ok"}
    assert done.code == 0
    assert found["scopes"][1].startswith("all that are needed")
    assert not any(canary in done.out for canary in CANARIES)


def test_bad_settings_end_it(place: Place) -> None:
    done = place.run("doctor", READINESS_PORT="many", SLACK_BOT_TOKEN="wrong")
    assert done.code == 1
    assert [line.split()[:3] for line in done.out.splitlines()] == [
        ["MEND", "settings", "READINESS_PORT"],
        ["MEND", "settings", "SLACK_BOT_TOKEN"],
    ]


def test_a_database_that_was_not_set_up_and_no_platform(nowhere: Place) -> None:
    done = nowhere.run("doctor")
    found = findings(done)
    assert (done.code, found["database"][0], found["platforms"][0]) == (1, "MEND", "MEND")
    assert f"There is no database at {nowhere.database} yet" in found["database"][1]
    assert all(name in found["platforms"][1] for name in ("SLACK_BOT_TOKEN", "TEAMS_APP_ID"))
    assert list(nowhere.folder.iterdir()) == []


def test_a_token_that_is_refused(place: Place) -> None:
    found = findings(place.run("doctor", SLACK_BOT_TOKEN="xoxb-wrong"))
    assert found["Slack"] == (
        "MEND",
        "SLACK_BOT_TOKEN is refused by Slack (invalid_auth): copy it again from the app's page",
    )
    assert found["database"][0] == "ok"


def test_an_app_token_that_is_refused(place: Place) -> None:
    found = findings(place.run("doctor", SLACK_APP_TOKEN="xapp-wrong"))
    assert (found["Slack"][0], found["Socket Mode"][0]) == ("ok", "MEND")


def test_messages_that_were_given_up_are_told_with_the_reason(place: Place) -> None:
    with closing(sqlite3.connect(place.database)) as connection, connection:
        connection.execute(
            "INSERT INTO outbox (organisation_id, key, lane, kind, payload, status, enqueued_at, not_before, attempts,"
            " unknown, last_error) SELECT id, 'digest:w:C9:2026-W48', 'l', 'digest', ?, 'dead', ?, ?, 1, 0, ?"
            " FROM organisations",
            (
                '{"workspace":"w","channel":"C9","data":{}}',
                *["2026-11-23T09:00:00.000000+00:00"] * 2,
                "the channel is closed: is_archived",
            ),
        )
    done = place.run("doctor")
    mark, words = findings(done)["messages"]
    assert (done.code, mark) == (1, "MEND")
    assert words.startswith("1 message given up: the channel is closed: is_archived")
    assert "readiness outbox list" in words


@asynccontextmanager
async def another_slack(headers: dict[str, str]) -> AsyncIterator[str]:
    """A Web API that answers auth.test with those headers."""

    async def auth_test(_: web.Request) -> web.Response:
        return web.json_response({"ok": True, "team": "Acme", "user": "readiness"}, headers=headers)

    app = web.Application()
    app.router.add_post("/api/auth.test", auth_test)
    async with listening(app, "127.0.0.1", 0) as port:
        yield f"http://127.0.0.1:{port}/api/"


async def found_with(place: Place, headers: dict[str, str]) -> dict[str, Finding]:
    async with another_slack(headers) as url:
        own = {"SLACK_API_URL": url, "SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_SIGNING_SECRET": SIGNING_SECRET}
        return {found.about: found async for found in examine(place.environment | own)}


EVERY = {**SCOPES, **OPTIONAL_SCOPES}


async def test_a_slack_that_names_no_scopes_is_no_fault(alone: Place) -> None:
    scopes = (await found_with(alone, {}))["scopes"]
    assert (scopes.ok, "not known" in scopes.words) == (True, True)


@pytest.mark.parametrize("scope", SCOPES)
def test_a_scope_that_was_taken_away_is_named(place: Place, scope: str) -> None:
    place.slack.installation.scopes -= {scope}
    mark, words = findings(place.run("doctor"))["scopes"]
    assert (mark, scope in words) == ("MEND", True)


async def test_each_missing_scope_is_named_with_what_is_missing_without_it(alone: Place) -> None:
    for scope, without in EVERY.items():
        granted = ",".join(one for one in EVERY if one != scope)
        found = (await found_with(alone, {"x-oauth-scopes": granted}))["scopes"]
        assert (found.ok, [one for one in EVERY if one in found.words]) == (scope in OPTIONAL_SCOPES, [scope])
        assert without in found.words
        assert "readiness manifest slack" in found.words


async def test_an_app_of_the_first_version_is_told_what_to_add(alone: Place) -> None:
    granted = ",".join(one for one in EVERY if one != "app_mentions:read")
    found = (await found_with(alone, {"x-oauth-scopes": granted}))["scopes"]
    assert not found.ok
    assert "@Readiness in a channel is not answered" in found.words
    assert "brings the events too" in found.words


async def test_with_every_scope_nothing_is_to_be_done(alone: Place) -> None:
    found = (await found_with(alone, {"X-OAuth-Scopes": ", ".join(EVERY)}))["scopes"]
    assert (found.ok, found.words) == (True, "all that are needed")


@pytest.mark.parametrize(
    ("date", "words"),
    [("Mon, 01 Jan 2001 00:00:00 GMT", "ahead of Slack's"), ("Fri, 01 Jan 2100 00:00:00 GMT", "behind Slack's")],
)
async def test_a_clock_that_is_off_is_told(alone: Place, date: str, words: str) -> None:
    clock = (await found_with(alone, {"Date": date}))["clock"]
    assert (clock.ok, words in clock.words, "NTP" in clock.words) == (False, True, True)


async def test_an_examination_that_breaks_keeps_no_other_from_being_made(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(_: object) -> AsyncIterator[Finding]:
        raise RuntimeError("nobody foresaw this")
        yield

    for name, other in {"database": "Slack", "running": "Slack", "slack": "database"}.items():
        monkeypatch.setattr(f"bot.doctor.examining.examine_{name}", broken)
        with capture_logs() as logs:
            found = [one async for one in examine(place.environment)]
        monkeypatch.undo()
        (bad,) = [one for one in found if "could not be examined (RuntimeError)" in one.words]
        assert not bad.ok
        assert [one["reference"] in bad.words for one in logs if one["event"] == "examination failed"] == [True]
        assert other in {one.about for one in found}
