"""The one place where concrete parts meet."""

import secrets
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta

import aiohttp
from aiohttp import web
from prometheus_client import CollectorRegistry
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.jobs.pace import GAP, Pace
from bot.jobs.pump import Pump
from bot.settings import BadSettings, Settings
from bot.slack.app import slack_app
from bot.slack.client import UNREACHABLE, NotOurWorkspace, error_code, web_client
from bot.slack.endpoint import events_endpoint
from bot.slack.messenger import SlackMessenger
from bot.slack.people import SlackPeople
from bot.slack.room import SlackRoom
from bot.slack.socket import socket_mode
from bot.web.application import application
from readiness.domain.template import Template
from readiness.templates.builtin import builtin_templates, builtin_text
from readiness.usecases.ports import Clock, Deps, Ids, StoredTemplate, Workspace
from readiness.usecases.sweeping import run_due
from storage import SchemaState, SqlStorage, open_storage, schema_state

BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
"""When the checklists that come with the bot were written; publishing one gives it its own date."""


def utc_now() -> datetime:
    """The time of this machine."""
    return datetime.now(UTC)


def random_id() -> str:
    """32 random hex digits."""
    return secrets.token_hex(16)


def built_in_templates() -> Mapping[str, StoredTemplate]:
    """The checklists that come with the bot, by key, the default first."""

    def stored(template: Template) -> StoredTemplate:
        return StoredTemplate(template, builtin_text(template.key), BEGINNING)

    return {template.key: stored(template) for template in builtin_templates()}


@dataclass(slots=True)
class Bot:
    """The assembled bot: what the server, the command line, the demo and the tests drive."""

    settings: Settings
    deps: Deps
    storage: SqlStorage
    room: SlackRoom
    app: AsyncApp
    pump: Pump
    registry: CollectorRegistry

    def web_application(self) -> web.Application:
        """The aiohttp application with every endpoint."""
        secret = self.settings.slack_signing_secret
        chat = {"/slack/events": events_endpoint(self.app, secret, self.deps.clock)} if secret else {}
        return application(chat, self.not_ready, self.registry)

    async def not_ready(self) -> Mapping[str, str]:
        """What keeps the bot from working, by part; empty when it can work."""
        state = await schema_state(self.settings.database_url)
        return {} if state is SchemaState.CURRENT else {"database": f"the schema is {state}"}

    async def deliver(self) -> int:
        """Send everything that can be sent now; how many messages that were."""
        before = self.pump.counts.sent
        await self.pump.drain()
        return self.pump.counts.sent - before

    async def run_due(self) -> Mapping[str, int]:
        """Do all that is due now and deliver it."""
        counts = asdict(await run_due(self.deps))
        return {**counts, "delivered": await self.deliver()}

    async def settle(self) -> None:
        """Wait for answers under way and deliver what they caused."""
        await self.room.settle()
        await self.deliver()


@asynccontextmanager
async def assembled(
    settings: Settings, *, clock: Clock = utc_now, ids: Ids = random_id, gap: timedelta = GAP
) -> AsyncIterator[Bot]:
    """The bot, its database open and its HTTP session alive while inside; `gap` is the pause between two posts."""
    async with AsyncExitStack() as stack:
        storage = await stack.enter_async_context(open_storage(settings.database_url))
        session = await stack.enter_async_context(aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)))
        client = web_client(settings.slack_bot_token or "", settings.slack_api_url, session)
        team, bot_user = await _installed(client) if settings.has_slack else ("", "")
        people = SlackPeople(_client_of(client, team))
        deps = Deps(storage, clock, ids, people)
        messengers = {"slack": SlackMessenger(_client_of(client, team), people.members)}
        pump = Pump(deps, storage.deliveries, messengers, Pace(gap))
        room = SlackRoom(deps, built_in_templates(), people, client, session, settings.slack_bot_token or "", team)
        app, registry = slack_app(room, bot_user), CollectorRegistry()
        bot = Bot(settings, deps, storage, room, app, pump, registry)
        stack.push_async_callback(room.settle)
        yield bot


@asynccontextmanager
async def connected(bot: Bot) -> AsyncIterator[None]:
    """Socket Mode's connection where an app-level token is set, nothing otherwise."""
    token = bot.settings.slack_app_token
    if token is None:
        yield
        return
    async with socket_mode(bot.app, token):
        yield


async def _installed(client: AsyncWebClient) -> tuple[str, str]:
    """The workspace or org that the token is for, and the bot's own account; raises `BadSettings`."""
    try:
        found = await client.auth_test()
    except SlackApiError as error:
        raise BadSettings(f"SLACK_BOT_TOKEN is refused by Slack: {error_code(error) or 'no reason given'}") from None
    except UNREACHABLE as error:
        raise BadSettings(f"Slack cannot be reached at {client.base_url} ({type(error).__name__})") from None
    team = found["enterprise_id"] if found.get("is_enterprise_install") else found["team_id"]
    return str(team), str(found["user_id"])


def _client_of(client: AsyncWebClient, team: str) -> Callable[[Workspace], AsyncWebClient]:
    """The client for a workspace. Of those that share the database, one token reaches its own alone."""

    def of(workspace: Workspace) -> AsyncWebClient:
        if workspace.external != team:
            raise NotOurWorkspace
        return client

    return of
