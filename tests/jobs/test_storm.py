"""P9 at a smoke size: two minutes in which Slack answers every second post with 429."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from bot.jobs.messenger import TryLater
from bot.jobs.pace import Pace
from bot.jobs.pump import Pump
from readiness.domain.values.identity import PersonId
from readiness.usecases.frame.notices import notices
from tests.fakes import MONDAY, SLACK, RecordingMessenger, World, a_world
from tests.readiness.build import BEN, CHI, EVERYBODY, a_gate, an_initiative, an_organisation, offered_to

CHANNELS, RETRY_AFTER, STORM = 12, 3, timedelta(minutes=2)


class Storm(RecordingMessenger):
    """A platform that refuses every second post for two minutes, and remembers who came before they were allowed."""

    def __init__(self, world: World) -> None:
        super().__init__(world.clock)
        self.asked = 0
        self.refused = 0
        self.too_early = 0
        self._not_before: datetime = MONDAY

    async def post(self, place, card, addresses, key) -> str:
        now = self._clock()
        self.asked += 1
        self.too_early += now < self._not_before
        if now - MONDAY < STORM and self.asked % 2:
            self.refused += 1
            self._not_before = now + timedelta(seconds=RETRY_AFTER)
            raise TryLater("ratelimited", seconds=RETRY_AFTER)
        return await super().post(place, card, addresses, key)


@pytest.fixture
def world() -> World:
    """Twelve new initiatives in as many channels, each with two people to prompt."""
    world = a_world(an_organisation())
    world.messenger = Storm(world)
    for number in range(CHANNELS):
        gates = a_gate("lineage", ownership=offered_to(BEN)), a_gate("drift", ownership=offered_to(PersonId(CHI)))
        one = an_initiative(*gates, slug=f"initiative-{number}")
        one = replace(one, version=1, home=replace(one.home, channel=f"C{number}"))
        world.messenger.inside[f"C{number}"] = {person.upper() for person in EVERYBODY}
        world.keep(one)
        for notice in notices(None, one):
            world.storage.enqueue(SLACK.organisation, notice, MONDAY)
    return world


@pytest.mark.promise("P9", f"two minutes in which half the posts are refused, {CHANNELS} channels")
async def test_all_is_delivered_once_never_too_early_and_one_a_second_and_channel(world):
    pump = Pump(world.deps, world.deliveries, {"slack": world.messenger}, Pace(world.clock.seconds))
    while world.clock.now < MONDAY + timedelta(minutes=10):
        await pump.start_due()
        await pump.finish(5)
        world.clock.move(seconds=0.5)
    assert world.storage.waiting() == ()
    assert world.storage.given_up() == {}
    assert sorted(world.messenger.keys()) == sorted(set(world.messenger.keys()))
    assert len(world.messenger.sent) == 3 * CHANNELS
    assert world.messenger.refused > 10
    assert world.messenger.too_early == 0
    for number in range(CHANNELS):
        times = [one.at for one in world.messenger.sent if one.channel == f"C{number}"]
        assert all(later - earlier >= timedelta(seconds=1) for earlier, later in pairwise(times))
