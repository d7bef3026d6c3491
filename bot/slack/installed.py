"""What Slack says of the tokens when the bot starts."""

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.settings import BadSettings
from bot.slack.client import UNREACHABLE, error_code, is_dead

SECONDS_TO_MEET = 5.0
"""How long Slack may take to answer when the bot starts."""


@dataclass(frozen=True, slots=True)
class Installed:
    """Where the bot is: the workspace, or Enterprise Grid org, with what it is called, and the bot's own account."""

    team: str
    name: str
    bot_user: str


async def met(name: str, client: AsyncWebClient, call: Awaitable[Any]) -> Any:
    """Slack's answer to the first `call` made with the token `name`; raises `BadSettings` without one."""
    try:
        async with asyncio.timeout(SECONDS_TO_MEET):
            return await call
    except SlackApiError as error:
        code = error_code(error)
        if is_dead(code):
            raise BadSettings(f"{name} is refused by Slack ({code}): copy it again from the app's page") from None
        said = code or f"HTTP {error.response.status_code}"
        raise BadSettings(f"Slack, at {client.base_url}, answered {said} to {name}; try again in a minute") from None
    except UNREACHABLE as error:
        why = type(error).__name__
        raise BadSettings(f"Slack cannot be reached at {client.base_url} ({why}): check network and proxy") from None


async def installed(client: AsyncWebClient) -> Installed:
    """What the token is for; raises `BadSettings`."""
    found = await met("SLACK_BOT_TOKEN", client, client.auth_test())
    try:
        team = found["enterprise_id"] if found.get("is_enterprise_install") else found["team_id"]
        return Installed(str(team), str(found.get("team") or ""), str(found["user_id"]))
    except (KeyError, TypeError, ValueError):
        raise BadSettings(f"{client.base_url} does not answer like Slack; check SLACK_API_URL") from None
