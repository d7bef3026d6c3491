"""Posts and edits cards in Slack."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

from slack_sdk.web.async_client import AsyncWebClient

from bot.cards import Card
from bot.jobs.answer_codes import Scope
from bot.jobs.messenger import NeedsPerson, Place
from bot.render import blocks
from bot.slack.client import sending
from bot.slack.lookup import EVENT_TYPE, Lookup
from readiness.usecases.frame.ports import Workspace

NOT_THERE = frozenset({"channel_not_found", "not_in_channel"})
"""What Slack says of a channel that the bot cannot see."""


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
        await sending(client.chat_update(channel=place.channel, ts=message, **blocks.message(card, addresses)))

    async def direct(self, workspace: Workspace, account: str) -> str:
        """The DM with that person; raises `PersonUnreachable` for somebody who left."""
        call = self._client_for(workspace).conversations_open(users=[account])
        response = await sending(call, stops=Scope.DIRECT)
        return str(response["channel"]["id"])

    async def find(self, place: Place, key: str, since: datetime) -> str | None:
        """Look for our own mark on what was posted there since; raises `CannotLook` without the history scope."""
        return await self._lookup.find(self._client_for(place.workspace), place, key, since)

    async def members(self, workspace: Workspace, channel: str) -> frozenset[str]:
        """The accounts in a channel."""
        return await self._members(workspace, channel)

    async def join(self, place: Place) -> None:
        """Join a public channel."""
        client = self._client_for(place.workspace)
        await sending(client.conversations_join(channel=place.channel), stops=Scope.CHANNEL)

    async def look_again(self, place: Place) -> bool:
        """Whether Slack says that the bot is in that channel and it is not archived; for no channel, of the token."""
        client = self._client_for(place.workspace)
        if not place.channel:
            await sending(client.auth_test())
            return True
        try:
            response = await sending(client.conversations_info(channel=place.channel), stops=Scope.CHANNEL)
        except NeedsPerson as refused:
            if refused.code in NOT_THERE:
                return False
            raise
        found = response["channel"]
        is_direct = bool(found.get("is_im") or found.get("is_mpim"))
        return not found.get("is_archived") and (is_direct or bool(found.get("is_member")))
