"""What a person puts into a control, in the shape Slack reports it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any, Protocol

from bot.playground.blocks.emoji import drawn
from bot.playground.errors import PlaygroundError

State = dict[str, Any]


class Places(Protocol):
    """The people and channels that can be picked."""

    def has_person(self, user_id: str) -> bool:
        """Return whether a person with this id can be picked."""
        ...

    def has_channel(self, channel_id: str) -> bool:
        """Return whether a channel with this id can be picked."""
        ...


_INITIAL = {
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "overflow": ("selected_option", ""),
    "users_select": ("selected_user", "initial_user"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "channels_select": ("selected_channel", "initial_channel"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "checkboxes": ("selected_options", "initial_options"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "plain_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
}
_MANY = frozenset({"selected_options", "selected_users", "selected_conversations", "selected_channels"})


def untouched(element: dict[str, Any]) -> State:
    """Return the state of an element nobody has touched: its initial value, or null (an empty list for many)."""
    key, initial = _INITIAL[element["type"]]
    value = element.get(initial)
    return {"type": element["type"], key: [] if value is None and key in _MANY else value}


def value_of(state: State) -> Any:
    """Return the value inside a state object."""
    return next((value for key, value in state.items() if key != "type"), None)


def choose(element: dict[str, Any], raw: object, places: Places) -> State:
    """Return the state after a person puts `raw` in; raise PlaygroundError when the client would not allow it."""
    key, _ = _INITIAL[element["type"]]
    if raw is None or raw == "":
        return {"type": element["type"], key: [] if key in _MANY else None}
    reader = _READERS[element["type"]]
    if key not in _MANY:
        return {"type": element["type"], key: reader(element, raw, places)}
    if not isinstance(raw, (list, tuple, set, frozenset)):
        raise PlaygroundError(f"{element['type']} takes a list, not {raw!r}")
    limit = element.get("max_selected_items")
    if limit is not None and len(raw) > limit:
        raise PlaygroundError(f"at most {limit} can be selected")
    return {"type": element["type"], key: [reader(element, item, places) for item in raw]}


def options_of(element: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield every option of a select, groups flattened."""
    yield from element.get("options", [])
    for group in element.get("option_groups", []):
        yield from group["options"]


def _option(element: dict[str, Any], raw: object, _: Places) -> dict[str, Any]:
    options = list(options_of(element))
    for option in options:
        if option.get("value") == raw:
            return _reported(option)
    for option in options:
        if drawn(str(option["text"]["text"])) == raw:
            return _reported(option)
    raise PlaygroundError(f"no option {raw!r}; there are {[option.get('value') for option in options]}")


def _reported(option: dict[str, Any]) -> dict[str, Any]:
    return {key: option[key] for key in ("text", "value", "description") if key in option}


def _external(_: dict[str, Any], raw: object, __: Places) -> dict[str, Any]:
    if isinstance(raw, dict):
        return _reported(raw)
    return {"text": {"type": "plain_text", "text": str(raw), "emoji": True}, "value": str(raw)}


def _person(_: dict[str, Any], raw: object, places: Places) -> str:
    if not isinstance(raw, str) or not places.has_person(raw):
        raise PlaygroundError(f"nobody here has the id {raw!r}")
    return raw


def _channel(_: dict[str, Any], raw: object, places: Places) -> str:
    if not isinstance(raw, str) or not places.has_channel(raw):
        raise PlaygroundError(f"no channel has the id {raw!r}")
    return raw


def _date(_: dict[str, Any], raw: object, __: Places) -> str:
    text = raw.isoformat() if isinstance(raw, date) else str(raw)
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            return date.fromisoformat(text).isoformat()
    except ValueError:
        pass  # falls through to the sentence below
    raise PlaygroundError(f"{raw!r} is not a date like 2026-03-31")


def _time(_: dict[str, Any], raw: object, __: Places) -> str:
    text = raw.strftime("%H:%M") if isinstance(raw, time) else str(raw)
    if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", text):
        raise PlaygroundError(f"{raw!r} is not a time like 09:30")
    return text


def _moment(_: dict[str, Any], raw: object, __: Places) -> int:
    if isinstance(raw, datetime) and raw.tzinfo is not None:
        return int(raw.timestamp())
    if isinstance(raw, int) or (isinstance(raw, str) and raw.isdigit()):
        return int(raw)
    raise PlaygroundError(f"{raw!r} is not a moment: give Unix seconds or an aware datetime")


def _text(element: dict[str, Any], raw: object, _: Places) -> str:
    if not isinstance(raw, str):
        raise PlaygroundError(f"a text field takes text, not {raw!r}")
    if len(raw) > element.get("max_length", 3000):
        raise PlaygroundError(f"at most {element.get('max_length', 3000)} characters fit in, not {len(raw)}")
    if len(raw) < element.get("min_length", 0):
        raise PlaygroundError(f"at least {element['min_length']} characters are needed, not {len(raw)}")
    if "\n" in raw and not element.get("multiline"):
        raise PlaygroundError("this field takes one line")
    return raw


def _number(element: dict[str, Any], raw: object, _: Places) -> str:
    try:
        number = Decimal(str(raw))
    except InvalidOperation:
        raise PlaygroundError(f"{raw!r} is not a number") from None
    if not element.get("is_decimal_allowed") and number != number.to_integral_value():
        raise PlaygroundError(f"{raw} must be a whole number")
    for bound, outside in (("min_value", number.__lt__), ("max_value", number.__gt__)):
        if bound in element and outside(Decimal(str(element[bound]))):
            raise PlaygroundError(f"{raw} is outside {bound} {element[bound]}")
    return str(raw)


def _url(_: dict[str, Any], raw: object, __: Places) -> str:
    if not isinstance(raw, str) or not re.fullmatch(r"[a-z][a-z0-9+.-]*://\S+", raw, re.IGNORECASE):
        raise PlaygroundError(f"{raw!r} is not a web address")
    return raw


def _email(_: dict[str, Any], raw: object, __: Places) -> str:
    if not isinstance(raw, str) or not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", raw):
        raise PlaygroundError(f"{raw!r} is not an e-mail address")
    return raw


def _rich(_: dict[str, Any], raw: object, __: Places) -> dict[str, Any]:
    if isinstance(raw, dict):
        return raw
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": str(raw)}]}
    return {"type": "rich_text", "elements": [section]}


_READERS: dict[str, Callable[[dict[str, Any], object, Places], Any]] = {
    "static_select": _option,
    "radio_buttons": _option,
    "overflow": _option,
    "multi_static_select": _option,
    "checkboxes": _option,
    "external_select": _external,
    "multi_external_select": _external,
    "users_select": _person,
    "multi_users_select": _person,
    "channels_select": _channel,
    "multi_channels_select": _channel,
    "conversations_select": _channel,
    "multi_conversations_select": _channel,
    "datepicker": _date,
    "timepicker": _time,
    "datetimepicker": _moment,
    "plain_text_input": _text,
    "number_input": _number,
    "url_text_input": _url,
    "email_text_input": _email,
    "rich_text_input": _rich,
}
