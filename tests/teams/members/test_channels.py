"""What Teams tells of a channel is about that channel, though it comes in the conversation of the team: in General."""

import pytest

from bot.demo.cast import ANA, BEN
from tests.teams.home import HOME, TeamsHouse, said
from tests.teams.standin import Conversation, Person, Team

KEPT = (
    "channelCreated", "channelRenamed", "channelRestored", "channelShared", "channelUnshared", "channelMemberAdded",
    "channelMemberRemoved", "teamRenamed", "teamArchived", "teamUnarchived", "teamRestored", "teamMemberAdded",
    "teamMemberRemoved", "eventOfNextYear",
)  # fmt: skip
"""Every event of teams and channels after which the bot is still there (learn.microsoft.com, lifecycle events)."""


@pytest.fixture
def channel(house: TeamsHouse) -> Conversation:
    return house.teams.conversation(house.channels[HOME])


@pytest.fixture
def team(house: TeamsHouse, channel: Conversation) -> Team:
    return house.teams.team_of(channel)


@pytest.fixture
def ana(house: TeamsHouse) -> Person:
    return house.stage.person_of(ANA)


async def known(house: TeamsHouse) -> dict[str, str]:
    """The names of the channels that the bot knows, by id, as it would know them after a restart."""
    house.bot.storage.conversations._kept.clear()
    ((organisation, _),) = await house.bot.storage.organisations()
    async with house.bot.storage.read(organisation) as uow:
        (workspace,) = (await uow.organisations.get()).addresses
    return {one.id: one.name for one in await house.bot.storage.conversations.channels(workspace)}


async def test_a_renamed_channel_has_its_new_name_and_general_its_own(
    house: TeamsHouse, channel: Conversation, team: Team, ana: Person
) -> None:
    before = await known(house)
    await house.teams.rename_channel(channel, "churn-2", ana)
    assert await known(house) == {**before, channel.id: "churn-2"}
    assert before[team.id] == "General"


async def test_a_deleted_channel_alone_is_forgotten_and_known_again_once_it_is_restored(
    house: TeamsHouse, channel: Conversation, ana: Person
) -> None:
    before = await known(house)
    await house.teams.delete_channel(channel, ana)
    assert await known(house) == {key: name for key, name in before.items() if key != channel.id}
    await house.teams.restore_channel(channel, ana)
    assert await known(house) == before


async def test_a_new_channel_can_be_a_home_at_once(house: TeamsHouse, team: Team, ana: Person) -> None:
    before = await known(house)
    new = await house.teams.create_channel(team, "fraud-model", ana)
    assert await known(house) == {**before, new.id: "fraud-model"}


async def test_no_event_of_a_channel_or_team_makes_another_channel_unknown(
    house: TeamsHouse, channel: Conversation, team: Team, ana: Person
) -> None:
    before = await known(house)
    for event in KEPT:
        if event.startswith("channel"):
            await house.teams.tell_of_channel(channel, event, ana)
        else:
            await house.teams.tell_of_team(team, event, ana)
        assert await known(house) == before, event


@pytest.mark.parametrize("event", ["teamDeleted", "teamHardDeleted"])
async def test_of_a_deleted_team_no_channel_is_left(house: TeamsHouse, team: Team, ana: Person, event: str) -> None:
    await house.teams.tell_of_team(team, event, ana)
    assert await known(house) == {}


async def test_taken_out_of_a_team_the_bot_is_in_none_of_its_channels_and_put_back_in_all(
    house: TeamsHouse, team: Team, ana: Person
) -> None:
    before = await known(house)
    await house.teams.uninstall_from_team(team, ana)
    assert await known(house) == {}
    await house.teams.install_in_team(team, ana)
    assert await known(house) == before


async def test_a_channel_of_which_the_team_says_nothing_yet_counts_as_private(
    house: TeamsHouse, team: Team, ana: Person
) -> None:
    house.teams.fail("channels", status=500, times=9)
    new = await house.teams.create_channel(team, "fraud-model", ana)
    (workspace, _) = await place_of(house)
    kept = await house.bot.storage.conversations.get(workspace, new.id)
    assert kept is not None
    assert (kept.name, kept.private) == ("fraud-model", True)


async def test_whoever_joins_the_team_is_a_member_of_all_its_channels_at_once(
    started: TeamsHouse, channel: Conversation, team: Team, ana: Person
) -> None:
    noor = started.teams.add_person("Noor")
    workspace, _ = await place_of(started)
    people = started.bot.platforms["teams"].people
    found = await started.bot.storage.workspace_by_id(workspace)
    assert found is not None
    assert noor.object_id not in await people.members(found, channel.id)
    await started.teams.join(team, noor, ana)
    assert noor.object_id in await people.members(found, channel.id)


@pytest.mark.parametrize("split", [False, True], ids=["whole", "split"])
@pytest.mark.parametrize("name", ["Kim R&D", "Kim van der Berg"])
async def test_whoever_is_named_is_asked_however_teams_tells_of_the_mention(
    started: TeamsHouse, name: str, split: bool
) -> None:
    kim = started.teams.add_person(name)
    started.teams.invite(started.teams.team_of(started.teams.conversation(started.channels[HOME])), kim)
    started.teams.split_mentions(split)
    assert name in await said(started, ANA, f"assign compute @{name} backup @{BEN.name}")


async def place_of(house: TeamsHouse) -> tuple[str, str]:
    ((organisation, _),) = await house.bot.storage.organisations()
    async with house.bot.storage.read(organisation) as uow:
        (workspace,) = (await uow.organisations.get()).addresses
    return workspace, organisation
