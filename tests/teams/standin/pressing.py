"""Pressing what stands on a card, and what Teams presses by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from tests.teams.standin.answer import Answer
from tests.teams.standin.controls import EXECUTE, SUBMIT, Control, msteams_type
from tests.teams.standin.dialog import Dialog
from tests.teams.standin.directory import Conversation, Person
from tests.teams.standin.errors import StandinError
from tests.teams.standin.inputs import filled_in
from tests.teams.standin.invoke_check import UNREADABLE, Shown, read_action_answer, read_task_answer
from tests.teams.standin.message import Message
from tests.teams.standin.scene import Activity, Scene
from tests.teams.standin.tree import Node, kind

SMALL = 60
"""Conversations with at most so many members refresh a card for everybody when it names nobody."""


@dataclass(frozen=True)
class Aim:
    """Which control is meant: its label, and a text that its data contains."""

    label: str
    about: str = ""

    def among(self, there: list[Control]) -> Control:
        """Return the control that is meant. Raises StandinError for none, or several that do not do the same."""
        found = [one for one in there if one.label == self.label and (not self.about or one.carries(self.about))]
        if not found:
            raise StandinError(f"nothing reads {self.label!r} about {self.about!r}; there are {_labels(there)}")
        if any(one.action != found[0].action for one in found):
            raise StandinError(f"{len(found)} read {self.label!r} about {self.about!r}: {[one.data for one in found]}")
        return found[0]


async def press(
    scene: Scene,
    person: Person,
    message: Message,
    aim: Aim,
    entered: Mapping[str, object],
    *,
    stale: bool,
    old_client: bool,
) -> Answer:
    """Press a button as it stands, or as it was in `message`; return what came of it.

    Raises StandinError where the person's client would not let them.
    """
    place = scene.place(person, scene.conversation_of(message))
    if person.object_id in scene.dialogs:
        raise StandinError(f"{person.name} has a dialog open, which stands before everything else")
    seen = message if stale else scene.timeline.current(message, person.object_id)
    control = aim.among(seen.controls())
    action = _old(control.action) if old_client else control.action
    values = filled_in(control.inputs, entered, lambda dataset: scene.directory.pickable(dataset, place))
    pressed = _Press(scene, person, place, seen, replace(control, action=action), values)
    return await pressed.run()


async def refresh(scene: Scene, person: Person, message: Message) -> Answer:
    """Let the person's client ask for their own view of a card. Raises StandinError where it would not."""
    place = scene.place(person, scene.conversation_of(message))
    seen = scene.timeline.current(message, person.object_id)
    about = (seen.card or {}).get("refresh")
    if not about or not _refreshes(scene, person, place, about):
        raise StandinError(f"this card is not refreshed for {person.name}")
    control = Control("refresh", about["action"], ())
    return await _Press(scene, person, place, seen, control, {}).execute("automatic")


def open_dialog(scene: Scene, person: Person, shown: Shown, source: Message) -> None:
    """Put a dialog before a person; what was open gives way to it."""
    if shown.card is not None:
        scene.check(f"the dialog {shown.title!r}", shown.card, in_dialog=True)
        scene.dialogs[person.object_id] = Dialog(shown.title, shown.card, source)


def told(scene: Scene, person: Person, answer: Answer, source: Message, shown: Shown) -> Answer:
    """The answer with what was shown to this person alone as its last message, and the dialog now open."""
    messages = answer.messages
    if shown.text or shown.card is not None:
        alone = Message(source.id, source.conversation, scene.directory.bot_id, root=source.root)
        alone = replace(alone, text=shown.text, card=shown.card, reply_to=source.id, private_to=person.object_id)
        messages = (*messages, alone)
    return replace(answer, messages=messages, dialog=scene.dialogs.get(person.object_id))


@dataclass(frozen=True)
class _Press:
    """One press: who, where, on which message, on what, and what was filled in."""

    scene: Scene
    person: Person
    place: Conversation
    seen: Message
    control: Control
    values: dict[str, object]

    async def run(self) -> Answer:
        """Do what this kind of action does."""
        if self.control.opens_dialog:
            return await self._fetch()
        if self.control.kind == EXECUTE:
            return await self.execute("manual")
        if self.control.kind == SUBMIT and not msteams_type(self.control.data):
            return await self._submit()
        raise StandinError(f"pressing {self.control.label!r}, {self.control.kind}, tells the bot nothing")

    async def execute(self, trigger: str) -> Answer:
        """Universal action: the answer's card stands in place of the pressed one, for this person."""
        kept = ("type", "id", "title", "verb")
        action = {key: self.control.action[key] for key in kept if key in self.control.action}
        value = {"action": {**action, "data": self._data()}, "trigger": trigger}
        answer = await self._invoke("adaptiveCard/action", value)
        shown, wrong = read_action_answer(answer.body) if answer.status == 200 else UNREADABLE
        self.scene.flag(f"answering {self.control.label!r}", wrong)
        if shown.card is not None:
            self.scene.check(f"the card that answers {self.control.label!r}", shown.card)
            self.scene.timeline.show(self.seen.id, self.person.object_id, shown.card)
        return told(self.scene, self.person, answer, self.seen, shown)

    async def _fetch(self) -> Answer:
        value = {"data": self._data(), "context": {"theme": "default"}}
        answer = await self._invoke("task/fetch", value)
        shown, wrong = read_task_answer(answer.body, may_close=False) if answer.status == 200 else UNREADABLE
        self.scene.flag(f"opening {self.control.label!r}", wrong)
        open_dialog(self.scene, self.person, shown, self.seen)
        return told(self.scene, self.person, answer, self.seen, replace(shown, card=None))

    async def _submit(self) -> Answer:
        """The old way: a message without text; the card stays as it is."""
        activity = self._activity("message", value=self._data())
        return await self.scene.act(self.person, activity, f"pressing {self.control.label!r}")

    async def _invoke(self, name: str, value: dict[str, Any]) -> Answer:
        activity = self._activity("invoke", name=name, value=value)
        return await self.scene.act(self.person, activity, f"pressing {self.control.label!r}")

    def _activity(self, kind_: str, **more: Any) -> Activity:
        root = (self.seen.root or self.seen.id) if self.place.kind == "channel" else ""
        return self.scene.activity(kind_, self.person, self.place, root, replyToId=self.seen.id, **more)

    def _data(self) -> Node:
        return {**self.control.data, **self.values}


def _refreshes(scene: Scene, person: Person, place: Conversation, about: Node) -> bool:
    if "userIds" in about:
        return person.id in about["userIds"]
    return len(scene.directory.members(place)) <= SMALL


def _old(action: Node) -> Node:
    """What a client shows that does not know Action.Execute."""
    if kind(action) != EXECUTE:
        return action
    fallback = action.get("fallback")
    if not isinstance(fallback, dict):
        raise StandinError(f"an older client shows nothing for {action.get('title')!r}: it has no fallback")
    return fallback


def _labels(there: list[Control]) -> list[str]:
    return [one.label for one in there]
