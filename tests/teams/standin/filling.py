"""Filling in and submitting a dialog."""

from __future__ import annotations

from collections.abc import Mapping

from tests.teams.standin.answer import Answer
from tests.teams.standin.controls import Control
from tests.teams.standin.dialog import Dialog
from tests.teams.standin.directory import Person
from tests.teams.standin.errors import StandinError
from tests.teams.standin.inputs import filled_in
from tests.teams.standin.invoke_check import UNREADABLE, Shown, read_task_answer
from tests.teams.standin.pressing import open_dialog, told
from tests.teams.standin.scene import Scene


async def submit(scene: Scene, person: Person, values: Mapping[str, object], label: str) -> Answer:
    """Fill in the open dialog and press its button; return what came of it.

    `label` names the button where there are several. Raises StandinError where Teams would not send it.
    """
    dialog = open_in_front_of(scene, person)
    place = scene.place(person, scene.conversation_of(dialog.source))
    button = _button(dialog, label)
    inputs = filled_in(button.inputs, values, lambda dataset: scene.directory.pickable(dataset, place))
    root = (dialog.source.root or dialog.source.id) if place.kind == "channel" else ""
    value = {"data": {**button.data, **inputs}, "context": {"theme": "default"}}
    activity = scene.activity("invoke", person, place, root, name="task/submit", value=value)
    answer = await scene.act(person, activity, f"submitting {dialog.title!r}")
    shown, wrong = read_task_answer(answer.body, may_close=True) if answer.status == 200 else UNREADABLE
    scene.flag(f"answering {dialog.title!r}", wrong)
    if answer.status == 200 and not wrong:
        _follow(scene, person, dialog, shown)
    return told(scene, person, answer, dialog.source, shown)


def open_in_front_of(scene: Scene, person: Person) -> Dialog:
    """The dialog somebody has open. Raises StandinError when there is none."""
    dialog = scene.dialogs.get(person.object_id)
    if dialog is None:
        raise StandinError(f"{person.name} has no dialog open")
    return dialog


def _follow(scene: Scene, person: Person, dialog: Dialog, shown: Shown) -> None:
    """Another card takes the dialog's place; words and silence end it."""
    del scene.dialogs[person.object_id]
    open_dialog(scene, person, shown, dialog.source)


def _button(dialog: Dialog, label: str) -> Control:
    found = [one for one in dialog.submits() if label in ("", one.label)]
    if len(found) != 1:
        labels = [one.label for one in dialog.submits()]
        raise StandinError(f"{len(found)} buttons of {dialog.title!r} read {label!r}; there are {labels}")
    return found[0]
