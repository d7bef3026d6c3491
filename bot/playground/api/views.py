"""views.*: modals and the home tab."""

from __future__ import annotations

from typing import Any

from bot.playground.api.call import Call
from bot.playground.blocks.check import check_view
from bot.playground.errors import ApiRefusal
from bot.playground.workspace.view import ViewState
from bot.playground.workspace.workspace import APP_ID, BOT_ID, Workspace


def open_modal(call: Call) -> dict[str, Any]:
    """views.open."""
    source = _view(call, "modal")
    trigger = call.workspace.triggers.redeem(_trigger(call))
    return _answer(call, call.workspace.views.open(trigger.user, source))


def push(call: Call) -> dict[str, Any]:
    """views.push: only with a trigger that came from an open modal."""
    source = _view(call, "modal")
    trigger = call.workspace.triggers.redeem(_trigger(call))
    if call.workspace.views.find(trigger.view_id) is None or trigger.view_id is None:
        raise ApiRefusal("invalid_trigger_id")
    return _answer(call, call.workspace.views.push(trigger.user, source))


def update(call: Call) -> dict[str, Any]:
    """views.update."""
    source = _view(call)
    view = call.workspace.views.find(call.args.text("view_id"), call.args.text("external_id"))
    if view is None:
        raise ApiRefusal("not_found")
    if source["type"] != view.type:
        raise ApiRefusal("invalid_arguments", messages=["a view cannot change its type [json-pointer:/view/type]"])
    _same_hash(call, view)
    return _answer(call, call.workspace.views.update(view, source))


def publish(call: Call) -> dict[str, Any]:
    """views.publish."""
    if not call.installation.home_enabled:
        raise ApiRefusal("not_enabled")
    source = _view(call, "home")
    user = call.args.needed("user_id")
    person = call.workspace.people.get(user)
    if person is None or person.is_bot:
        raise ApiRefusal("user_not_found")
    known = call.workspace.views.home(user)
    if known is not None:
        _same_hash(call, known)
    return _answer(call, call.workspace.views.publish(user, source))


def view_record(workspace: Workspace, view: ViewState) -> dict[str, Any]:
    """Return the view object with what its reader has entered so far."""
    values = workspace.entries.values(view.id, view.blocks)
    return view.record(workspace.team_id, APP_ID, BOT_ID, dict(values))


def _view(call: Call, surface: Any = None) -> dict[str, Any]:
    source = check_view(call.args.json("view"), surface)
    call.workspace.lint(call.method, "", source["blocks"])
    return source


def _trigger(call: Call) -> str:
    return call.args.text("trigger_id") or call.args.needed("interactivity_pointer", "invalid_trigger_id")


def _same_hash(call: Call, view: ViewState) -> None:
    given = call.args.text("hash")
    if given is not None and given != view.hash:
        raise ApiRefusal("hash_conflict")


def _answer(call: Call, view: ViewState) -> dict[str, Any]:
    return {"view": view_record(call.workspace, view)}
