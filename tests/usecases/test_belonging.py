"""Whether those named in initiatives still belong: asked about everybody within the hour, whatever goes wrong (P15)."""

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from readiness.domain.values.identity import PersonId
from readiness.domain.values.person import Standing
from readiness.usecases.belonging import AGAIN, MOST, PAUSE, look_at_people
from readiness.usecases.frame.ports import DatabaseUnavailable, PlatformUnavailable
from tests.fakes import SLACK, World, a_world
from tests.readiness.build import ANA, BEN, EVERYBODY, HANA, a_gate, a_person, an_initiative, an_organisation

HOUR = timedelta(hours=1)
OTHERS = 3
"""Ana, Chi and Hana are named as lead, backup and handoff owner."""


def a_world_of(count: int) -> World:
    """So many people who own a gate each, and Ana, Chi and Hana."""
    people = [a_person(PersonId(f"p{number:04}")) for number in range(count)]
    gates = [a_gate(f"gate-{number}", owner=person.id) for number, person in enumerate(people)]
    world = a_world(an_organisation(people=people), in_channel=EVERYBODY)
    world.keep(an_initiative(*gates))
    return world


def refuse(world: World, *accounts: str, seconds: float = 0.0, times: int = 1) -> None:
    """Let the next look-ups of those accounts fail."""
    for account in accounts:
        world.people.refused[account] = [PlatformUnavailable("internal_error", seconds) for _ in range(times)]


def leave(world: World, person: str) -> None:
    """Somebody's account is deactivated, and no event says so."""
    account = person.upper()
    world.people.people[account] = replace(world.people.people[account], standing=Standing.DEACTIVATED)


def has_left(world: World, person: str) -> bool:
    """Whether we know."""
    return not world.storage.stored_organisation().is_member(PersonId(person))


async def keep_asking(world: World, until: datetime, most: int | None = MOST) -> None:
    """Ask every twenty seconds, as the ticker does."""
    while world.clock.now < until:
        await look_at_people(world.deps, most)
        world.clock.move(seconds=PAUSE.total_seconds())


async def test_everybody_is_asked_about_once_and_again_within_the_hour():
    world = a_world_of(10)
    assert await look_at_people(world.deps) == 10 + OTHERS
    world.clock.move(minutes=40)
    assert await look_at_people(world.deps) == 0
    world.clock.move(minutes=10)
    assert await look_at_people(world.deps) == 10 + OTHERS
    assert set(Counter(world.people.lookups).values()) == {2}


@pytest.mark.parametrize("seconds", [0.0, 30.0])
async def test_two_look_ups_that_fail_leave_everybody_else_asked_about_and_are_made_again_soon(seconds: float):
    world = a_world_of(50)
    refuse(world, "P0003", "P0017", seconds=seconds)
    leave(world, "p0049")
    await keep_asking(world, world.clock.now + timedelta(minutes=10))
    assert has_left(world, "p0049")
    assert len(set(world.people.lookups)) == 50 + OTHERS
    asked = Counter(world.people.lookups)
    assert {account for account, times in asked.items() if times > 1} == {"P0003", "P0017"}
    assert world.deps.faults.items() == [("people", "p0003"), ("people", "p0017")]


async def test_what_the_platform_asks_to_wait_for_is_waited_for():
    world = a_world_of(10)
    refuse(world, "P0005", seconds=90)
    await look_at_people(world.deps)
    asked = len(world.people.lookups)
    assert asked < 10 + OTHERS
    world.clock.move(seconds=89)
    assert await look_at_people(world.deps) == 0
    world.clock.move(seconds=1)
    assert await look_at_people(world.deps) == 10 + OTHERS - asked


async def test_a_platform_that_answers_nobody_is_left_alone_for_a_while():
    world = a_world_of(200)
    everybody = [f"P{number:04}" for number in range(200)]
    refuse(world, *everybody, "ANA", "CHI", "HANA", times=100)
    await keep_asking(world, world.clock.now + timedelta(minutes=10), most=None)
    assert len(world.people.lookups) <= 11 * 3
    world.people.refused.clear()
    await keep_asking(world, world.clock.now + timedelta(minutes=10), most=None)
    assert len(set(world.people.lookups)) == 200 + OTHERS


async def test_a_round_that_is_cut_off_uses_up_nobodys_hour():
    world = a_world_of(10)
    leave(world, "p0009")
    world.people.refused["P0004"] = [asyncio.CancelledError()]  # type: ignore[list-item]
    with pytest.raises(asyncio.CancelledError):
        await look_at_people(world.deps)
    await keep_asking(world, world.clock.now + timedelta(minutes=6))
    assert has_left(world, "p0009")
    assert len(set(world.people.lookups)) == 10 + OTHERS


async def test_a_database_that_goes_away_ends_the_round_and_the_next_one_goes_on():
    world = a_world_of(10)
    world.people.refused["P0004"] = [DatabaseUnavailable()]
    with pytest.raises(DatabaseUnavailable):
        await look_at_people(world.deps)
    await keep_asking(world, world.clock.now + timedelta(minutes=6))
    assert len(set(world.people.lookups)) == 10 + OTHERS


async def test_an_error_that_nobody_foresaw_is_that_persons_alone():
    world = a_world_of(10)
    world.people.refused["P0004"] = [KeyError("user")]
    await look_at_people(world.deps)
    assert len(set(world.people.lookups)) == 10 + OTHERS
    assert world.deps.faults.items() == [("people", "p0004")]


@pytest.mark.parametrize("replicas", [1, 3])
async def test_a_minute_has_a_hundred_look_ups_at_most_however_many_processes_ask(replicas: int):
    world = a_world_of(400)
    per_minute = []
    for _ in range(6):
        before = len(world.people.lookups)
        for _ in range(3):
            await asyncio.gather(*(look_at_people(world.deps, MOST) for _ in range(replicas)))
            world.clock.move(seconds=PAUSE.total_seconds())
        per_minute.append(len(world.people.lookups) - before)
    assert max(per_minute) <= 100
    assert set(Counter(world.people.lookups).values()) == {1}
    assert len(world.people.lookups) == 400 + OTHERS


@pytest.mark.promise("P15", "300 people, of whom two leave, every tenth look-up failing")
async def test_a_leaver_is_known_within_the_hour_while_every_tenth_look_up_fails():
    world = a_world_of(300)
    refuse(world, *(f"P{number:04}" for number in range(0, 300, 10)), times=2)
    await keep_asking(world, world.clock.now + HOUR)
    leave(world, "p0010")
    leave(world, "p0299")
    await keep_asking(world, world.clock.now + HOUR)
    assert has_left(world, "p0010")
    assert has_left(world, "p0299")


async def test_a_workspace_whose_token_another_process_holds_is_left_to_it():
    world = a_world_of(5)
    world.people.out_of_reach.add(SLACK.id)
    assert await look_at_people(world.deps) == 0
    world.people.out_of_reach.clear()
    assert await look_at_people(world.deps) == 5 + OTHERS


@pytest.mark.parametrize("hours", [-2, -48, 24])
async def test_a_clock_that_is_set_makes_nobody_wait(hours: int):
    world = a_world_of(5)
    await look_at_people(world.deps)
    world.clock.jump(hours=hours)
    await keep_asking(world, world.clock.now + AGAIN + timedelta(minutes=5))
    assert min(Counter(world.people.lookups).values()) >= 2


async def test_one_initiative_that_cannot_be_read_keeps_nobody_from_being_asked_about():
    world = a_world(an_organisation(), in_channel=EVERYBODY)
    world.keep(an_initiative(a_gate(owner=BEN)), an_initiative(a_gate(owner=HANA), slug="fraud"))
    world.storage.spoil("fraud")
    await look_at_people(world.deps)
    assert {"ANA", "BEN", "HANA"} <= set(world.people.lookups)
    assert ANA in EVERYBODY
