"""The message that asks every party to sign: one in the thread, copies for who is not there, edited as they answer."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.jobs.pace import Pace
from bot.jobs.pump import Pump
from bot.render import plain
from readiness.usecases import contract, gate
from readiness.usecases.frame.notices import notices
from tests.fakes import SLACK, Sent, World, a_world, an_asker
from tests.readiness.build import ANA, BEN, DEE, ELI, EVERYBODY, GUS, a_gate, an_initiative, an_organisation, any_of

SLUG = "churn-model"
KEY = f"contract:{SLUG}:version:"


@pytest.fixture
async def world() -> World:
    """Gates of compliance (Dee and Eli speak for it, who is not in the channel) and of platform (Gus)."""
    acme = an_organisation()
    acme = acme.with_party(replace(acme.parties["compliance"], backup=ELI))
    world = a_world(acme, in_channel=frozenset(EVERYBODY) - {ELI})
    load = replace(a_gate("load", owner=GUS, rule=any_of("platform")), party="platform")
    world.keep(an_initiative(a_gate("lineage"), load))
    for notice in notices(None, world.initiative()):
        world.storage.enqueue(SLACK.organisation, notice, world.clock())
    await run(world)
    return world


async def run(world: World) -> None:
    await Pump(world.deps, world.deliveries, {"slack": world.messenger}, Pace(world.clock.seconds, timedelta())).drain()


def words(sent: Sent) -> str:
    return plain.text(sent.card)


async def test_it_stands_in_the_thread_and_goes_to_who_is_not_in_the_channel(world):
    await contract.ask(world.deps, an_asker(ANA), SLUG)
    await run(world)
    request = world.messenger.of(f"{KEY}1")
    assert request.thread == world.messenger.of(f"checklist:{SLUG}").id
    assert "@Dee @Gus @Eli Please sign the contract" in words(request)
    assert world.messenger.of(f"{KEY}1:dm:eli").channel == "D-ELI"
    assert not world.messenger.has(f"{KEY}1:dm:dee")


async def test_every_copy_follows_the_answers(world):
    await contract.ask(world.deps, an_asker(ANA), SLUG)
    await run(world)
    await contract.refuse(world.deps, an_asker(GUS), SLUG, "no rollback yet", None)
    await run(world)
    assert "refused by Gus" in words(world.messenger.of(f"{KEY}1"))
    await contract.sign(world.deps, an_asker(GUS), SLUG, None)
    await contract.sign(world.deps, an_asker(DEE), SLUG, None)
    await run(world)
    for copy in (f"{KEY}1", f"{KEY}1:dm:eli"):
        assert "Signed by every party" in words(world.messenger.of(copy))
    assert "The contract is signed by every party" in words(world.messenger.of(f"checklist:{SLUG}"))


async def test_what_overtakes_it_is_told_there_and_the_next_version_takes_its_place(world):
    await contract.ask(world.deps, an_asker(ANA), SLUG)
    await run(world)
    await gate.assign(world.deps, an_asker(ANA), SLUG, "load", BEN)
    await gate.accept(world.deps, an_asker(BEN), SLUG, "load")
    await run(world)
    assert "changed while it was being signed" in words(world.messenger.of(f"{KEY}1"))
    await contract.ask(world.deps, an_asker(ANA), SLUG)
    await run(world)
    assert "a newer request in this thread replaces this one" in words(world.messenger.of(f"{KEY}1"))
    assert "a newer request in this thread replaces this one" in words(world.messenger.of(f"{KEY}1:dm:eli"))
    assert "load: Ben instead of Gus" in words(world.messenger.of(f"{KEY}2"))


async def test_a_request_that_was_overtaken_before_it_was_sent_is_not_sent(world):
    await contract.ask(world.deps, an_asker(ANA), SLUG)
    await gate.remove(world.deps, an_asker(ANA), SLUG, "load", "no load")
    await run(world)
    assert not world.messenger.has(f"{KEY}1")


async def test_a_request_that_somebody_deleted_is_posted_anew_while_it_waits(world):
    await contract.ask(world.deps, an_asker(ANA), SLUG)
    await run(world)
    world.messenger.delete(f"{KEY}1")
    await contract.sign(world.deps, an_asker(GUS), SLUG, None)
    await run(world)
    assert "signed by Gus" in words(world.messenger.of(f"{KEY}1"))
