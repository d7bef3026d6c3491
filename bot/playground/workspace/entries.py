"""What people have entered and not yet sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.playground.blocks.choice import State, untouched
from bot.playground.blocks.control import MOMENTARY, Control, controls

Values = dict[str, dict[str, State]]


class Entries:
    """Remembers, per view or per message and person, the state of every control that was touched."""

    def __init__(self) -> None:
        self._kept: dict[str, dict[tuple[str, str, str], State]] = {}

    def put(self, place: str, control: Control, state: State) -> None:
        """Keep what was entered into one control."""
        self._kept.setdefault(place, {})[_key(control)] = state

    def state(self, place: str, control: Control) -> State:
        """Return what stands in one control."""
        return self._kept.get(place, {}).get(_key(control)) or untouched(control.element)

    def values(self, place: str, blocks: Sequence[dict[str, Any]]) -> Values:
        """Return state.values: by block_id, then action_id.

        Entries survive an update only where block_id and action_id stayed the same (docs: surfaces/modals).
        """
        values: Values = {}
        for control in controls(blocks):
            if control.type not in MOMENTARY:
                values.setdefault(control.block_id, {})[control.action_id] = self.state(place, control)
        return values

    def forget(self, place: str) -> None:
        """Drop everything entered in a view that was closed."""
        self._kept.pop(place, None)


def _key(control: Control) -> tuple[str, str, str]:
    return (control.block_id, control.action_id, control.type)
