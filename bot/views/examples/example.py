"""One example with its name."""

from dataclasses import dataclass

from bot.cards import Card, Form, View


@dataclass(frozen=True, slots=True)
class Example:
    """Something a person may see. `name` is a key for files, `title` says what it shows."""

    name: str
    title: str
    shown: Card | Form | View
