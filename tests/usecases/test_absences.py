"""People go away, others act for them, and some leave for good: what is kept, told and recorded."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from readiness.domain.rules.review import Vote
from readiness.domain.values.approval import Quorum
from readiness.domain.values.fact import FactKind
from readiness.domain.values.gate import Decision, Progress
from readiness.domain.values.notice import NoticeKind
from readiness.domain.values.person import Absence, Role, Standing
from readiness.domain.values.record import verify
from readiness.domain.values.refusals import DelegateAway, NotAllowed, NotAway, NotFound, PlatformTells
from readiness.usecases import absence as absence_cases
from readiness.usecases import gate as gate_cases
from readiness.usecases import leaving, looking, reminder
from readiness.usecases.arrivals import refresh_person
from readiness.usecases.belonging import look_at_people
from readiness.usecases.sweeping import run_due
from tests.fakes import SLACK, World, a_world, an_asker
from tests.readiness.build import (
    ANA,
    BEN,
    CHI,
    DEE,
    ELI,
    EVERYBODY,
    GUS,
    HANA,
    MONDAY,
    a_gate,
    a_vote,
    an_initiative,
    an_organisation,
    any_of,
    offered_to,
)

TODAY, TOMORROW, FRIDAY = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 27)
APPROVE = Vote(Decision.APPROVE)


def world_of(*given, **organisation: object) -> World:
    world = a_world(an_organisation(**organisation), MONDAY, EVERYBODY)
    world.keep(an_initiative(*given))
    return world


async def away(world: World, person, delegate=None, first: date = TODAY, last: date = FRIDAY):
    return await absence_cases.go_away(world.deps, an_asker(person), first, last, delegate)


def entries(world: World, chain: str | None = None):
    return world.storage.state().entries.get(chain or SLACK.organisation, ())


def facts(world: World, chain: str | None = None) -> list[tuple[str, str | None, object]]:
    return [(one.kind, one.actor, one.data.get("on_behalf_of")) for one in entries(world, chain)]


def prompted(world: World) -> set[str]:
    return {row.notice.person for row in world.storage.rows if row.notice.kind is NoticeKind.PROMPT}


# --- saying so --------------------------------------------------------------------------------------------------------


async def test_being_away_is_kept_in_the_organisations_own_record():
    world = world_of(a_gate())
    page = await away(world, BEN, GUS)
    assert page.absence == Absence(TODAY, FRIDAY, GUS, has_begun=True)
    assert world.storage.stored_organisation().absences[BEN] == page.absence
    assert facts(world) == [(FactKind.AWAY_CHANGED, BEN, None)]
    back = await absence_cases.come_back(world.deps, an_asker(BEN))
    assert (back.absence, len(entries(world))) == (None, 2)
    with pytest.raises(NotAway):
        await absence_cases.come_back(world.deps, an_asker(BEN))


async def test_what_is_refused_is_not_kept():
    world = world_of(a_gate())
    await away(world, GUS)
    with pytest.raises(DelegateAway):
        await away(world, BEN, GUS)
    assert (await absence_cases.look_at_absence(world.deps, an_asker(BEN))).absence is None


# --- the days come and go ---------------------------------------------------------------------------------------------


async def test_the_sweep_lets_an_absence_begin_and_end_without_a_word_in_the_record():
    world = world_of(a_gate())
    await away(world, BEN, GUS, first=TOMORROW)
    seen = []
    for _ in range(6):
        await run_due(world.deps)
        absence = world.storage.stored_organisation().absences.get(BEN)
        seen.append(absence and absence.has_begun)
        world.clock.move(days=1)
    assert seen == [False, True, True, True, True, None]
    assert len(entries(world)) == 1


async def test_a_sweep_without_anything_to_turn_over_leaves_the_organisation_alone():
    world = world_of(a_gate())
    await away(world, BEN, GUS)
    version = world.storage.stored_organisation().version
    await run_due(world.deps)
    assert world.storage.stored_organisation().version == version


async def test_a_delegate_acts_from_the_first_day_on_also_before_the_sweep():
    world = world_of(a_gate())
    await away(world, BEN, GUS, first=TOMORROW)
    with pytest.raises(NotAllowed):
        await gate_cases.give_evidence(world.deps, an_asker(GUS), "churn-model", "data-lineage", "a page")
    world.clock.move(days=1)
    done = await gate_cases.give_evidence(world.deps, an_asker(GUS), "churn-model", "data-lineage", "a page")
    assert done.facts[0].data["on_behalf_of"] == BEN
    world.clock.move(days=4)
    with pytest.raises(NotAllowed):
        await gate_cases.request(world.deps, an_asker(GUS), "churn-model", "data-lineage")


# --- on behalf of -----------------------------------------------------------------------------------------------------


async def test_everything_a_delegate_does_is_recorded_as_on_behalf_of_and_the_record_is_whole():
    world = world_of(a_gate(rule=any_of("compliance", need=Quorum.ALL)))
    await away(world, BEN, GUS)
    await away(world, ELI, CHI)
    for act in (
        lambda: gate_cases.give_evidence(world.deps, an_asker(GUS), "churn-model", "data-lineage", "a page"),
        lambda: gate_cases.request(world.deps, an_asker(GUS), "churn-model", "data-lineage"),
        lambda: gate_cases.sign_off(world.deps, an_asker(CHI), "churn-model", "data-lineage", APPROVE),
        lambda: gate_cases.sign_off(world.deps, an_asker(DEE), "churn-model", "data-lineage", APPROVE),
    ):
        await act()
    initiative = world.initiative()
    assert facts(world, initiative.id) == [
        (FactKind.EVIDENCE_GIVEN, GUS, BEN),
        (FactKind.REVIEW_REQUESTED, GUS, BEN),
        (FactKind.SIGN_OFF_CAST, CHI, ELI),
        (FactKind.SIGN_OFF_CAST, DEE, None),
        (FactKind.GATE_SIGNED_OFF, DEE, None),
    ]
    texts = world.storage.state().texts[initiative.id]
    assert verify(initiative.id, entries(world, initiative.id), texts, initiative.head) is None


async def test_a_delegate_of_the_owner_who_was_asked_too_counts_no_more_and_what_is_left_settles_the_gate():
    rule = any_of("compliance", need=Quorum.ALL)
    world = world_of(a_gate(progress=Progress.IN_REVIEW, rule=rule, votes=[a_vote(DEE)]))
    await away(world, BEN, ELI, first=TOMORROW)
    assert world.initiative().gates["data-lineage"].progress is Progress.IN_REVIEW
    world.clock.move(days=1)
    await run_due(world.deps)
    assert world.initiative().gates["data-lineage"].progress is Progress.SIGNED_OFF
    assert facts(world, world.initiative().id) == [(FactKind.GATE_SIGNED_OFF, None, None)]


async def test_the_sweep_settles_what_a_process_that_died_left_uncounted():
    rule = any_of("compliance", need=Quorum.ALL)
    world = world_of(a_gate(progress=Progress.IN_REVIEW, rule=rule, votes=[a_vote(DEE)]))
    assert (await run_due(world.deps)).reviews_settled == 0
    state = world.storage.state()
    # Kept as somebody's days away are, and nothing after it.
    state.organisation = replace(
        state.organisation, people={key: one for key, one in state.organisation.people.items() if key != ELI}
    )
    assert (await run_due(world.deps)).reviews_settled == 1
    assert world.initiative().gates["data-lineage"].progress is Progress.SIGNED_OFF
    assert facts(world, world.initiative().id) == [(FactKind.GATE_SIGNED_OFF, None, None)]
    assert (await run_due(world.deps)).reviews_settled == 0


async def test_a_review_changes_hands_with_its_votes_and_is_counted_anew():
    rule = any_of("compliance", need=Quorum.ALL)
    world = world_of(a_gate(progress=Progress.IN_REVIEW, rule=rule, votes=[a_vote(DEE)]))
    await gate_cases.hand_off(world.deps, an_asker(BEN), "churn-model", "data-lineage", ELI)
    assert len(world.initiative().gates["data-lineage"].votes) == 1
    await gate_cases.accept(world.deps, an_asker(ELI), "churn-model", "data-lineage")
    gate = world.initiative().gates["data-lineage"]
    assert (gate.owner, gate.progress, [vote.person for vote in gate.votes]) == (ELI, Progress.SIGNED_OFF, [DEE])


# --- who is told ------------------------------------------------------------------------------------------------------


async def test_what_somebody_away_has_to_do_is_asked_of_their_delegate():
    world = world_of(a_gate(progress=Progress.IN_REVIEW))
    await away(world, BEN, GUS)
    await gate_cases.sign_off(
        world.deps, an_asker(DEE), "churn-model", "data-lineage", Vote(Decision.CHANGES, comment="no")
    )
    assert prompted(world) == {GUS}


async def test_an_offer_is_told_to_whom_it_is_made():
    world = world_of(a_gate(owner=None))
    await away(world, BEN, GUS)
    await gate_cases.assign(world.deps, an_asker(ANA), "churn-model", "data-lineage", BEN)
    assert prompted(world) == {BEN}


async def test_reminders_go_to_the_delegate_and_none_to_who_is_away():
    world = world_of(a_gate(due=date(2026, 11, 20)), a_gate("serving", owner=CHI, due=date(2026, 11, 20)))
    await away(world, BEN, GUS)
    await away(world, CHI)
    await run_due(world.deps)
    told = [row.notice for row in world.storage.rows if row.notice.kind is NoticeKind.REMINDER]
    people = {notice.person for notice in told}
    assert GUS in people
    assert people.isdisjoint({BEN, CHI})
    async with world.deps.storage.read(SLACK.organisation) as uow:
        about = (world.initiative().id,)
        page = await reminder.read_to_send(uow, GUS, str(TODAY), about, world.clock())
        assert page is not None
        assert [item.on_behalf_of for item in page.reminder.items] == [BEN]
        assert await reminder.read_to_redraw(uow, BEN, about, world.clock()) is None


async def test_the_start_page_of_a_delegate_shows_what_is_theirs_for_the_time_being():
    world = world_of(a_gate(), a_gate("bias", owner=CHI, progress=Progress.IN_REVIEW))
    for person, delegate in ((BEN, GUS), (ELI, GUS), (HANA, GUS)):
        await away(world, person, delegate)
    page = await looking.home_page(world.deps, an_asker(GUS))
    assert [gate.key for _, gate in page.gates] == ["data-lineage"]
    assert [gate.key for _, gate in page.approvals] == ["bias"]
    assert len(page.handoffs) == 1
    assert not (await looking.home_page(world.deps, an_asker(ELI))).approvals


async def test_a_delegate_sees_a_private_initiative_for_as_long_as_they_act():
    world = world_of(a_gate())
    hidden = world.initiative()
    world.keep(replace(hidden, home=replace(hidden.home, private=True)))
    elsewhere = an_asker(GUS, None)
    world.people.inside["C1"] = set()
    with pytest.raises(NotFound):
        await looking.status(world.deps, elsewhere, "churn-model")
    await away(world, BEN, GUS)
    assert (await looking.status(world.deps, elsewhere, "churn-model")).initiative.slug == "churn-model"


# --- leaving ----------------------------------------------------------------------------------------------------------


def leave(world: World, person: str) -> None:
    """The platform deactivates them."""
    account = person.upper()
    world.people.people[account] = replace(world.people.people[account], standing=Standing.DEACTIVATED)


async def by_event(world: World) -> None:
    await refresh_person(world.deps, SLACK, BEN.upper())


async def by_the_hour(world: World) -> None:
    await look_at_people(world.deps)


@pytest.mark.parametrize("noticed", [by_event, by_the_hour])
async def test_what_somebody_who_left_held_is_offered_to_the_backup_by_the_clock(noticed: Callable):
    world = world_of(a_gate(backup=GUS), a_gate("serving", ownership=offered_to(BEN), backup=CHI), a_gate("bias"))
    leave(world, BEN)
    await noticed(world)
    held = {key: gate.ownership.holder for key, gate in world.initiative().gates.items()}
    assert held == {"data-lineage": GUS, "serving": CHI, "bias": BEN}
    assert [kind for kind, actor, _ in facts(world, world.initiative().id) if actor is None] == [
        FactKind.GATE_OFFERED,
        FactKind.GATE_OFFERED,
    ]
    assert prompted(world) == {GUS, CHI}


async def test_the_handoff_of_somebody_who_left_is_offered_to_its_backup():
    world = world_of(a_gate())
    leave(world, HANA)
    await look_at_people(world.deps)
    assert world.initiative().handoff.offered_to == CHI


async def test_looking_again_changes_nothing():
    world = world_of(a_gate(backup=GUS))
    leave(world, BEN)
    await by_event(world)
    version = world.initiative().version
    for _ in range(3):
        await by_event(world)
        world.clock.move(hours=1)
        await look_at_people(world.deps)
    assert world.initiative().version == version


async def test_what_was_not_done_when_somebody_left_is_done_within_the_hour():
    world = world_of(a_gate(backup=GUS), gone=[BEN])
    await look_at_people(world.deps)
    assert world.initiative().gates["data-lineage"].ownership.offered_to == GUS


async def test_nothing_is_sent_to_who_left():
    world = world_of(a_gate(backup=GUS, due=date(2026, 11, 20)), a_gate("bias", due=date(2026, 11, 20)))
    leave(world, BEN)
    for _ in range(48):
        await look_at_people(world.deps)
        await run_due(world.deps)
        world.clock.move(hours=1)
    assert BEN not in {row.notice.person for row in world.storage.rows}


async def test_whoever_leaves_stands_in_for_nobody_and_has_nobody_stand_in():
    world = world_of(a_gate())
    await away(world, CHI, BEN)
    await away(world, BEN, GUS)
    leave(world, BEN)
    await by_event(world)
    known = world.storage.stored_organisation()
    assert known.absences == {CHI: Absence(TODAY, FRIDAY, None, has_begun=True)}
    assert [kind for kind, actor, _ in facts(world) if actor is None] == [FactKind.AWAY_CHANGED] * 2
    with pytest.raises(NotAllowed):
        await gate_cases.give_evidence(world.deps, an_asker(GUS), "churn-model", "data-lineage", "a page")


# --- leaving where the platform does not tell -------------------------------------------------------------------------

TEAMS = replace(SLACK, platform="teams")


def teams_world(*given, **organisation: object) -> World:
    """A world whose one workspace is a Teams tenant, which goes on to call everybody a member; Ana administers."""
    world = world_of(*given, **organisation)
    world.storage.workspaces[TEAMS.id] = TEAMS
    known = world.storage.stored_organisation()
    world.change_organisation(known.with_person(replace(known.people[ANA], role=Role.ADMINISTRATOR)))
    return world


async def say_left(world: World, *, by=ANA, is_back: bool = False):
    return await leaving.say_left(world.deps, an_asker(by), BEN, is_back=is_back)


async def test_what_somebody_held_who_is_said_to_have_left_is_offered_to_the_backups():
    world = teams_world(a_gate(backup=GUS), a_gate("serving", ownership=offered_to(BEN), backup=CHI), a_gate("bias"))
    known = await say_left(world)
    assert not known.is_member(BEN)
    held = {key: gate.ownership.holder for key, gate in world.initiative().gates.items()}
    assert held == {"data-lineage": GUS, "serving": CHI, "bias": BEN}
    assert facts(world) == [(FactKind.PERSON_LEFT, ANA, None)]
    assert prompted(world) == {GUS, CHI}


async def test_who_is_said_to_have_left_is_not_away_and_stands_in_for_nobody():
    world = teams_world(a_gate())
    await away(world, CHI, BEN)
    await away(world, BEN, GUS)
    await say_left(world)
    assert world.storage.stored_organisation().absences == {CHI: Absence(TODAY, FRIDAY, None, has_begun=True)}
    assert [kind for kind, actor, _ in facts(world) if actor == ANA] == [FactKind.PERSON_LEFT] + (
        [FactKind.AWAY_CHANGED] * 2
    )


async def test_who_is_said_to_have_left_stays_so_whatever_the_platform_says_of_them():
    world = teams_world(a_gate())
    await say_left(world)
    await refresh_person(world.deps, TEAMS, BEN.upper())
    world.clock.move(hours=1)
    await look_at_people(world.deps)
    assert not world.storage.stored_organisation().is_member(BEN)
    with pytest.raises(NotFound):
        await gate_cases.give_evidence(world.deps, an_asker(BEN), "churn-model", "data-lineage", "a page")


async def test_who_is_back_can_act_again_and_does_not_hold_what_went_to_others():
    world = teams_world(a_gate(backup=GUS), a_gate("bias"))
    await say_left(world)
    assert (await say_left(world, is_back=True)).is_member(BEN)
    assert facts(world)[-1] == (FactKind.PERSON_BACK, ANA, None)
    assert world.initiative().gates["data-lineage"].ownership.offered_to == GUS
    assert await gate_cases.give_evidence(world.deps, an_asker(BEN), "churn-model", "bias", "a page")


@pytest.mark.parametrize("is_back", [False, True])
async def test_where_slack_tells_nobody_else_says_it(is_back: bool):
    world = teams_world(a_gate(), gone=[BEN] if is_back else [])
    world.storage.workspaces[SLACK.id] = SLACK
    with pytest.raises(PlatformTells):
        await say_left(world, is_back=is_back)
    assert world.storage.stored_organisation().is_member(BEN) is not is_back
    assert facts(world) == []


async def test_only_an_administrator_says_that_somebody_has_left():
    world = teams_world(a_gate(backup=GUS))
    with pytest.raises(NotAllowed):
        await say_left(world, by=CHI)
    assert world.storage.stored_organisation().is_member(BEN)


async def test_an_absence_that_ends_over_night_is_over_for_everybody_at_once():
    world = world_of(a_gate(due=date(2026, 11, 20)))
    await away(world, BEN, GUS, last=TODAY)
    await run_due(world.deps)
    world.clock.now = MONDAY + timedelta(days=1)
    await run_due(world.deps)
    told = [row.notice.person for row in world.storage.rows if row.notice.kind is NoticeKind.REMINDER]
    assert told == [GUS, BEN]
