"""Slack, put together: who is there, what delivers, what hears."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass, field
from functools import partial

import aiohttp
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.admission import Admission
from bot.connection import Connection
from bot.conversation.background import Background
from bot.health import Health
from bot.settings import Settings
from bot.slack.app import slack_app
from bot.slack.client import NotMet, NotOurWorkspace
from bot.slack.endpoint import Handler, events_endpoint
from bot.slack.installation import Installation
from bot.slack.messenger import SlackMessenger
from bot.slack.people import SlackPeople
from bot.slack.room import SlackRoom
from bot.slack.socket import SocketMode
from readiness.usecases.frame.ports import Deps, StoredTemplate, Workspace


@dataclass(slots=True)
class SlackPlatform:
    """One Slack workspace or org, reached with one token."""

    installation: Installation
    session: aiohttp.ClientSession
    signing_secret: str | None
    socket: SocketMode | None
    people: SlackPeople
    messenger: SlackMessenger
    background: Background = field(default_factory=Background)

    @property
    def client(self) -> AsyncWebClient:
        """The Web API with the bot's token."""
        return self.installation.client

    @property
    def connections(self) -> Sequence[Connection]:
        """What is asked of Slack again and again while the bot runs."""
        return (self.installation.connection, *((self.socket.connection,) if self.socket else ()))

    async def meet(self) -> None:
        """Learn which workspace the token is for, unless that is known; go on where Slack does not say."""
        if self.installation.known is None:
            await self.installation.connection.attempt()

    @asynccontextmanager
    async def hears(
        self, deps: Deps, built_in: Mapping[str, StoredTemplate], admission: Admission
    ) -> AsyncIterator[Mapping[str, Handler]]:
        """Hear while inside: at the path that is given, and in Socket Mode where there is a token for it."""
        app = self.app(deps, built_in, admission)
        async with self.socket.hearing(app) if self.socket else nullcontext():
            secret = self.signing_secret
            yield {"/slack/events": events_endpoint(app, secret, deps.clock, admission)} if secret else {}

    def app(self, deps: Deps, built_in: Mapping[str, StoredTemplate], admission: Admission) -> AsyncApp:
        """What takes everything that Slack tells; `admission` is told the kind of each."""
        room = SlackRoom(
            deps, built_in, self.people, self.installation, self.session, admission, background=self.background
        )
        return slack_app(room, partial(admission.accept, "slack"))


def slack_platform(settings: Settings, session: aiohttp.ClientSession, health: Health) -> SlackPlatform:
    """Slack as the settings reach it. Nothing is asked of it yet."""
    installation = Installation(settings.slack_bot_token or "", settings.slack_api_url, session, health)
    client_of = _client_of(installation)
    people = SlackPeople(client_of)
    app_token = settings.slack_app_token
    return SlackPlatform(
        installation,
        session,
        settings.slack_signing_secret,
        SocketMode(installation.client, app_token, session, health) if app_token else None,
        people,
        SlackMessenger(client_of, people.members),
    )


def _client_of(installation: Installation) -> Callable[[Workspace], AsyncWebClient]:
    """The client for a workspace. Of those that share the database, one token reaches its own alone."""

    def of(workspace: Workspace) -> AsyncWebClient:
        if installation.known is None:
            raise NotMet
        if workspace.external != installation.known.team:
            raise NotOurWorkspace
        return installation.client

    return of
