"""Posts and edits cards in Slack."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

from slack_sdk.web.async_client import AsyncWebClient

from bot.cards import Card
from bot.jobs.messenger import MessageGone, NotSent, Place
from bot.render import blocks
from bot.slack.client import GONE, sending
from bot.slack.lookup import EVENT_TYPE, Lookup
from readiness.usecases.ports import Workspace


class SlackMessenger:
    """The messenger for Slack workspaces; `client_for` gives the Web API client that may act in one."""

    def __init__(
        self,
        client_for: Callable[[Workspace], AsyncWebClient],
        members: Callable[[Workspace, str], Awaitable[frozenset[str]]],
    ) -> None:
        """Keep how to reach a workspace and how to learn who is in a channel."""
        self._client_for = client_for
        self._members = members
        self._lookup = Lookup()

    async def post(self, place: Place, card: Card, addresses: Mapping[str, str], key: str) -> str:
        """Post; the metadata carries the key as an opaque id by which the message is found again."""
        client = self._client_for(place.workspace)
        response = await sending(
            client.chat_postMessage(
                channel=place.channel,
                thread_ts=place.thread,
                metadata={"event_type": EVENT_TYPE, "event_payload": {"key": key}},
                unfurl_links=False,
                unfurl_media=False,
                **blocks.message(card, addresses),
            )
        )
        return str(response["ts"])

    async def edit(self, place: Place, message: str, card: Card, addresses: Mapping[str, str]) -> None:
        """Edit in place; raises `MessageGone` when somebody deleted it."""
        client = self._client_for(place.workspace)
        try:
            await sending(client.chat_update(channel=place.channel, ts=message, **blocks.message(card, addresses)))
        except NotSent as refused:
            if str(refused) in GONE:
                raise MessageGone(str(refused)) from refused
            raise

    async def direct(self, workspace: Workspace, account: str) -> str:
        """The DM with that person; raises `PlaceClosed` for somebody who left."""
        response = await sending(self._client_for(workspace).conversations_open(users=[account]))
        return str(response["channel"]["id"])

    async def find(self, place: Place, key: str, since: datetime) -> str | None:
        """Look for our own mark on what was posted there since; raises `CannotLook` without the history scope."""
        return await self._lookup.find(self._client_for(place.workspace), place, key, since)

    async def members(self, workspace: Workspace, channel: str) -> frozenset[str]:
        """The accounts in a channel."""
        return frozenset(await sending(self._members(workspace, channel)))

    async def join(self, place: Place) -> None:
        """Join a public channel."""
        await sending(self._client_for(place.workspace).conversations_join(channel=place.channel))
