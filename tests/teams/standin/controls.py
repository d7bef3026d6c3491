"""What can be pressed on a card, and which inputs go along."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tests.teams.standin.tree import Node, kind, parts, strings

SUBMIT, EXECUTE, SHOW = "Action.Submit", "Action.Execute", "Action.ShowCard"


@dataclass(frozen=True)
class Control:
    """An action: what can be read on it, the inputs sent with it, and what has to be opened to reach it."""

    label: str
    action: Node
    inputs: tuple[Node, ...]
    behind: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """The action's type."""
        return kind(self.action)

    @property
    def data(self) -> Node:
        """What the action carries; nothing when that is no object."""
        data = self.action.get("data")
        return data if isinstance(data, dict) else {}

    @property
    def opens_dialog(self) -> bool:
        """Whether a dialog answers the press."""
        return self.kind == SUBMIT and msteams_type(self.data) == "task/fetch"

    def carries(self, text: str) -> bool:
        """Whether a text of its data contains this text."""
        return any(text in value for value in strings(self.data))


def controls(card: Node, around: tuple[Node, ...] = (), behind: tuple[str, ...] = ()) -> Iterator[Control]:
    """Yield everything that can be pressed, in reading order. Inputs of the cards around go along."""
    here = list(parts(card, into_cards=False))
    inputs = (*around, *(part for part in here if kind(part).startswith("Input.")))
    for part in here:
        if not kind(part).startswith("Action."):
            continue
        label = str(part.get("title", ""))
        yield Control(label, part, inputs, behind)
        if kind(part) == SHOW and isinstance(part.get("card"), dict):
            yield from controls(part["card"], inputs, (*behind, label))


def labels(card: Node) -> list[str]:
    """What can be read on everything to press and to choose from, in reading order."""
    return [label for part in parts(card) if (label := _label(part))]


def named(field: Node) -> tuple[str, ...]:
    """What an input is called by: its id, its label, its placeholder."""
    return tuple(str(field[key]) for key in ("id", "label", "placeholder") if field.get(key))


def msteams_type(data: object) -> str:
    """What Teams shall do with a submit action besides sending it; "" for nothing."""
    special = data.get("msteams") if isinstance(data, dict) else None
    return str(special.get("type", "")) if isinstance(special, dict) else ""


def _label(part: Node) -> str:
    if kind(part).startswith("Action."):
        return str(part.get("title", ""))
    if kind(part) == "Input.ChoiceSet":
        return str(part.get("placeholder") or part.get("label") or "")
    return ""
