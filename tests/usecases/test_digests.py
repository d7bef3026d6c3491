"""Digests: when they are sent, to whom, how often, and who decides."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from readiness.domain.values.calendar import WorkingCalendar
from readiness.domain.values.hold import Remedy, begun
from readiness.domain.values.initiative import Life
from readiness.domain.values.notice import NoticeKind
from readiness.domain.values.ownership import Ownership
from readiness.domain.values.person import Role, Standing
from readiness.domain.values.refusals import NotAllowed
from readiness.domain.values.schedule import WeeklySlot, next_after
from readiness.usecases import digest
from readiness.usecases.digest import CannotPostThere, ChannelNeeded
from readiness.usecases.frame.ports import DigestSchedule, ScheduleKind
from readiness.usecases.holding import hold_place
from readiness.usecases.sweeping import run_due
from tests.fakes import MONDAY, SLACK, World, a_channel, a_world, an_asker
from tests.readiness.build import (
    ANA,
    BEN,
    CHI,
    EVERYBODY,
    HANA,
    START,
    a_gate,
    an_initiative,
    an_organisation,
    signed_off,
)

MONDAYS = WeeklySlot(0, 9, 0, "UTC")
WEEK = timedelta(weeks=1)


@pytest.fixture
def world() -> World:
    """Churn model, homed in C1, has a gate without an owner; C1's digest is due on Mondays at nine, now."""
    world = a_world(an_organisation(), in_channel=EVERYBODY)
    world.keep(an_initiative(a_gate("compute", ownership=Ownership(since=START)), a_gate("drift")))
    schedule(world, MONDAYS, MONDAY)
    return world


def schedule(world: World, slot: WeeklySlot, due: datetime | None, channel: str = "C1", kind=ScheduleKind.CHANNEL):
    known = DigestSchedule(SLACK.id, channel, kind, slot, due)
    world.storage.state().schedules[SLACK.id, channel] = known


def scheduled(world: World, channel: str = "C1") -> DigestSchedule:
    return world.storage.state().schedules[SLACK.id, channel]


def sent(world: World) -> list[str]:
    return [key for key in world.storage.waiting() if key.startswith("digest:")]


async def test_a_due_digest_is_sent_once_and_its_next_turn_is_a_week_later(world):
    assert (await run_due(world.deps)).digests_sent == 1
    assert (await run_due(world.deps)).digests_sent == 0
    assert sent(world) == ["digest:slack:C1:2026-11-23"]
    assert scheduled(world).next_due == MONDAY + WEEK


async def test_before_its_time_nothing_is_sent(world):
    world.clock.now = MONDAY - timedelta(seconds=1)
    assert (await run_due(world.deps)).digests_sent == 0


async def test_after_five_weeks_of_downtime_one_late_digest_is_sent(world):
    world.clock.move(weeks=5, hours=3)
    assert (await run_due(world.deps)).digests_sent == 1
    (row,) = [row for row in world.storage.rows if row.notice.kind is NoticeKind.DIGEST]
    assert row.notice.key == "digest:slack:C1:2026-12-28"
    assert row.notice.data["late"] is True
    assert scheduled(world).next_due == MONDAY + 6 * WEEK


async def test_three_replicas_send_one(world):
    counts = await asyncio.gather(*(run_due(world.deps) for _ in range(3)))
    assert sum(one.digests_sent for one in counts) == 1
    assert len(sent(world)) == 1


@pytest.mark.promise("P8", "replicas whose clocks differ by two minutes")
async def test_replicas_whose_clocks_differ_send_one(world):
    ahead, behind = (
        replace(world.deps, clock=lambda: MONDAY),
        replace(world.deps, clock=lambda: MONDAY - timedelta(seconds=120)),
    )
    await run_due(ahead)
    await run_due(behind)
    await run_due(ahead)
    assert len(sent(world)) == 1


async def test_without_an_active_initiative_nothing_is_sent_and_the_run_is_recorded_as_empty(world):
    world.keep(replace(world.initiative(), standing=Life.PAUSED))
    counts = await run_due(world.deps)
    assert (counts.digests_sent, counts.digests_empty) == (0, 1)
    assert ("digest-empty", "slack:C1", "2026-11-23") in world.storage.state().runs
    assert scheduled(world).next_due == MONDAY + WEEK
    assert sent(world) == []


async def test_one_digest_covers_all_active_initiatives_of_the_channel_and_no_other(world):
    world.keep(an_initiative(a_gate(), slug="fraud", name="Fraud"))
    elsewhere = an_initiative(a_gate(), slug="other", name="Other")
    world.keep(replace(elsewhere, home=replace(elsewhere.home, channel="C2")))
    page = await digest.preview(world.deps, an_asker(BEN))
    assert page.digest is not None
    assert {one.slug for one in page.digest.initiatives} == {"churn-model", "fraud"}


@pytest.mark.parametrize("zone", ["America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "America/Sao_Paulo"])
async def test_through_a_year_of_clock_changes_there_is_one_digest_a_week_at_the_same_wall_clock(world, zone):
    """02:30 on Sundays is the slot that clock changes hit; ticks come every half hour."""
    slot = WeeklySlot(6, 2, 30, zone)
    start = datetime(2026, 1, 1, tzinfo=UTC)
    world.clock.now = start
    schedule(world, slot, next_after(slot, start).instant)
    times: list[datetime] = []
    while world.clock.now < start + timedelta(days=364):
        if (await run_due(world.deps, initiatives_too=False)).digests_sent:
            times.append(world.clock.now)
        world.clock.move(minutes=30)
    assert len(times) == 52
    assert len({one.isocalendar().week for one in times}) >= 51
    assert all(
        timedelta(days=6, hours=23) <= later - one <= timedelta(days=7, hours=1) for one, later in pairwise(times)
    )


async def test_what_moved_last_week_is_read_from_the_record(world):
    gate = world.initiative().gates["drift"]
    world.keep(world.initiative().with_gate(signed_off(gate, at=MONDAY - timedelta(days=2))))
    page = await digest.preview(world.deps, an_asker(BEN))
    assert page.digest is not None
    assert [move.gates for move in page.digest.initiatives[0].moves] == [("drift",)]


# --- who decides ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("person", [ANA, HANA])
async def test_lead_and_handoff_owner_reschedule_their_channel(world, person):
    _, after = await digest.set_weekly(world.deps, an_asker(person), WeeklySlot(3, 15, 30, "Europe/Berlin"))
    assert after.next_due == datetime(2026, 11, 26, 14, 30, tzinfo=UTC)
    assert scheduled(world) == after
    (entry,) = world.storage.state().entries["acme"]
    assert (entry.kind, entry.actor, entry.data["on"]) == ("digest.changed", person, True)


async def test_without_a_timezone_the_organisations_is_meant(world):
    world.change_organisation(replace(world.storage.stored_organisation(), calendar=WorkingCalendar("Asia/Tokyo")))
    _, after = await digest.set_weekly(world.deps, an_asker(ANA), WeeklySlot(0, 9, 0, ""))
    assert after.slot.timezone == "Asia/Tokyo"


async def test_others_are_refused_and_told_who_may(world):
    for change in (lambda: digest.set_weekly(world.deps, an_asker(BEN), MONDAYS), lambda: off(world, BEN)):
        with pytest.raises(NotAllowed) as refused:
            await change()
        assert {ANA, HANA} <= set(refused.value.details["people"])
    assert scheduled(world).next_due == MONDAY


async def off(world: World, person: str) -> DigestSchedule:
    return (await digest.switch_off(world.deps, an_asker(person)))[1]


async def test_switched_off_nothing_is_sent_until_it_is_switched_on_again(world):
    assert (await off(world, ANA)).next_due is None
    world.clock.move(weeks=3)
    assert (await run_due(world.deps)).digests_sent == 0
    _, after = await digest.set_weekly(world.deps, an_asker(ANA), MONDAYS)
    assert after.next_due == MONDAY + 4 * WEEK


async def test_a_day_changed_in_mid_week_is_kept(world):
    await run_due(world.deps)
    world.clock.move(days=2)
    friday = MONDAY + timedelta(days=4)
    _, changed = await digest.set_weekly(world.deps, an_asker(ANA), replace(MONDAYS, weekday=4))
    assert changed.next_due == friday
    world.clock.now = friday
    assert (await run_due(world.deps)).digests_sent == 1
    assert (await run_due(world.deps)).digests_sent == 0
    assert sent(world) == ["digest:slack:C1:2026-11-23", "digest:slack:C1:2026-11-27"]


@pytest.mark.parametrize("zone", ["UTC", "America/New_York"])
async def test_a_day_that_had_its_digest_has_no_second_one_and_none_is_promised(world, zone):
    await run_due(world.deps)
    world.clock.move(hours=1)
    _, changed = await digest.set_weekly(world.deps, an_asker(ANA), WeeklySlot(0, 11, 0, zone))
    assert changed.next_due is not None
    assert timedelta(days=6) < changed.next_due - world.clock.now < timedelta(days=8)
    world.clock.move(hours=12)
    assert (await run_due(world.deps)).digests_sent == 0


async def test_what_an_earlier_version_claimed_for_the_week_is_not_sent_again_on_its_day(world):
    world.storage.state().runs["digest", "slack:C1", "2026-W48"] = MONDAY
    assert (await run_due(world.deps)).digests_sent == 0
    _, changed = await digest.set_weekly(world.deps, an_asker(ANA), replace(MONDAYS, hour=15))
    assert changed.next_due == MONDAY + WEEK + timedelta(hours=6)
    before, after = await digest.set_weekly(world.deps, an_asker(ANA), replace(MONDAYS, weekday=4))
    assert (before, after.next_due) == (changed, MONDAY + timedelta(days=4))
    world.clock.move(days=4)
    assert (await run_due(world.deps)).digests_sent == 1


async def test_a_missed_digest_sent_on_the_next_ones_day_takes_nothing_from_it(world):
    schedule(world, MONDAYS, MONDAY - WEEK)
    world.clock.now = MONDAY - timedelta(hours=1)
    assert (await run_due(world.deps)).digests_sent == 1
    world.clock.now = MONDAY
    assert (await run_due(world.deps)).digests_sent == 1


async def test_a_digest_belongs_to_a_channel(world):
    with pytest.raises(ChannelNeeded):
        await digest.preview(world.deps, an_asker(ANA, None))
    with pytest.raises(ChannelNeeded):
        await digest.set_weekly(world.deps, an_asker(ANA, None), MONDAYS)


async def test_strangers_see_no_digest(world):
    known = world.storage.stored_organisation()
    stranger = replace(known.people[BEN], standing=Standing.STRANGER)
    world.change_organisation(known.with_person(stranger))
    assert (await digest.preview(world.deps, an_asker(BEN))).digest is None


# --- leadership -------------------------------------------------------------------------------------------------------


@pytest.fixture
def led(world) -> World:
    """Chi is an administrator; a second initiative lives elsewhere and a third one in a private channel."""
    known = world.storage.stored_organisation()
    world.change_organisation(known.with_person(replace(known.people[CHI], role=Role.ADMINISTRATOR)))
    world.people.channels["CL"] = a_channel("CL")
    for slug, channel, private in (("fraud", "C2", False), ("secret", "C3", True)):
        one = an_initiative(a_gate(), slug=slug, name=slug)
        world.keep(replace(one, home=replace(one.home, channel=channel, private=private)))
    return world


async def test_leadership_gets_all_initiatives_but_those_in_private_channels(led):
    await digest.set_leadership(led.deps, an_asker(CHI), "CL")
    page = await digest.preview(led.deps, an_asker(CHI, "CL"))
    assert page.digest is not None
    assert {one.slug for one in page.digest.initiatives} == {"churn-model", "fraud"}
    led.clock.move(weeks=1)
    assert (await run_due(led.deps)).digests_sent == 2


async def test_only_an_administrator_decides_about_leaderships_digest(led):
    with pytest.raises(NotAllowed):
        await digest.set_leadership(led.deps, an_asker(ANA), "CL")
    await digest.set_leadership(led.deps, an_asker(CHI), "CL")
    with pytest.raises(NotAllowed):
        await digest.switch_off(led.deps, an_asker(ANA, "CL"))
    _, after = await digest.switch_off(led.deps, an_asker(CHI, "CL"))
    assert after.next_due is None


@pytest.mark.parametrize(
    "channel",
    [a_channel("CX", private=True, inside=False), a_channel("CX", archived=True), a_channel("CX", direct=True)],
)
async def test_leaderships_digest_needs_a_channel_the_bot_can_post_in(led, channel):
    led.people.channels["CX"] = channel
    with pytest.raises(CannotPostThere):
        await digest.set_leadership(led.deps, an_asker(CHI), "CX")


# --- a channel that is closed -----------------------------------------------------------------------------------------


async def test_when_a_channel_closes_its_digest_stays_on_and_the_handoff_owner_is_told_once(world):
    before = scheduled(world)
    closed = begun(SLACK.id, "C1", world.clock(), code="is_archived", remedy=Remedy.UNARCHIVE, is_closed=True)
    for _ in range(3):
        await hold_place(world.deps, SLACK.organisation, closed)
        world.clock.move(days=1)
    assert scheduled(world) == before
    told = [row.notice for row in world.storage.rows if row.notice.kind is NoticeKind.CHANNEL_CLOSED]
    assert [(notice.person, notice.channel) for notice in told] == [(HANA, None)]


async def test_a_digest_put_off_for_years_by_a_clock_that_was_far_ahead_comes_again(world):
    schedule(world, WeeklySlot(0, 9, 0, "Europe/Berlin"), MONDAY + timedelta(days=1500))
    assert (await run_due(world.deps)).digests_sent == 1
    assert (await run_due(world.deps)).digests_sent == 0
    due = scheduled(world).next_due
    assert due is not None
    assert due - MONDAY <= timedelta(days=7)
