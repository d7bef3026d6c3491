"""A question back: what was typed can mean several things, each a complete Intent."""

from dataclasses import dataclass
from enum import StrEnum

from bot.intents import Intent


class Why(StrEnum):
    """Why a person is asked."""

    SEVERAL_INITIATIVES = "several-initiatives"
    TWO_READINGS = "two-readings"


@dataclass(frozen=True, slots=True)
class Option:
    """One of the things that may be meant, ready to be done. None is no initiative, or no gate, in particular."""

    initiative: str | None
    gate: str | None
    intent: Intent


@dataclass(frozen=True, slots=True)
class Choice:
    """The options to show as buttons, at least two, each of another initiative or gate; `command` is its name."""

    command: str
    why: Why
    options: tuple[Option, ...]
