"""The servers of a run: started when first asked for, all ended together."""

from collections.abc import Mapping
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from typing import Self

from bench.load import answer
from bench.pressed import APP, PASSWORD, TENANT
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
        self._bots: dict[tuple[int, bool], Server] = {}

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

    @cached_property
    def microsoft(self) -> Server:
        """What Microsoft runs around a bot."""
        return self._stack.enter_context(Server("microsoft"))

    @cached_property
    def token(self) -> bytes:
        """What requests from Teams carry; Microsoft's tokens are good for an hour too."""
        return answer(self.microsoft.port, f"GET /token HTTP/1.1\r\nHost: {self._microsoft}\r\n\r\n".encode())

    @cached_property
    def stock_teams(self) -> Server:
        """The SDK's own integration adapter."""
        return self._stack.enter_context(Server("stock_teams", self.teams))

    @cached_property
    def own_teams(self) -> Server:
        """The bot's way in from Teams, without the bot."""
        return self._stack.enter_context(Server("own_teams", self.teams))

    def bot(self, initiatives: int) -> Server:
        """The bot on a database of that many initiatives, in Slack."""
        return self._bot(initiatives, {})

    def bot_in_teams(self, initiatives: int) -> Server:
        """The same, in Slack and in Teams."""
        return self._bot(initiatives, self.teams)

    def _bot(self, initiatives: int, more: Mapping[str, str]) -> Server:
        key = initiatives, bool(more)
        if key not in self._bots:
            environment = self.environment(seeded(initiatives, self._progress)) | more
            self._bots[key] = self._stack.enter_context(Server("bot", environment))
        return self._bots[key]

    def environment(self, database: Path) -> dict[str, str]:
        """The bot's settings, for Slack alone."""
        return {
            "READINESS_DATABASE_URL": f"sqlite+aiosqlite:///{database}",
            "READINESS_HOST": "127.0.0.1",
            "READINESS_PORT": "0",
            "READINESS_REQUESTS_PER_SECOND": "0",
            "READINESS_LOG_FORMAT": "json",
            "SLACK_SIGNING_SECRET": SECRET,
            "SLACK_BOT_TOKEN": TOKEN,
            "SLACK_API_URL": f"http://127.0.0.1:{self.slack.port}/api/",
        }

    @property
    def teams(self) -> dict[str, str]:
        """What brings Teams in addition."""
        origin = f"http://{self._microsoft}"
        return {
            "TEAMS_APP_ID": APP,
            "TEAMS_APP_PASSWORD": PASSWORD,
            "TEAMS_TENANT_ID": TENANT,
            "TEAMS_OPENID_URL": f"{origin}/openidconfiguration",
            "TEAMS_AUTHORITY_URL": origin,
            "TEAMS_SERVICE_URLS": f"{origin}/teams/",
        }

    @property
    def _microsoft(self) -> str:
        return f"127.0.0.1:{self.microsoft.port}"
