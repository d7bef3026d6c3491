"""How a bot may answer an invoke, and what is wrong when it does not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tests.teams.standin.card_check import ADAPTIVE

MESSAGE = "application/vnd.microsoft.activity.message"
ERROR = "application/vnd.microsoft.error"
SIZES = frozenset({"small", "medium", "large"})
WENT_WRONG = "Something went wrong. Please try again."
"""What a person reads when the bot's answer is none that Teams knows."""


@dataclass(frozen=True)
class Shown:
    """What a person sees after an invoke: a card, words, or nothing."""

    card: dict[str, Any] | None = None
    text: str = ""
    title: str = ""


UNREADABLE: tuple[Shown, list[str]] = (Shown(text=WENT_WRONG), [])
"""For an answer that did not come, or came as a failure, which is written down elsewhere."""


def read_action_answer(body: Any) -> tuple[Shown, list[str]]:
    """Return what a press on Action.Execute shows, and what is wrong with the answer.

    The types that Teams takes are those of "Universal Actions for Adaptive Cards"; the spelling `…adaptive.card` in
    older documentation is refused.
    """
    wrong = list(_check_action_answer(body))
    if wrong:
        return Shown(text=WENT_WRONG), wrong
    if body["type"] == ADAPTIVE:
        return Shown(card=body["value"]), []
    if body["type"] == MESSAGE:
        return Shown(text=body["value"]), []
    return Shown(text=WENT_WRONG), []


def read_task_answer(body: Any, *, may_close: bool) -> tuple[Shown, list[str]]:
    """Return what a dialog shows, and what is wrong; nothing closes it, which only a submission `may_close`."""
    if body in (None, "", {}):
        return Shown(), [] if may_close else ["task/fetch was answered with nothing, so no dialog opens"]
    wrong = list(_check_task(body))
    if wrong:
        return Shown(text=WENT_WRONG), wrong
    task = body["task"]
    if task["type"] == "message":
        return Shown(text=task["value"]), []
    return Shown(card=task["value"]["card"]["content"], title=task["value"]["title"]), []


def _check_action_answer(body: Any) -> Iterator[str]:
    if not isinstance(body, dict) or not {"statusCode", "type", "value"} <= body.keys():
        yield f"an adaptiveCard/action needs statusCode, type and value: {str(body)[:200]}"
        return
    accepted = _ACCEPTED.get(str(body["type"]))
    if accepted is None:
        yield f"Teams knows no answer of the type {body['type']!r}"
        return
    statuses, fits = accepted
    if body["statusCode"] not in statuses:
        yield f"statusCode {body['statusCode']!r} does not go with {body['type']}"
    if not fits(body["value"]):
        yield f"the value does not go with {body['type']}: {str(body['value'])[:200]}"


def _check_task(body: Any) -> Iterator[str]:
    task = body.get("task") if isinstance(body, dict) else None
    if not isinstance(task, dict) or task.get("type") not in ("continue", "message"):
        yield f"a dialog needs task.type continue or message: {str(body)[:200]}"
    elif task["type"] == "message":
        if not isinstance(task.get("value"), str):
            yield f"task.type message needs words as its value: {str(task)[:200]}"
    elif not isinstance(task.get("value"), dict):
        yield f"task.type continue needs a value: {str(task)[:200]}"
    else:
        yield from _check_task_info(task["value"])


def _check_task_info(info: dict[str, Any]) -> Iterator[str]:
    if not isinstance(info.get("title"), str) or not info["title"]:
        yield "a dialog needs a title"
    for side in ("height", "width"):
        if not (isinstance(info.get(side), int) or info.get(side) in SIZES):
            yield f"a dialog's {side} is a number or small, medium, large: {info.get(side)!r}"
    card = info.get("card")
    if not isinstance(card, dict) or card.get("contentType") != ADAPTIVE or not isinstance(card.get("content"), dict):
        yield f"a dialog's card is an attachment with contentType and content: {str(card)[:200]}"


def _is_error(value: object) -> bool:
    return isinstance(value, dict) and {"code", "message"} <= value.keys()


_ACCEPTED: Mapping[str, tuple[tuple[int, ...], Callable[[object], bool]]] = {
    ADAPTIVE: ((200,), lambda value: isinstance(value, dict)),
    MESSAGE: ((200,), lambda value: isinstance(value, str)),
    ERROR: ((400, 500), _is_error),
    "application/vnd.microsoft.activity.loginRequest": ((401,), lambda value: isinstance(value, dict)),
    "application/vnd.microsoft.error.incorrectAuthCode": ((401,), lambda _: True),
    "application/vnd.microsoft.error.preconditionFailed": ((412,), _is_error),
}
