"""Starting an initiative: its checklist, who is asked, and its channel's weekly digest."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from readiness.domain.rules.initiative import Proposal
from readiness.domain.values.calendar import WorkingCalendar
from readiness.domain.values.initiative import Home
from readiness.domain.values.milestone import MODEL_COMPLETE
from readiness.domain.values.organisation import Party
from readiness.domain.values.refusals import NameMissing
from readiness.templates.builtin import builtin_templates, builtin_text
from readiness.usecases import initiative as initiative_cases
from readiness.usecases.frame.ports import ScheduleKind, StoredTemplate
from readiness.usecases.initiative import Beginning
from tests.fakes import MONDAY, SLACK, World, a_world, an_asker
from tests.readiness.build import ANA, BEN, EVERYBODY, GUS, HANA, an_organisation

BUILT_IN = {one.key: StoredTemplate(one, builtin_text(one.key), MONDAY) for one in builtin_templates()}
HOME = Home(SLACK.id, "C1")


@pytest.fixture
def world() -> World:
    """An organisation in Berlin whose platform party has an owner, Gus."""
    organisation = an_organisation(calendar=WorkingCalendar("Europe/Berlin"))
    return a_world(organisation, in_channel=EVERYBODY)


async def start(world: World, name: str = "Churn model", **told: object):
    beginning = told.pop("beginning", Beginning())
    proposal = Proposal(name=name, home=HOME, handoff_owner=HANA, planned={MODEL_COMPLETE: date(2027, 1, 11)})
    return await initiative_cases.start(world.deps, an_asker(ANA), replace(proposal, **told), beginning, BUILT_IN)


async def test_the_checklist_and_one_prompt_for_everybody_who_is_asked_are_called_for(world):
    done = await start(world)
    initiative = done.initiative
    waiting = world.storage.waiting()
    assert waiting[0] == f"checklist:{initiative.id}"
    assert f"prompt:{initiative.id}:{HANA}:1" in waiting
    assert f"prompt:{initiative.id}:{GUS}:1" in waiting
    assert len(waiting) == len(set(waiting)) == 3


async def test_the_slug_is_made_from_the_name_and_never_taken_twice(world):
    assert (await start(world)).initiative.slug == "churn-model"
    assert (await start(world, "Churn Model!")).initiative.slug == "churn-model-2"


async def test_the_first_initiative_of_a_channel_schedules_its_digest_and_the_second_does_not(world):
    await start(world)
    schedule = world.storage.state().schedules[SLACK.id, "C1"]
    assert schedule.kind is ScheduleKind.CHANNEL
    assert schedule.slot.timezone == "Europe/Berlin"
    assert schedule.next_due == datetime(2026, 11, 30, 8, tzinfo=UTC)
    world.storage.state().schedules[SLACK.id, "C1"] = replace(schedule, next_due=None)
    await start(world, "Fraud scoring")
    assert world.storage.state().schedules[SLACK.id, "C1"].next_due is None


async def test_party_owners_named_in_the_form_are_kept_and_asked(world):
    world.change_organisation(
        world.storage.stored_organisation().with_party(Party("data-engineering", "Data engineering"))
    )
    await start(world, beginning=Beginning(party_owners=(("data-engineering", BEN),)))
    assert world.storage.stored_organisation().parties["data-engineering"].owner == BEN
    assert world.initiative().gates["data-lineage"].ownership.offered_to == BEN


async def test_the_checklist_that_comes_with_the_bot_is_published_when_it_is_first_used(world):
    await start(world)
    ref = world.initiative().template
    assert (ref.key, ref.version) in world.storage.state().templates


async def test_without_a_name_nothing_is_kept(world):
    with pytest.raises(NameMissing):
        await start(world, name=" ")
    state = world.storage.state()
    assert (state.initiatives, state.schedules, state.templates, world.storage.waiting()) == ({}, {}, {}, ())
