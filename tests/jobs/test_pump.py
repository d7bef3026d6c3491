"""The pump: what is posted where, once, and what is done when the platform does not play along."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.cards import Card
from bot.jobs.drawing import drawn
from bot.jobs.messenger import CannotLook, NotSent, PersonUnreachable, Place, TryLater, UnknownOutcome
from bot.jobs.pace import Pace
from bot.jobs.pump import Counts, Pump
from bot.render import plain
from readiness.domain.rules.change import Act
from readiness.domain.rules.linking import Link, unite
from readiness.domain.values.gate import Decision, Progress
from readiness.domain.values.identity import WorkspaceId
from readiness.domain.values.notice import NoticeKind
from readiness.domain.values.person import Standing
from readiness.usecases import gate as gate_cases
from readiness.usecases.frame.notices import notices
from readiness.usecases.frame.ports import Workspace
from tests.fakes import SLACK, World, a_world, an_asker, needs_person
from tests.readiness.build import (
    ANA,
    BEN,
    CHI,
    DEE,
    ELI,
    EVERYBODY,
    a_gate,
    an_initiative,
    an_organisation,
    offered_to,
    signed_off,
)

HERE = frozenset(EVERYBODY) - {ELI}


@pytest.fixture
def world() -> World:
    """A new initiative: Ben is offered a gate, so is Eli, who is not in the channel; Chi owns one with evidence."""
    world = a_world(an_organisation(), in_channel=HERE)
    initiative = an_initiative(
        a_gate("lineage", ownership=offered_to(BEN)),
        a_gate("privacy", ownership=offered_to(ELI)),
        a_gate("drift", owner=CHI, evidence_by=CHI),
    )
    world.keep(initiative)
    for notice in notices(None, world.initiative()):
        world.storage.enqueue(SLACK.organisation, notice, world.clock())
    return world


def a_pump(world: World, pace: Pace | None = None) -> Pump:
    return Pump(
        world.deps, world.deliveries, {"slack": world.messenger}, pace or Pace(world.clock.seconds, timedelta())
    )


async def run(world: World) -> Counts:
    return await a_pump(world).drain()


async def test_the_checklist_is_posted_once_and_the_prompts_stand_in_its_thread(world):
    counts = await run(world)
    assert counts.sent == 3
    checklist = world.messenger.of("checklist:churn-model")
    prompt = world.messenger.of("prompt:churn-model:ben:1")
    assert (checklist.channel, checklist.thread) == ("C1", None)
    assert (prompt.channel, prompt.thread) == ("C1", checklist.id)
    assert world.storage.waiting() == ()


async def test_who_is_not_in_the_channel_is_told_by_direct_message_and_only_there(world):
    await run(world)
    prompt = world.messenger.of("prompt:churn-model:eli:1")
    assert (prompt.channel, prompt.thread) == ("D-ELI", None)


async def test_a_second_run_sends_nothing(world):
    await run(world)
    assert (await run(world)).sent == 0
    assert len(world.messenger.sent) == 3


async def test_a_change_edits_what_stands_and_posts_nothing(world):
    await run(world)
    await gate_cases.accept(world.deps, an_asker(BEN), "churn-model", "lineage")
    await run(world)
    assert len(world.messenger.sent) == 3
    assert world.messenger.of("checklist:churn-model").edits == 1
    assert world.messenger.of("prompt:churn-model:ben:1").edits == 1


async def test_what_would_look_the_same_is_not_edited(world):
    await run(world)
    await gate_cases.accept(world.deps, an_asker(BEN), "churn-model", "lineage")
    await run(world)
    assert world.messenger.of("prompt:churn-model:eli:1").edits == 0
    post = world.storage.state().posts["prompt:churn-model:eli:1"]
    assert post.drawn == drawn(world.messenger.of(post.key).card)


async def test_a_newer_prompt_replaces_the_older_one(world):
    await run(world)
    await gate_cases.accept(world.deps, an_asker(BEN), "churn-model", "lineage")
    await gate_cases.assign(world.deps, an_asker(ANA), "churn-model", "drift", BEN)
    await run(world)
    older = world.messenger.of("prompt:churn-model:ben:1")
    newer = world.messenger.of("prompt:churn-model:ben:3")
    assert "newer message" in older.card.summary
    assert newer.thread == world.messenger.of("checklist:churn-model").id


async def test_a_sign_off_request_stands_in_the_thread_and_goes_to_absent_approvers_by_direct_message(world):
    await run(world)
    await gate_cases.request(world.deps, an_asker(CHI), "churn-model", "drift")
    await run(world)
    key = "sign-off:churn-model:drift:1"
    assert world.messenger.of(key).thread == world.messenger.of("checklist:churn-model").id
    assert world.messenger.of(f"{key}:dm:eli").channel == "D-ELI"
    assert not world.messenger.has(f"{key}:dm:dee")


async def test_every_copy_of_a_sign_off_request_follows_the_answer(world):
    await run(world)
    await gate_cases.request(world.deps, an_asker(CHI), "churn-model", "drift")
    await run(world)
    await gate_cases.sign_off(world.deps, an_asker(DEE), "churn-model", "drift", gate_cases.Vote(Decision.APPROVE, 1))
    await run(world)
    assert world.initiative().gates["drift"].progress is Progress.SIGNED_OFF
    assert world.messenger.of("sign-off:churn-model:drift:1").edits == 1
    assert world.messenger.of("sign-off:churn-model:drift:1:dm:eli").edits == 1


async def test_a_prompt_that_was_overtaken_is_not_sent(world):
    await gate_cases.accept(world.deps, an_asker(ELI), "churn-model", "privacy")
    gate = world.initiative().gates["privacy"]
    world.keep(world.initiative().with_gate(signed_off(gate)))
    await run(world)
    assert not world.messenger.has("prompt:churn-model:eli:1")


async def test_a_prompt_that_waits_while_its_account_is_linked_reaches_the_person(world):
    acme = world.storage.stored_organisation()
    linked = replace(
        acme,
        people={one: person for one, person in acme.people.items() if one != ELI},
        addresses={SLACK.id: {one: account for one, account in acme.addresses[SLACK.id].items() if one != ELI}},
        merged={ELI: BEN},
    )
    world.change_organisation(linked)
    world.keep(
        unite(world.initiative(), Link(BEN, ELI), Act(linked.person(BEN), world.clock(), linked)).change.initiative
    )
    await run(world)
    for former in (BEN, ELI):
        sent = world.messenger.of(f"prompt:churn-model:{former}:1")
        assert (sent.channel, "Ben: " in sent.card.summary) == ("C1", True)
        assert "privacy" in plain.text(sent.card)


async def test_nobody_who_left_gets_a_message(world):
    eli = world.storage.stored_organisation().person(ELI)
    world.change_organisation(
        world.storage.stored_organisation().with_person(replace(eli, standing=Standing.DEACTIVATED))
    )
    await run(world)
    assert "D-ELI" not in {channel for _, channel, _ in world.messenger.calls}


async def test_without_a_checklist_in_the_channel_it_is_posted_before_the_prompt(world):
    world.storage.rows = [row for row in world.storage.rows if row.notice.kind is not NoticeKind.CHECKLIST]
    await run(world)
    assert world.messenger.keys("C1")[0] == "checklist:churn-model"


# --- when the platform does not play along ----------------------------------------------------------------------------


async def test_asked_to_wait_it_waits_that_long_and_then_sends_once(world):
    world.messenger.failures["post"] = [TryLater("ratelimited", seconds=7)]
    await run(world)
    assert world.messenger.sent == []
    world.clock.move(seconds=6)
    await run(world)
    assert world.messenger.sent == []
    world.clock.move(seconds=1)
    await run(world)
    assert len(world.messenger.sent) == 3


async def test_while_a_workspace_asks_us_to_wait_none_of_its_messages_goes(world):
    other = replace(an_initiative(a_gate(ownership=offered_to(BEN)), slug="fraud-model"), version=1)
    world.keep(other)
    world.messenger.failures["post"] = [TryLater("ratelimited", seconds=30)]
    pump = a_pump(world)
    await pump.drain()
    for notice in notices(None, other):
        world.storage.enqueue(SLACK.organisation, notice, world.clock())
    await pump.drain()
    assert world.messenger.sent == []
    world.clock.move(seconds=30)
    await pump.drain()
    assert len(world.messenger.sent) == 5


async def test_a_lost_answer_is_looked_up_before_anything_is_sent_again(world):
    world.messenger.lost = [UnknownOutcome("cut")]
    await run(world)
    world.clock.move(seconds=10)
    await run(world)
    assert world.messenger.keys().count("checklist:churn-model") == 1
    assert world.messenger.looked == ["checklist:churn-model"]
    assert world.storage.state().posts["checklist:churn-model"].message == "m1"


async def test_an_unanswered_message_that_did_not_arrive_is_sent_again(world):
    world.messenger.failures["post"] = [UnknownOutcome("cut")]
    await run(world)
    world.clock.move(seconds=10)
    await run(world)
    assert world.messenger.keys().count("checklist:churn-model") == 1


async def test_after_a_crash_while_sending_the_message_is_looked_up(world):
    (claimed,) = await world.deliveries.claim(world.clock(), 1)
    await world.messenger.post(Place(SLACK, "C1"), Card("", ()), {}, claimed.notice.key)
    world.clock.move(seconds=61)
    await run(world)
    assert world.messenger.keys().count("checklist:churn-model") == 1


async def test_where_the_bot_may_not_look_an_unknown_message_is_shown_and_not_sent_again(world):
    world.messenger.lost, world.messenger.may_not_look = [UnknownOutcome("cut")], CannotLook("missing_scope")
    await run(world)
    world.clock.move(seconds=10)
    counts = await run(world)
    assert counts.unknown == 1
    assert "not sent again" in world.storage.given_up()["checklist:churn-model"]


async def test_a_refused_message_is_given_up_with_the_reason(world):
    world.messenger.failures["post"] = [NotSent("invalid_blocks")]
    await run(world)
    assert world.storage.given_up() == {"checklist:churn-model": "invalid_blocks"}


async def test_an_unforeseen_error_is_tried_ten_times_with_growing_pauses_and_then_waits_for_somebody(world):
    world.storage.rows = world.storage.rows[:1]
    world.messenger.failures["post"] = [RuntimeError("bug")] * 20
    for _ in range(10):
        await run(world)
        world.clock.move(minutes=11)
    assert [what for what, *_ in world.messenger.calls].count("post") == 10
    assert world.storage.held_at("?unexpected_error") == ("checklist:churn-model",)
    assert world.storage.given_up() == {}


async def test_a_deleted_checklist_is_posted_anew(world):
    await run(world)
    world.messenger.delete("checklist:churn-model")
    await gate_cases.accept(world.deps, an_asker(BEN), "churn-model", "lineage")
    await run(world)
    assert world.messenger.of("checklist:churn-model").channel == "C1"
    assert (
        world.storage.state().posts["checklist:churn-model"].message == world.messenger.of("checklist:churn-model").id
    )


async def test_a_deleted_prompt_that_asks_nothing_more_is_forgotten(world):
    await run(world)
    world.messenger.delete("prompt:churn-model:ben:1")
    await gate_cases.decline(world.deps, an_asker(BEN), "churn-model", "lineage", "not mine")
    await run(world)
    assert not world.messenger.has("prompt:churn-model:ben:1")
    assert "prompt:churn-model:ben:1" not in world.storage.state().posts


async def test_a_reader_who_cannot_be_reached_any_more_keeps_nobody_else_from_the_news(world):
    await run(world)
    world.messenger.closed["D-ELI"] = PersonUnreachable("user_disabled")
    await gate_cases.accept(world.deps, an_asker(ELI), "churn-model", "privacy")
    counts = await run(world)
    assert counts.given_up == 0
    assert world.messenger.of("checklist:churn-model").edits == 1


async def test_whoever_asked_somebody_that_no_message_reaches_is_told_once_a_day(world):
    world.messenger.closed["D-ELI"] = PersonUnreachable("the app is not installed for that person")
    counts = await run(world)
    assert counts.given_up == 1
    await run(world)
    (told,) = [one for one in world.messenger.sent if one.key.startswith("unreachable:")]
    assert told.channel == "D-ANA"
    assert told.card.summary == "I cannot send Eli a message."
    await gate_cases.assign(world.deps, an_asker(ANA), "churn-model", "lineage", ELI)
    await run(world)
    assert len([one for one in world.messenger.sent if one.key.startswith("unreachable:")]) == 1


async def test_a_message_found_again_is_brought_up_to_date_at_the_next_change(world):
    world.messenger.lost = [UnknownOutcome("cut")]
    await run(world)
    await gate_cases.accept(world.deps, an_asker(BEN), "churn-model", "lineage")
    world.clock.move(seconds=10)
    await run(world)
    post = world.storage.state().posts["checklist:churn-model"]
    assert post.drawn == drawn(world.messenger.of(post.key).card)
    assert world.messenger.of(post.key).edits == 1


async def test_the_bot_joins_a_public_channel_itself(world):
    world.messenger.closed["C1"] = needs_person("not_in_channel")
    await run(world)
    assert world.messenger.joined == ["C1"]
    assert len(world.messenger.sent) == 3


# --- pace -------------------------------------------------------------------------------------------------------------


async def test_a_channel_gets_one_message_a_second_at_most(world):
    pump = a_pump(world, Pace(world.clock.seconds))
    for _ in range(50):
        await pump.start_due()
        await pump.finish(5)
        world.clock.move(seconds=0.25)
    at = [sent.at for sent in world.messenger.sent if sent.channel == "C1"]
    assert len(at) == 2
    assert at[1] - at[0] == timedelta(seconds=1)


async def test_a_slow_workspace_does_not_hold_up_the_others(world):
    far = Workspace(WorkspaceId("far"), SLACK.organisation, "slack", "T2")
    world.storage.workspaces[far.id] = far
    slow, quick = an_initiative(a_gate(), slug="slow"), an_initiative(a_gate(), slug="quick")
    slow = replace(slow, home=replace(slow.home, workspace=far.id, channel="C9"))
    world.storage.rows.clear()
    world.keep(slow, quick)
    for one in (slow, quick):
        world.storage.enqueue(SLACK.organisation, notices(None, one)[0], world.clock())
    gate = world.messenger.slow["C9"] = asyncio.Event()
    pump = a_pump(world)
    await pump.start_due()
    await pump.one_done()
    assert world.messenger.keys() == ["checklist:quick"]
    gate.set()
    await pump.drain()
    assert world.messenger.keys() == ["checklist:quick", "checklist:slow"]


async def test_what_is_cut_off_by_stopping_is_looked_up_later(world):
    world.storage.rows = world.storage.rows[:1]
    world.messenger.slow["C1"] = asyncio.Event()
    pump = a_pump(world)
    await pump.start_due()
    await pump.finish(0.01)
    (row,) = world.storage.rows
    assert (row.status, row.unknown) == ("pending", True)


async def test_stopping_leaves_nothing_claimed(world):
    world.storage.rows = world.storage.rows[:1]
    pump = a_pump(world)
    await pump.start_due()
    await pump.finish(0)
    assert [row.status for row in world.storage.rows] in ([], ["pending"])


async def test_a_row_that_is_claimed_again_while_it_is_on_its_way_is_sent_once(world):
    """As when the clock that leases go by is set forward."""
    world.storage.rows = world.storage.rows[:1]
    gate = world.messenger.slow["C1"] = asyncio.Event()
    pump = a_pump(world)
    await pump.start_due()
    world.clock.jump(days=1)
    assert await pump.start_due() == 0
    gate.set()
    await pump.drain()
    assert world.messenger.keys() == ["checklist:churn-model"]
    assert world.storage.waiting() == ()
