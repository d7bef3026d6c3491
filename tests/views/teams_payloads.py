"""The examples as Teams shows them, every person having an account."""

from typing import Any

from bot.cards import Card, Choice, Form, View
from bot.render import adaptive
from bot.views.examples.edges import everybody
from bot.views.examples.example import Example
from bot.views.shown.forms import field_problem
from bot.views.shown.home import home_card

_NUMBERED = [f"00000000-0000-4000-8000-{number:012}" for number in range(len(everybody().people))]
ACCOUNTS = dict(zip(map(str, everybody().people), _NUMBERED, strict=True))
PEOPLE = dict(zip(_NUMBERED, (person.name for person in everybody().people.values()), strict=True))
CHANNELS = (
    Choice("19:churn@thread.tacv2", "Churn model · General"),
    Choice("19:fraud@thread.tacv2", "Fraud · Handoff"),
)


def content(example: Example) -> dict[str, Any]:
    """The content of the card."""
    shown = example.shown
    if isinstance(shown, Card):
        return adaptive.message(shown, ACCOUNTS)
    if isinstance(shown, View):
        return adaptive.message(home_card(shown), ACCOUNTS)
    return adaptive.dialog(shown, ACCOUNTS, CHANNELS)


def sheet(*examples: Example) -> dict[str, Any]:
    """Cards to draw below one another, or the one form in its dialog."""
    first = examples[0].shown
    return {"cards": [content(one) for one in examples], "title": first.title if isinstance(first, Form) else ""}


def returned(example: Example) -> dict[str, Any]:
    """A form as it comes back when two fields of it cannot be used, with what was typed."""
    assert isinstance(example.shown, Form)
    problems = {"value": field_problem("bad-money"), "channel": field_problem("archived")}
    typed = {"name": "Churn model", "channel": CHANNELS[0].value, "value": "a lot", "model-complete": "2026-12-14"}
    card = adaptive.dialog(example.shown, ACCOUNTS, CHANNELS, problems, typed)
    return {"cards": [card], "title": example.shown.title}
