"""Slack, put together: who is there, what delivers, what hears."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import aiohttp
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.conversation.background import Background
from bot.settings import Settings
from bot.slack.app import slack_app
from bot.slack.client import NotOurWorkspace, web_client
from bot.slack.endpoint import Handler, events_endpoint
from bot.slack.installed import Installed, installed, met
from bot.slack.messenger import SlackMessenger
from bot.slack.people import SlackPeople
from bot.slack.room import SlackRoom
from bot.slack.socket import socket_mode
from readiness.usecases.ports import Deps, StoredTemplate, Workspace


@dataclass(slots=True)
class SlackPlatform:
    """One Slack workspace or org, reached with one token."""

    client: AsyncWebClient
    session: aiohttp.ClientSession
    home: Installed
    signing_secret: str | None
    app_token: str | None
    people: SlackPeople
    messenger: SlackMessenger
    background: Background = field(default_factory=Background)

    @asynccontextmanager
    async def hears(
        self, deps: Deps, built_in: Mapping[str, StoredTemplate], count: Callable[[str], None]
    ) -> AsyncIterator[Mapping[str, Handler]]:
        """Hear while inside: at the path that is given, and in Socket Mode where there is a token for it."""
        app = self.app(deps, built_in, count)
        async with self._connected(app):
            secret = self.signing_secret
            yield {"/slack/events": events_endpoint(app, secret, deps.clock)} if secret else {}

    def app(self, deps: Deps, built_in: Mapping[str, StoredTemplate], count: Callable[[str], None]) -> AsyncApp:
        """What takes everything that Slack tells; `count` is told the kind of each."""
        token, home = self.client.token or "", self.home
        room = SlackRoom(
            deps, built_in, self.people, self.client, self.session, token, home, background=self.background
        )
        return slack_app(room, home.bot_user, count)

    @asynccontextmanager
    async def _connected(self, app: AsyncApp) -> AsyncIterator[None]:
        if self.app_token is None:
            yield
            return
        # Asked first, because the SDK tries a token that is refused for ever.
        await met("SLACK_APP_TOKEN", self.client, self.client.apps_connections_open(app_token=self.app_token))
        async with socket_mode(app, self.app_token):
            yield


async def slack_platform(settings: Settings, session: aiohttp.ClientSession) -> SlackPlatform:
    """Slack as the settings reach it; raises `BadSettings` when it refuses them."""
    client = web_client(settings.slack_bot_token or "", settings.slack_api_url, session)
    home = await installed(client)
    client_of = _client_of(client, home.team)
    people = SlackPeople(client_of)
    return SlackPlatform(
        client,
        session,
        home,
        settings.slack_signing_secret,
        settings.slack_app_token,
        people,
        SlackMessenger(client_of, people.members),
    )


def _client_of(client: AsyncWebClient, team: str) -> Callable[[Workspace], AsyncWebClient]:
    """The client for a workspace. Of those that share the database, one token reaches its own alone."""

    def of(workspace: Workspace) -> AsyncWebClient:
        if workspace.external != team:
            raise NotOurWorkspace
        return client

    return of
