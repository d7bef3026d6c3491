"""What is on its way while somebody sets the clock: age by that clock takes no message away and brings none twice."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.jobs.messenger import TryLater, UnknownOutcome
from bot.jobs.pace import Pace
from bot.jobs.pump import Pump
from readiness.usecases.frame.notices import notices
from readiness.usecases.sweeping import find_again, run_due
from tests.fakes import MONDAY, SLACK, FixedClock, World, a_world
from tests.readiness.build import BEN, EVERYBODY, a_gate, an_initiative, an_organisation, offered_to

DAY = timedelta(days=1)
FRIDAY = MONDAY + 4 * DAY
CHECKLIST = "checklist:churn-model"


class Bot:
    """A process whose clock is its own: the platform's shows what is right."""

    def __init__(self, world: World) -> None:
        self.world, self.clock = world, FixedClock(world.clock())
        self.deps = replace(world.deps, clock=self.clock, seconds=self.clock.seconds)
        pace = Pace(self.clock.seconds, timedelta())
        self.pump = Pump(self.deps, world.deliveries, {"slack": world.messenger}, pace)

    async def passes(self, **time: float) -> None:
        """So much time goes by; then what is due is done."""
        self.world.clock.move(**time)
        self.clock.move(**time)
        await run_due(self.deps)
        await self.pump.drain()

    async def posts_without_an_answer(self) -> None:
        """The checklist is posted, ten seconds ago now, and the answer of the platform is lost."""
        checklist, *_ = notices(None, self.world.initiative())
        self.world.storage.enqueue(SLACK.organisation, checklist, self.clock())
        self.world.messenger.lost = [UnknownOutcome("cut")]
        await self.pump.drain()
        self.clock.move(seconds=10)
        self.world.clock.move(seconds=10)

    async def set_by(self, by: timedelta) -> None:
        """Somebody sets the clock, and what follows from that is done."""
        self.clock.jump(seconds=by.total_seconds())
        if by < timedelta():
            await self.pump.bring_back(-by.total_seconds())
            await find_again(self.deps)
        await self.passes()


def a_world_with_a_checklist() -> World:
    """An initiative whose checklist is not posted yet."""
    world = a_world(an_organisation(), in_channel=EVERYBODY)
    world.keep(an_initiative(a_gate()))
    return world


def asked_on(day: object) -> World:
    """Ben is offered a gate, and reminded for the first time."""
    world = a_world(an_organisation(), day, in_channel=EVERYBODY)
    world.keep(an_initiative(a_gate("lineage", ownership=offered_to(BEN))))
    return world


async def test_a_reminder_that_waits_while_the_clock_is_a_day_ahead_comes_once_it_is_right():
    world = asked_on(FRIDAY)
    world.messenger.failures["direct"] = [TryLater("ratelimited", seconds=60)]
    bot = Bot(world)
    await bot.passes()
    await bot.set_by(DAY)
    await bot.passes(minutes=2)
    assert world.storage.waiting() == ()
    await bot.set_by(-DAY)
    await bot.passes(minutes=1)
    assert world.messenger.keys("D-BEN") == ["reminder:ben:2026-11-27"]


async def test_tomorrows_reminder_that_waits_as_the_clock_is_set_right_comes_tomorrow():
    world = asked_on(MONDAY)
    bot = Bot(world)
    world.messenger.failures["direct"] = [TryLater("ratelimited", seconds=60)]
    await bot.set_by(DAY)
    await bot.set_by(-DAY)
    await bot.passes(minutes=2)
    assert world.messenger.keys("D-BEN") == ["reminder:ben:2026-11-23"]
    await bot.passes(days=2)
    assert world.messenger.keys("D-BEN") == ["reminder:ben:2026-11-23", "reminder:ben:2026-11-25"]


async def test_a_reminder_whose_day_went_by_unsent_puts_the_next_one_off_by_no_day():
    world = asked_on(MONDAY)
    world.messenger.failures["direct"] = [TryLater("ratelimited", seconds=3600)] * 20
    bot = Bot(world)
    for _ in range(5):
        await bot.passes(hours=1.5)
    world.messenger.failures.clear()
    await bot.passes(hours=16.5)
    await bot.passes(minutes=5)
    assert world.messenger.keys("D-BEN") == ["reminder:ben:2026-11-24"]


async def test_a_reminder_that_may_stand_is_not_sent_again_as_another_day_shows():
    world = asked_on(FRIDAY)
    world.messenger.lost = [UnknownOutcome("cut") for _ in EVERYBODY]
    bot = Bot(world)
    await bot.passes()
    await bot.set_by(DAY)
    await bot.passes(minutes=1)
    await bot.set_by(-DAY)
    await bot.passes(minutes=1)
    assert world.messenger.keys("D-BEN") == ["reminder:ben:2026-11-27"]


@pytest.mark.parametrize("ahead", [timedelta(hours=2), DAY], ids=str)
async def test_what_was_posted_without_an_answer_while_the_clock_is_ahead_is_found(ahead):
    world = a_world_with_a_checklist()
    bot = Bot(world)
    bot.clock.jump(seconds=ahead.total_seconds())
    await bot.posts_without_an_answer()
    await bot.pump.drain()
    assert world.messenger.keys() == [CHECKLIST]
    assert world.storage.waiting() == ()


@pytest.mark.parametrize("back", [timedelta(hours=2), DAY], ids=str)
async def test_what_was_posted_without_an_answer_before_the_clock_is_set_back_is_found(back):
    world = a_world_with_a_checklist()
    bot = Bot(world)
    await bot.posts_without_an_answer()
    bot.clock.jump(seconds=-back.total_seconds())
    await bot.pump.bring_back(back.total_seconds())
    await bot.pump.drain()
    assert world.messenger.keys() == [CHECKLIST]
    assert world.storage.waiting() == ()


async def test_what_a_process_whose_clock_was_ahead_left_in_doubt_is_found_by_another():
    world = a_world_with_a_checklist()
    checklist, *_ = notices(None, world.initiative())
    world.storage.enqueue(SLACK.organisation, checklist, world.clock())
    ahead, right = Bot(world), Bot(world)
    ahead.clock.jump(days=1)
    world.messenger.lost = [UnknownOutcome("cut")]
    await ahead.pump.drain()
    await right.pump.bring_back()
    await right.passes(minutes=1)
    assert world.messenger.keys("C1").count(CHECKLIST) == 1
