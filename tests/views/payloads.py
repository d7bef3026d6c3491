"""The examples as Slack's payloads, every person having an account."""

from typing import Any

from bot.cards import Card, Form, View
from bot.render import blocks, modal
from bot.views.examples.edges import everybody
from bot.views.examples.example import Example

PEOPLE = {f"U{number}": person.name for number, person in enumerate(everybody().people.values())}
ACCOUNTS = {str(person): f"U{number}" for number, person in enumerate(everybody().people)}


def payload(example: Example) -> dict[str, Any]:
    """The message, modal or Home tab."""
    shown = example.shown
    if isinstance(shown, Card):
        return blocks.message(shown, ACCOUNTS)
    if isinstance(shown, View):
        return blocks.home(shown, ACCOUNTS)
    assert isinstance(shown, Form)
    return modal.modal(shown, ACCOUNTS)
