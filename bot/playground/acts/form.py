"""Filling in, submitting and closing a modal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.playground.acts.stage import Stage
from bot.playground.api.views import view_record
from bot.playground.blocks.check import check_view
from bot.playground.blocks.choice import choose, value_of
from bot.playground.blocks.control import Control, controls
from bot.playground.errors import ApiRefusal, PlaygroundError
from bot.playground.person import Person
from bot.playground.wire.delivery import Delivery, Reply
from bot.playground.workspace.answer import Answer
from bot.playground.workspace.view import ViewState


def fill(stage: Stage, user: str, values: Mapping[str, object]) -> ViewState:
    """Put values into the inputs of the top modal, named by label or block_id; raise PlaygroundError when refused."""
    view = _top(stage, stage.workspace.acting(user))
    for name, raw in values.items():
        control = _input(view, name)
        try:
            state = choose(control.element, raw, stage.workspace)
        except PlaygroundError as error:
            raise PlaygroundError(f"{control.label}: {error}") from None
        stage.workspace.entries.put(view.id, control, state)
    return view


async def submit(stage: Stage, user: str, values: Mapping[str, object]) -> Answer:
    """Fill in and submit the top modal; raise PlaygroundError when Slack's client would not send it."""
    person = stage.workspace.acting(user)
    view = fill(stage, user, values)
    if view.submit is None:
        raise PlaygroundError(f"{view.title!r} has no submit button")
    _complete(stage, view)
    stage.workspace.views.complain(view, {})
    moment = stage.workspace.timeline.moment
    payload = {
        "type": "view_submission",
        **stage.common_fields(person),
        "trigger_id": stage.workspace.triggers.issue(person.id, view.id),
        "view": view_record(stage.workspace, view),
        "response_urls": [],
    }
    reply = await stage.courier.carry(Delivery("interactive", payload))
    stage.watch(f"submitting {view.title!r}", reply)
    errors = _follow(stage, view, reply) if reply.ok else {}
    return stage.outcome(user, moment, reply, errors=errors)


async def close(stage: Stage, user: str, *, everything: bool) -> Answer | None:
    """Cancel the top modal, or close the whole stack with its X; return the answer when the app is told."""
    person = stage.workspace.acting(user)
    top = _top(stage, person)
    told = stage.workspace.views.stack(user)[0] if everything else top
    record = view_record(stage.workspace, told)
    cleared = everything or bool(top.source.get("clear_on_close"))
    if cleared:
        stage.workspace.views.clear(user)
    else:
        stage.workspace.views.remove(top)
    if not told.notify_on_close:
        return None
    moment = stage.workspace.timeline.moment
    payload = {
        "type": "view_closed",
        **stage.common_fields(person),
        "view": {**record, "state": {"values": {}}},
        "is_cleared": cleared,
    }
    reply = await stage.courier.carry(Delivery("interactive", payload))
    stage.watch(f"closing {told.title!r}", reply, speechless=True)
    return stage.outcome(user, moment, reply)


def _top(stage: Stage, person: Person) -> ViewState:
    view = stage.workspace.views.top(person.id)
    if view is None:
        raise PlaygroundError(f"@{person.name} has no modal open")
    return view


def _input(view: ViewState, name: str) -> Control:
    inputs = [control for control in controls(view.blocks) if control.is_input]
    found = [control for control in inputs if name in (control.label, control.block_id)]
    if len(found) != 1:
        known = [control.label for control in inputs]
        raise PlaygroundError(f"{len(found)} inputs are called {name!r}; there are {known}")
    return found[0]


def _complete(stage: Stage, view: ViewState) -> None:
    missing = [
        control.label
        for control in controls(view.blocks)
        if control.is_input
        and not control.block.get("optional")
        and value_of(stage.workspace.entries.state(view.id, control)) in (None, "", [])
    ]
    if missing:
        raise PlaygroundError(f"please complete: {', '.join(missing)}")


def _follow(stage: Stage, view: ViewState, reply: Reply) -> dict[str, str]:
    body = reply.body
    if not reply.text:
        stage.workspace.views.remove(view)
        return {}
    action = body.get("response_action") if isinstance(body, dict) else None
    try:
        if action == "errors":
            return _errors(stage, view, body)
        _replace(stage, view, action, body)
    except ApiRefusal as refusal:
        details = "; ".join(refusal.messages)
        stage.workspace.flag(f"the answer to {view.title!r} is refused: {refusal.error} {details}".rstrip())
    return {}


def _errors(stage: Stage, view: ViewState, body: dict[str, Any]) -> dict[str, str]:
    errors = body.get("errors")
    if not isinstance(errors, dict) or not errors:
        raise ApiRefusal("response_action errors without errors")
    known = {control.block_id for control in controls(view.blocks) if control.is_input}
    for key in set(errors) - known:
        stage.workspace.flag(f"the answer to {view.title!r}: {key!r} is not the block_id of an input")
    shown = {key: str(words) for key, words in errors.items() if key in known}
    stage.workspace.views.complain(view, shown)
    return shown


def _replace(stage: Stage, view: ViewState, action: object, body: Any) -> None:
    views = stage.workspace.views
    if action == "clear":
        views.clear(view.user)
        return
    if action not in ("update", "push"):
        raise ApiRefusal(f"a body that is neither empty nor a response_action: {body!r}"[:300])
    source = check_view(body.get("view"), "modal")
    stage.workspace.lint(f"response_action {action}", "", source["blocks"])
    if action == "update":
        views.update(view, source)
    else:
        views.push(view.user, source)
