"""Looks for a message of ours whose delivery is unknown."""

from collections import OrderedDict
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.jobs.messenger import CannotLook, Place, TryLater
from bot.slack.client import error_code, sending
from bot.slack.pages import next_cursor

EVENT_TYPE = "readiness_message"
"""Under this name a message carries its key, where nobody sees it."""

PAGE = 200
MOST_PAGES = 10
PAUSE_SECONDS = 60
MOST_REMEMBERED = 1000

_Look = tuple[str, str, str | None, str]


class Lookup:
    """Reads what was said since a moment, page by page, until the message is found or there is no more.

    A look that Slack makes wait, or that has read enough for once, goes on from the same page the next time: an app
    that may read 15 messages a minute gets to the end too.
    """

    def __init__(self) -> None:
        """No look is under way."""
        self._cursors: OrderedDict[_Look, str] = OrderedDict()

    async def find(self, client: AsyncWebClient, place: Place, key: str, since: datetime) -> str | None:
        """The id of our message with that key; None when it is not there.

        Raises `CannotLook` without the scope to read, `TryLater` where the look is not at its end, and what `sending`
        raises.
        """
        look = (place.workspace.id, place.channel, place.thread, key)
        for _ in range(MOST_PAGES):
            page = await sending(self._page(client, place, since, look))
            found, cursor = _marked(page, key), next_cursor(page)
            if found or cursor is None:
                self._cursors.pop(look, None)
                return found
            self._go_on_at(look, cursor)
        raise TryLater("more was said there than is read at once", seconds=PAUSE_SECONDS)

    async def _page(self, client: AsyncWebClient, place: Place, since: datetime, look: _Look) -> Any:
        try:
            return await _read(client, place, since, self._cursors.get(look))
        except SlackApiError as error:
            match error_code(error):
                case "missing_scope":
                    needed = error.response.get("needed")
                    raise CannotLook(f"no scope to look for the message: {needed}") from error
                case "thread_not_found":  # Its first message was deleted before there was any reply.
                    return {"messages": []}
                case "invalid_cursor":
                    self._cursors.pop(look, None)
                    raise TryLater("the look begins anew", seconds=1) from error
            raise

    def _go_on_at(self, look: _Look, cursor: str) -> None:
        self._cursors[look] = cursor
        if len(self._cursors) > MOST_REMEMBERED:
            self._cursors.popitem(last=False)


async def _read(client: AsyncWebClient, place: Place, since: datetime, cursor: str | None) -> Any:
    asked: dict[str, Any] = {
        "channel": place.channel,
        "oldest": f"{since.timestamp():.6f}",
        "limit": PAGE,
        "cursor": cursor,
        "include_all_metadata": True,
    }
    if place.thread:
        return await client.conversations_replies(ts=place.thread, **asked)
    return await client.conversations_history(**asked)


def _marked(page: Mapping[str, Any], key: str) -> str | None:
    for message in page["messages"]:
        metadata = message.get("metadata") or {}
        if metadata.get("event_type") == EVENT_TYPE and metadata.get("event_payload", {}).get("key") == key:
            return str(message["ts"])
    return None
