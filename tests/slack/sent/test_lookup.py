"""A post of unknown outcome is looked for to the end of what was said since, however little Slack gives at once."""

from datetime import timedelta

import pytest

from bot.demo.cast import ANA, BEN
from bot.demo.house import House
from bot.slack.lookup import MOST_PAGES, PAGE
from tests.slack.home import HOME, calls, everything, later, settled, standing, type_

READS = ("conversations.history", "conversations.replies")


def chatter(home: House, many: int, *, in_thread: bool = True) -> None:
    """People talk, in the checklist's thread or beside it."""
    thread = standing(home, "ready").ts if in_thread else None
    for number in range(many):
        home.slack.workspace.timeline.post(HOME, ANA.account, f"word {number}", [], thread_ts=thread)


def asked(home: House) -> int:
    return sum("Please sign off" in message.plain() for message in everything(home))


async def ask_and_lose(home: House, *, drop: str, before: int = 0, after: int = 0) -> None:
    """A sign-off is asked for, and the answer to the post, or the post, is lost between so much talk."""
    await settled(home, BEN, "evidence approved-datasets https://wiki.example/a")
    chatter(home, before)
    home.slack.fail("chat.postMessage", drop=drop)
    await type_(home, BEN, "request approved-datasets")
    await home.bot.settle()
    chatter(home, after)


@pytest.mark.parametrize(("before", "after"), [(250, 0), (0, 450), (130, 130)])
async def test_in_a_long_thread_it_is_found_and_not_posted_again(started: House, before: int, after: int) -> None:
    await ask_and_lose(started, drop="after", before=before, after=after)
    await later(started, minutes=5)
    assert asked(started) == 1
    assert await started.bot.storage.deliveries.waiting() == 0


async def test_what_is_not_in_a_long_thread_is_posted_again_once(started: House) -> None:
    await ask_and_lose(started, drop="before", before=250, after=250)
    await later(started, minutes=5)
    assert asked(started) == 1


async def test_what_was_said_long_before_is_not_read(started: House) -> None:
    chatter(started, 500)
    await later(started, hours=3)
    await ask_and_lose(started, drop="after")
    read = calls(started, *READS)
    await later(started, minutes=5)
    assert (asked(started), calls(started, *READS) - read) == (1, 1)


async def test_a_slack_whose_clock_is_four_minutes_behind_is_searched_too(started: House) -> None:
    await later(started, minutes=10)
    started.slack.workspace.timeline._clock = lambda: started.clock() - timedelta(minutes=4)
    await ask_and_lose(started, drop="after")
    await later(started, minutes=5)
    assert asked(started) == 1


@pytest.mark.parametrize("drop", ["after", "before"])
async def test_an_app_that_reads_fifteen_a_minute_gets_to_the_end(started: House, drop: str) -> None:
    started.slack.installation.unlisted = True
    await ask_and_lose(started, drop=drop, before=40, after=40)
    for _ in range(5):
        await later(started, minutes=1)
        assert asked(started) == (drop == "after")
    for _ in range(5):
        await later(started, minutes=1)
    assert asked(started) == 1
    assert await started.bot.storage.deliveries.waiting() == 0


async def test_who_has_to_wait_with_reading_holds_no_other_message_up(started: House) -> None:
    started.slack.installation.unlisted = True
    await ask_and_lose(started, drop="after", after=40)
    await later(started, seconds=5)
    await settled(started, ANA, 'new "Fraud scoring"', "demand")
    await later(started, seconds=5)
    assert any("Fraud scoring" in message.plain() for message in started.slack.messages("demand"))


@pytest.mark.parametrize(
    "fault", [{"error": "internal_error"}, {"status": 503}, {"drop": "before"}, {"retry_after": 9}]
)
async def test_a_look_that_fails_is_made_again(started: House, fault: dict[str, object]) -> None:
    await ask_and_lose(started, drop="after")
    started.slack.fail("conversations.replies", times=2, **fault)
    await later(started, minutes=1)
    await later(started, minutes=1)
    await later(started, minutes=1)
    assert asked(started) == 1
    assert started.bot.pump.counts.unknown == 0
    assert await started.bot.storage.deliveries.waiting() == 0


async def test_one_look_reads_so_much_and_the_next_goes_on_there(started: House) -> None:
    await ask_and_lose(started, drop="before", before=PAGE * MOST_PAGES + 10)
    read = calls(started, *READS)
    await later(started, seconds=10)
    assert (asked(started), calls(started, *READS) - read) == (0, MOST_PAGES)
    await later(started, minutes=1)
    assert (asked(started), calls(started, *READS) - read) == (1, MOST_PAGES + 1)


async def test_a_cursor_that_slack_knows_no_longer_begins_the_look_anew(started: House) -> None:
    started.slack.installation.unlisted = True
    await ask_and_lose(started, drop="after", before=20)
    await later(started, seconds=10)
    started.slack.installation.unlisted = False
    started.slack.fail("conversations.replies", error="invalid_cursor")
    await later(started, minutes=2)
    await later(started, minutes=2)
    assert asked(started) == 1
