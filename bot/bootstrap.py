"""The one place where concrete parts meet."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

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
from bot.slack.client import INSTALLATION_DEAD, UNREACHABLE, NotOurWorkspace, error_code, web_client
from bot.slack.endpoint import events_endpoint
from bot.slack.messenger import SlackMessenger
from bot.slack.people import SlackPeople
from bot.slack.room import SlackRoom
from bot.slack.socket import socket_mode
from bot.web.application import application
from bot.web.metrics import Metrics
from readiness.domain.refusal import Refusal
from readiness.domain.template import Template
from readiness.templates.builtin import builtin_templates, builtin_text
from readiness.usecases.ports import Clock, Deps, Ids, StoredTemplate, Workspace
from readiness.usecases.sweeping import run_due
from storage import NewerSchema, NotMigrated, SchemaState, SqlStorage, open_storage, schema_state
from storage.schema import schema_revision

SECONDS_TO_MEET = 5.0
"""How long Slack may take to answer when the bot starts."""

SECONDS_TO_SETTLE = 1.0
"""How long answers in the background may take once the bot stops."""

MOST_DEAD = 1000
"""Messages given up are counted up to here."""

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
    metrics: Metrics

    def web_application(self) -> web.Application:
        """The aiohttp application with every endpoint."""
        secret = self.settings.slack_signing_secret
        chat = {"/slack/events": events_endpoint(self.app, secret, self.deps.clock)} if secret else {}
        return application(chat, self.not_ready, self.metrics.page)

    async def not_ready(self) -> Mapping[str, str]:
        """What keeps the bot from working, by part; empty when it can work."""
        try:
            state = await schema_state(self.settings.database_url)
        except Refusal as refused:
            return {"database": refused.sentence()}
        return {} if state is SchemaState.CURRENT else {"database": f"the schema is {state}"}

    async def deliver(self, patience: timedelta = timedelta()) -> int:
        """Send everything that can be sent now, and what is postponed for `patience` at most; how many that were."""
        before, heard = self.pump.counts.sent, list[datetime]()
        self.pump.call_again = heard.append
        until = self.deps.clock() + patience
        while True:
            looked = self.deps.clock()
            await self.pump.drain()
            ahead = min((at for at in heard if at > looked), default=None)
            if ahead is None or ahead > until:
                return self.pump.counts.sent - before
            await asyncio.sleep(max(0.0, (ahead - self.deps.clock()).total_seconds()))

    async def run_due(self, patience: timedelta = timedelta()) -> Mapping[str, int]:
        """Do all that is due now and deliver it, what is postponed for `patience` at most."""
        counts = asdict(await run_due(self.deps))
        return {**counts, "delivered": await self.deliver(patience)}

    async def settle(self) -> None:
        """Wait for answers under way and deliver what they caused."""
        await self.room.background.settle()
        await self.deliver()


async def require_current(database_url: str) -> None:
    """Raise `NotMigrated` or `NewerSchema` unless the database has the schema of this version."""
    state = await schema_state(database_url)
    if state is SchemaState.NEWER:
        raise NewerSchema(found=await schema_revision(database_url))
    if state is not SchemaState.CURRENT:
        raise NotMigrated


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
        metrics = _metrics(storage, pump)
        app = slack_app(room, bot_user, lambda kind: metrics.turns.labels(kind).inc())
        stack.push_async_callback(_settled, room)
        yield Bot(settings, deps, storage, room, app, pump, metrics)


@asynccontextmanager
async def delivering(bot: Bot) -> AsyncIterator[None]:
    """Deliver, while inside, whenever something is enqueued: for a bot that no ticker drives."""
    enqueued = asyncio.Event()
    bot.storage.when_enqueued(enqueued.set)

    async def deliver() -> None:
        while await enqueued.wait():
            enqueued.clear()
            await bot.deliver()

    task = asyncio.create_task(deliver())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@asynccontextmanager
async def connected(bot: Bot) -> AsyncIterator[None]:
    """Socket Mode's connection where an app-level token is set, nothing otherwise; raises `BadSettings`."""
    token = bot.settings.slack_app_token
    if token is None:
        yield
        return
    # Asked first, because the SDK tries a token that is refused for ever.
    await met("SLACK_APP_TOKEN", bot.room.client, bot.room.client.apps_connections_open(app_token=token))
    async with socket_mode(bot.app, token):
        yield


async def met(name: str, client: AsyncWebClient, call: Awaitable[Any]) -> Any:
    """Slack's answer to the first `call` made with the token `name`; raises `BadSettings` without one."""
    try:
        async with asyncio.timeout(SECONDS_TO_MEET):
            return await call
    except SlackApiError as error:
        code = error_code(error)
        if code in INSTALLATION_DEAD | {"not_allowed_token_type"}:
            raise BadSettings(f"{name} is refused by Slack ({code}): copy it again from the app's page") from None
        said = code or f"HTTP {error.response.status_code}"
        raise BadSettings(f"Slack, at {client.base_url}, answered {said} to {name}; try again in a minute") from None
    except UNREACHABLE as error:
        why = type(error).__name__
        raise BadSettings(f"Slack cannot be reached at {client.base_url} ({why}): check network and proxy") from None


async def _installed(client: AsyncWebClient) -> tuple[str, str]:
    """The workspace or org that the token is for, and the bot's own account; raises `BadSettings`."""
    found = await met("SLACK_BOT_TOKEN", client, client.auth_test())
    try:
        team = found["enterprise_id"] if found.get("is_enterprise_install") else found["team_id"]
        return str(team), str(found["user_id"])
    except (KeyError, TypeError, ValueError):
        raise BadSettings(f"{client.base_url} does not answer like Slack; check SLACK_API_URL") from None


def _metrics(storage: SqlStorage, pump: Pump) -> Metrics:
    async def dead() -> int:
        return len(await storage.deliveries.dead(MOST_DEAD))

    return Metrics(CollectorRegistry(), lambda: asdict(pump.counts), storage.deliveries.waiting, dead)


async def _settled(room: SlackRoom) -> None:
    """Let the answers in the background end, but not for ever."""
    with suppress(TimeoutError):
        async with asyncio.timeout(SECONDS_TO_SETTLE):
            await room.background.settle()


def _client_of(client: AsyncWebClient, team: str) -> Callable[[Workspace], AsyncWebClient]:
    """The client for a workspace. Of those that share the database, one token reaches its own alone."""

    def of(workspace: Workspace) -> AsyncWebClient:
        if workspace.external != team:
            raise NotOurWorkspace
        return client

    return of
