"""The local Slack and the bot in one process, with one clock."""

import os
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType

from bot.bootstrap import Bot, assembled
from bot.demo.cast import CAST, CHANNELS
from bot.demo.clock import MovableClock
from bot.demo.ids import StoryIds
from bot.demo.slack_stage import SlackStage
from bot.jobs.pump import AT_ONCE
from bot.playground import LocalSlack, PageApi
from bot.settings import Settings, read_settings
from bot.slack.app import EVENTS
from bot.web.server import CannotListen, listening
from readiness.usecases.frame.ports import Ids
from storage import migrate

STORY_BEGINS = datetime(2026, 1, 30, 9, 0, tzinfo=UTC)
SIGNING_SECRET = "local-demo-signing-secret"  # noqa: S105 - it guards nothing but a loopback demo
BOT_TOKEN = "xoxb-local-demo"  # noqa: S105
APP_TOKEN = "xapp-local-demo"  # noqa: S105


@dataclass(frozen=True, slots=True)
class House:
    """Everything the demo runs on; `url` is where the bot listens, empty in Socket Mode."""

    slack: LocalSlack
    bot: Bot
    clock: MovableClock
    stage: SlackStage
    url: str


@asynccontextmanager
async def house(
    database: Path,
    *,
    port: int = 0,
    socket_mode: bool = False,
    begins: datetime = STORY_BEGINS,
    team: str = "T0LOCAL01",
    team_name: str = "Local",
    ids: Ids | None = None,
    clock: MovableClock | None = None,
    at_once: int = AT_ONCE,
    more: Mapping[str, str] = MappingProxyType({}),
) -> AsyncIterator[House]:
    """The house, running while inside; `port` is the page's, `ids` the story's own, `at_once` as in `assembled`.

    `more` are settings of another platform that the same bot serves, by the same `clock`.
    """
    clock = clock or MovableClock(begins)
    async with AsyncExitStack() as stack:
        moving: list[House] = []

        async def move_clock(to: datetime) -> None:
            clock.set(to)
            await moving[0].bot.run_due()

        slack = LocalSlack(
            clock=clock,
            signing_secret=SIGNING_SECRET,
            bot_token=BOT_TOKEN,
            app_token=APP_TOKEN if socket_mode else None,
            move_clock=move_clock,
            team_id=team,
            team_name=team_name,
            subscriptions=frozenset(EVENTS),
            page=PageApi,
        )
        await _listen(slack, port)
        stack.push_async_callback(slack.stop)
        _people(slack)
        settings = _settings(slack, database, more, socket_mode=socket_mode)
        await migrate(settings.database_url)
        bot = await stack.enter_async_context(
            assembled(
                settings,
                clock=clock,
                ids=ids or StoryIds(),
                gap=timedelta(),
                at_once=at_once,
                seconds=clock.seconds,
            )
        )
        url = await _connect(stack, slack, bot, socket_mode=socket_mode)
        stage = SlackStage(slack, CHANNELS, bot.settle, move_clock)
        moving.append(House(slack, bot, clock, stage, url))
        yield moving[0]


class PortNotFree(CannotListen):
    """The demo cannot be shown on port {port} ({why}). Choose another one with --port, or leave it out."""


async def _listen(slack: LocalSlack, port: int) -> None:
    try:
        await slack.start(port=port)
    except (OSError, OverflowError) as error:
        why = os.strerror(error.errno) if isinstance(error, OSError) and error.errno else "there is no such port"
        raise PortNotFree("127.0.0.1", port, why) from error


def _people(slack: LocalSlack) -> None:
    for actor in CAST:
        slack.add_user(actor.account, actor.name, real_name=actor.name, tz=actor.timezone, is_admin=actor.is_admin)
    for name, channel in CHANNELS.items():
        slack.add_channel(channel, name, members=[actor.account for actor in CAST])


def _settings(slack: LocalSlack, database: Path, more: Mapping[str, str], *, socket_mode: bool) -> Settings:
    environment = {
        **more,
        "READINESS_DATABASE_URL": f"sqlite+aiosqlite:///{database}",
        "SLACK_SIGNING_SECRET": SIGNING_SECRET,
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_API_URL": slack.api_url,
        "READINESS_LOG_LEVEL": "WARNING",
        # Nobody waits between the lines of a story.
        "READINESS_REQUESTS_PER_SECOND": "0",
    }
    return read_settings({**environment, **({"SLACK_APP_TOKEN": APP_TOKEN} if socket_mode else {})})


async def _connect(stack: AsyncExitStack, slack: LocalSlack, bot: Bot, *, socket_mode: bool) -> str:
    heard = await stack.enter_async_context(bot.hearing())
    if socket_mode:
        await slack.socket_connected()
        return ""
    port = await stack.enter_async_context(listening(heard, "127.0.0.1", 0))
    url = f"http://127.0.0.1:{port}"
    slack.deliver_to(f"{url}/slack/events")
    return url
