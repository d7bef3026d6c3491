"""Clocks that somebody sets, back and forth: nothing missing, nothing twice, and no wait longer than asked."""

import re
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.jobs.jumps import Jumps
from bot.jobs.messenger import TryLater, UnknownOutcome
from bot.jobs.pump import Pump
from readiness.domain.values.calendar import WorkingCalendar
from readiness.domain.values.fact import FactKind
from readiness.domain.values.notice import NoticeKind
from readiness.domain.values.record import Entry
from readiness.domain.values.schedule import WeeklySlot
from readiness.usecases.belonging import look_at_people
from readiness.usecases.channels import look_at_channels
from readiness.usecases.frame.handling import claim_alone, was_handled
from readiness.usecases.frame.notices import notices
from readiness.usecases.frame.ports import DigestSchedule, PlatformUnavailable, ScheduleKind
from readiness.usecases.sweeping import find_again, run_due
from storage.engine.tables import metadata
from storage.engine.types import Instant
from tests.fakes import MONDAY, SLACK, FixedClock, World, a_world, an_asker, needs_person
from tests.readiness.build import ANA, BEN, CHI, EVERYBODY, a_gate, an_initiative, an_organisation, offered_to, waived
from tests.soak.sizes import SIZE

BEGINS = MONDAY - timedelta(days=2)
STEP, HOURS = 2, 14 * 24
JUMPS = (timedelta(hours=-2), timedelta(hours=2), timedelta(days=1))


class Replica:
    """One process: its own clock, which differs from the others' and can be set, and what it does now and then."""

    def __init__(self, world: World, skew: timedelta, begins: datetime = BEGINS) -> None:
        self.world = world
        self.clock = FixedClock(begins + skew)
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
        await look_at_channels(self.deps)
        await look_at_people(self.deps)
        await self.pump.drain()

    async def passes(self, time: timedelta) -> None:
        """So much time goes by, also for the platform, whose clock is right."""
        self.world.clock.move(seconds=time.total_seconds())
        self.clock.move(seconds=time.total_seconds())
        await self.tick()


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


# --- waits: what is asked to wait for so long waits no longer, whatever the clock shows -------------------------------

SETTINGS: dict[str, tuple[tuple[float, timedelta], ...]] = {
    "stands": (),
    "back": ((0.5, timedelta(hours=-2)),),
    "a little back": ((0.5, timedelta(minutes=-15)),),
    "forward": ((0.5, timedelta(hours=2)),),
    "a day forward and back": ((0.2, timedelta(days=1)), (0.6, timedelta(days=-1))),
    "a day forward": ((0.5, timedelta(days=1)),),
}
"""By how much the clock is set, after which part of the wait."""

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
CHECKLIST = "checklist:churn-model"


@dataclass(frozen=True)
class Wait:
    """What waits: how it begins, for how long it was asked to, and how often it came."""

    begin: Callable[[World, Replica], Awaitable[None]]
    asked: timedelta
    came: Callable[[World], int]
    is_message: bool = True


def a_channel(world: World) -> None:
    world.keep(an_initiative(a_gate()))
    checklist, *_ = notices(None, world.initiative())
    world.storage.enqueue(SLACK.organisation, checklist, world.clock())


def arrived(world: World) -> int:
    return world.messenger.keys().count(CHECKLIST)


async def asked_to_wait(world: World, replica: Replica) -> None:
    a_channel(world)
    world.messenger.failures["post"] = [TryLater("ratelimited", seconds=1800)]
    await replica.tick()


async def answered_nothing(world: World, replica: Replica) -> None:
    """Nine times in a row, of which the last one arrives all the same."""
    a_channel(world)
    world.messenger.failures["post"] = [UnknownOutcome("cut") for _ in range(9)]
    world.messenger.lost = [UnknownOutcome("cut")]
    while not world.messenger.sent:
        await replica.passes(timedelta(seconds=600))


async def refused(world: World, replica: Replica, refusal: Exception, closed: dict[str, BaseException]) -> None:
    """For half a day, after which pauses are as long as they become."""
    a_channel(world)
    closed["C1"] = refusal
    for _ in range(48):
        await replica.passes(15 * MINUTE)
    while not any(what in ("post", "look") for what, _, at in world.messenger.calls if at == world.clock()):
        await replica.passes(MINUTE)
    closed.clear()


async def held(world: World, replica: Replica) -> None:
    await refused(world, replica, needs_person("restricted_action"), world.messenger.refusing)


async def closed(world: World, replica: Replica) -> None:
    await refused(world, replica, needs_person("is_archived"), world.messenger.closed)


async def crashed(world: World, replica: Replica) -> None:
    """Somebody claimed it and died."""
    a_channel(world)
    assert await world.deliveries.claim(replica.clock(), 1)


async def looked_at(world: World, replica: Replica) -> None:
    a_channel(world)
    await replica.tick()
    world.people.lookups.clear()
    world.people.looks.clear()


async def looked_at_in_vain(world: World, replica: Replica) -> None:
    world.people.failing["C1"] = PlatformUnavailable()
    await looked_at(world, replica)
    world.people.failing.clear()


async def asked_about_in_vain(world: World, replica: Replica) -> None:
    """The platform asked to be left alone for an hour."""
    world.people.refused["BEN"] = world.people.refused["ANA"] = [PlatformUnavailable("ratelimited", 3600.0)]
    await looked_at(world, replica)


WAITS = {
    "a platform that asks to wait": Wait(asked_to_wait, 30 * MINUTE, arrived),
    "a pause after no answer": Wait(answered_nothing, 10 * MINUTE, arrived),
    "a hold": Wait(held, 15 * MINUTE, arrived),
    "a hold on a closed channel": Wait(closed, 6 * HOUR, arrived),
    "a lease": Wait(crashed, MINUTE, arrived),
    "a look at people": Wait(looked_at, 45 * MINUTE, lambda world: len(world.people.lookups), is_message=False),
    "a platform that is not to be asked": Wait(
        asked_about_in_vain, HOUR, lambda world: len(world.people.lookups), is_message=False
    ),
    "a look at a channel": Wait(looked_at, timedelta(days=1), lambda world: len(world.people.looks), is_message=False),
    "a look that nobody answered": Wait(
        looked_at_in_vain, HOUR, lambda world: len(world.people.looks), is_message=False
    ),
}
"""Everything that is kept with a "not before": `outbox.not_before` and `lease_until`, `holds.next_probe`, `runs.at`
without a period, `channel_looks.next_at`. What is kept for a date is below."""


@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("kind", WAITS)
async def test_a_wait_is_no_longer_than_asked_and_what_waits_comes_once(kind: str, setting: str) -> None:
    wait, world = WAITS[kind], a_world(an_organisation(), MONDAY, in_channel=EVERYBODY)
    replica = Replica(world, timedelta(), MONDAY)
    await wait.begin(world, replica)
    step, sets = wait.asked / 10, dict(SETTINGS[setting])
    for tenth in range(1, 12):
        if tenth / 10 in sets:
            replica.clock.jump(seconds=sets[tenth / 10].total_seconds())
        await replica.passes(step)
    assert wait.came(world) > 0
    if wait.is_message:
        for _ in range(30):
            await replica.passes(HOUR)
        assert set(Counter(world.messenger.keys()).values()) == {1}
        assert CHECKLIST not in world.storage.waiting()


# --- dates: what is due comes once, by the clock's time ---------------------------------------------------------------

SET_AT = (2, 14, 22)
"""Hours of Tuesday: before, within and after the hours in which people are reminded."""


def a_world_of_dates() -> World:
    """Ben answers no offer, so that it goes up; a waiver ends on Tuesday, and the channel's digest is for Tuesday."""
    world = a_world(an_organisation(), MONDAY, in_channel=EVERYBODY)
    gate = a_gate("offered", ownership=offered_to(BEN, since=MONDAY))
    world.keep(an_initiative(gate, waived(a_gate("waived", owner=CHI), MONDAY.date() + timedelta(days=1))))
    slot = WeeklySlot(1, 13, 0, "UTC")
    due = MONDAY + timedelta(days=1, hours=4)
    world.storage.state().schedules[SLACK.id, "C1"] = DigestSchedule(SLACK.id, "C1", ScheduleKind.CHANNEL, slot, due)
    return world


async def play(world: World, sets: Mapping[int, timedelta]) -> None:
    """Two weeks, hour by hour for the first three days; the clock is set in those hours of them."""
    replica = Replica(world, timedelta(), MONDAY)
    for hour in range(72):
        if hour in sets:
            replica.clock.jump(seconds=sets[hour].total_seconds())
        await replica.passes(HOUR)
    for _ in range(11 * 6):
        await replica.passes(4 * HOUR)


def facts(world: World, kind: FactKind) -> list[Entry]:
    return [one for one in world.storage.state().entries["churn-model"] if one.kind == kind]


def told(world: World) -> set[tuple[str, str]]:
    return {(str(one.person), str(one.place)) for one in world.initiative().tellings}


def tellings(world: World) -> Counter[tuple[object, ...]]:
    entries = facts(world, FactKind.PERSON_TOLD)
    return Counter(
        (one.data["person"], *one.data["gates"], *one.data["causes"], *one.data["places"]) for one in entries
    )


def days_of(world: World) -> list[date]:
    """The days that Ben's reminders are for: a pause is counted from the day that the clock showed."""
    keys = [one.key for one in world.messenger.told("reminder") if one.channel == "D-BEN"]
    return sorted(date.fromisoformat(key.rpartition(":")[2]) for key in keys)


async def undisturbed() -> World:
    world = a_world_of_dates()
    await play(world, {})
    return world


@pytest.mark.parametrize("lasts", [1, 9])
@pytest.mark.parametrize("at", SET_AT)
@pytest.mark.parametrize("jump", JUMPS, ids=str)
async def test_reminders_digests_waivers_and_escalations_come_once_and_none_is_missing(
    jump: timedelta, at: int, lasts: int
) -> None:
    world, plain, begins = a_world_of_dates(), await undisturbed(), 24 - MONDAY.hour + at
    await play(world, {begins: jump, begins + lasts: -jump})
    keys = Counter(world.messenger.keys())
    assert set(keys.values()) == {1}
    assert len(world.messenger.told("digest")) == len(plain.messenger.told("digest")) == 2
    assert len(facts(world, FactKind.WAIVER_EXPIRED)) == 1
    assert told(world) == told(plain) != set()
    assert set(tellings(world).values()) == {1}
    assert days_of(world)[0] == days_of(plain)[0]
    assert max(WorkingCalendar().working_days_between(*pair) for pair in pairwise(days_of(world))) <= 2
    assert not world.deps.faults.items()


# --- what is kept for a while -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("jump", JUMPS, ids=str)
async def test_a_request_that_is_delivered_again_has_no_second_effect_though_the_clock_is_set(jump: timedelta) -> None:
    world = a_world(an_organisation(), MONDAY, in_channel=EVERYBODY)
    replica = Replica(world, timedelta(), MONDAY)
    asker = replace(an_asker(ANA), request="event-1")
    await claim_alone(replica.deps, asker, "share")
    replica.clock.jump(seconds=jump.total_seconds())
    await replica.passes(10 * MINUTE)
    assert await was_handled(replica.deps, asker)


INSTANTS = {
    "outbox.not_before": "a wait",
    "outbox.lease_until": "a wait",
    "holds.next_probe": "a wait",
    "channel_looks.next_at": "a wait",
    "runs.at": "a wait where it has no period; else when it was done",
    "digest_schedules.next_due": "a date",
    "people.snoozed_until": "a date: what the person was told",
    "codes.expires_at": "a date: what the person was told",
}
"""Every instant that is kept for later, and what it is."""


def test_every_instant_that_is_kept_for_later_is_known_here():
    names = re.compile(r"(^next_|^not_before$|_until$|^expires_at$|_due$)")
    found = {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.c
        if isinstance(column.type, Instant) and names.search(column.name)
    }
    assert found | {"runs.at"} == INSTANTS.keys()
