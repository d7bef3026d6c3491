"""What the pump asks of a chat platform: post, edit, find. One messenger per platform, none of which knows a gate."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.cards import Card
from readiness.usecases.ports import Workspace


class NotSent(Exception):
    """The platform refused; the message does not stand, and another try would not help."""


class PlaceClosed(NotSent):
    """The channel or person cannot be written to any more: archived, bot removed, account disabled."""


class MessageGone(NotSent):
    """The message that was to be edited is not there any more."""


class ThreadGone(NotSent):
    """No reply is taken there: the message whose thread it is was deleted, or so the platform says."""


class TryLater(NotSent):
    """Not now; the message does not stand, and trying again after `seconds` is right."""

    def __init__(self, why: str, *, seconds: int) -> None:
        """Keep how long to wait."""
        super().__init__(why)
        self.seconds = seconds


class UnknownOutcome(Exception):
    """The connection ended before the answer: the message may stand or not."""


class CannotLook(Exception):
    """The bot may not read what it posted, so that nobody can tell whether a message stands."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message goes: a channel (a DM's too) and perhaps the message whose thread it stands in."""

    workspace: Workspace
    channel: str
    thread: str | None = None


class Messenger(Protocol):
    """Delivers cards to one platform. `addresses` maps a person's id to their account there."""

    async def post(self, place: Place, card: Card, addresses: Mapping[str, str], key: str) -> str:
        """Post and return the message's id; `key` marks it for `find`. Raises `NotSent`, `UnknownOutcome`."""

    async def edit(self, place: Place, message: str, card: Card, addresses: Mapping[str, str]) -> None:
        """Change a message that stands; raises `MessageGone` too."""

    async def direct(self, workspace: Workspace, account: str) -> str:
        """The channel of the conversation with one person alone."""

    async def find(self, place: Place, key: str, since: datetime) -> str | None:
        """The id of the message marked with `key` that was posted there at `since` or later; None when there is none.

        Raises `CannotLook`; `TryLater` and `UnknownOutcome` where another look may tell; else `NotSent`.
        """

    async def members(self, workspace: Workspace, channel: str) -> frozenset[str]:
        """The accounts in a channel."""

    async def join(self, place: Place) -> None:
        """Enter a public channel, so that posting there works."""
