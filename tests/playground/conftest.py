"""A local Slack with four people and three channels, a clock that stands still, and real SDKs that talk to it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground import LocalSlack, PageApi
from tests.playground.loose_bot import Bot
from tests.playground.secrets_here import APP_TOKEN, BOT_TOKEN, SECRET
from tests.playground.small_bot import listening


class Clock:
    """Stands still until it is moved."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **parts: float) -> None:
        """Move on by a timedelta given in parts."""
        self.now += timedelta(**parts)

    async def move(self, to: datetime) -> None:
        """Move to a moment."""
        self.now = to


@pytest.fixture
def clock() -> Clock:
    # The SDK verifies signatures against the real time, so the clock starts there.
    return Clock(datetime.now(UTC))


@pytest.fixture
async def slack(clock: Clock) -> AsyncIterator[LocalSlack]:
    slack = LocalSlack(
        clock=clock,
        signing_secret=SECRET,
        bot_token=BOT_TOKEN,
        app_token=APP_TOKEN,
        move_clock=clock.move,
        page=PageApi,
    )
    slack.add_user("U1", "ana", real_name="Ana Costa")
    slack.add_user("U2", "ben", real_name="Ben Adler")
    slack.add_user("W3", "cleo", real_name="Cleo Park", is_admin=True)
    slack.add_user("U9", "zoe", real_name="Zoe Guest", is_stranger=True)
    slack.add_channel("C1", "launch", members=["U1", "U2", "U9"], bot_in=True, ext_shared=True)
    slack.add_channel("C2", "random", members=["U1"])
    slack.add_channel("G1", "board", members=["U1"], private=True)
    async with slack:
        yield slack


@pytest.fixture
async def client(slack: LocalSlack) -> AsyncWebClient:
    return AsyncWebClient(token=BOT_TOKEN, base_url=slack.api_url, retry_handlers=[])


@pytest.fixture
async def bot(slack: LocalSlack) -> AsyncIterator[Bot]:
    bot = Bot()
    async with listening(bot.handle) as url:
        slack.deliver_to(url)
        yield bot
