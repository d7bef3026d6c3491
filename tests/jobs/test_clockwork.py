"""Reminders, digests and the word of a closed channel on their way out."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.jobs.messenger import TryLater, UnknownOutcome
from bot.jobs.pace import Pace
from bot.jobs.pump import Counts, Pump
from readiness.domain.values.identity import PersonId
from readiness.domain.values.ownership import Ownership
from readiness.domain.values.person import Standing
from readiness.domain.values.schedule import WeeklySlot
from readiness.usecases import absence, gate
from readiness.usecases.frame.ports import DigestSchedule, ScheduleKind
from readiness.usecases.sweeping import run_due
from tests.fakes import MONDAY, SLACK, World, a_world, an_asker, needs_person
from tests.readiness.build import BEN, EVERYBODY, GUS, HANA, START, a_gate, an_initiative, an_organisation, offered_to

DIGEST = "digest:slack:C1:2026-11-23"


@pytest.fixture
def world() -> World:
    """Two gates are offered to Ben, nobody owns a third; C1's digest is due now."""
    world = a_world(an_organisation(), in_channel=EVERYBODY)
    world.keep(
        an_initiative(
            a_gate("lineage", ownership=offered_to(BEN)),
            a_gate("privacy", ownership=offered_to(BEN)),
            a_gate("compute", ownership=Ownership(since=START)),
        )
    )
    slot = WeeklySlot(0, 9, 0, "UTC")
    world.storage.state().schedules[SLACK.id, "C1"] = DigestSchedule(SLACK.id, "C1", ScheduleKind.CHANNEL, slot, MONDAY)
    return world


async def deliver(world: World) -> Counts:
    return await Pump(
        world.deps, world.deliveries, {"slack": world.messenger}, Pace(world.clock.seconds, timedelta())
    ).drain()


async def sweep(world: World) -> Counts:
    await run_due(world.deps)
    return await deliver(world)


def texts(card: object) -> str:
    return repr(card)


# --- digests ----------------------------------------------------------------------------------------------------------


async def test_the_digest_goes_to_the_channel_by_itself_and_not_into_a_thread(world):
    await sweep(world)
    digest = world.messenger.of(DIGEST)
    assert (digest.channel, digest.thread) == ("C1", None)
    assert "compute" in texts(digest.card)


async def test_a_late_digest_says_so(world):
    world.clock.move(hours=5)
    await sweep(world)
    assert "late" in texts(world.messenger.of(DIGEST).card)


async def test_a_digest_sent_again_after_a_lost_answer_says_what_it_said_at_first(world):
    world.messenger.failures["post"] = [UnknownOutcome("cut")]
    await sweep(world)
    world.clock.move(days=1)
    await deliver(world)
    card = world.messenger.of(DIGEST).card
    assert date(2026, 11, 23).strftime("23 Nov") in texts(card)


async def test_a_lost_answer_never_brings_a_second_digest(world):
    world.messenger.lost = [UnknownOutcome("cut")]
    await sweep(world)
    for _ in range(3):
        world.clock.move(minutes=1)
        await deliver(world)
    assert world.messenger.keys("C1").count(DIGEST) == 1
    assert DIGEST in world.storage.state().posts


async def test_when_the_channel_is_closed_it_is_tried_once_and_the_owner_told_once(world):
    world.messenger.closed["C1"] = needs_person("is_archived")
    counts = await sweep(world)
    assert (counts.given_up, counts.held) == (0, 1)
    assert world.storage.held_at("C1") == (DIGEST,)
    assert len([key for key in world.messenger.keys("D-HANA") if key.startswith("channel-closed:")]) == 1
    world.clock.move(weeks=1)
    await sweep(world)
    assert [call for call in world.messenger.calls if call[:2] == ("post", "C1")] == [("post", "C1", MONDAY)]
    assert len([key for key in world.messenger.keys("D-HANA") if key.startswith("channel-closed:")]) == 1


async def test_of_the_digests_that_waited_for_a_closed_channel_the_newest_is_sent_once_it_is_back(world):
    world.messenger.closed["C1"] = needs_person("is_archived")
    for _ in range(3):
        await sweep(world)
        world.clock.move(weeks=1)
    world.messenger.closed.clear()
    await sweep(world)
    (digest,) = [one for one in world.messenger.sent if one.channel == "C1" and one.key.startswith("digest:")]
    assert digest.key == "digest:slack:C1:2026-12-14"
    assert world.storage.state().schedules[SLACK.id, "C1"].next_due == MONDAY + timedelta(weeks=4)
    assert world.storage.waiting() == ()


async def test_a_digest_that_waited_says_that_it_is_late(world):
    world.messenger.refusing["C1"] = needs_person("restricted_action")
    await sweep(world)
    world.clock.move(hours=5)
    world.messenger.refusing.clear()
    await sweep(world)
    assert "late" in texts(world.messenger.of(DIGEST).card)


async def test_nobody_is_told_of_a_channel_that_is_open_again_by_then(world):
    world.messenger.closed["C1"] = needs_person("is_archived")
    world.messenger.failures["direct"] = [TryLater("ratelimited", seconds=7200)] * 3
    await sweep(world)
    world.messenger.closed.clear()
    world.messenger.failures.clear()
    for _ in range(3):
        world.clock.move(hours=1)
        await deliver(world)
    assert world.messenger.has(DIGEST)
    assert world.messenger.told("channel-closed") == []


# --- reminders --------------------------------------------------------------------------------------------------------


async def test_a_reminder_is_one_direct_message(world):
    await sweep(world)
    assert world.messenger.keys("D-BEN") == ["reminder:ben:2026-11-23"]
    assert world.messenger.keys("D-HANA") == ["reminder:hana:2026-11-23"]


async def test_what_was_done_before_the_reminder_went_out_is_not_in_it(world):
    await run_due(world.deps)
    await gate.accept(world.deps, an_asker(BEN), "churn-model", "lineage")
    await deliver(world)
    card = texts(world.messenger.of("reminder:ben:2026-11-23").card)
    assert "privacy" in card
    assert "lineage" not in card


async def test_a_reminder_that_asks_nothing_any_more_is_not_sent(world):
    await run_due(world.deps)
    await gate.accept(world.deps, an_asker(BEN), "churn-model", "all")
    await deliver(world)
    assert world.messenger.keys("D-BEN") == []


async def test_a_reminder_does_not_go_out_on_the_next_day(world):
    await run_due(world.deps)
    world.clock.move(days=1)
    await deliver(world)
    assert not world.messenger.has("reminder:ben:2026-11-23")


async def test_a_reminder_follows_what_is_done_and_ends_in_one_line(world):
    await sweep(world)
    await gate.accept(world.deps, an_asker(BEN), "churn-model", "lineage")
    await deliver(world)
    reminder = world.messenger.of("reminder:ben:2026-11-23")
    assert "lineage" not in texts(reminder.card)
    await gate.accept(world.deps, an_asker(BEN), "churn-model", "privacy")
    await deliver(world)
    assert reminder.edits == 2
    assert len(reminder.card.parts) == 1


async def test_of_several_reminders_only_the_newest_is_edited(world):
    await sweep(world)
    for _ in range(4):
        world.clock.move(days=1)
        await sweep(world)
    older, *_, newest = [one for one in world.messenger.sent if one.channel == "D-BEN"]
    await gate.accept(world.deps, an_asker(BEN), "churn-model", "lineage")
    await deliver(world)
    assert (older.edits, newest.edits) == (0, 1)


async def test_a_reminder_that_its_reader_deleted_is_left_alone(world):
    await sweep(world)
    world.messenger.delete("reminder:ben:2026-11-23")
    await gate.accept(world.deps, an_asker(BEN), "churn-model", "lineage")
    counts = await deliver(world)
    assert counts.given_up == 0
    assert not world.messenger.has("reminder:ben:2026-11-23")


async def test_who_left_after_the_sweep_gets_nothing(world):
    await run_due(world.deps)
    known = world.storage.stored_organisation()
    world.change_organisation(known.with_person(replace(known.people[BEN], standing=Standing.DEACTIVATED)))
    await deliver(world)
    assert ("direct", "D-BEN", MONDAY) not in world.messenger.calls


async def test_the_owner_hears_of_an_unowned_gate_with_a_chooser(world):
    await sweep(world)
    assert "compute" in texts(world.messenger.of(f"reminder:{HANA}:2026-11-23").card)


# --- who acts for somebody --------------------------------------------------------------------------------------------


async def away(world: World, delegate: PersonId | None, first: int = 24, last: int = 27) -> None:
    days = date(2026, 11, first), date(2026, 11, last)
    await absence.go_away(world.deps, an_asker(BEN), *days, delegate)


def told(world: World, person: PersonId) -> list[str]:
    """What that person was told of acting for Ben, message by message."""
    begins = f"stand-in:{person}:{BEN}:"
    return [sent.card.summary for sent in world.messenger.sent if sent.key.startswith(begins)]


async def test_whoever_is_named_to_act_is_told_once_alone_and_again_when_the_days_change(world):
    await away(world, GUS)
    await deliver(world)
    (sent,) = world.messenger.sent
    assert (sent.channel, sent.thread) == ("D-GUS", None)
    assert "From 24 Nov 2026 to 27 Nov 2026" in texts(sent.card)
    await away(world, GUS)
    await deliver(world)
    assert told(world, GUS) == ["Ben asked you to act for them."]
    await away(world, GUS, last=24)
    await deliver(world)
    assert len(told(world, GUS)) == 2
    assert "On 24 Nov 2026" in texts(world.messenger.sent[-1].card)


async def test_whoever_no_longer_acts_is_told_if_they_knew_of_it(world):
    await away(world, GUS)
    await away(world, HANA)
    await deliver(world)
    assert (told(world, GUS), told(world, HANA)) == ([], ["Ben asked you to act for them."])
    await absence.come_back(world.deps, an_asker(BEN))
    await deliver(world)
    assert (told(world, GUS), told(world, HANA)[1:]) == ([], ["You no longer act for Ben."])


async def test_an_absence_that_ends_by_itself_is_no_news(world):
    world.storage.state().schedules.clear()
    await away(world, GUS, first=23, last=24)
    await deliver(world)
    world.clock.move(days=2)
    await sweep(world)
    assert BEN not in world.storage.stored_organisation().absences
    assert told(world, GUS) == ["Ben asked you to act for them."]


async def test_after_a_lost_answer_the_word_to_act_is_looked_up_and_not_sent_again(world):
    world.messenger.lost = [UnknownOutcome("cut")]
    await away(world, GUS)
    for _ in range(3):
        await deliver(world)
        world.clock.move(minutes=10)
    assert told(world, GUS) == ["Ben asked you to act for them."]


async def test_who_left_meanwhile_is_not_told_to_act(world):
    await away(world, GUS)
    state = world.storage.state()
    gone = replace(state.organisation.person(GUS), standing=Standing.DEACTIVATED)
    state.organisation = state.organisation.with_person(gone)
    await deliver(world)
    assert world.messenger.sent == []
