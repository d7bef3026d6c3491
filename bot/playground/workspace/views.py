"""The modals and home tabs that are open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from bot.playground.blocks.check import stamped
from bot.playground.blocks.mrkdwn import Directory
from bot.playground.errors import ApiRefusal
from bot.playground.workspace.changes import Changes
from bot.playground.workspace.entries import Entries
from bot.playground.workspace.view import ViewState

DEEPEST = 3  # docs.slack.dev/surfaces/modals: a stack holds at most three views


class Views:
    """Keeps one stack of modals and one home tab per person."""

    def __init__(self, serial: Iterator[int], entries: Entries, directory: Directory, changes: Changes) -> None:
        self._serial = serial
        self._entries = entries
        self._directory = directory
        self._changes = changes
        self._stacks: dict[str, list[ViewState]] = {}
        self._homes: dict[str, ViewState] = {}

    def top(self, user: str) -> ViewState | None:
        """Return the modal a person looks at, None without one."""
        stack = self._stacks.get(user)
        return stack[-1] if stack else None

    def stack(self, user: str) -> list[ViewState]:
        """Return a person's modals, the root first."""
        return list(self._stacks.get(user, ()))

    def home(self, user: str) -> ViewState | None:
        """Return what was published to a person's home tab, None before."""
        return self._homes.get(user)

    def find(self, view_id: str | None = None, external_id: str | None = None) -> ViewState | None:
        """Return the open view with this id or external id."""
        for view in self._all():
            if view.id == view_id or (external_id and view.external_id == external_id):
                return view
        return None

    def open(self, user: str, source: dict[str, Any]) -> ViewState:
        """Open a modal on a new stack and return it."""
        self.clear(user)
        return self._place(user, source, [])

    def push(self, user: str, source: dict[str, Any]) -> ViewState:
        """Put a modal on top of the stack and return it; raise ApiRefusal when the stack is full."""
        stack = self._stacks.get(user, [])
        if len(stack) >= DEEPEST:
            raise ApiRefusal("push_limit_reached")
        return self._place(user, source, stack)

    def update(self, view: ViewState, source: dict[str, Any]) -> ViewState:
        """Put new content into an open view and return it."""
        self._unique(source, view)
        fresh = replace(view, source=self._filled(source), hash=self._hash(), errors={})
        if view.type == "home":
            self._homes[view.user] = fresh
        else:
            stack = self._stacks[view.user]
            stack[next(index for index, other in enumerate(stack) if other.id == view.id)] = fresh
        self._changes.mark()
        return fresh

    def publish(self, user: str, source: dict[str, Any]) -> ViewState:
        """Put content on a person's home tab and return it."""
        known = self._homes.get(user)
        if known is not None:
            return self.update(known, source)
        self._unique(source, None)
        view = self._new(user, source)
        self._homes[user] = view
        self._changes.mark()
        return view

    def complain(self, view: ViewState, errors: dict[str, str]) -> None:
        """Show sentences under the inputs of a modal."""
        stack = self._stacks.get(view.user, [])
        self._stacks[view.user] = [replace(other, errors=errors) if other.id == view.id else other for other in stack]
        self._changes.mark()

    def remove(self, view: ViewState) -> None:
        """Close one modal; the one beneath comes up."""
        self._stacks[view.user] = [other for other in self.stack(view.user) if other.id != view.id]
        self._entries.forget(view.id)
        self._changes.mark()

    def clear(self, user: str) -> None:
        """Close all modals of a person."""
        for view in self._stacks.pop(user, ()):
            self._entries.forget(view.id)
        self._changes.mark()

    def _place(self, user: str, source: dict[str, Any], stack: list[ViewState]) -> ViewState:
        self._unique(source, None)
        view = self._new(user, source)
        if stack:
            view = replace(view, root_id=stack[0].id, previous_id=stack[-1].id)
        self._stacks[user] = [*stack, view]
        self._changes.mark()
        return view

    def _new(self, user: str, source: dict[str, Any]) -> ViewState:
        view_id = f"V{next(self._serial):08d}"
        return ViewState(view_id, user, self._hash(), self._filled(source), root_id=view_id, directory=self._directory)

    def _filled(self, source: dict[str, Any]) -> dict[str, Any]:
        return {**source, "blocks": stamped(source["blocks"], self._serial)}

    def _hash(self) -> str:
        number = next(self._serial)
        return f"{number}.{number * 2654435761 % 2**32:08x}"

    def _unique(self, source: dict[str, Any], replaced: ViewState | None) -> None:
        external_id = source.get("external_id")
        for view in self._all():
            if external_id and view.external_id == external_id and (replaced is None or view.id != replaced.id):
                raise ApiRefusal("duplicate_external_id")

    def _all(self) -> Iterator[ViewState]:
        for stack in self._stacks.values():
            yield from stack
        yield from self._homes.values()
