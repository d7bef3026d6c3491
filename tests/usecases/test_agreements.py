"""The deployment contract through the use cases: recorded, announced, ended by whatever ends it."""

from dataclasses import replace

import pytest

from readiness.domain.values.organisation import Party
from readiness.domain.values.person import Role
from readiness.domain.values.record import verify
from readiness.domain.values.refusals import NotFound, StaleContract
from readiness.domain.values.step import NextStep
from readiness.usecases import contract, initiative, looking, organisation
from readiness.usecases import gate as gate_cases
from readiness.usecases.frame.asking import Asker
from tests.fakes import World, a_world, an_asker
from tests.readiness.build import (
    ANA,
    BEN,
    DEE,
    ELI,
    EVERYBODY,
    GUS,
    HANA,
    a_gate,
    an_initiative,
    an_organisation,
    any_of,
)

SLUG = "churn-model"


@pytest.fixture
def world() -> World:
    """Two gates, of compliance (Dee) and platform (Gus)."""
    world = a_world(an_organisation(), in_channel=EVERYBODY)
    load = replace(a_gate("load", owner=GUS, rule=any_of("platform")), party="platform")
    world.keep(an_initiative(a_gate("lineage"), load))
    return world


def kinds(world: World) -> list[str]:
    return [entry.kind for entry in world.storage.state().entries[SLUG]]


async def signed(world: World) -> None:
    await contract.ask(world.deps, an_asker(ANA), SLUG)
    await contract.sign(world.deps, an_asker(DEE), SLUG, None)
    await contract.sign(world.deps, an_asker(GUS), SLUG, None)


async def test_asking_announces_one_message_of_that_version(world):
    await contract.ask(world.deps, an_asker(ANA), SLUG)
    assert world.storage.waiting() == (f"contract:{SLUG}:version:1", f"refresh:{SLUG}")
    await contract.sign(world.deps, an_asker(DEE), SLUG, None)
    assert world.storage.waiting() == (f"contract:{SLUG}:version:1", f"refresh:{SLUG}")


async def test_the_record_of_a_contract_is_whole_and_names_what_was_agreed_by_keys(world):
    await signed(world)
    state = world.storage.state()
    assert kinds(world) == ["contract.opened", "contract.signed", "contract.signed", "contract.concluded"]
    assert state.entries[SLUG][0].data["gates"] == ["lineage compliance ben -", "load platform gus -"]
    assert verify(SLUG, state.entries[SLUG], state.texts.get(SLUG, {}), world.initiative().head) is None


async def test_a_change_of_owners_ends_it_in_the_same_step(world):
    await signed(world)
    await gate_cases.assign(world.deps, an_asker(ANA), SLUG, "load", BEN)
    assert world.initiative().contract.is_signed
    await gate_cases.accept(world.deps, an_asker(BEN), SLUG, "load")
    assert not world.initiative().contract.is_signed
    assert kinds(world)[-2:] == ["gate.accepted", "contract.changed"]


async def test_somebody_else_who_speaks_for_a_party_ends_it_at_once(world):
    await signed(world)
    await organisation.change_party(world.deps, governed(world), "platform", "owner", (HANA,))
    assert not world.initiative().contract.is_signed
    assert world.storage.state().entries[SLUG][-1].data["parties"] == ["platform"]


async def test_a_new_member_of_a_party_that_has_an_owner_ends_nothing(world):
    await signed(world)
    before = world.initiative()
    await organisation.change_party(world.deps, governed(world), "platform", "member", (HANA,))
    assert world.initiative() == before


async def test_a_press_on_what_was_overtaken_keeps_nothing(world):
    await contract.ask(world.deps, an_asker(ANA), SLUG)
    seen = (await contract.show(world.deps, an_asker(DEE), SLUG)).agreement.terms.mark
    await gate_cases.remove(world.deps, an_asker(ANA), SLUG, "load", "no load")
    before = world.initiative()
    with pytest.raises(StaleContract):
        await contract.sign(world.deps, an_asker(DEE), SLUG, seen)
    assert world.initiative() == before


async def test_development_started_without_a_contract_is_in_the_record(world):
    await initiative.reach(world.deps, an_asker(ANA), SLUG, "development-started", None)
    assert kinds(world) == ["milestone.reached", "contract.violated"]


async def test_who_has_to_sign_finds_it_on_their_start_page_and_nobody_else_does(world):
    await contract.ask(world.deps, an_asker(ANA), SLUG)
    assert [one.initiative.slug for one in (await looking.home_page(world.deps, an_asker(DEE))).contracts] == [SLUG]
    assert (await looking.home_page(world.deps, an_asker(BEN))).contracts == ()
    await contract.sign(world.deps, an_asker(DEE), SLUG, None)
    assert (await looking.home_page(world.deps, an_asker(DEE))).contracts == ()


async def test_a_private_initiative_exists_for_whoever_has_to_sign_its_contract():
    """Eli speaks for business, which holds a gate of Ben's; he is named nowhere and is not in the channel."""
    acme = an_organisation(parties=(Party("platform", "Platform", GUS), Party("business", "Business", ELI)))
    world = a_world(acme, in_channel=())
    gate = replace(a_gate("criteria", rule=any_of("platform")), party="business")
    private = an_initiative(gate)
    world.keep(replace(private, home=replace(private.home, channel="C9", private=True)))
    with pytest.raises(NotFound):
        await contract.show(world.deps, an_asker(ELI, None), SLUG)
    await contract.ask(world.deps, an_asker(ANA, "C9"), SLUG)
    page = await contract.show(world.deps, an_asker(ELI, None), SLUG)
    assert page.standing.survey.contract.step is NextStep.SIGN_CONTRACT


def governed(world: World) -> Asker:
    """Ana, who administers from now on."""
    acme = world.storage.stored_organisation()
    world.change_organisation(acme.with_person(replace(acme.people[ANA], role=Role.ADMINISTRATOR)))
    return an_asker(ANA)
