"""A strict local Slack: for the demo, where a person clicks, and for tests, where a story does."""

from bot.playground.errors import PlaygroundError
from bot.playground.local_slack import LocalSlack
from bot.playground.page.api import PageApi
from bot.playground.workspace.answer import Answer, ApiCall
from bot.playground.workspace.message import Message
from bot.playground.workspace.view import ViewState

__all__ = ["Answer", "ApiCall", "LocalSlack", "Message", "PageApi", "PlaygroundError", "ViewState"]
