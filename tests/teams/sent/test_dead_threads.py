"""A deleted checklist in Teams: whoever is asked next, or was asked before, is asked under the new one."""

from datetime import timedelta

from bot.demo.cast import ANA, BEN, DEE
from tests.teams.home import HOME, TeamsHouse, said
from tests.teams.standin import Message


def seen(house: TeamsHouse) -> list[Message]:
    """What stands in the home channel."""
    ben = house.stage.person_of(BEN)
    return house.teams.messages(ben, house.teams.conversation(house.channels[HOME]))


def checklist(house: TeamsHouse) -> Message:
    (found,) = [one for one in seen(house) if not one.is_reply and "Next steps" in one.plain()]
    return found


def below(house: TeamsHouse, *words: str) -> list[Message]:
    """What says so under the checklist that stands."""
    root = checklist(house).id
    return [one for one in seen(house) if one.root == root and all(word in one.plain() for word in words)]


async def later(house: TeamsHouse, **by: float) -> None:
    await house.stage.move_clock(house.clock() + timedelta(**by))


async def test_the_next_prompt_and_every_open_request_stand_under_a_new_checklist(started: TeamsHouse) -> None:
    await said(started, BEN, "evidence approved-datasets https://wiki.example/datasets")
    await said(started, BEN, "request approved-datasets")
    old, request = checklist(started), below(started, "Please sign off")[0]
    started.teams.delete_message(old)
    await later(started, minutes=11)
    await said(started, ANA, "assign compute @Gus")
    assert checklist(started).id != old.id
    assert len(below(started, "compute", "@Gus")) == 1
    (again,) = below(started, "Please sign off")
    assert again.id != request.id
    answer = await started.teams.press(started.stage.person_of(DEE), again, "Approve")
    assert answer.status == 200
    assert "Signed off" in await said(started, ANA, "show approved-datasets")


async def test_a_checklist_deleted_with_everything_below_it(started: TeamsHouse) -> None:
    old = checklist(started)
    for message in (*below(started), old):
        started.teams.delete_message(message)
    await said(started, ANA, "assign compute @Gus")
    assert checklist(started).id != old.id
    assert len(below(started, "compute", "@Gus")) == 1


async def test_a_reply_refused_for_a_moment_closes_no_channel_and_is_not_lost(started: TeamsHouse) -> None:
    started.teams.fail("send", status=404)
    await said(started, ANA, "assign compute @Gus")
    await later(started, minutes=1)
    assert len(below(started, "compute", "@Gus")) == 1
    assert started.bot.pump.counts.given_up == 0
