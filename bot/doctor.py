"""`readiness doctor`: what could keep the bot from working, each looked at once, and what to do about it."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.bootstrap import require_current
from bot.settings import BadSettings, Settings, read_settings
from bot.slack.client import web_client
from bot.slack.installed import met
from bot.slack.manifest import OPTIONAL_SCOPES, SCOPES
from readiness.domain.refusal import Refusal
from storage import open_storage

MOST_SKEW_SECONDS = 60
"""Slack's signatures are refused beyond five minutes; a clock that is off by one is to be set before that."""

MOST_DEAD = 1000


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, whether it is in order, and in a sentence how it is or what to do."""

    about: str
    ok: bool
    words: str

    def __str__(self) -> str:
        """One line, aligned with the others."""
        return f"{'ok' if self.ok else 'MEND':5}{self.about:14}{self.words}"


async def examine(environment: Mapping[str, str]) -> AsyncIterator[Finding]:
    """Look at everything that the settings allow to be looked at."""
    try:
        settings = read_settings(environment)
    except BadSettings as bad:
        for line in str(bad).splitlines():
            yield Finding("settings", False, line)
        return
    yield Finding("settings", True, "every variable can be used")
    async for finding in _database(settings):
        yield finding
    async for finding in _slack(settings):
        yield finding


async def _database(settings: Settings) -> AsyncIterator[Finding]:
    try:
        await require_current(settings.database_url)
    except Refusal as refused:
        yield Finding("database", False, refused.sentence())
    else:
        yield Finding("database", True, "reachable, its schema is current")
        yield await _messages(settings)


async def _messages(settings: Settings) -> Finding:
    try:
        async with open_storage(settings.database_url) as storage:
            waiting, dead = await storage.deliveries.waiting(), await storage.deliveries.dead(MOST_DEAD)
    except Refusal as refused:
        return Finding("messages", False, refused.sentence())
    if not dead:
        return Finding("messages", True, f"none given up, {waiting} waiting")
    last = dead[0]
    place = f" to {last.notice.channel}" if last.notice.channel else ""
    words = (
        f"{len(dead)} given up and not sent again, {waiting} waiting; the latest{place} at {last.since:%Y-%m-%d %H:%M}"
    )
    return Finding("messages", False, f"{words} UTC: {last.why}")


async def _slack(settings: Settings) -> AsyncIterator[Finding]:
    if not settings.slack_bot_token:
        yield Finding("Slack", False, "not configured: set SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET or SLACK_APP_TOKEN")
        return
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(aiohttp.ClientSession())
        client = web_client(settings.slack_bot_token, settings.slack_api_url, session)
        try:
            answer = await met("SLACK_BOT_TOKEN", client, client.auth_test())
        except BadSettings as bad:
            yield Finding("Slack", False, str(bad))
            return
        yield Finding("Slack", True, f"the token is for {answer.get('team')}, as {answer.get('user')}")
        yield _scopes(_header(answer, "x-oauth-scopes"))
        yield _clock(_header(answer, "date"), datetime.now(UTC))
        if settings.slack_app_token:
            yield await _socket_mode(client, settings.slack_app_token)


async def _socket_mode(client: AsyncWebClient, token: str) -> Finding:
    try:
        await met("SLACK_APP_TOKEN", client, client.apps_connections_open(app_token=token))
    except BadSettings as bad:
        return Finding("Socket Mode", False, str(bad))
    return Finding("Socket Mode", True, "the app-level token opens connections")


def _scopes(header: str | None) -> Finding:
    if header is None:
        return Finding("scopes", True, "not known: Slack did not name them")
    granted = {scope.strip() for scope in header.split(",")}
    missing = [scope for scope in SCOPES if scope not in granted]
    if missing:
        return Finding("scopes", False, f"{', '.join(missing)} missing: add them to the app and install it again")
    optional = [scope for scope in OPTIONAL_SCOPES if scope not in granted]
    without = f"; without {', '.join(optional)} a lost answer is shown, not looked up" if optional else ""
    return Finding("scopes", True, f"all that are needed{without}")


def _clock(header: str | None, now: datetime) -> Finding:
    try:
        skew = round((now - parsedate_to_datetime(header or "")).total_seconds())
    except (ValueError, TypeError):
        return Finding("clock", True, "not known: Slack's answer had no date")
    if abs(skew) > MOST_SKEW_SECONDS:
        side = "ahead of" if skew > 0 else "behind"
        return Finding("clock", False, f"{abs(skew)} seconds {side} Slack's: let the machine set it by NTP")
    return Finding("clock", True, "agrees with Slack's")


def _header(answer: Any, name: str) -> str | None:
    """A header of Slack's answer, however it is spelt there."""
    found = {str(key).lower(): str(value) for key, value in answer.headers.items()}
    return found.get(name)
