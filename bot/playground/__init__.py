"""A strict local Slack: for the demo, where a person clicks, and for tests, where a story does."""

from bot.playground.answer import Answer, ApiCall
from bot.playground.errors import PlaygroundError
from bot.playground.local_slack import LocalSlack
from bot.playground.message import Message
from bot.playground.view import ViewState

__all__ = ["Answer", "ApiCall", "LocalSlack", "Message", "PlaygroundError", "ViewState"]
