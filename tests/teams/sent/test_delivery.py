"""What the bot sends by itself arrives once, and where it cannot, somebody is told (promises P2, P14)."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.demo.cast import ANA, BEN, GUS
from tests.teams.home import HOME, TeamsHouse, said, words

MONDAY = datetime(2026, 10, 19, 7, 1, tzinfo=UTC)
"""A minute after nine in Berlin, a week after the start."""


def digests(house: TeamsHouse) -> int:
    """How many digests stand in the home channel."""
    return sum("digest ·" in one.text for one in house.stage.sees(BEN, HOME))


async def test_the_weekly_digest_is_posted_into_the_channel(started: TeamsHouse) -> None:
    await started.stage.move_clock(MONDAY)
    assert digests(started) == 1


async def test_a_digest_whose_answer_was_lost_is_shown_and_never_sent_again(started: TeamsHouse) -> None:
    started.teams.fail("send", drop="after")
    await started.stage.move_clock(MONDAY)
    for minute in range(5, 60, 5):
        await started.stage.move_clock(MONDAY.replace(minute=minute))
    assert digests(started) == 1
    assert started.bot.pump.counts.unknown == 1
    assert len(await started.bot.storage.deliveries.dead(10)) == 1


async def test_what_teams_asks_to_wait_with_is_sent_later_and_once(started: TeamsHouse) -> None:
    # Else her reminder may be what has to wait.
    await said(started, ANA, "remind off")
    started.teams.fail("send", status=429, retry_after=60)
    await started.stage.move_clock(MONDAY)
    assert digests(started) == 0
    await started.stage.move_clock(MONDAY.replace(minute=5))
    assert digests(started) == 1


async def test_an_expired_token_is_fetched_anew(started: TeamsHouse) -> None:
    logins = started.teams.logins
    started.teams.revoke_tokens()
    await started.stage.move_clock(MONDAY)
    assert digests(started) == 1
    assert started.teams.logins == logins + 1


async def test_one_token_serves_every_message(started: TeamsHouse) -> None:
    assert started.teams.logins == 1


async def test_somebody_who_has_not_the_app_is_told_of_to_whoever_asked_them(started: TeamsHouse) -> None:
    newcomer = started.teams.add_person("Noor")
    await said(started, ANA, "assign compute @Gus")
    team = started.teams.team_of(started.teams.conversation(started.channels[HOME]))
    started.teams.invite(team, newcomer)
    await said(started, ANA, "assign compute @Noor")
    started.teams.remove(team, newcomer)
    await said(started, ANA, "assign serving-environment @Noor")
    assert "Gus" in words(started.stage.sees(GUS, HOME))
    assert "I cannot send Noor a message." in words(started.stage.sees(ANA, None))


async def test_a_person_who_only_spoke_in_a_channel_is_reached_in_a_chat_of_their_own(started: TeamsHouse) -> None:
    await said(started, ANA, "assign compute @Gus")
    await started.stage.move_clock(MONDAY.replace(day=20))
    assert "compute" in words(started.stage.sees(GUS, None))


# --- Teams takes nothing for a while, or a team takes the app out (promises P14, P14a) --------------------------------


async def test_one_conversation_not_found_does_not_close_a_channel(started: TeamsHouse) -> None:
    await said(started, ANA, "remind off")
    started.teams.fail("send", status=404, code="ConversationNotFound")
    await started.stage.move_clock(MONDAY)
    assert digests(started) == 0
    await started.stage.move_clock(MONDAY.replace(minute=2))
    assert digests(started) == 1
    assert "I can no longer post" not in words(started.stage.sees(ANA, None))


@pytest.mark.parametrize("code", ["BotDisabledByAdmin", "NeverHeardOf"])
async def test_half_an_hour_of_refusal_loses_no_digest_and_ana_reads_of_it_once(started: TeamsHouse, code: str) -> None:
    started.teams.fail("send", status=403, code=code, until=MONDAY + timedelta(minutes=30))
    for minute in range(0, 55, 5):
        await started.stage.move_clock(MONDAY + timedelta(minutes=minute))
    assert digests(started) == 1
    assert started.bot.pump.counts.given_up == 0
    assert words(started.stage.sees(ANA, None)).count(code) == 1
    assert await started.bot.storage.deliveries.waiting() == 0


async def test_a_team_that_takes_the_app_out_and_in_again_gets_what_waited(started: TeamsHouse) -> None:
    team = started.teams.team_of(started.teams.conversation(started.channels[HOME]))
    await started.teams.uninstall_from_team(team, started.stage.person_of(ANA))
    await started.stage.move_clock(MONDAY)
    assert digests(started) == 0
    assert "I can no longer post" in words(started.stage.sees(ANA, None))
    await started.stage.move_clock(MONDAY.replace(minute=5))
    await started.teams.install_in_team(team, started.stage.person_of(ANA))
    await started.stage.settle()
    assert digests(started) == 1
