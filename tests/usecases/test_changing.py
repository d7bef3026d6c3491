"""The one way in which things change: once, recorded, announced, or not at all."""

from dataclasses import replace

import pytest

from readiness.domain.rules.review import Vote
from readiness.domain.values.gate import Decision, Progress
from readiness.domain.values.person import Role, Standing
from readiness.domain.values.record import verify
from readiness.domain.values.refusals import (
    AlreadyDone,
    AuditorRefused,
    BadText,
    NotAllowed,
    NotFound,
    NothingOfferedToYou,
    NothingOwned,
    OutsiderRefused,
    OwnEvidence,
    Stale,
)
from readiness.usecases import gate, looking
from readiness.usecases import initiative as initiative_cases
from readiness.usecases import organisation as organisation_cases
from readiness.usecases.frame import changing
from readiness.usecases.frame.ports import Unconfirmed
from tests.fakes import World, a_world, an_asker
from tests.readiness.build import (
    ANA,
    BEN,
    CHI,
    DEE,
    ELI,
    EVERYBODY,
    GUS,
    a_gate,
    an_initiative,
    an_organisation,
    offered_to,
)

APPROVE = Vote(Decision.APPROVE, 1)


@pytest.fixture
def world() -> World:
    """Ben is offered one gate; another, owned by Chi, is in review by compliance (Dee, Eli)."""
    world = a_world(an_organisation(), in_channel=EVERYBODY)
    world.keep(
        an_initiative(
            a_gate("lineage", ownership=offered_to(BEN)), a_gate("drift", owner=CHI, progress=Progress.IN_REVIEW)
        )
    )
    return world


def stand(world: World) -> tuple[object, ...]:
    """Everything a change could touch."""
    state = world.storage.state()
    return state.initiatives["churn-model"], state.entries.get("churn-model"), world.storage.waiting()


async def test_a_change_saves_the_next_version_with_its_facts_and_messages(world):
    done = await gate.accept(world.deps, an_asker(BEN), "churn-model", "lineage")
    assert done.initiative == world.initiative()
    assert world.initiative().version == 2
    assert world.initiative().gates["lineage"].owner == BEN
    (entry,) = world.storage.state().entries["churn-model"]
    assert (entry.kind, entry.actor, entry.gate) == ("gate.accepted", BEN, "lineage")
    assert world.storage.waiting() == ("refresh:churn-model",)


async def test_the_record_of_many_changes_is_whole(world):
    await gate.accept(world.deps, an_asker(BEN), "churn-model", "lineage")
    await gate.give_evidence(world.deps, an_asker(BEN), "churn-model", "lineage", "https://example.com")
    await gate.request(world.deps, an_asker(BEN), "churn-model", "lineage")
    state = world.storage.state()
    head = world.initiative().head
    assert verify("churn-model", state.entries["churn-model"], state.texts["churn-model"], head) is None
    assert head.sequence == 3


async def test_a_vote_that_is_given_twice_counts_once_and_says_so(world):
    await gate.sign_off(world.deps, an_asker(DEE), "churn-model", "drift", APPROVE)
    before = stand(world)
    with pytest.raises(AlreadyDone):
        await gate.sign_off(world.deps, an_asker(DEE), "churn-model", "drift", APPROVE)
    assert stand(world) == before


async def test_a_button_for_older_evidence_is_refused(world):
    await gate.give_evidence(world.deps, an_asker(CHI), "churn-model", "drift", "better")
    with pytest.raises(Stale):
        await gate.sign_off(world.deps, an_asker(DEE), "churn-model", "drift", APPROVE)


@pytest.mark.parametrize(
    ("person", "refused"),
    [(BEN, NotAllowed), (CHI, OwnEvidence), (GUS, NotAllowed)],
    ids=["other", "owner", "platform"],
)
async def test_who_may_not_sign_is_refused_and_nothing_is_kept(world, person, refused):
    before = stand(world)
    with pytest.raises(refused):
        await gate.sign_off(world.deps, an_asker(person), "churn-model", "drift", APPROVE)
    assert stand(world) == before


@pytest.mark.parametrize("standing", [Standing.GUEST, Standing.STRANGER, Standing.BOT, Standing.DEACTIVATED])
async def test_outsiders_change_nothing(world, standing):
    world.change_organisation(with_person(world, DEE, standing=standing))
    before = stand(world)
    with pytest.raises((OutsiderRefused, NotFound)):
        await gate.sign_off(world.deps, an_asker(DEE), "churn-model", "drift", APPROVE)
    assert stand(world) == before


async def test_an_auditor_changes_nothing(world):
    world.change_organisation(with_person(world, DEE, role=Role.AUDITOR))
    with pytest.raises(AuditorRefused):
        await gate.sign_off(world.deps, an_asker(DEE), "churn-model", "drift", APPROVE)


async def test_who_was_overtaken_is_tried_again_without_being_bothered(world):
    async def somebody_else() -> None:
        await gate.sign_off(world.deps, an_asker(ELI), "churn-model", "drift", Vote(Decision.CHANGES, 1, comment="no"))

    world.storage.before_commit = [somebody_else]
    await gate.accept(world.deps, an_asker(BEN), "churn-model", "lineage")
    assert world.initiative().version == 3
    assert world.initiative().gates["lineage"].owner == BEN
    assert world.initiative().gates["drift"].progress is Progress.CHANGES_REQUESTED


async def test_who_loses_every_race_is_told_to_press_again(world):
    async def again() -> None:
        world.storage.states[world.initiative().organisation] = replace(world.storage.state())

    world.storage.before_commit = [again] * changing.ATTEMPTS
    with pytest.raises(Unconfirmed):
        await gate.accept(world.deps, an_asker(BEN), "churn-model", "lineage")
    assert world.initiative().gates["lineage"].owner is None


async def test_what_cannot_be_saved_leaves_no_message_behind(world):
    async def fails() -> None:
        raise RuntimeError

    before = stand(world)
    world.storage.before_commit = [fails]
    with pytest.raises(RuntimeError):
        await gate.accept(world.deps, an_asker(BEN), "churn-model", "lineage")
    assert stand(world) == before


async def test_a_change_without_facts_writes_nothing(world):
    await initiative_cases.steer(world.deps, an_asker(ANA), "churn-model", "pause", "budget")
    version = world.initiative().version
    with pytest.raises(AlreadyDone):
        await initiative_cases.steer(world.deps, an_asker(ANA), "churn-model", "pause", "budget")
    assert world.initiative().version == version


# --- what is not for everybody to see ---------------------------------------------------------------------------------


@pytest.fixture
def private(world) -> World:
    """The same, in a private channel that Gus is not in."""
    initiative = world.initiative()
    world.keep(replace(initiative, home=replace(initiative.home, private=True)))
    world.people.inside["C1"] = {"ANA", "BEN", "CHI", "HANA"}
    return world


async def test_a_private_initiative_does_not_exist_for_others(private):
    gus = an_asker(GUS, "C2")
    with pytest.raises(NotFound) as missing:
        await looking.status(private.deps, gus, "no-such-thing")
    with pytest.raises(NotFound) as hidden:
        await looking.status(private.deps, gus, "churn-model")
    with pytest.raises(NotFound):
        await gate.claim(private.deps, gus, "churn-model", "lineage")
    assert type(missing.value) is type(hidden.value)
    assert (await looking.overview(private.deps, gus, "all")).standings == ()
    assert (await looking.names(private.deps, gus, ["churn-model"], [])).gates == {}


async def test_a_private_initiative_exists_for_the_members_of_its_channel_wherever_they_ask(private):
    private.people.inside["C1"].add("GUS")
    assert (await looking.status(private.deps, an_asker(GUS, None), "churn-model")).initiative.slug == "churn-model"


async def test_a_private_initiative_exists_for_whom_it_names(private):
    private.people.inside["C1"] = set()
    assert (await looking.status(private.deps, an_asker(BEN, None), "churn-model")).initiative.slug == "churn-model"


# --- the organisation -------------------------------------------------------------------------------------------------


async def test_only_an_administrator_changes_parties(world):
    with pytest.raises(NotAllowed):
        await organisation_cases.change_party(world.deps, an_asker(BEN), "platform", "member", (CHI,))
    world.change_organisation(with_person(world, ANA, role=Role.ADMINISTRATOR))
    before, after = await organisation_cases.change_party(world.deps, an_asker(ANA), "platform", "member", (CHI,))
    assert CHI in after.parties["platform"].members - before.parties["platform"].members
    assert [entry.kind for entry in world.storage.state().entries["acme"]] == ["party.changed"]


def with_person(world: World, person: str, **changes: object):
    organisation = world.storage.stored_organisation()
    return organisation.with_person(replace(organisation.people[person], **changes))


async def test_all_of_nothing_is_refused_with_what_there_is_none_of(world):
    with pytest.raises(NothingOfferedToYou):
        await gate.accept(world.deps, an_asker(GUS), "churn-model", "all")
    with pytest.raises(NothingOfferedToYou):
        await gate.decline(world.deps, an_asker(CHI), "churn-model", "all", "no time")
    with pytest.raises(NothingOwned):
        await gate.hand_off(world.deps, an_asker(BEN), "churn-model", "all", GUS)


async def test_what_would_be_cancelled_is_looked_at_and_left_as_it_is(world):
    before = stand(world)
    assert await initiative_cases.about_to_cancel(world.deps, an_asker(ANA), "churn-model", "") == world.initiative()
    with pytest.raises(NotAllowed):
        await initiative_cases.about_to_cancel(world.deps, an_asker(GUS), "churn-model", "")
    with pytest.raises(BadText):
        await initiative_cases.about_to_cancel(world.deps, an_asker(ANA), "churn-model", "x" * 901)
    assert stand(world) == before
