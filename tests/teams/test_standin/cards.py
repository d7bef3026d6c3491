"""Cards and answers as a bot makes them."""

from __future__ import annotations

from typing import Any

from tests.teams.standin import Person

ADAPTIVE = "application/vnd.microsoft.card.adaptive"
PEOPLE = {"type": "Data.Query", "dataset": "graph.microsoft.com/users"}


def card(*body: dict[str, Any], actions: list[dict[str, Any]] | None = None, **more: Any) -> dict[str, Any]:
    """An Adaptive Card."""
    return {"type": "AdaptiveCard", "version": "1.5", "body": list(body), "actions": actions or [], **more}


def words(text: str) -> dict[str, Any]:
    """A TextBlock."""
    return {"type": "TextBlock", "text": text, "wrap": True}


def attached(content: dict[str, Any]) -> dict[str, Any]:
    """A message that is a card."""
    return {"attachments": [{"contentType": ADAPTIVE, "content": content}]}


def execute(title: str, **data: Any) -> dict[str, Any]:
    """A button as the bot makes them: with a fallback for older clients."""
    fallback = {"type": "Action.Submit", "title": title, "data": data}
    return {"type": "Action.Execute", "title": title, "verb": "press", "data": data, "fallback": fallback}


def fetch(title: str, **data: Any) -> dict[str, Any]:
    """A button that opens a dialog."""
    return {"type": "Action.Submit", "title": title, "data": {"msteams": {"type": "task/fetch"}, **data}}


def mention(person: Person, **more: Any) -> dict[str, Any]:
    """An entity that makes <at>Name</at> a mention."""
    mentioned = {"id": person.id, "name": person.name}
    return {"type": "mention", "text": f"<at>{person.name}</at>", "mentioned": mentioned, **more}


def shows(content: dict[str, Any]) -> dict[str, Any]:
    """The answer to an invoke that replaces the card."""
    return {"statusCode": 200, "type": ADAPTIVE, "value": content}


def says(text: str) -> dict[str, Any]:
    """The answer to an invoke that shows words."""
    return {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": text}


def opens(content: dict[str, Any], title: str = "Form") -> dict[str, Any]:
    """The answer to an invoke that opens a dialog."""
    info = {"title": title, "height": "medium", "width": "medium", "card": attached(content)["attachments"][0]}
    return {"task": {"type": "continue", "value": info}}
