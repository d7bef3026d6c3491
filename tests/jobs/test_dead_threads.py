"""A checklist that was deleted: the next message goes to a thread that is seen, and what still asks goes with it."""

from dataclasses import replace
from datetime import timedelta
from typing import get_args

import pytest

from bot.jobs.message_keys import MessageName, ReminderName, read_name
from bot.jobs.messenger import ThreadGone
from bot.jobs.pace import Pace
from bot.jobs.pump import Counts, Pump
from bot.jobs.sight import FRESH
from readiness.usecases import contract, gate
from readiness.usecases.frame.notices import notices
from tests.fakes import SLACK, World, a_world, an_asker
from tests.readiness.build import (
    ANA,
    BEN,
    CHI,
    DEE,
    EVERYBODY,
    GUS,
    a_gate,
    an_initiative,
    an_organisation,
    any_of,
    offered_to,
)

SLUG = "churn-model"
CHECKLIST = f"checklist:{SLUG}"
LONG_SINCE = FRESH + 1


@pytest.fixture
async def world() -> World:
    """Everybody is in the channel. One message of each kind stands in the thread, and all of them still ask."""
    world = a_world(an_organisation(), in_channel=EVERYBODY)
    load = replace(a_gate("load", owner=GUS, rule=any_of("platform")), party="platform")
    lineage = a_gate("lineage", owner=BEN, condition=None)
    world.keep(
        an_initiative(
            a_gate("privacy", ownership=offered_to(DEE)), a_gate("drift", owner=CHI, evidence_by=CHI), lineage, load
        )
    )
    for notice in notices(None, world.initiative()):
        world.storage.enqueue(SLACK.organisation, notice, world.clock())
    await run(world)
    await gate.request(world.deps, an_asker(CHI), SLUG, "drift")
    await gate.block(world.deps, an_asker(BEN), SLUG, "lineage", "no space", waits_for=GUS)
    await gate.block(world.deps, an_asker(GUS), SLUG, "load", "no sizes", waits_for=BEN)
    await gate.assign(world.deps, an_asker(ANA), SLUG, "privacy", BEN)
    await gate.accept(world.deps, an_asker(BEN), SLUG, "privacy")
    await contract.ask(world.deps, an_asker(ANA), SLUG)
    await run(world)
    return world


async def run(world: World, pace: Pace | None = None) -> Counts:
    return await a_pump(world, pace).drain()


def a_pump(world: World, pace: Pace | None = None) -> Pump:
    return Pump(
        world.deps, world.deliveries, {"slack": world.messenger}, pace or Pace(world.clock.seconds, timedelta())
    )


def in_thread(world: World) -> dict[str, str]:
    """What stands below the checklist that stands now, by key."""
    root = world.messenger.of(CHECKLIST).id
    return {one.key: one.id for one in world.messenger.sent if one.thread == root}


def believed(world: World) -> set[str]:
    """What the bot believes to stand in a thread."""
    return {key for key, post in world.storage.state().posts.items() if post.thread is not None}


async def test_every_kind_of_message_that_stands_in_the_thread_moves_with_it(world):
    kinds = {type(read_name(key)) for key in in_thread(world)}
    assert kinds == set(get_args(MessageName)) - {ReminderName}
    before = in_thread(world)
    world.messenger.delete(CHECKLIST)
    world.clock.move(seconds=LONG_SINCE)
    await gate.assign(world.deps, an_asker(ANA), SLUG, "drift", DEE)
    await run(world)
    after = in_thread(world)
    assert {type(read_name(key)) for key in after} == kinds
    assert not set(after.values()) & set(before.values())
    assert believed(world) == set(after)
    assert len([one for one in world.messenger.sent if one.key == CHECKLIST]) == 1


async def test_each_is_posted_once_and_what_asks_nobody_is_left_behind(world):
    await gate.unblock(world.deps, an_asker(BEN), SLUG, "lineage")
    await run(world)
    world.messenger.delete(CHECKLIST)
    world.clock.move(seconds=LONG_SINCE)
    for person in (DEE, GUS, CHI):
        await gate.assign(world.deps, an_asker(ANA), SLUG, "drift", person)
        await run(world)
        world.clock.move(seconds=LONG_SINCE)
    posted = [one.key for one in world.messenger.sent if one.thread == world.messenger.of(CHECKLIST).id]
    assert len(posted) == len(set(posted))
    assert not any(key.startswith("deadlock:") for key in posted)


async def test_a_change_that_finds_the_checklist_gone_moves_them_too(world):
    before = in_thread(world)
    world.messenger.delete(CHECKLIST)
    await gate.set_due(world.deps, an_asker(ANA), SLUG, "load", None)
    await gate.give_evidence(world.deps, an_asker(GUS), SLUG, "load", "words")
    await run(world)
    assert {type(read_name(key)) for key in in_thread(world)} == {type(read_name(key)) for key in before}


async def test_with_one_message_a_second_they_move_one_after_the_other(world):
    before = in_thread(world)
    world.messenger.delete(CHECKLIST)
    world.clock.move(seconds=LONG_SINCE)
    pump = a_pump(world, Pace(world.clock.seconds))
    await gate.assign(world.deps, an_asker(ANA), SLUG, "drift", DEE)
    for _ in range(60):
        await pump.drain()
        world.clock.move(seconds=1)
    keys = [one.key for one in world.messenger.sent if one.thread == world.messenger.of(CHECKLIST).id]
    assert len(keys) == len(set(keys))
    assert {type(read_name(key)) for key in keys} == {type(read_name(key)) for key in before}
    assert world.storage.waiting() == ()


async def test_a_checklist_deleted_before_anybody_was_asked_is_posted_anew_at_once(world):
    young = a_world(an_organisation(), in_channel=EVERYBODY)
    young.keep(an_initiative(a_gate("privacy", owner=None)))
    for notice in notices(None, young.initiative()):
        young.storage.enqueue(SLACK.organisation, notice, young.clock())
    pump = a_pump(young)
    await pump.drain()
    first = young.messenger.of(CHECKLIST).id
    young.messenger.delete(CHECKLIST)
    await gate.assign(young.deps, an_asker(ANA), SLUG, "privacy", DEE)
    young.storage.rows = [row for row in young.storage.rows if row.notice.kind != "refresh"]
    await pump.drain()
    assert young.messenger.of(CHECKLIST).id != first
    assert [read_name(key).person for key in in_thread(young)] == [DEE]


async def test_a_thread_is_looked_at_once_for_all_that_is_posted_in_it_within_minutes(world):
    pump = a_pump(world)
    await gate.set_due(world.deps, an_asker(ANA), SLUG, "load", None)
    await pump.drain()
    world.clock.move(seconds=LONG_SINCE)
    looks: list[int] = []
    for person in (DEE, GUS, CHI):
        edits = world.messenger.of(CHECKLIST).edits
        key = f"prompt:{SLUG}:{person}:99"
        template = next(iter(notices(None, world.initiative())))
        world.storage.enqueue(
            SLACK.organisation, replace(template, kind="prompt", key=key, person=person), world.clock()
        )
        await pump.drain()
        looks.append(world.messenger.of(CHECKLIST).edits - edits)
        world.clock.move(seconds=30)
    assert sum(looks) == 1


async def test_a_reply_refused_under_a_checklist_that_stands_is_tried_again(world):
    world.messenger.failures["post"] = [ThreadGone("404 ConversationNotFound")]
    await gate.assign(world.deps, an_asker(ANA), SLUG, "drift", DEE)
    counts = await run(world)
    assert counts.given_up == 0
    world.clock.move(seconds=10)
    await run(world)
    assert any(getattr(read_name(key), "person", None) == DEE for key in in_thread(world))
