"""Saying that something is still one's own, and setting the chain: kept, recorded, and no message of their own."""

import pytest

from readiness.domain.readings.reminder import ReminderKind
from readiness.domain.values.person import Person, Role
from readiness.domain.values.policy import EscalationPolicy, Place
from readiness.domain.values.refusals import AlreadyDone, NotAllowed
from readiness.usecases import gate, organisation
from readiness.usecases.reminder import read_to_redraw
from readiness.usecases.sweeping import run_due
from tests.fakes import MONDAY, SLACK, World, a_world, an_asker
from tests.readiness.build import (
    ANA,
    BEN,
    EVERYBODY,
    HANA,
    a_gate,
    an_initiative,
    an_organisation,
    days_before,
    owned_by,
)


@pytest.fixture
def world() -> World:
    """Ben and Hana have held what they own for seven weeks; Ana is the administrator."""
    known = an_organisation(people=[Person(ANA, "Ana", role=Role.ADMINISTRATOR)])
    world = a_world(known, in_channel=EVERYBODY)
    long_ago = days_before(49)
    held = [a_gate(key, ownership=owned_by(BEN, since=long_ago)) for key in ("compute", "drift")]
    world.keep(an_initiative(*held, handoff=owned_by(HANA, since=long_ago)))
    return world


async def asked(world: World, person) -> list[tuple[ReminderKind, tuple[str | None, ...]]]:
    async with world.storage.read(SLACK.organisation) as uow:
        page = await read_to_redraw(uow, person, (), world.clock.now)
    return [(item.kind, item.gates) for item in page.reminder.items] if page else []


async def test_one_press_answers_for_everything_and_its_message_asks_no_more(world):
    await run_due(world.deps)
    assert (ReminderKind.CONFIRM, ("compute", "drift")) in await asked(world, BEN)
    done = await gate.confirm(world.deps, an_asker(BEN), "churn-model", "all")
    assert [fact.gate for fact in done.facts] == ["compute", "drift"]
    assert world.initiative().gates["drift"].ownership.confirmed_at == MONDAY
    assert [entry.kind for entry in world.storage.state().entries["churn-model"]] == ["gate.confirmed"] * 2
    assert await asked(world, BEN) == []
    with pytest.raises(AlreadyDone):
        await gate.confirm(world.deps, an_asker(BEN), "churn-model", "all")


async def test_the_handoff_is_confirmed_by_its_owner_alone(world):
    with pytest.raises(NotAllowed):
        await gate.confirm(world.deps, an_asker(BEN), "churn-model", "handoff")
    await gate.confirm(world.deps, an_asker(HANA), "churn-model", "handoff")
    assert world.initiative().handoff.confirmed_at == MONDAY


async def test_what_an_administrator_sets_is_kept_and_recorded(world):
    await organisation.set_wait(world.deps, an_asker(ANA), Place.SPONSOR, 20)
    before, after = await organisation.set_reconfirmation(world.deps, an_asker(ANA), 0)
    assert (before.policy.reconfirm_weeks, after.policy.reconfirm_weeks) == (6, 0)
    assert after.policy.escalation == EscalationPolicy(sponsor=20)
    assert [entry.kind for entry in world.storage.state().entries["acme"]] == ["settings.changed"] * 2
    assert await asked(world, BEN) == []
