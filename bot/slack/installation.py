"""What the bot's token is for, as Slack says; Slack may be away when the bot starts, and take the token back later."""

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.connection import Connection, NotConnected
from bot.health import Health
from bot.slack.client import UNREACHABLE, ObservedClient, error_code, is_dead

SECONDS_TO_MEET = 5.0
"""How long Slack may take to answer a call that only asks whether it takes the token."""

REFUSED_WORDS = "Slack refuses the bot's token, so nothing is delivered there."
UNREACHED_WORDS = "Slack cannot be reached from here, so nothing is delivered there."
UNWELL_WORDS = "Slack answers with an error, so nothing is delivered there."


@dataclass(frozen=True, slots=True)
class Installed:
    """Where the bot is: the workspace, or Enterprise Grid org, with what it is called, and the bot's own account."""

    team: str
    name: str
    bot_user: str


class Installation:
    """The workspace of one token. `known` is None until Slack has been reached once."""

    def __init__(self, token: str, api_url: str, session: aiohttp.ClientSession, health: Health) -> None:
        """Nothing is asked yet: `connection` does that."""
        self.client = ObservedClient(token, api_url, session, self._heard)
        self.connection = Connection("slack", self._meet, health)
        self.known: Installed | None = None

    async def _meet(self) -> None:
        """Ask Slack what the token is for; raises `NotConnected`."""
        answer = await required_answer("SLACK_BOT_TOKEN", self.client, self.client.auth_test())
        found = answer.data if isinstance(answer.data, dict) else {}
        team = found.get("enterprise_id" if found.get("is_enterprise_install") else "team_id")
        if not team or not found.get("user_id"):
            advice = f"{self.client.base_url} does not answer like Slack; check SLACK_API_URL"
            raise NotConnected("not-slack", UNWELL_WORDS, advice)
        self.known = Installed(str(team), str(found.get("team") or ""), str(found["user_id"]))

    def _heard(self, error: Exception | None) -> None:
        """What every call with the token tells of it beside its own answer."""
        if self.connection.is_asking:
            return
        if error is None:
            self.connection.wanted()
        elif isinstance(error, SlackApiError) and is_dead(error_code(error)):
            self.connection.failed(_refused("SLACK_BOT_TOKEN", self.client, error))
        elif not isinstance(error, SlackApiError) or error.response.status_code >= 500:
            self.connection.doubt()


async def required_answer(name: str, client: AsyncWebClient, call: Awaitable[Any]) -> Any:
    """Slack's answer to a `call` that only asks whether it takes the token `name`; raises `NotConnected`."""
    try:
        async with asyncio.timeout(SECONDS_TO_MEET):
            return await call
    except SlackApiError as error:
        raise _refused(name, client, error) from None
    except UNREACHABLE as error:
        advice = f"Slack cannot be reached at {client.base_url} ({type(error).__name__}): check network and proxy"
        raise NotConnected("unreachable", UNREACHED_WORDS, advice) from None


def _refused(name: str, client: AsyncWebClient, error: SlackApiError) -> NotConnected:
    code = error_code(error)
    if is_dead(code):
        return NotConnected(
            code, REFUSED_WORDS, f"{name} is refused by Slack ({code}): copy it again from the app's page"
        )
    said = code or f"HTTP {error.response.status_code}"
    advice = f"Slack, at {client.base_url}, answered {said} to {name}; try again in a minute"
    return NotConnected("unavailable", UNWELL_WORDS, advice)
