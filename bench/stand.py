"""The servers of a run: started when first asked for, all ended together."""

from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from typing import Self

from bench.process import Server
from bench.progress import Progress
from bench.seed import seeded
from bench.signed import SECRET, TOKEN


class Stand:
    """What figures are measured on."""

    def __init__(self, progress: Progress) -> None:
        """Nothing runs yet."""
        self._progress = progress
        self._stack = ExitStack()
        self._bots: dict[int, Server] = {}

    def __enter__(self) -> Self:
        """Enter the block."""
        return self

    def __exit__(self, *_: object) -> None:
        """End every server."""
        self._stack.close()

    @cached_property
    def bare(self) -> Server:
        """Bare bolt."""
        return self._stack.enter_context(Server("bare"))

    @cached_property
    def slack(self) -> Server:
        """The local Slack."""
        return self._stack.enter_context(Server("slack"))

    def bot(self, initiatives: int) -> Server:
        """The bot on a database of that many initiatives."""
        if initiatives not in self._bots:
            path = seeded(initiatives, self._progress)
            self._bots[initiatives] = self._stack.enter_context(Server("bot", self.environment(path)))
        return self._bots[initiatives]

    def environment(self, database: Path) -> dict[str, str]:
        """The bot's settings."""
        return {
            "READINESS_DATABASE_URL": f"sqlite+aiosqlite:///{database}",
            "READINESS_HOST": "127.0.0.1",
            "READINESS_PORT": "0",
            "READINESS_LOG_FORMAT": "json",
            "SLACK_SIGNING_SECRET": SECRET,
            "SLACK_BOT_TOKEN": TOKEN,
            "SLACK_API_URL": f"http://127.0.0.1:{self.slack.port}/api/",
        }
