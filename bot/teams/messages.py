"""A card as the activity that posts, edits or answers with it."""

from collections.abc import Mapping
from typing import Any

ADAPTIVE = "application/vnd.microsoft.card.adaptive"
TEXT = "application/vnd.microsoft.activity.message"
"""What an answer to a pressed button is: a card in its place, or words under it. Teams takes no other spelling."""

TALLEST, WIDTH = 720, 560
"""Of a dialog, in pixels."""

Content = Mapping[str, Any]


def message(content: Content, summary: str) -> dict[str, Any]:
    """The activity that shows a card; `summary` is what the notification says."""
    return {"type": "message", "summary": summary, "attachments": [_attached(content)]}


def card_answer(content: Content) -> dict[str, Any]:
    """The answer to a press that puts a card in the pressed one's place, for whoever pressed."""
    return {"statusCode": 200, "type": ADAPTIVE, "value": content}


def text_answer(words: str) -> dict[str, Any]:
    """The answer to a press that says something under the card, to whoever pressed."""
    return {"statusCode": 200, "type": TEXT, "value": words}


def dialog(title: str, content: Content) -> dict[str, Any]:
    """The answer that opens a dialog, or shows something else in it."""
    value = {"title": title, "height": TALLEST, "width": WIDTH, "card": _attached(content)}
    return {"task": {"type": "continue", "value": value}}


def _attached(content: Content) -> dict[str, Any]:
    return {"contentType": ADAPTIVE, "content": content}
