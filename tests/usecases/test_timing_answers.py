"""What people are told who decide when digests and reminders come."""

from datetime import timedelta

import pytest

from bot.conversation.route import answer
from bot.conversation.turn import Refused, Say, Turn
from bot.intents.digest import DigestLeadership, DigestNow, DigestOff, DigestWeekly, Slot
from bot.intents.reminder import Remind, Snooze
from bot.render import plain
from readiness.domain.values.person import Role
from tests.fakes import World, a_channel, a_world, an_asker
from tests.readiness.build import ANA, BEN, CHI, EVERYBODY, a_gate, a_person, an_initiative, an_organisation


@pytest.fixture
def world() -> World:
    chi = a_person(CHI)
    world = a_world(an_organisation(people=[type(chi)(CHI, "Chi", role=Role.ADMINISTRATOR)]), in_channel=EVERYBODY)
    world.keep(an_initiative(a_gate()))
    world.people.channels["CL"] = a_channel("CL")
    return world


async def say(world: World, person: str, intent: object, channel: str | None = "C1"):
    return await answer(Turn(world.deps, an_asker(person, channel), {}), intent)


async def test_everybody_sees_the_channels_digest_now(world):
    reply = await say(world, BEN, DigestNow())
    assert isinstance(reply, Say)
    assert "1 initiative" in reply.card.summary


async def test_without_initiatives_there_is_nothing_to_show(world):
    reply = await say(world, BEN, DigestNow(), "C2")
    assert reply.card.summary == "There is nothing for a digest here."


async def test_the_lead_is_told_when_the_digest_comes(world):
    reply = await say(world, ANA, DigestWeekly(Slot(2, 8, 15, "")))
    assert "Wednesdays at 08:15 UTC" in reply.card.summary


async def test_the_lead_switches_it_off(world):
    assert "no digest" in (await say(world, ANA, DigestOff())).card.summary


async def test_others_are_refused(world):
    assert isinstance(await say(world, BEN, DigestOff()), Refused)


async def test_outside_of_a_channel_it_says_where_to_say_it(world):
    assert isinstance(await say(world, ANA, DigestWeekly(Slot(0, 9, 0, "")), None), Refused)


async def test_an_administrator_sends_leadership_its_digest(world):
    assert "Leadership" in (await say(world, CHI, DigestLeadership("CL"))).card.summary


async def test_reminders_are_switched_off_and_on(world):
    assert "no reminders" in (await say(world, BEN, Remind(on=False))).card.summary
    assert "get reminders" in (await say(world, BEN, Remind(on=True))).card.summary


async def test_snoozing_holds_for_as_long_as_was_said(world):
    await say(world, BEN, Snooze(round(timedelta(hours=4).total_seconds())))
    until = world.storage.stored_organisation().person(BEN).reminders.snoozed_until
    assert until == world.clock() + timedelta(hours=4)


async def test_while_reminders_are_off_a_snooze_says_that_they_stay_off_and_changes_nothing(world):
    await say(world, BEN, Remind(on=False))
    before = world.storage.stored_organisation()
    reply = await say(world, BEN, Snooze(round(timedelta(days=3).total_seconds())))
    assert reply.card.summary == "You get no reminders: they are off."
    assert "remind on" in plain.text(reply.card)
    assert world.storage.stored_organisation() == before
