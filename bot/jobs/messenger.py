"""What the pump asks of a chat platform: post, edit, find. One messenger per platform, none of which knows a gate."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.cards import Card
from bot.jobs.answer_codes import AnswerCode, Scope, Then, Verdict
from readiness.domain.values.hold import Remedy
from readiness.usecases.frame.ports import Workspace


class NotSent(Exception):
    """The platform refused, and another try would not help; the message does not stand.

    `is_too_big`: it would take a smaller message.
    """

    is_too_big = False


class PersonUnreachable(NotSent):
    """That person cannot be written to: their account is closed, or the app is not installed for them."""


class MessageGone(NotSent):
    """The message that the call names is not there any more."""


class ThreadGone(MessageGone):
    """No reply is taken there: the message whose thread it is was deleted, or so the platform says."""


class NotNow(NotSent):
    """The message does not stand; it is kept, and sent when that works."""


class TryLater(NotNow):
    """The reason passes by itself; trying again after `seconds` is right."""

    def __init__(self, why: str, *, seconds: int) -> None:
        """Keep how long to wait."""
        super().__init__(why)
        self.seconds = seconds


class NeedsPerson(NotNow):
    """The reason stays until somebody does something about it.

    `scope` says what else would be refused, `code` is the platform's word, `detail` what exactly is missing, such as
    the name of a scope.
    """

    def __init__(self, code: str, scope: Scope, remedy: Remedy, *, why: str = "", detail: str = "") -> None:
        """Keep what the administrator is told."""
        super().__init__(why or code)
        self.code, self.scope, self.remedy, self.detail = code, scope, remedy, detail


class UnknownOutcome(Exception):
    """The connection ended before the answer: the message may stand or not."""


class CannotLook(Exception):
    """The bot may not read what it posted, so that nobody can tell whether a message stands."""


def refusal(found: AnswerCode, why: str, *, seconds: int, detail: str = "") -> NotSent | UnknownOutcome:
    """What to raise for an answer of that meaning; `why` is what the outbox keeps."""
    match found:
        case AnswerCode(then=Then.LOOK):
            return UnknownOutcome(why)
        case AnswerCode(then=Then.ANEW):
            return MessageGone(why)
        case AnswerCode(verdict=Verdict.PASSES):
            return TryLater(why, seconds=seconds)
        case AnswerCode(verdict=Verdict.NEVER, scope=Scope.PERSON):
            return PersonUnreachable(why)
        case AnswerCode(verdict=Verdict.NEVER):
            refused = NotSent(why)
        case _:
            refused = NeedsPerson(found.code, found.scope, found.remedy, why=why, detail=detail)
    refused.is_too_big = found.then is Then.SHORTEN
    return refused


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

    async def look_again(self, place: Place) -> bool:
        """Whether the platform, asked about that place, says that the bot can write there; what is closed is forgotten.

        Without a channel it is about the workspace. Raises what `post` does, of which nothing follows.
        """
