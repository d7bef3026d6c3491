"""The ticker: starts, looks, stops."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.jobs.pace import Pace
from bot.jobs.pump import Pump
from bot.jobs.tick import Ticker
from readiness.domain.values.notice import NoticeKind
from readiness.domain.values.schedule import WeeklySlot
from readiness.usecases.frame.notices import notices
from readiness.usecases.frame.ports import DatabaseUnavailable, DigestSchedule, ScheduleKind
from tests.fakes import MONDAY, SLACK, World, a_world
from tests.readiness.build import BEN, EVERYBODY, a_gate, an_initiative, an_organisation, offered_to


@pytest.fixture
def world() -> World:
    world = a_world(an_organisation(), in_channel=EVERYBODY)
    world.keep(an_initiative(a_gate(ownership=offered_to(BEN, since=MONDAY))))
    slot = WeeklySlot(0, 9, 0, "UTC")
    world.storage.state().schedules[SLACK.id, "C1"] = DigestSchedule(SLACK.id, "C1", ScheduleKind.CHANNEL, slot, MONDAY)
    return world


def a_ticker(world: World) -> Ticker:
    return Ticker(
        world.deps,
        Pump(world.deps, world.deliveries, {"slack": world.messenger}, Pace(world.clock.seconds, timedelta())),
    )


async def until(condition) -> None:
    """Let the loop run until the condition holds: no clock is waited for."""
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110 - what is awaited has no event of its own
            await asyncio.sleep(0)


async def test_what_was_due_while_nobody_ran_is_sent_at_the_start(world):
    async with a_ticker(world):
        await until(lambda: world.messenger.has("digest:slack:C1:2026-11-23"))


async def test_woken_after_a_commit_it_delivers_at_once_and_in_order(world):
    async with a_ticker(world) as ticker:
        await until(lambda: world.messenger.has("digest:slack:C1:2026-11-23"))
        for notice in notices(None, world.initiative()):
            world.storage.enqueue(SLACK.organisation, notice, world.clock())
        ticker.wake()
        await until(lambda: world.messenger.has("prompt:churn-model:ben:1"))
    assert world.messenger.keys("C1")[1:] == ["checklist:churn-model", "prompt:churn-model:ben:1"]


async def test_leaving_it_lets_what_is_under_way_end(world):
    world.messenger.slow["C1"] = asyncio.Event()
    async with a_ticker(world):
        await until(lambda: any(channel == "C1" for _, channel, _ in world.messenger.calls))
        asyncio.get_running_loop().call_soon(world.messenger.slow["C1"].set)
    assert world.messenger.has("digest:slack:C1:2026-11-23")
    assert all(row.status != "sending" for row in world.storage.rows)


async def test_after_leaving_nothing_runs_any_more(world):
    async with a_ticker(world) as ticker:
        await until(lambda: world.messenger.has("digest:slack:C1:2026-11-23"))
    for notice in notices(None, world.initiative()):
        world.storage.enqueue(SLACK.organisation, notice, world.clock())
    ticker.wake()
    for _ in range(50):
        await asyncio.sleep(0)
    assert {row.status for row in world.storage.rows if row.notice.kind is NoticeKind.CHECKLIST} == {"pending"}


async def test_a_round_that_fails_is_logged_and_the_next_one_comes(world, logged):
    claim, failures = world.deliveries.claim, [RuntimeError("bug"), DatabaseUnavailable()]

    async def failing(now, limit):
        if failures:
            raise failures.pop(0)
        return await claim(now, limit)

    world.deliveries.claim = failing
    async with a_ticker(world) as ticker:
        await until(lambda: ticker.wake() or world.messenger.has("digest:slack:C1:2026-11-23"))
    (failed,) = [entry for entry in logged if entry["event"] == "a round failed"]
    assert failed["reference"]
    assert "database away" in [entry["event"] for entry in logged]


@pytest.mark.parametrize("hours", [-2, 24])
async def test_a_clock_that_is_set_is_noticed_once_and_everything_is_looked_at_again(world, logged, monkeypatch, hours):
    monkeypatch.setattr("bot.jobs.tick.WATCH_SECONDS", 0.0)
    async with a_ticker(world) as ticker:
        await until(lambda: world.messenger.has("digest:slack:C1:2026-11-23"))
        for job in ticker._scheduler.get_jobs():
            job.modify(next_run_time=datetime.now(UTC) + timedelta(hours=2))
        world.clock.jump(hours=hours)
        await until(lambda: any(entry["event"] == "clock jumped" for entry in logged))
        for _ in range(20):
            await asyncio.sleep(0)
        soon = datetime.now(UTC) + timedelta(seconds=400)
        assert all(job.next_run_time < soon for job in ticker._scheduler.get_jobs())
    assert [entry["seconds"] for entry in logged if entry["event"] == "clock jumped"] == [hours * 3600]


async def test_what_was_put_off_by_a_clock_that_is_set_back_is_sent_without_waiting_for_it(world, monkeypatch):
    monkeypatch.setattr("bot.jobs.tick.WATCH_SECONDS", 0.0)
    async with a_ticker(world) as ticker:
        await until(lambda: world.messenger.has("digest:slack:C1:2026-11-23"))
        checklist, *_ = notices(None, world.initiative())
        world.storage.enqueue(SLACK.organisation, checklist, world.clock() + timedelta(seconds=2))
        world.clock.jump(hours=-1)
        await until(lambda: ticker.wake() or world.messenger.has("checklist:churn-model"))


async def test_a_database_that_is_away_right_after_a_jump_puts_off_what_has_to_be_done(world, logged, monkeypatch):
    monkeypatch.setattr("bot.jobs.tick.WATCH_SECONDS", 0.0)
    bring_back, failures = world.deliveries.bring_back, [DatabaseUnavailable(), DatabaseUnavailable()]

    async def failing(now, beyond, by):
        if by and failures:
            raise failures.pop(0)
        await bring_back(now, beyond, by)

    world.deliveries.bring_back = failing
    async with a_ticker(world):
        world.clock.jump(hours=-2)
        await until(lambda: any(entry["event"] == "clock jumped" for entry in logged))
    assert not failures
