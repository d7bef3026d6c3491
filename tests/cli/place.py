"""Where a command runs: its environment, a strict local Slack, a database with an initiative in it."""

import asyncio
import contextlib
import io
import os
import sys
import threading
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest
import structlog

from bot.cli import main
from bot.demo.cast import ANA, BEN, CAST, CHANNELS, DEE
from bot.demo.house import house
from bot.playground import LocalSlack

T = TypeVar("T")

SIGNING_SECRET = "canary-signing-5f1d0c7e9b"
BOT_TOKEN = "xoxb-canary-bot-5f1d0c7e9b"
APP_TOKEN = "xapp-canary-app-5f1d0c7e9b"
CANARIES = (SIGNING_SECRET, BOT_TOKEN, APP_TOKEN)

HOME = CHANNELS["churn-model"]
TODAY = datetime.now(UTC).date()
MONDAY = datetime.combine(TODAY - timedelta(days=TODAY.weekday() + 14), time(8), UTC)
"""When the story in the database begins: a Monday two or three weeks ago, since some commands go by the real clock."""


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def line(self) -> str:
        """The one line that a failure consists of."""
        assert self.out == ""
        assert self.err.count("\n") == 1, self.err
        return self.err.strip()


@dataclass
class Place:
    """The environment of commands, and the Slack that they reach."""

    folder: Path
    slack: LocalSlack | None = None
    more: dict[str, str] = field(default_factory=dict)

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.folder / "bot.db"

    @property
    def environment(self) -> dict[str, str]:
        """The variables of a command."""
        ours = ("READINESS_", "SLACK_", "TEAMS_")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        own = {"READINESS_DATABASE_URL": f"sqlite+aiosqlite:///{self.database}", "READINESS_PORT": "0"}
        own |= {"READINESS_REQUESTS_PER_SECOND": "0"}
        if self.slack is not None:
            own |= {
                "SLACK_API_URL": self.slack.api_url,
                "SLACK_BOT_TOKEN": BOT_TOKEN,
                "SLACK_SIGNING_SECRET": SIGNING_SECRET,
            }
        return kept | own | self.more

    def run(self, *arguments: object, **more: str) -> Done:
        """Run a command in this process, as its own would: `main` with that command line and environment."""
        out, err = io.StringIO(), io.StringIO()
        with (
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
            pytest.MonkeyPatch.context() as patch,
        ):
            patch.setattr(sys, "argv", ["readiness", *map(str, arguments)])
            patch.setattr(os, "environ", self.environment | more)
            try:
                main()
                code = 0
            except SystemExit as end:
                code = int(end.code or 0)
            finally:
                structlog.reset_defaults()
        return Done(code, out.getvalue(), err.getvalue())


def a_slack(**options: Any) -> LocalSlack:
    """A workspace with the cast of the demo; its clock is the machine's."""
    slack = LocalSlack(
        clock=lambda: datetime.now(UTC),
        signing_secret=SIGNING_SECRET,
        bot_token=BOT_TOKEN,
        app_token=APP_TOKEN,
        **options,
    )
    for actor in CAST:
        slack.add_user(actor.account, actor.name, real_name=actor.name, tz=actor.timezone, is_admin=actor.is_admin)
    for name, channel in CHANNELS.items():
        slack.add_channel(channel, name, members=[actor.account for actor in CAST], bot_in=True)
    return slack


@contextlib.contextmanager
def in_a_thread(slack: LocalSlack) -> Iterator[Callable[[Coroutine[Any, Any, Any]], Any]]:
    """The workspace listening in a thread of its own, so that a command can have this one; gives what runs there."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    def there(work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, loop).result(10)

    there(slack.start())
    try:
        yield there
    finally:
        there(slack.stop())
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def play_a_beginning(database: Path) -> None:
    """Two initiatives, words in both records, a party, a sign-off: on a Slack that is gone afterwards."""
    async with house(database, begins=MONDAY) as home:
        for actor, where, line in (
            (ANA, "churn-model", "party data-engineering owner @Ben"),
            (ANA, "churn-model", "party compliance owner @Dee"),
            (ANA, "churn-model", 'new "Churn model" value 25000 EUR'),
            (ANA, "demand", 'new "Demand forecast" value 9000 EUR'),
            (BEN, "churn-model", "accept all"),
            (BEN, "churn-model", "evidence approved-datasets https://wiki.example/datasets"),
            (BEN, "churn-model", "request approved-datasets"),
            (DEE, "churn-model", "approve approved-datasets the list is complete"),
            (BEN, "churn-model", "blocked data-lineage nobody answers"),
            (ANA, "demand", "pause waiting for the budget"),
            (ANA, "demand", "resume"),
            (BEN, "demand", "accept all"),
        ):
            await home.stage.type_on(actor, where, line)
        await home.bot.settle()
        assert home.slack.violations == []
