"""Pressing a button, choosing from a select, picking a date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.playground.acts.stage import Stage
from bot.playground.api.views import view_record
from bot.playground.blocks.choice import State, choose
from bot.playground.blocks.control import MOMENTARY, Control, controls
from bot.playground.errors import PlaygroundError
from bot.playground.person import Person
from bot.playground.wire.delivery import Delivery
from bot.playground.workspace.answer import Answer
from bot.playground.workspace.message import Message
from bot.playground.workspace.view import ViewState

Target = Message | ViewState


@dataclass(frozen=True)
class Aim:
    """Which control is meant: its label or action id, and what narrows it down."""

    what: str
    value: str | None = None
    block: str | None = None

    def among(self, blocks: Sequence[dict[str, Any]]) -> Control:
        """Return the one control that is meant; raise PlaygroundError for none or several."""
        found = [control for control in controls(blocks) if self._fits(control)]
        if len(found) == 1:
            return found[0]
        labels = [control.label for control in controls(blocks)]
        if not found:
            raise PlaygroundError(f"no control {self._words()}; there are {labels}")
        values = [control.element.get("value") for control in found]
        raise PlaygroundError(f"{len(found)} controls {self._words()}; their values are {values}")

    def _fits(self, control: Control) -> bool:
        named = self.what in (control.label, control.action_id)
        valued = self.value is None or control.element.get("value") == self.value
        return named and valued and self.block in (None, control.block_id)

    def _words(self) -> str:
        return f"{self.what!r}" + (f" with the value {self.value!r}" if self.value is not None else "")


async def press(stage: Stage, user: str, target: Target, aim: Aim, chosen: object, *, stale: bool = False) -> Answer:
    """Use a control and return what came of it; raise PlaygroundError when that person could not."""
    person = stage.workspace.acting(user)
    seen = target if stale else current(stage, person, target)
    control = aim.among(seen.blocks)
    if not control.speaks:
        raise PlaygroundError(f"{control.label!r} sends nothing until the form is submitted")
    state = _used(stage, seen, person, control, chosen)
    moment = stage.workspace.timeline.moment
    payload = {
        "type": "block_actions",
        **stage.common_fields(person),
        **_surroundings(stage, person, seen),
        "actions": [_action(stage, control, state)],
    }
    reply = await stage.courier.carry(Delivery("interactive", payload))
    stage.watch(f"pressing {control.label!r}", reply, speechless=True)
    if reply.ok and reply.text and isinstance(seen, Message):
        stage.workspace.whisper(seen.channel, user, reply.text, [], thread_ts=seen.thread_ts)
    return stage.outcome(user, moment, reply, home=isinstance(seen, ViewState) and seen.type == "home")


async def suggestions(stage: Stage, user: str, target: Target, aim: Aim, typed: str) -> Answer:
    """Ask the bot for the options of an external select; the answer's body holds them."""
    person = stage.workspace.acting(user)
    seen = current(stage, person, target)
    control = aim.among(seen.blocks)
    payload = {
        "type": "block_suggestion",
        **stage.common_fields(person),
        **_surroundings(stage, person, seen),
        "action_id": control.action_id,
        "block_id": control.block_id,
        "value": typed,
    }
    reply = await stage.courier.carry(Delivery("interactive", payload))
    stage.watch(f"suggestions for {control.label!r}", reply)
    return stage.outcome(user, stage.workspace.timeline.moment, reply)


def current(stage: Stage, person: Person, target: Target) -> Target:
    """Return the message or view as it stands now; raise PlaygroundError when that person cannot see it."""
    if isinstance(target, ViewState):
        return _current_view(stage, person, target)
    message = stage.workspace.timeline.find(target.channel, target.ts)
    if message is None:
        raise PlaygroundError("this message is gone")
    if not stage.workspace.visible(person, message):
        raise PlaygroundError(f"@{person.name} cannot see this message")
    if stage.workspace.channels[message.channel].archived:
        raise PlaygroundError("this channel is archived; its buttons do nothing")
    return message


def entry_place(person: Person, target: Target) -> str:
    """Return the name under which a person's entries in a message or view are kept."""
    return target.id if isinstance(target, ViewState) else f"{target.channel}/{target.ts}/{person.id}"


def _current_view(stage: Stage, person: Person, target: ViewState) -> ViewState:
    views = stage.workspace.views
    for view in (views.top(person.id), views.home(person.id)):
        if view is not None and view.id == target.id:
            return view
    raise PlaygroundError(f"@{person.name} is not looking at this view")


def _used(stage: Stage, target: Target, person: Person, control: Control, chosen: object) -> State | None:
    if control.type == "button":
        if chosen is not None:
            raise PlaygroundError("a button is pressed; there is nothing to choose")
        return None
    if chosen is None:
        raise PlaygroundError(f"{control.label!r} needs `choose`")
    state = choose(control.element, chosen, stage.workspace)
    if control.type not in MOMENTARY:
        stage.workspace.entries.put(entry_place(person, target), control, state)
    return state


def _action(stage: Stage, control: Control, state: State | None) -> dict[str, Any]:
    shown = ("text", "value", "style", "url", "placeholder", "confirm")
    kept = {key: control.element[key] for key in shown if key in control.element}
    return {
        **kept,
        "type": control.type,
        "action_id": control.action_id,
        "block_id": control.block_id,
        **(state or {}),
        "action_ts": f"{stage.workspace.clock().timestamp():.6f}",
    }


def _surroundings(stage: Stage, person: Person, target: Target) -> dict[str, Any]:
    if isinstance(target, ViewState):
        return {
            "trigger_id": stage.workspace.triggers.issue(person.id, target.id if target.type == "modal" else None),
            "container": {"type": "view", "view_id": target.id},
            "view": view_record(stage.workspace, target),
        }
    return _around_message(stage, person, target)


def _around_message(stage: Stage, person: Person, message: Message) -> dict[str, Any]:
    channel = stage.workspace.channels[message.channel]
    ephemeral = message.ephemeral_to is not None
    container = {
        "type": "message", "message_ts": message.ts, "channel_id": channel.id, "is_ephemeral": ephemeral,
        **({"thread_ts": message.thread_ts} if message.thread_ts else {}),
    }  # fmt: skip
    values = stage.workspace.entries.values(entry_place(person, message), message.blocks)
    # Slack does not promise the blocks of an ephemeral message, so they are never sent here.
    body = {} if ephemeral else {"message": message.record()}
    return {
        "trigger_id": stage.workspace.triggers.issue(person.id),
        "container": container,
        "channel": {"id": channel.id, "name": channel.name_in_payload},
        **body,
        "state": {"values": values},
        "response_url": stage.response_url(person.id, channel.id, message),
    }
