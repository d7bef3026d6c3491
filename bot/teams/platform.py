"""Teams, put together: who is there, what delivers, what hears."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import aiohttp
from botbuilder.schema import Activity

from bot.admission import Admission
from bot.connection import Connection
from bot.conversation.background import Background
from bot.health import Health
from bot.settings import Settings
from bot.teams.adapter import TeamsAdapter
from bot.teams.connections import keys_connection, login_connection
from bot.teams.connector import Connector
from bot.teams.endpoint import Check, Handler, messages_endpoint
from bot.teams.login import Login
from bot.teams.messenger import TeamsMessenger
from bot.teams.people import TeamsPeople
from bot.teams.room import TeamsRoom
from bot.teams.service_urls import ServiceUrls
from bot.teams.tokens import TokenValidator
from bot.teams.turns import hear
from readiness.usecases.frame.ports import Conversations, Deps, StoredTemplate

PATH = "/api/messages"


@dataclass(slots=True)
class TeamsPlatform:
    """One Teams tenant. `check` raises `NotAuthentic` for a request that is not from there."""

    tenant: str
    connector: Connector
    conversations: Conversations
    people: TeamsPeople
    messenger: TeamsMessenger
    check: Check
    connections: Sequence[Connection] = ()
    background: Background = field(default_factory=Background)

    async def meet(self) -> None:
        """Nothing: which tenant it is stands in the settings."""

    @asynccontextmanager
    async def hears(
        self, deps: Deps, built_in: Mapping[str, StoredTemplate], admission: Admission
    ) -> AsyncIterator[Mapping[str, Handler]]:
        """Hear at the path that is given."""
        room = TeamsRoom(
            deps,
            built_in,
            self.people,
            self.connector,
            self.conversations,
            self.tenant,
            admission,
            background=self.background,
        )

        async def hear_it(activity: Activity) -> dict[str, Any] | None:
            return await hear(room, activity)

        yield {PATH: messages_endpoint(TeamsAdapter(hear_it), self.check, admission)}


def teams_platform(
    settings: Settings,
    session: aiohttp.ClientSession,
    conversations: Conversations,
    clock: Callable[[], datetime],
    seconds: Callable[[], float],
    health: Health,
) -> TeamsPlatform:
    """Teams as the settings reach it. Nothing is asked of it yet."""
    app, tenant = settings.teams_app_id or "", settings.teams_tenant
    service_urls = ServiceUrls(settings.teams_service_urls)
    login = Login(session, settings.teams_authority_url, tenant, app, settings.teams_app_password, seconds)
    connector = Connector(session, login, service_urls, pause=asyncio.sleep, seconds=seconds)
    people = TeamsPeople(connector, conversations)
    messenger = TeamsMessenger(connector, conversations, people, f"28:{app}")
    if settings.teams_local_unauthenticated:
        return TeamsPlatform(tenant, connector, conversations, people, messenger, _unchecked)
    validator = TokenValidator(session, settings.teams_openid_url, app, tenant, service_urls, clock, seconds)
    connections = (login_connection(login, health), keys_connection(validator.keys, settings.teams_openid_url, health))
    return TeamsPlatform(tenant, connector, conversations, people, messenger, validator.check, connections)


async def _unchecked(authorization: str, activity: dict[str, Any]) -> None:
    """Take anything: Microsoft's local client proves nothing (settings refuse this beyond the own machine)."""
