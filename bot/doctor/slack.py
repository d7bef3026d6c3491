"""Slack: whether it takes the tokens, what the app may do, and whether the clocks agree."""

from collections.abc import AsyncIterator, Container, Mapping
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.bootstrap import utc_now
from bot.connection import NotConnected
from bot.doctor.finding import Finding, clock_finding
from bot.settings import Settings
from bot.slack.client import web_client
from bot.slack.installation import required_answer
from bot.slack.manifest import OPTIONAL_SCOPES, SCOPES

UPDATE = (
    "Under App Manifest on the app's page at api.slack.com/apps replace all by what `readiness manifest slack` prints, "
    "which brings the events too, save, and install the app again"
)
"""What to do about an app that was installed by an earlier version. Its events cannot be looked up, so all is said."""


async def examine_slack(settings: Settings) -> AsyncIterator[Finding]:
    """The tokens; and where Slack takes the bot's, its scopes and the clock."""
    async with aiohttp.ClientSession() as session:
        client = web_client(settings.slack_bot_token or "", settings.slack_api_url, session)
        try:
            answer = await required_answer("SLACK_BOT_TOKEN", client, client.auth_test())
        except NotConnected as problem:
            yield Finding("Slack", False, problem.advice)
            return
        yield Finding("Slack", True, f"the token is for {answer.get('team')}, as {answer.get('user')}")
        yield _scopes(_header(answer, "x-oauth-scopes"))
        yield clock_finding(_header(answer, "date"), utc_now(), "Slack's")
        if settings.slack_app_token:
            yield await _socket_mode(client, settings.slack_app_token)


async def _socket_mode(client: AsyncWebClient, token: str) -> Finding:
    try:
        await required_answer("SLACK_APP_TOKEN", client, client.apps_connections_open(app_token=token))
    except NotConnected as problem:
        return Finding("Socket Mode", False, problem.advice)
    return Finding("Socket Mode", True, "the app-level token opens connections")


def _scopes(header: str | None) -> Finding:
    if header is None:
        return Finding("scopes", True, "not known: Slack did not name them")
    granted = {scope.strip() for scope in header.split(",")}
    needed, optional = _without(SCOPES, granted), _without(OPTIONAL_SCOPES, granted)
    if needed:
        return Finding("scopes", False, f"{'; '.join(needed)}. {UPDATE}")
    also = f"; {'; '.join(optional)}. To have it: {UPDATE}" if optional else ""
    return Finding("scopes", True, f"all that are needed{also}")


def _without(scopes: Mapping[str, str], granted: Container[str]) -> list[str]:
    """Of each scope that is not granted, what is missing without it."""
    return [f"without {scope} {missing}" for scope, missing in scopes.items() if scope not in granted]


def _header(answer: Any, name: str) -> str | None:
    """A header of Slack's answer, however it is spelt there."""
    found = {str(key).lower(): str(value) for key, value in answer.headers.items()}
    return found.get(name)
