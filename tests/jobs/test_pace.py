"""How fast messages go out, and that no clock which somebody sets makes that slower."""

from datetime import timedelta

import pytest

from bot.jobs.jumps import Jumps
from bot.jobs.messenger import TryLater
from bot.jobs.pace import Pace
from bot.jobs.pump import Pump
from readiness.usecases.frame.notices import notices
from tests.fakes import SLACK, FixedClock, a_world
from tests.readiness.build import EVERYBODY, a_gate, an_initiative, an_organisation

HERE = (SLACK.id, "C1")
JUMPS = [timedelta(hours=-2), timedelta(hours=2), timedelta(days=1), timedelta(days=-30)]


@pytest.mark.parametrize("jump", JUMPS, ids=str)
def test_a_hold_lasts_as_long_as_was_asked_whatever_the_clock_shows(jump):
    clock = FixedClock()
    pace = Pace(clock.seconds)
    pace.hold(SLACK.id, 2)
    clock.jump(seconds=jump.total_seconds())
    assert pace.held_for(SLACK.id) == 2
    clock.move(seconds=2)
    assert pace.held_for(SLACK.id) == 0


@pytest.mark.parametrize("jump", JUMPS, ids=str)
def test_turns_come_a_second_apart_whatever_the_clock_shows(jump):
    clock = FixedClock()
    pace = Pace(clock.seconds)
    assert [pace.turn(HERE, number) for number in range(3)] == [0, 1, 2]
    clock.jump(seconds=jump.total_seconds())
    assert pace.turn(HERE, 1) == 1
    clock.move(seconds=1)
    assert pace.turn(HERE, 1) == 0
    assert pace.turn(HERE, 2) == 1


async def test_what_a_platform_asked_to_wait_for_is_sent_then_though_the_clock_was_set_back():
    world = a_world(an_organisation(), in_channel=EVERYBODY)
    world.keep(an_initiative(a_gate()))
    world.messenger.failures["post"] = [TryLater("ratelimited", seconds=2)]
    checklist, *_ = notices(None, world.initiative())
    world.storage.enqueue(SLACK.organisation, checklist, world.clock())
    pump = Pump(world.deps, world.deliveries, {"slack": world.messenger})
    await pump.drain()
    world.clock.jump(hours=-2)
    await pump.bring_back(7200.0)
    world.clock.move(seconds=1.9)
    await pump.drain()
    assert not world.messenger.sent
    world.clock.move(seconds=0.1)
    await pump.drain()
    assert world.messenger.keys() == ["checklist:churn-model"]


async def test_without_anybody_noticing_nothing_is_put_off_for_much_longer_than_an_hour():
    """As after a restart: who put it off had a clock that ran two days ahead."""
    world = a_world(an_organisation(), in_channel=EVERYBODY)
    world.keep(an_initiative(a_gate()))
    checklist, *_ = notices(None, world.initiative())
    world.storage.enqueue(SLACK.organisation, checklist, world.clock() + timedelta(days=2))
    pump = Pump(world.deps, world.deliveries, {"slack": world.messenger})
    await pump.bring_back()
    await pump.drain()
    assert world.messenger.keys() == ["checklist:churn-model"]


async def test_a_platform_that_asks_for_a_week_is_tried_again_after_an_hour():
    world = a_world(an_organisation(), in_channel=EVERYBODY)
    world.keep(an_initiative(a_gate()))
    world.messenger.failures["post"] = [TryLater("ratelimited", seconds=7 * 86_400)]
    checklist, *_ = notices(None, world.initiative())
    world.storage.enqueue(SLACK.organisation, checklist, world.clock())
    pump = Pump(world.deps, world.deliveries, {"slack": world.messenger})
    await pump.drain()
    world.clock.move(hours=1)
    await pump.drain()
    assert world.messenger.keys() == ["checklist:churn-model"]


@pytest.mark.parametrize("jump", JUMPS, ids=str)
def test_a_jump_is_told_until_it_is_settled_and_once(jump):
    clock = FixedClock()
    jumps = Jumps(clock, clock.seconds)
    clock.move(hours=5)
    assert jumps.look() == 0
    clock.jump(seconds=jump.total_seconds())
    assert jumps.look() == jumps.look() == jump.total_seconds()
    jumps.settled()
    assert jumps.look() == 0


def test_what_a_time_server_corrects_little_by_little_is_no_jump():
    clock = FixedClock()
    jumps = Jumps(clock, clock.seconds)
    for _ in range(100):
        clock.move(seconds=10)
        clock.jump(seconds=-5)
        assert jumps.look() == 0
