"""A home that is made private, or public again, is known as such: from the event, or from the look of the next day."""

import pytest

from bot.demo.cast import ANA, BEN, CHANNELS
from bot.demo.house import House
from tests.slack.home import HOME, calls, everything, later, settled, standing, start, type_

OUTSIDER = "U0OUT"


@pytest.fixture
def watched(started: House) -> House:
    """Somebody works here and is not in the channel, to whom the initiative was shown already."""
    started.slack.add_user(OUTSIDER, "outsider")
    started.slack.invite(CHANNELS["general"], OUTSIDER)
    return started


async def exists(home: House) -> bool:
    """Whether the initiative exists for the outsider, asked and listed."""
    asked = "0 of 18 ready" in await settled(home, OUTSIDER, "status churn-model", "general")
    listed = "Churn model" in await settled(home, OUTSIDER, "list all", "general")
    assert asked == listed
    return asked


async def test_the_event_hides_it_at_once_and_shows_it_again(watched: House) -> None:
    assert await exists(watched)
    await watched.slack.convert(ANA.account, HOME, private=True)
    assert not await exists(watched)
    assert "0 of 18 ready" in await settled(watched, BEN, "status churn-model", "general")
    await watched.slack.convert(ANA.account, HOME, private=False)
    assert await exists(watched)


async def test_without_the_history_scopes_it_is_seen_the_next_day(watched: House) -> None:
    watched.slack.installation.scopes -= {"channels:history", "groups:history"}
    await watched.slack.convert(ANA.account, HOME, private=True)
    assert await exists(watched)
    await later(watched, days=1)
    assert not await exists(watched)
    await watched.slack.convert(ANA.account, HOME, private=False)
    await later(watched, days=1)
    assert await exists(watched)


@pytest.mark.parametrize(("hours", "shown"), [(47, True), (49, False)])
async def test_while_slack_answers_nothing_of_the_channel_it_is_trusted_for_two_days(
    watched: House, hours: int, shown: bool
) -> None:
    watched.slack.fail("conversations.info", error="internal_error", times=1000)
    await later(watched, hours=24)
    await later(watched, hours=hours - 24)
    assert await exists(watched) is shown


async def test_the_event_counts_also_when_slack_answers_nothing_of_the_channel(watched: House) -> None:
    watched.slack.fail("conversations.info", error="internal_error", times=9)
    await watched.slack.convert(ANA.account, HOME, private=True)
    assert not await exists(watched)


@pytest.mark.parametrize("event", ["channel_deleted", "group_deleted", "channel_archive", "group_archive"])
async def test_what_happens_to_the_channel_is_looked_at_at_once(watched: House, event: str) -> None:
    asked = calls(watched, "conversations.info")
    await watched.slack.event({"type": event, "channel": HOME, "user": ANA.account})
    assert calls(watched, "conversations.info") == asked + 1
    await watched.slack.event({"type": event, "channel": "C0ELSE", "user": ANA.account})
    assert calls(watched, "conversations.info") == asked + 1


async def test_the_bot_taken_out_of_a_channel_that_was_made_private_shows_nothing_of_it(watched: House) -> None:
    watched.slack.installation.scopes -= {"channels:history", "groups:history"}
    await watched.slack.convert(ANA.account, HOME, private=True)
    watched.slack.remove(HOME, "U0READY")
    await watched.slack.event({"type": "member_left_channel", "channel": HOME, "user": "U0READY"})
    assert not await exists(watched)


async def test_its_messages_go_on_where_they_stand(watched: House) -> None:
    before = everything(watched)[0]
    await watched.slack.convert(ANA.account, HOME, private=True)
    await settled(watched, BEN, "evidence approved-datasets https://wiki.example/a")
    await settled(watched, BEN, "request approved-datasets")
    assert standing(watched, "Please sign off").thread_ts == before.ts


async def test_a_new_initiative_is_not_asked_about_again_before_the_next_day(home: House) -> None:
    await start(home)
    asked = calls(home, "conversations.info")
    await later(home, hours=23)
    assert calls(home, "conversations.info") == asked
    await later(home, hours=2)
    assert calls(home, "conversations.info") == asked + 1
    assert "Churn model" in (await type_(home, ANA, "status")).plain()
