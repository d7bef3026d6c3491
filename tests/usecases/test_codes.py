"""One-time codes: what they do, for whom, and how often."""

import asyncio
from dataclasses import replace

import pytest

from readiness.domain.values.code import digest_of
from readiness.domain.values.gate import Progress
from readiness.domain.values.identity import OrganisationId, PersonId, WorkspaceId
from readiness.domain.values.organisation import Organisation
from readiness.domain.values.person import Person, Role, Standing
from readiness.domain.values.record import verify
from readiness.domain.values.refusals import (
    AccountThere,
    AlreadyDone,
    BothHaveInitiatives,
    CodeRefused,
    NotAllowed,
    NotFound,
    OtherSide,
    OutsiderRefused,
    TwoOrganisations,
)
from readiness.usecases import arrivals, codes, joining, linking, looking
from readiness.usecases import gate as gate_cases
from readiness.usecases.frame.asking import Asker, Overheard
from readiness.usecases.frame.ports import OrganisationMoved, Workspace
from tests.fakes import SLACK, World, _State, a_world, an_asker
from tests.readiness.build import ANA, BEN, CHI, DEE, ELI, EVERYBODY, a_gate, an_initiative, an_organisation, any_of
from tests.usecases.test_changing import APPROVE

TEAMS = Workspace(WorkspaceId("teams"), OrganisationId("globex"), "teams", "tenant", "Globex")
XI, YO = PersonId("xi"), PersonId("yo")
WRONG = "AAAA-AAAA-AAAA"


@pytest.fixture
def world() -> World:
    """Acme on Slack with Ana as its administrator; Globex on Teams with Xi as its."""
    acme = an_organisation()
    world = a_world(acme.with_person(replace(acme.people[ANA], role=Role.ADMINISTRATOR)), in_channel=EVERYBODY)
    globex = Organisation(
        OrganisationId("globex"),
        "Globex",
        people={XI: Person(XI, "Xi", "Asia/Tokyo", Role.ADMINISTRATOR), YO: Person(YO, "Yo", "Asia/Tokyo")},
        addresses={TEAMS.id: {XI: "XI", YO: "YO"}},
    )
    world.storage.workspaces[TEAMS.id] = TEAMS
    world.storage.states[globex.id] = _State(globex)
    world.people.people |= {one.upper(): replace(globex.people[one], id=PersonId("")) for one in (XI, YO)}
    return world


def on_teams(person: PersonId, organisation: str = "globex") -> Asker:
    """That person asks the bot alone, in Teams."""
    return Asker(OrganisationId(organisation), person, TEAMS, person.upper())


async def one_organisation(world: World) -> None:
    """Globex is part of Acme."""
    await joining.join(world.deps, on_teams(XI), await joining.invite(world.deps, an_asker(ANA)))


async def two_accounts(world: World, maker: PersonId, typer: PersonId = YO) -> linking.LinkedPage:
    """`typer`, in Teams, turns out to be `maker`."""
    await one_organisation(world)
    code = await linking.begin_link(world.deps, an_asker(maker))
    return await linking.link(world.deps, on_teams(typer, "acme"), code)


def keep_homed(world: World, organisation: str) -> None:
    """One initiative that belongs to that organisation."""
    one = replace(an_initiative(a_gate("lineage")), organisation=OrganisationId(organisation), version=1)
    world.storage.state(OrganisationId(organisation)).initiatives[one.id] = one


def everything(world: World) -> list[object]:
    return [(state.organisation, state.initiatives, state.entries) for state in world.storage.states.values()]


# --- administrators ---------------------------------------------------------------------------------------------------


async def code_for_an_administrator(world: World) -> str:
    return await codes.administrator_code(world.storage, world.deps.clock, world.deps.ids)


async def test_whoever_types_the_code_becomes_administrator_of_their_organisation(world):
    _, after = await codes.become_administrator(world.deps, an_asker(BEN), await code_for_an_administrator(world))
    assert after.person(BEN).role is Role.ADMINISTRATOR
    (entry,) = world.storage.state().entries["acme"]
    assert (entry.kind, entry.actor, entry.data["person"]) == ("role.changed", BEN, BEN)


async def test_the_first_administrator_gives_the_organisation_its_timezone(world):
    state = world.storage.state(TEAMS.organisation)
    state.organisation = state.organisation.with_person(replace(state.organisation.people[XI], role=Role.MEMBER))
    await codes.become_administrator(world.deps, on_teams(YO), await code_for_an_administrator(world))
    assert world.storage.stored_organisation(TEAMS.organisation).calendar.timezone == "Asia/Tokyo"


async def test_an_administrator_does_not_use_a_code_up(world):
    code = await code_for_an_administrator(world)
    with pytest.raises(AlreadyDone):
        await codes.become_administrator(world.deps, an_asker(ANA), code)
    before, after = await codes.become_administrator(world.deps, an_asker(BEN), code)
    assert (before.person(BEN).role, after.person(BEN).role) == (Role.MEMBER, Role.ADMINISTRATOR)


async def test_a_code_is_kept_as_its_hash_alone(world):
    code = await code_for_an_administrator(world)
    assert list(world.storage.codes) == [digest_of(code)]
    assert code.replace("-", "") not in repr(world.storage.codes)


# --- what every code is held to ---------------------------------------------------------------------------------------


async def test_a_code_works_once(world):
    code = await code_for_an_administrator(world)
    await codes.become_administrator(world.deps, an_asker(BEN), code)
    with pytest.raises(CodeRefused):
        await codes.become_administrator(world.deps, an_asker(CHI), code)


async def test_of_two_who_type_it_at_the_same_moment_one_is_served(world):
    code = await code_for_an_administrator(world)
    both = [codes.become_administrator(world.deps, an_asker(one), code) for one in (BEN, CHI)]
    told = await asyncio.gather(*both, return_exceptions=True)
    assert sorted(type(one).__name__ for one in told) == ["CodeRefused", "tuple"]


async def test_wrong_used_and_expired_codes_and_those_for_something_else_are_answered_alike(world):
    old = await code_for_an_administrator(world)
    world.clock.move(hours=24)
    other = await joining.invite(world.deps, an_asker(ANA))
    said = set()
    for typed in (WRONG, old, other, ""):
        with pytest.raises(CodeRefused) as refused:
            await codes.become_administrator(world.deps, an_asker(BEN), typed)
        said.add((str(refused.value), tuple(refused.value.details)))
    assert len(said) == 1


async def test_a_code_to_link_lives_fifteen_minutes(world):
    await one_organisation(world)
    code = await linking.begin_link(world.deps, an_asker(BEN))
    world.clock.move(minutes=15)
    with pytest.raises(CodeRefused):
        await linking.link(world.deps, on_teams(YO, "acme"), code)


async def test_after_five_wrong_ones_in_an_hour_not_even_the_right_one_is_looked_up(world):
    code = await code_for_an_administrator(world)
    for _ in range(5):
        with pytest.raises(CodeRefused):
            await codes.become_administrator(world.deps, an_asker(BEN), WRONG)
    with pytest.raises(CodeRefused):
        await codes.become_administrator(world.deps, an_asker(BEN), code)
    world.clock.move(hours=1)
    before, after = await codes.become_administrator(world.deps, an_asker(BEN), code)
    assert (before.person(BEN).role, after.person(BEN).role) == (Role.MEMBER, Role.ADMINISTRATOR)


async def test_right_codes_are_not_counted(world):
    for person in (BEN, CHI, DEE, ELI):
        code = await code_for_an_administrator(world)
        await codes.become_administrator(world.deps, an_asker(person), code)
    assert [key for key in world.storage.state().runs if key[0] == codes.WRONG] == []


@pytest.mark.parametrize("standing", [one for one in Standing if one is not Standing.MEMBER])
async def test_outsiders_are_refused_before_their_code_is_looked_at(world, standing):
    acme = world.storage.stored_organisation()
    world.change_organisation(acme.with_person(replace(acme.people[BEN], standing=standing)))
    before = everything(world)
    for typed in (WRONG, await code_for_an_administrator(world)):
        with pytest.raises(OutsiderRefused):
            await codes.become_administrator(world.deps, an_asker(BEN), typed)
        with pytest.raises(OutsiderRefused):
            await linking.link(world.deps, an_asker(BEN), typed)
    with pytest.raises(OutsiderRefused):
        await linking.begin_link(world.deps, an_asker(BEN))
    assert everything(world) == before


async def test_where_others_read_no_code_is_made_or_typed(world):
    ana = replace(an_asker(ANA), is_overheard=True)
    for refused in (
        joining.invite(world.deps, ana),
        joining.join(world.deps, ana, WRONG),
        linking.begin_link(world.deps, ana),
        linking.link(world.deps, ana, WRONG),
        codes.become_administrator(world.deps, ana, WRONG),
    ):
        with pytest.raises(Overheard, match="Say this to me alone"):
            await refused
    assert world.storage.codes == {}


# --- joining ----------------------------------------------------------------------------------------------------------


async def test_joining_moves_everybody_and_leaves_both_records_whole(world):
    page = await joining.join(world.deps, on_teams(XI), await joining.invite(world.deps, an_asker(ANA)))
    assert (page.organisation.name, page.absorbed.name) == ("Acme", "Globex")
    assert {one.name for one in page.workspaces} == {"Acme", "Globex"}
    assert await world.storage.organisations() == (("acme", "Acme"),)
    assert await world.storage.absorbed(OrganisationId("acme")) == (("globex", "Globex"),)
    acme = world.storage.stored_organisation()
    assert acme.people[XI].role is Role.ADMINISTRATOR
    for id_ in ("acme", "globex"):
        state = world.storage.state(OrganisationId(id_))
        assert verify(id_, state.entries[id_], state.texts[id_], state.organisation.head) is None


async def test_a_turn_of_somebody_whose_organisation_was_joined_meanwhile_is_done_anew(world):
    found = [TEAMS]

    async def turn() -> str:
        asker = await arrivals.identify(world.deps, found.pop(), "YO", None)
        return (await looking.settings(world.deps, asker)).organisation.name

    await one_organisation(world)
    found.insert(0, world.storage.workspaces[TEAMS.id])
    assert await arrivals.anew_if_moved(turn) == "Acme"
    assert (await arrivals.organisation_now(world.deps, TEAMS.organisation)).id == "acme"


async def test_joining_while_both_have_initiatives_is_refused_and_changes_nothing(world):
    keep_homed(world, "acme")
    keep_homed(world, "globex")
    code = await joining.invite(world.deps, an_asker(ANA))
    before = everything(world)
    with pytest.raises(BothHaveInitiatives):
        await joining.join(world.deps, on_teams(XI), code)
    assert everything(world) == before
    assert world.storage.used == set()


@pytest.mark.parametrize("has", ["acme", "globex"])
async def test_the_one_with_initiatives_stays(world, has):
    keep_homed(world, has)
    await one_organisation(world)
    assert [id_ for id_, _ in await world.storage.organisations()] == [has]


async def test_only_administrators_invite_and_join(world):
    code = await joining.invite(world.deps, an_asker(ANA))
    for refused in (joining.invite(world.deps, an_asker(BEN)), joining.join(world.deps, on_teams(YO), code)):
        with pytest.raises(NotAllowed):
            await refused


async def test_a_code_typed_on_its_own_side_is_for_the_other(world):
    code = await joining.invite(world.deps, an_asker(ANA))
    with pytest.raises(OtherSide):
        await joining.join(world.deps, an_asker(ANA), code)
    assert (await joining.join(world.deps, on_teams(XI), code)).organisation.name == "Acme"


# --- linking ----------------------------------------------------------------------------------------------------------


async def test_linked_accounts_are_one_person_everywhere(world):
    world.keep(an_initiative(a_gate("lineage", owner=YO), a_gate("drift", owner=CHI)))
    page = await two_accounts(world, BEN)
    assert (page.person.id, page.initiatives, page.voided) == (BEN, 1, 0)
    assert [(workspace.platform, name) for workspace, name in page.accounts] == [("slack", "Ben"), ("teams", "Yo")]
    assert world.initiative().gates["lineage"].owner == BEN
    state = world.storage.state()
    assert [entry.kind for entry in state.entries["churn-model"]] == ["accounts.linked"]
    assert verify("churn-model", state.entries["churn-model"], {}, world.initiative().head) is None
    asker = await arrivals.identify(world.deps, world.storage.workspaces[TEAMS.id], "YO", None)
    assert asker.person == BEN


async def test_a_new_name_prompts_nobody_again(world):
    world.keep(an_initiative(a_gate("lineage", owner=YO)))
    await two_accounts(world, BEN)
    assert world.storage.waiting() == ("refresh:churn-model",)


async def test_an_asker_of_the_old_id_is_still_that_person(world):
    world.keep(an_initiative(a_gate("lineage", owner=YO)))
    await two_accounts(world, BEN)
    stale = on_teams(YO, "acme")
    assert [gate.key for _, gate in (await looking.home_page(world.deps, stale)).gates] == ["lineage"]
    assert len((await looking.overview(world.deps, stale, "mine")).standings) == 1
    await gate_cases.give_evidence(world.deps, stale, "churn-model", "lineage", "https://example.com")
    assert world.initiative().gates["lineage"].evidence.given_by == BEN


async def test_an_approval_of_ones_own_evidence_with_the_other_account_is_void_and_asked_for_again(world):
    world.keep(an_initiative(a_gate("drift", owner=CHI, progress=Progress.IN_REVIEW)))
    await gate_cases.sign_off(world.deps, an_asker(DEE), "churn-model", "drift", APPROVE)
    await one_organisation(world)
    # Dee has her account in Teams: only then can she turn out to be Chi.
    acme = world.storage.stored_organisation()
    slack = {one: account for one, account in acme.addresses[SLACK.id].items() if one != DEE}
    world.change_organisation(replace(acme, addresses={SLACK.id: slack, TEAMS.id: {DEE: "DEE"}}))
    code = await linking.begin_link(world.deps, an_asker(CHI))
    page = await linking.link(world.deps, on_teams(DEE, "acme"), code)
    gate = world.initiative().gates["drift"]
    assert (page.voided, gate.progress, gate.votes) == (1, Progress.IN_REVIEW, ())
    assert f"sign-off:churn-model:drift:{gate.asks}" in world.storage.waiting()


async def test_accounts_of_two_organisations_are_not_linked(world):
    code = await linking.begin_link(world.deps, an_asker(BEN))
    with pytest.raises(TwoOrganisations):
        await linking.link(world.deps, on_teams(YO), code)


async def test_two_accounts_of_one_workspace_are_not_linked(world):
    code = await linking.begin_link(world.deps, an_asker(BEN))
    with pytest.raises(AccountThere):
        await linking.link(world.deps, an_asker(CHI), code)
    with pytest.raises(OtherSide):
        await linking.link(world.deps, an_asker(BEN), code)


# --- a person with two accounts ---------------------------------------------------------------------------------------


async def test_who_leaves_one_platform_stays_on_the_other_and_gets_no_messages_where_they_left(world):
    await two_accounts(world, BEN)
    world.people.people["BEN"] = Person(PersonId(""), "Ben", standing=Standing.DEACTIVATED)
    for _ in range(2):
        await arrivals.refresh_person(world.deps, SLACK, "BEN")
    acme = world.storage.stored_organisation()
    assert acme.people[BEN].is_member
    assert acme.workspaces_of(BEN) == (TEAMS.id,)


async def test_name_and_timezone_are_those_of_the_first_account(world):
    await two_accounts(world, BEN)
    for account, name in (("BEN", "Benjamin"), ("YO", "Yolanda")):
        world.people.people[account] = Person(PersonId(""), name, "Europe/Paris")
    await arrivals.refresh_person(world.deps, world.storage.workspaces[TEAMS.id], "YO")
    await arrivals.refresh_person(world.deps, SLACK, "BEN")
    assert world.storage.stored_organisation().people[BEN].name == "Benjamin"


# --- who reads an answer ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("channel", "overheard", "sees"), [("C2", True, False), ("C2", False, True), ("C1", True, True)]
)
async def test_what_lives_in_a_private_channel_is_told_there_or_to_one_alone(world, channel, overheard, sees):
    private = an_initiative(a_gate("lineage", owner=BEN))
    world.keep(replace(private, home=replace(private.home, private=True)))
    asker = replace(an_asker(BEN, channel), is_overheard=overheard)
    assert len((await looking.overview(world.deps, asker, "all")).standings) == sees
    assert len((await looking.overview(world.deps, asker, "mine")).standings) == sees
    assert len((await looking.home_page(world.deps, asker)).initiatives) == sees
    if sees:
        assert await looking.status(world.deps, asker, private.slug)
    else:
        with pytest.raises(NotFound):
            await looking.status(world.deps, asker, private.slug)


async def test_what_lives_in_public_is_told_anywhere(world):
    world.keep(an_initiative(a_gate("lineage", owner=BEN)))
    asker = replace(an_asker(CHI, "C2"), is_overheard=True)
    assert len((await looking.overview(world.deps, asker, "all")).standings) == 1


async def test_who_is_in_a_private_channel_with_one_account_sees_it_with_the_other(world):
    private = an_initiative(a_gate("lineage", owner=CHI, rule=any_of(people={DEE})))
    world.keep(replace(private, home=replace(private.home, private=True)))
    await two_accounts(world, BEN)
    page = await looking.overview(world.deps, on_teams(BEN, "acme"), "all")
    assert len(page.standings) == 1
    stranger = await looking.overview(world.deps, on_teams(XI, "acme"), "all")
    assert stranger.standings == ()


async def test_an_organisation_that_was_joined_is_not_read(world):
    await one_organisation(world)
    with pytest.raises(OrganisationMoved):
        await looking.settings(world.deps, on_teams(YO))
