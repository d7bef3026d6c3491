"""What is given up is told the administrators, merged, once a day at most."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.jobs.messenger import CannotLook, NotSent, PersonUnreachable, UnknownOutcome
from bot.jobs.pace import Pace
from bot.jobs.pump import Pump
from bot.render import plain
from readiness.domain.values.person import Person, Role
from readiness.usecases.frame.notices import notices
from tests.fakes import SLACK, World, a_world
from tests.readiness.build import ANA, BEN, EVERYBODY, a_gate, an_initiative, an_organisation, offered_to


@pytest.fixture
def world() -> World:
    """Three new initiatives in C1, the third with an offer to Ben; Ana administers."""
    world = a_world(an_organisation(people=[Person(ANA, "Ana", role=Role.ADMINISTRATOR)]), in_channel=EVERYBODY)
    for slug in ("one", "two", "three"):
        gate = a_gate("lineage", ownership=offered_to(BEN)) if slug == "three" else a_gate("lineage")
        world.keep(an_initiative(gate, slug=slug, name=f"Model {slug}"))
        for notice in notices(None, world.initiative(slug)):
            world.storage.enqueue(SLACK.organisation, notice, world.clock())
    return world


async def run(world: World, **time: float) -> None:
    world.clock.move(**time)
    pace = Pace(world.clock.seconds, timedelta())
    await Pump(world.deps, world.deliveries, {"slack": world.messenger}, pace).drain()


async def test_two_that_are_given_up_together_are_told_in_one_message_a_little_later(world: World) -> None:
    world.messenger.failures["post"] = [NotSent("invalid_blocks"), NotSent("no_text")]
    await run(world)
    assert world.messenger.told("given-up") == []
    await run(world, minutes=10)
    (told,) = world.messenger.told("given-up")
    words = plain.text(told.card)
    assert told.channel == "D-ANA"
    assert "Two messages were given up." in words
    assert "checklist about Model one: invalid_blocks" in words
    assert "checklist about Model two: no_text" in words


async def test_what_lives_in_a_private_channel_is_not_named_to_administrators(world: World) -> None:
    one = world.initiative("one")
    world.keep(replace(one, home=replace(one.home, private=True)))
    world.messenger.failures["post"] = [NotSent("invalid_blocks"), NotSent("no_text")]
    await run(world)
    await run(world, minutes=10)
    (told,) = world.messenger.told("given-up")
    words = plain.text(told.card)
    assert "checklist: invalid_blocks" in words
    assert "checklist about Model two: no_text" in words
    assert "Model one" not in words


async def test_what_is_given_up_later_that_day_is_told_the_next_morning(world: World) -> None:
    rows = world.storage.rows
    for hour, slug in enumerate(("one", "two", "three")):
        world.storage.rows = [*world.storage.given_up_rows(), *[row for row in rows if row.notice.initiative == slug]]
        world.messenger.failures["post"] = [NotSent("invalid_blocks")] * 2
        await run(world, hours=hour)
        world.messenger.failures.clear()
        await run(world, minutes=10)
    assert len(world.messenger.told("given-up")) == 1
    await run(world, hours=22)
    today, tomorrow = world.messenger.told("given-up")
    assert "Model one" in plain.text(today.card)
    assert "Model two" in plain.text(tomorrow.card)
    assert "Model three" in plain.text(tomorrow.card)


async def test_a_message_that_may_stand_and_cannot_be_looked_up_is_told_too(world: World) -> None:
    world.messenger.lost, world.messenger.may_not_look = [UnknownOutcome("cut")], CannotLook("no scope")
    await run(world)
    await run(world, seconds=10)
    await run(world, minutes=10)
    (told,) = world.messenger.told("given-up")
    assert "unknown outcome, not sent again: no scope" in plain.text(told.card)


async def test_somebody_who_cannot_be_reached_is_their_asker_s_business(world: World) -> None:
    world.messenger.inside["C1"].discard("BEN")
    world.messenger.failures["direct"] = [PersonUnreachable("user_disabled")]
    await run(world)
    await run(world, days=1)
    assert world.messenger.told("given-up") == []
    assert len(world.messenger.told("unreachable")) == 1


async def test_what_was_sent_again_or_dropped_by_then_is_not_told(world: World) -> None:
    world.messenger.failures["post"] = [NotSent("invalid_blocks")]
    await run(world)
    world.storage.rows = [row for row in world.storage.rows if row.status != "dead"]
    await run(world, minutes=10)
    assert world.messenger.told("given-up") == []


async def test_that_it_cannot_be_told_is_not_told_in_turn(world: World) -> None:
    world.messenger.failures["post"] = [NotSent("invalid_blocks")]
    await run(world)
    for _ in range(4):
        world.messenger.failures["post"] = [NotSent("invalid_blocks")] * 9
        await run(world, minutes=10)
    assert len([key for key in world.storage.given_up() if key.startswith("given-up:")]) == 1
