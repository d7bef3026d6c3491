"""A dialog that is open in front of a person."""

from __future__ import annotations

from dataclasses import dataclass

from tests.teams.standin.controls import SUBMIT, Control, controls
from tests.teams.standin.message import Message
from tests.teams.standin.plain import plain
from tests.teams.standin.tree import Node


@dataclass(frozen=True)
class Dialog:
    """A dialog's title and card, and the message on which it was opened."""

    title: str
    card: Node
    source: Message

    def plain(self) -> str:
        """Return the dialog as plain text."""
        return f"{self.title}\n{plain(self.card)}"

    def submits(self) -> list[Control]:
        """What sends the form."""
        return [control for control in controls(self.card) if control.kind == SUBMIT]

    def inputs(self) -> list[Node]:
        """What can be filled in."""
        return [part for control in self.submits()[:1] for part in control.inputs]
