"""What the clock sets going besides digests: reminders, waivers that end, people who left."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from readiness.domain.readings.reminder import snooze_until
from readiness.domain.values.calendar import WorkingCalendar
from readiness.domain.values.gate import Block, Progress
from readiness.domain.values.identity import PersonId, WorkspaceId
from readiness.domain.values.initiative import Life
from readiness.domain.values.notice import NoticeKind
from readiness.domain.values.organisation import Party
from readiness.domain.values.ownership import Ownership
from readiness.domain.values.person import ReminderChoice, Role, Standing
from readiness.domain.values.schedule import WeeklySlot, next_after
from readiness.usecases import organisation as organisation_cases
from readiness.usecases.belonging import look_at_people
from readiness.usecases.frame.ports import DigestSchedule, ScheduleKind
from readiness.usecases.sweeping import Counts, run_due
from tests.fakes import MONDAY, SLACK, World, a_world, an_asker
from tests.readiness.build import (
    ANA,
    BEN,
    CHI,
    DEE,
    ELI,
    EVERYBODY,
    GUS,
    HANA,
    START,
    a_gate,
    a_person,
    an_initiative,
    an_organisation,
    offered_to,
    owned_by,
    waived,
)

UNOWNED = Ownership(since=START)


def a_world_with(*initiatives, now: datetime = MONDAY, **organisation: object) -> World:
    world = a_world(an_organisation(**organisation), now, EVERYBODY)
    world.keep(*initiatives)
    return world


def reminded(world: World) -> list[tuple[str, str]]:
    """Who got a reminder for which of their days, in order."""
    notices = (row.notice for row in world.storage.rows if row.notice.kind is NoticeKind.REMINDER)
    return [(notice.person, notice.data["day"]) for notice in notices]


# --- reminders --------------------------------------------------------------------------------------------------------


async def test_who_was_offered_a_gate_and_has_not_answered_is_reminded_once_a_day_at_most():
    world = a_world_with(an_initiative(a_gate(ownership=offered_to(BEN))))
    for _ in range(12):
        await run_due(world.deps)
        world.clock.move(hours=1)
    assert reminded(world).count((BEN, "2026-11-23")) == 1


@pytest.mark.parametrize("other", ["a-teams", "z-teams"])
async def test_a_reminder_goes_where_the_initiative_lives_if_the_person_is_there(other):
    accounts = {SLACK.id: {one: one.upper() for one in (ANA, BEN)}, WorkspaceId(other): {BEN: "aad-ben"}}
    world = a_world_with(an_initiative(a_gate(ownership=offered_to(BEN))))
    world.change_organisation(replace(world.storage.stored_organisation(), addresses=accounts))
    await run_due(world.deps)
    places = {row.notice.workspace for row in world.storage.rows if row.notice.person == BEN}
    assert places == {SLACK.id}


async def test_three_replicas_remind_once():
    world = a_world_with(an_initiative(a_gate(ownership=offered_to(BEN))))
    counts = await asyncio.gather(*(run_due(world.deps) for _ in range(3)))
    assert len(reminded(world)) == len(set(reminded(world))) == sum(one.reminders_sent for one in counts)


async def test_everything_for_one_person_is_one_message():
    gates = [a_gate(f"gate-{number}", ownership=offered_to(BEN)) for number in range(5)]
    other = an_initiative(a_gate(ownership=offered_to(BEN)), slug="fraud")
    world = a_world_with(an_initiative(*gates), other)
    await run_due(world.deps)
    (notice,) = [row.notice for row in world.storage.rows if row.notice.person == BEN]
    assert notice.data["initiatives"] == ["churn-model", "fraud"]
    assert notice.channel is None


async def test_reminders_come_in_the_persons_own_hours():
    tokyo = a_person(BEN, timezone="Asia/Tokyo")
    world = a_world_with(an_initiative(a_gate(ownership=offered_to(BEN))), people=[tokyo])
    await run_due(world.deps)
    assert BEN not in dict(reminded(world))
    world.clock.now = datetime(2026, 11, 24, 9, tzinfo=ZoneInfo("Asia/Tokyo")).astimezone(UTC)
    await run_due(world.deps)
    assert (BEN, "2026-11-24") in reminded(world)


async def test_who_switched_reminders_off_gets_none_and_who_switches_them_on_again_does():
    world = a_world_with(an_initiative(a_gate(ownership=offered_to(BEN))))
    await organisation_cases.switch_reminders(world.deps, an_asker(BEN), on=False)
    await run_due(world.deps)
    assert BEN not in dict(reminded(world))
    await organisation_cases.switch_reminders(world.deps, an_asker(BEN), on=True)
    await run_due(world.deps)
    assert BEN in dict(reminded(world))


async def test_snoozed_until_monday_it_is_silent_until_then():
    world = a_world_with(an_initiative(a_gate(ownership=offered_to(BEN))))
    await organisation_cases.snooze(
        world.deps, an_asker(BEN), lambda person, act: snooze_until(person, act.organisation.calendar, act.at)
    )
    for _ in range(7 * 24):
        await run_due(world.deps)
        world.clock.move(hours=1)
    assert [day for person, day in reminded(world) if person == BEN] == []
    await run_due(world.deps)
    assert (BEN, "2026-11-30") in reminded(world)


@pytest.mark.parametrize("life", [Life.PAUSED, Life.CANCELLED])
async def test_paused_and_cancelled_initiatives_remind_nobody(life):
    world = a_world_with(replace(an_initiative(a_gate(ownership=offered_to(BEN))), standing=life))
    assert (await run_due(world.deps)).reminders_sent == 0


async def test_a_gate_without_an_owner_goes_to_the_handoff_owner_then_the_backup_then_the_lead():
    world = a_world_with(an_initiative(a_gate(ownership=Ownership(since=MONDAY))))
    first: dict[str, str] = {}
    for _ in range(7):
        await run_due(world.deps)
        for person, day in reminded(world):
            first.setdefault(person, day)
        world.clock.move(days=1)
    assert first == {HANA: "2026-11-23", CHI: "2026-11-25", ANA: "2026-11-27"}


async def test_who_left_gets_none_and_the_next_in_line_does():
    world = a_world_with(an_initiative(a_gate(ownership=UNOWNED)), gone=[HANA])
    await run_due(world.deps)
    assert HANA not in dict(reminded(world))
    assert CHI in dict(reminded(world))


async def test_who_cannot_be_written_to_uses_up_nothing():
    world = a_world_with(an_initiative(a_gate(ownership=offered_to(BEN))))
    known = world.storage.stored_organisation()
    world.change_organisation(replace(known, addresses={SLACK.id: {ANA: "ANA"}}))
    await run_due(world.deps)
    assert BEN not in dict(reminded(world))
    assert not any(whom == BEN for _, whom, _ in world.storage.state().runs)


async def test_twelve_weeks_of_a_large_organisation_stay_quiet():
    """P29: at most one reminder a person and local day, none at night or at weekends, one digest a channel a week."""
    zones = ["UTC", "America/Los_Angeles", "Asia/Kolkata", "Pacific/Auckland", "Europe/Berlin"]
    people = [a_person(person, timezone=zones[number % 5]) for number, person in enumerate(EVERYBODY)]
    initiatives = [busy(number) for number in range(6)]
    world = a_world_with(*initiatives, people=people, now=START)
    channels = schedule_all(world)
    sent: list[tuple[str, str, datetime]] = []
    digests: list[str] = []
    while world.clock.now < START + timedelta(weeks=12):
        await run_due(world.deps)
        sent += [
            (row.notice.person, row.notice.data["day"], world.clock.now) for row in rows(world, NoticeKind.REMINDER)
        ]
        digests += [row.notice.key for row in rows(world, NoticeKind.DIGEST)]
        world.storage.rows.clear()
        world.clock.move(hours=3)
    assert len({(person, day) for person, day, _ in sent}) == len(sent) > 100
    assert len(set(digests)) == len(digests)
    assert 12 * channels - 1 <= len(digests) <= 12 * channels
    organisation = world.storage.stored_organisation()
    for person, _, at in sent:
        local = at.astimezone(ZoneInfo(organisation.person(person).timezone))
        assert local.weekday() < 5
        assert time(9) <= local.time() < time(17)


def busy(number: int):
    """An initiative with something of everything, each in a channel of its own."""
    slug, due = f"initiative-{number}", date(2026, 11, 16) + timedelta(weeks=number)
    gates = [
        a_gate("unowned", ownership=UNOWNED),
        a_gate("offered", ownership=offered_to(EVERYBODY[number % 7])),
        a_gate("reviewed", owner=CHI, progress=Progress.IN_REVIEW),
        a_gate("returned", owner=BEN, progress=Progress.CHANGES_REQUESTED),
        *(a_gate(f"due-{one}", owner=EVERYBODY[one % 7], due=due + timedelta(days=one)) for one in range(12)),
    ]
    initiative = an_initiative(*gates, slug=slug, name=slug, handoff=owned_by(HANA))
    return replace(initiative, home=replace(initiative.home, channel=f"C{number}"))


def schedule_all(world: World) -> int:
    for number in range(6):
        slot = WeeklySlot(number % 7, 9, 0, "Europe/Berlin")
        due = next_after(slot, world.clock.now).instant
        known = DigestSchedule(SLACK.id, f"C{number}", ScheduleKind.CHANNEL, slot, due)
        world.storage.state().schedules[SLACK.id, known.channel] = known
    return 6


def rows(world: World, kind: NoticeKind):
    return [row for row in world.storage.rows if row.notice.kind is kind]


# --- waivers ----------------------------------------------------------------------------------------------------------


async def test_an_expired_waiver_reopens_its_gate_and_asks_its_owner():
    world = a_world_with(an_initiative(waived(a_gate("drift"), date(2026, 11, 22))))
    assert (await run_due(world.deps)).waivers_expired == 1
    assert world.initiative().gates["drift"].progress is Progress.OPEN
    (entry,) = world.storage.state().entries["churn-model"]
    assert (entry.kind, entry.actor) == ("waiver.expired", None)
    assert f"prompt:churn-model:{BEN}:2" in world.storage.waiting()


async def test_a_waiver_holds_until_the_end_of_its_day():
    world = a_world_with(an_initiative(waived(a_gate("drift"), date(2026, 11, 23))))
    assert (await run_due(world.deps)).waivers_expired == 0
    world.clock.now = datetime(2026, 11, 24, tzinfo=UTC)
    assert (await run_due(world.deps)).waivers_expired == 1
    assert (await run_due(world.deps)).waivers_expired == 0


async def test_waivers_end_where_no_day_is_a_working_day_too():
    never = WorkingCalendar(weekend=frozenset(range(7)))
    world = a_world_with(an_initiative(waived(a_gate("drift"), date(2026, 11, 22))), calendar=never)
    assert (await run_due(world.deps)).waivers_expired == 1


async def test_between_two_looks_at_every_initiative_only_digests_run():
    world = a_world_with(an_initiative(waived(a_gate("drift"), date(2026, 11, 22)), a_gate(ownership=offered_to(BEN))))
    assert await run_due(world.deps, initiatives_too=False) == Counts()


# --- who waits for whom -----------------------------------------------------------------------------------------------


async def test_a_circle_that_comes_or_goes_with_a_partys_owner_is_told_by_the_next_sweep():
    blocked = Block("no answer", ANA, START, None, "platform"), Block("no answer", ANA, START, BEN)
    gates = (replace(a_gate("a", owner=BEN), block=blocked[0]), replace(a_gate("b", owner=GUS), block=blocked[1]))
    world = a_world_with(an_initiative(*gates))

    async def speaks_for_platform(person: PersonId) -> None:
        known = world.storage.stored_organisation()
        world.change_organisation(known.with_party(Party("platform", "Platform", owner=person)))
        await run_due(world.deps)

    await speaks_for_platform(HANA)
    assert world.initiative().deadlocks == ()
    await speaks_for_platform(GUS)
    (found,) = world.initiative().deadlocks
    assert (found.gates, found.over) == (("a", "b"), None)
    assert "deadlock:churn-model:1" in world.storage.waiting()
    await speaks_for_platform(HANA)
    (ended,) = world.initiative().deadlocks
    assert ended.over == world.clock()


# --- people who left --------------------------------------------------------------------------------------------------


async def test_somebody_who_left_is_noticed_within_the_hour_without_any_event():
    world = a_world_with(an_initiative(a_gate(owner=BEN)))
    world.people.people["BEN"] = replace(world.people.people["BEN"], standing=Standing.DEACTIVATED)
    assert await look_at_people(world.deps) > 0
    assert not world.storage.stored_organisation().person(BEN).is_member
    assert await look_at_people(world.deps) == 0
    world.clock.move(hours=1)
    assert await look_at_people(world.deps) > 0


async def test_what_a_person_decided_here_is_not_overwritten_by_what_the_platform_says():
    mine = replace(a_person(BEN), role=Role.ADMINISTRATOR, reminders=ReminderChoice(off=True))
    world = a_world_with(an_initiative(a_gate(owner=BEN)), people=[mine])
    world.people.people["BEN"] = replace(a_person(BEN, timezone="Asia/Tokyo"), id="")
    await look_at_people(world.deps)
    known = world.storage.stored_organisation().person(BEN)
    assert (known.timezone, known.role, known.reminders.off) == ("Asia/Tokyo", Role.ADMINISTRATOR, True)


async def test_only_people_named_in_active_initiatives_are_asked_about():
    world = a_world_with(an_initiative(a_gate(owner=BEN)))
    await look_at_people(world.deps)
    assert {"BEN", "HANA"} <= set(world.people.lookups)
    assert {DEE.upper(), ELI.upper(), GUS.upper()}.isdisjoint(world.people.lookups)
