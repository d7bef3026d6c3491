"""Clocks that somebody sets, back and forth, on replicas that differ by two minutes: nothing missing, nothing twice."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.jobs.jumps import Jumps
from bot.jobs.pump import Pump
from readiness.domain.values.notice import NoticeKind
from readiness.domain.values.schedule import WeeklySlot
from readiness.usecases.frame.ports import DigestSchedule, ScheduleKind
from readiness.usecases.sweeping import find_again, run_due
from tests.fakes import MONDAY, SLACK, FixedClock, World, a_world
from tests.readiness.build import BEN, EVERYBODY, a_gate, an_initiative, an_organisation, offered_to
from tests.soak.sizes import SIZE

BEGINS = MONDAY - timedelta(days=2)
STEP, HOURS = 2, 14 * 24
JUMPS = (timedelta(hours=-2), timedelta(hours=2), timedelta(days=1))


class Replica:
    """One process: its own clock, which differs from the others' and can be set, and what it does every two hours."""

    def __init__(self, world: World, skew: timedelta) -> None:
        self.clock = FixedClock(BEGINS + skew)
        self.deps = replace(world.deps, clock=self.clock, seconds=self.clock.seconds)
        self.pump = Pump(self.deps, world.deliveries, {"slack": world.messenger})
        self.jumps = Jumps(self.clock, self.clock.seconds)

    async def tick(self) -> None:
        """What the ticker does: look whether the clock was set, and then at what is due."""
        jump = self.jumps.look()
        if jump < 0:
            await self.pump.bring_back(-jump)
            await find_again(self.deps)
        self.jumps.settled()
        await run_due(self.deps)
        await self.pump.drain()


def a_channel_with_a_digest() -> World:
    world = a_world(an_organisation(), BEGINS, in_channel=EVERYBODY)
    world.keep(an_initiative(a_gate(ownership=offered_to(BEN))))
    slot = WeeklySlot(0, 9, 0, "UTC")
    schedule = DigestSchedule(SLACK.id, "C1", ScheduleKind.CHANNEL, slot, MONDAY)
    world.storage.state().schedules[SLACK.id, "C1"] = schedule
    return world


@settings(max_examples=SIZE.jumps, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    at=st.integers(1, HOURS // STEP - 40),
    lasts=st.integers(1, 30),
    jump=st.sampled_from(JUMPS),
    whose=st.sampled_from([(0,), (1,), (0, 1)]),
)
@pytest.mark.promise("P8", f"{SIZE.jumps} histories of clocks that are set, on replicas two minutes apart")
async def test_over_a_fortnight_each_digest_comes_once_and_nobody_is_told_twice_a_day(at, lasts, jump, whose):
    world = a_channel_with_a_digest()
    replicas = [Replica(world, timedelta(seconds=skew)) for skew in (-120, 120)]
    for step in range(HOURS // STEP):
        for number, replica in enumerate(replicas):
            if number in whose and step in (at, at + lasts):
                replica.clock.jump(seconds=jump.total_seconds() * (1 if step == at else -1))
            await replica.tick()
            replica.clock.move(hours=STEP)
    keys = Counter(world.messenger.keys())
    assert set(keys.values()) == {1}
    assert sum(key.startswith("digest:") for key in keys) == 2
    assert [row for row in world.storage.rows if row.notice.kind is NoticeKind.DIGEST] == []
