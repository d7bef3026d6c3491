"""A question back: what was typed can mean several things, each a complete Intent."""

from dataclasses import dataclass
from enum import StrEnum

from bot.intents.intent import Intent


class Why(StrEnum):
    """Why a person is asked."""

    SEVERAL_INITIATIVES = "several-initiatives"
    TWO_READINGS = "two-readings"
    SEVERAL_ZONES = "several-zones"


@dataclass(frozen=True, slots=True)
class Option:
    """One of the things that may be meant, ready to be done. None is no initiative, or no gate, in particular.

    `label` is what to call it where it is neither.
    """

    initiative: str | None
    gate: str | None
    intent: Intent
    label: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """The options to show as buttons, at least two; `command` is its name, `got` the word that means several things."""

    command: str
    why: Why
    options: tuple[Option, ...]
    got: str = ""


class Unsure(Exception):
    """Stops the reading of one command with a question; never leaves `grammar.parse`."""

    def __init__(self, choice: Choice) -> None:
        """Keep the question for the answer."""
        super().__init__(str(choice.why))
        self.choice = choice
