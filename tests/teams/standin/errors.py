"""What goes wrong: a person cannot do something, or Teams refuses what a bot asks."""

from __future__ import annotations

from typing import Any


class StandinError(Exception):
    """A test asked for something that nobody can do in Teams."""


class Refused(Exception):
    """The connector refuses a request; `status` and `body` are what the bot gets."""

    def __init__(self, status: int, code: str, message: str, body: dict[str, Any] | None = None) -> None:
        super().__init__(f"{status} {code}: {message}")
        self.status = status
        self.body = body or {"error": {"code": code, "message": message}}


BLOCKED = (
    '{\r\n  "subCode": "MessageWritesBlocked",\r\n  "details": "Thread is blocked from message writes.",'
    '\r\n  "errorCode": null,\r\n  "errorSubCode": null\r\n}'
)
"""JSON inside JSON, as Teams sends it (learn.microsoft.com, "Send proactive messages")."""


def writes_blocked() -> Refused:
    """Nobody is written to who does not have the app."""
    return Refused(403, "MessageWritesBlocked", "the app is not there", {"errorCode": 209, "message": BLOCKED})


def not_in_roster() -> Refused:
    """A team or a group chat without the bot."""
    return Refused(403, "BotNotInConversationRoster", "The bot is not part of the conversation roster.")


def conversation_not_found() -> Refused:
    """No such conversation."""
    return Refused(404, "ConversationNotFound", "Conversation not found.")


def activity_not_found() -> Refused:
    """No such message, though there is such a conversation."""
    return Refused(404, "ActivityNotFoundInConversation", "Message does not exist in the thread.")


def bad_syntax(message: str) -> Refused:
    """A request that Teams cannot read."""
    return Refused(400, "BadSyntax", message)
