"""A home that was turned private hides its initiative; one at which nobody can look does so after two days."""

import asyncio
from dataclasses import replace

import pytest

from readiness.domain.values.fact import FactKind
from readiness.domain.values.identity import InitiativeId
from readiness.domain.values.initiative import Home
from readiness.usecases.channels import ENOUGH_UNANSWERED, MOST_AT_ONCE, look_at_channel, look_at_channels
from readiness.usecases.frame.ports import PlatformUnavailable, Sweep
from tests.fakes import SLACK, World, a_channel, a_world
from tests.readiness.build import a_gate, an_initiative, an_organisation


def a_world_of(*channels: str, private: bool = False) -> World:
    """An initiative in each of those channels, which was just seen to be public, or private."""
    world = a_world(an_organisation())
    for channel in channels:
        home = Home(SLACK.id, channel, private)
        world.keep(replace(an_initiative(a_gate(), slug=f"in-{channel}"), id=InitiativeId(channel), home=home))
        world.people.channels[channel] = a_channel(channel, private=private)
    return world


async def seen(*channels: str, private: bool = False) -> World:
    world = a_world_of(*channels, private=private)
    assert await look_at_channels(world.deps) == len(channels)
    world.people.looks.clear()
    return world


def is_private(world: World, channel: str = "C1") -> bool:
    return world.initiative(f"in-{channel}").home.private


def turns(world: World, channel: str = "C1") -> list[dict[str, object]]:
    """What the record says of its home, oldest first."""
    entries = world.storage.state().entries.get(channel, ())
    return [dict(one.data) for one in entries if one.kind == FactKind.HOME_CHANGED]


@pytest.mark.parametrize("before", [False, True])
async def test_a_home_is_what_the_platform_says_within_a_day_and_the_record_tells(before: bool) -> None:
    world = await seen("C1", private=before)
    world.people.channels["C1"] = a_channel("C1", private=not before)
    world.clock.move(hours=23, minutes=59)
    assert await look_at_channels(world.deps) == 0
    world.clock.move(minutes=1)
    assert await look_at_channels(world.deps) == 1
    assert is_private(world) is not before
    assert turns(world) == [{"private": not before, "seen": True}]


async def test_a_look_that_finds_what_was_known_leaves_the_initiative_and_its_version_alone() -> None:
    world = await seen("C1")
    before = world.initiative("in-C1")
    for _ in range(5):
        world.clock.move(days=1)
        await look_at_channels(world.deps)
    assert world.initiative("in-C1") == before
    assert len(world.people.looks) == 5


async def test_what_the_bot_cannot_see_any_more_is_private_at_once() -> None:
    world = await seen("C1")
    del world.people.channels["C1"]
    world.clock.move(days=1)
    await look_at_channels(world.deps)
    assert is_private(world)


@pytest.mark.parametrize(("hours", "hidden"), [(47, False), (48, False), (49, True)])
async def test_looks_that_nobody_answers_keep_what_was_known_for_two_days(hours: int, hidden: bool) -> None:
    world = await seen("C1")
    world.people.failing["C1"] = PlatformUnavailable()
    for _ in range(hours):
        world.clock.move(hours=1)
        await look_at_channels(world.deps)
    assert is_private(world) is hidden
    assert turns(world) == ([{"private": True, "seen": False}] if hidden else [])
    del world.people.failing["C1"]
    world.clock.move(hours=1)
    await look_at_channels(world.deps)
    assert not is_private(world)


async def test_a_channel_that_nobody_ever_saw_counts_as_private_once_a_look_fails() -> None:
    world = a_world_of("C1")
    world.people.failing["C1"] = PlatformUnavailable()
    await look_at_channels(world.deps)
    assert is_private(world)


@pytest.mark.parametrize("step", ["move", "jump"])
async def test_after_a_long_stop_everything_is_looked_at_before_it_is_hidden(step: str) -> None:
    world = await seen("C1")
    getattr(world.clock, step)(days=30)
    await look_at_channels(world.deps)
    assert (is_private(world), turns(world)) == (False, [])


async def test_replicas_share_the_looks() -> None:
    world = a_world_of("C1", "C2", "C3")
    looked = await asyncio.gather(*(look_at_channels(world.deps) for _ in range(3)))
    assert sorted(world.people.looks) == ["C1", "C2", "C3"]
    assert sum(looked) == 3


async def test_no_more_than_slack_answers_at_once_and_all_in_the_end() -> None:
    channels = [f"C{number}" for number in range(MOST_AT_ONCE + 10)]
    world = a_world_of(*channels)
    assert await look_at_channels(world.deps) == MOST_AT_ONCE
    assert await look_at_channels(world.deps) == 10
    assert sorted(world.people.looks) == sorted(channels)


async def test_one_look_that_fails_in_an_unforeseen_way_is_reported_and_the_others_go_on() -> None:
    world = await seen("C1", "C2", "C3")
    world.people.failing["C2"] = RuntimeError("nobody foresaw this")
    for channel in ("C1", "C3"):
        world.people.channels[channel] = a_channel(channel, private=True)
    world.clock.move(days=1)
    await look_at_channels(world.deps)
    assert [is_private(world, channel) for channel in ("C1", "C2", "C3")] == [True, False, True]
    assert world.deps.faults.items() == [(Sweep.CHANNELS, "C2")]


async def test_a_platform_that_is_away_is_not_asked_of_every_channel_and_each_still_counts_as_failed() -> None:
    channels = [f"C{number}" for number in range(10)]
    world = await seen(*channels)
    world.people.failing = dict.fromkeys(channels, PlatformUnavailable())
    world.clock.move(hours=49)
    await look_at_channels(world.deps)
    assert len(world.people.looks) == ENOUGH_UNANSWERED
    assert all(is_private(world, channel) for channel in channels)


async def test_a_workspace_whose_token_another_process_has_is_left_to_it() -> None:
    world = a_world_of("C1")
    world.people.reaches = lambda _: False
    await look_at_channels(world.deps)
    assert (world.people.looks, is_private(world)) == ([], False)


async def test_a_clock_that_was_set_back_keeps_no_channel_from_being_looked_at() -> None:
    world = await seen("C1")
    world.clock.jump(days=-3)
    world.people.channels["C1"] = a_channel("C1", private=True)
    await look_at_channels(world.deps)
    assert is_private(world)
    assert await look_at_channels(world.deps) == 0


async def test_an_older_look_that_ends_later_changes_nothing() -> None:
    world = await seen("C1")
    world.clock.move(days=1)
    answered, public = asyncio.Event(), a_channel("C1")

    async def slowly(*_: object) -> object:
        await answered.wait()
        return public

    quickly, world.people.look_at = world.people.look_at, slowly
    older = asyncio.create_task(look_at_channels(world.deps))
    await asyncio.sleep(0)
    world.clock.move(seconds=1)
    world.people.look_at = quickly
    world.people.channels["C1"] = a_channel("C1", private=True)
    await look_at_channel(world.deps, SLACK, "C1")
    answered.set()
    await older
    assert is_private(world)


@pytest.mark.parametrize("told", [True, False, None])
async def test_what_was_told_counts_where_nobody_answers(told: bool | None) -> None:
    world = await seen("C1", private=told is False)
    world.people.failing["C1"] = PlatformUnavailable()
    world.clock.move(minutes=1)
    await look_at_channel(world.deps, SLACK, "C1", told=told)
    assert is_private(world) is bool(told)


async def test_nobody_asks_about_a_channel_in_which_nothing_lives() -> None:
    world = await seen("C1")
    await look_at_channel(world.deps, SLACK, "C9")
    assert world.people.looks == []


async def test_one_initiative_that_cannot_be_changed_does_not_keep_its_neighbour_visible() -> None:
    world = await seen("C1")
    other = replace(world.initiative("in-C1"), id=InitiativeId("other"), slug="other")
    world.keep(other)
    world.people.channels["C1"] = a_channel("C1", private=True)
    world.storage.before_commit.append(_fail)
    world.clock.move(minutes=1)
    await look_at_channel(world.deps, SLACK, "C1")
    assert sorted([is_private(world), world.initiative("other").home.private]) == [False, True]
    assert [sweep for sweep, _ in world.deps.faults.items()] == [Sweep.DOCUMENTS]
    world.clock.move(hours=1)
    await look_at_channels(world.deps)
    assert is_private(world)
    assert world.initiative("other").home.private


async def _fail() -> None:
    raise RuntimeError("a broken document")
