"""`serve` as a real process against a strict local Slack: it answers, delivers, lives beside other commands, stops."""

import asyncio
import io
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing

import aiohttp
import pytest

from bot.demo.cast import ANA, BEN, CHANNELS
from bot.playground import Answer, PlaygroundError
from tests.cli.place import CANARIES, HOME, Place, a_slack
from tests.cli.serving import Serving, metric, serving, until
from tests.cli.test_backup import rows
from tests.soak.sizes import SIZE


@pytest.fixture
async def open_place(alone: Place) -> AsyncIterator[Place]:
    """A database with two initiatives, and a Slack in this test's own loop."""
    alone.slack = a_slack()
    async with alone.slack:
        yield alone
    assert alone.slack.violations == []


@pytest.fixture
async def new_place(nowhere: Place) -> AsyncIterator[Place]:
    """No database yet, and a Slack."""
    nowhere.slack = a_slack()
    async with nowhere.slack:
        yield nowhere
    assert nowhere.slack.violations == []


async def types(bot: Serving, text: str, channel: str = HOME, account: str = ANA.account) -> Answer:
    assert bot.place.slack is not None
    return await bot.place.slack.command(account, channel, text)


async def test_an_empty_database_is_set_up_and_a_first_initiative_started_over_http(new_place: Place) -> None:
    async with serving(new_place) as bot:
        assert "help" in (await types(bot, "help")).plain()
        assert "is started" in (await types(bot, 'new "First model"')).plain()
        await bot.message("First model", "0 of")
        assert await bot.get("/healthz") == (200, '{"status": "alive"}')
        assert await bot.get("/readyz") == (200, '{"status": "ready"}')
        await refuses_what_slack_did_not_sign(bot)
        await bot.measured(lambda page: metric(page, "readiness_outbox_waiting") == 0)
        page = (await bot.get("/metrics"))[1]
        assert metric(page, 'readiness_turns_total{kind="command"}') == 2
        assert metric(page, 'readiness_deliveries_total{outcome="sent"}') >= 1
        assert metric(page, 'readiness_deliveries_total{outcome="given_up"}') == 0
        assert (metric(page, "readiness_outbox_waiting"), metric(page, "readiness_outbox_dead")) == (0, 0)
        assert metric(page, 'readiness_sweeps_total{kind="initiatives"}') == 1
        assert metric(page, 'readiness_sweeps_total{kind="digests"}') >= 1
    told = [(line["event"], line["reason"]) for line in bot.logged if line["level"] in {"warning", "error"}]
    assert told == [("request refused", "missing-header")]


async def refuses_what_slack_did_not_sign(bot: Serving) -> None:
    async with aiohttp.ClientSession(bot.url) as session:
        for body in (b"command=%2Freadiness&text=help", b"{}", b""):
            async with session.post("/slack/events", data=body) as response:
                assert response.status == 401
        async with session.post("/slack/events", data=io.BytesIO(b"x" * (2**20 + 1))) as response:
            assert response.status == 413


async def test_in_socket_mode_it_needs_no_address_and_no_signing_secret(open_place: Place) -> None:
    assert open_place.slack is not None
    async with serving(open_place, socket_mode=True) as bot:
        assert "Churn model" in (await types(bot, "status")).plain()
        await types(bot, "evidence success-criteria https://wiki.example/criteria", account=BEN.account)
        await open_place.slack.disconnect_sockets()
        await until(open_place.slack, lambda: True)
        page = (await bot.get("/metrics"))[1]
        assert metric(page, 'readiness_turns_total{kind="command"}') == 2


@pytest.mark.promise("P12, P13", "a second serve refused; backup and restore while it writes")
async def test_beside_it_a_second_one_is_refused_and_every_other_command_works(open_place: Place) -> None:
    folder, slack = open_place.folder, open_place.slack
    assert slack is not None
    async with serving(open_place) as bot:
        load = asyncio.create_task(writing_on(bot))
        second = await bot.another("serve")
        assert (second.code, "Another `readiness serve` already runs" in second.line) == (2, True)
        for command in (
            ("migrate",), ("run-due",), ("audit", "verify"), ("template", "list"), ("manifest", "slack"),
            ("backup", folder / "copy.db"), ("doctor",),
        ):  # fmt: skip
            done = await bot.command(*command)
            assert done.code == 0, (command, done)
        restored = await bot.command("restore", folder / "copy.db")
        assert (restored.code, "stop it first" in restored.line) == (2, True)
        load.cancel()
        assert await bot.stop() == 0
    await restores_as_it_was(open_place)
    assert secrets_in_files(open_place) == []


async def writing_on(bot: Serving) -> None:
    """Change the record for as long as the test lasts."""
    for number in range(10_000):
        await types(bot, f"blocked compliance-review reason {number}")
        await types(bot, f"evidence lineage https://wiki.example/{number}", account=BEN.account)


async def restores_as_it_was(place: Place) -> None:
    """A copy made under load is whole, and put back it is equal (promises.md, P13)."""
    other = {"READINESS_DATABASE_URL": f"sqlite:///{place.folder}/other.db"}
    assert (await asyncio.to_thread(place.run, "restore", place.folder / "copy.db", **other)).code == 0
    assert rows(place.folder / "other.db") == rows(place.folder / "copy.db")
    proof = await asyncio.to_thread(place.run, "audit", "verify", **other)
    assert (proof.code, "broken" in proof.out) == (0, False)


def secrets_in_files(place: Place) -> list[str]:
    """Files in the place in which a token can be read."""
    canaries = [canary.encode() for canary in CANARIES]
    return [file.name for file in place.folder.iterdir() if any(each in file.read_bytes() for each in canaries)]


@pytest.mark.promise("P10", f"SIGTERM under load, {SIZE.stops} times")
@pytest.mark.parametrize("time", range(SIZE.stops))
async def test_told_to_stop_under_load_it_ends_in_time_and_leaves_nothing_half_done(
    open_place: Place, time: int
) -> None:
    """promises.md, P10: what was answered is kept, and no message is left "sending"."""
    answered: list[str] = []

    async def people(bot: Serving, channel: str) -> None:
        for number in range(10_000):
            try:
                answer = await types(bot, f'new "{channel} {number}"', CHANNELS[channel])
            except PlaygroundError:
                return
            if answer.status != 200:
                return
            answered.append(f"{channel} {number}")

    async with serving(open_place) as bot:
        crowd = [asyncio.create_task(people(bot, channel)) for channel in ("general", "triage", "invoices", "demand")]
        await until(open_place.slack, lambda: len(answered) >= 12)
        assert await bot.stop() == 0
        await asyncio.gather(*crowd)
    assert open_place.slack is not None
    open_place.slack.violations.clear()  # Slack's side of a connection that was refused after the end
    with closing(sqlite3.connect(open_place.database)) as connection:
        names = {name for (name,) in connection.execute("SELECT name FROM initiatives")}
        statuses = {status for (status,) in connection.execute("SELECT DISTINCT status FROM outbox")}
    assert set(answered) <= names
    assert statuses <= {"pending"}
    assert (await asyncio.to_thread(open_place.run, "audit", "verify")).code == 0


async def test_whatever_slack_does_to_it_no_secret_is_logged(open_place: Place) -> None:
    """promises.md, P25; the log is searched line by line as it comes."""
    slack = open_place.slack
    assert slack is not None
    async with serving(open_place) as bot:
        slack.fail("chat.postMessage", error="fatal_error")
        slack.fail("chat.postMessage", status=500)
        slack.fail("chat.postMessage", drop="after")
        slack.fail("views.open", error="expired_trigger_id")
        await types(bot, 'new "Noisy model"', CHANNELS["general"])
        await types(bot, "new", CHANNELS["general"])
        await bot.measured(lambda page: metric(page, 'readiness_deliveries_total{outcome="postponed"}') >= 2)
        slack.revoke_token()
        await types(bot, 'new "Another model"', CHANNELS["triage"])
        await bot.measured(lambda _: "messages wait for somebody" in {line["event"] for line in bot.logged})
    assert secrets_in_files(open_place) == []
    assert not any("locals" in str(line) for line in bot.logged)
