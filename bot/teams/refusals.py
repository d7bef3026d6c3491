"""What the Bot Connector refused, said in our words (Microsoft's "Status codes from bot conversational APIs")."""

import re
from dataclasses import dataclass

import orjson

from bot.jobs.messenger import NotSent, PlaceClosed, TryLater, UnknownOutcome

NOT_TAKEN = frozenset({412, 429, 502, 503, 504})
"""Microsoft says to send these again, so what was sent does not stand."""

CLOSED = frozenset(
    {
        "BotDisabledByAdmin",
        "BotNotInConversationRoster",
        "ConversationBlockedByUser",
        "ForbiddenOperationException",
        "MessageWritesBlocked",
    }
)

DELETED = frozenset({"ServiceError", "Unknown"})
"""With 403: the message that was to be changed was deleted (microsoft/BotFramework-Services, issue 269)."""

LONGEST_WAIT = 3600
_SUB_CODE = re.compile(rb"subCode\W+(\w+)")


class NotThere(NotSent):
    """The message, member or team that was named is not there."""


class ConversationGone(PlaceClosed):
    """The channel, chat or thread that was named is not there."""


class Again(Exception):
    """Worth another try, `seconds` from now at the earliest; without one, `told` is what to raise."""

    def __init__(self, told: NotSent | UnknownOutcome, seconds: int = 0) -> None:
        """Keep both."""
        super().__init__(str(told))
        self.told, self.seconds = told, seconds


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, body and the header that says how long to wait."""

    status: int
    body: bytes
    retry_after: str = ""


def refused(answer: Answer) -> NotSent | UnknownOutcome | Again:
    """What to raise for an answer that is no success."""
    code = _code(answer.body)
    why = f"{answer.status} {code}".strip()
    if answer.status in NOT_TAKEN:
        seconds = _seconds(answer.retry_after)
        return Again(TryLater(why, seconds=seconds or (30 if answer.status == 429 else 10)), seconds)
    if answer.status == 401:
        return TryLater(why, seconds=300)
    if answer.status >= 500 or answer.status == 408:
        return UnknownOutcome(why)
    if code == "ConversationNotFound":
        return ConversationGone(why)
    if code in CLOSED:
        return PlaceClosed(why)
    is_gone = answer.status == 404 or (answer.status == 403 and code in DELETED)
    return NotThere(why) if is_gone else NotSent(why)


def _code(body: bytes) -> str:
    """The most exact of Microsoft's words for what went wrong, empty where there is none."""
    found = _SUB_CODE.search(body)
    if found:
        return found[1].decode()
    try:
        error = orjson.loads(body)["error"]
        return str(error["code"])
    except (ValueError, TypeError, LookupError):
        return ""


def _seconds(retry_after: str) -> int:
    """How long to wait; 0 where nothing is named, or something that is not a whole number."""
    is_number = retry_after.isascii() and retry_after.isdigit() and len(retry_after) < 10
    return min(int(retry_after), LONGEST_WAIT) if is_number else 0
