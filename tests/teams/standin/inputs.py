"""Filling in inputs, as Teams' client lets people do it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, time

from tests.teams.standin.controls import named
from tests.teams.standin.directory import Person
from tests.teams.standin.errors import StandinError
from tests.teams.standin.part_check import is_people_picker
from tests.teams.standin.tree import Node, kind

Pickable = Callable[[str], frozenset[str]]
"""The object ids that a people picker over a dataset offers."""


def filled_in(inputs: Sequence[Node], entered: Mapping[str, object], pickable: Pickable) -> dict[str, object]:
    """Return what goes along under each input's id; `entered` names inputs by id, label or placeholder.

    Raises StandinError where Teams would not let it be entered, or would not send it.
    """
    chosen = {_input(inputs, name)["id"]: raw for name, raw in entered.items()}
    values = {field["id"]: _value(field, chosen, pickable) for field in inputs}
    missing = [named(field)[-1] for field in inputs if field.get("isRequired") and values[field["id"]] in (None, "")]
    if missing:
        raise StandinError(f"please fill in: {', '.join(missing)}")
    return {name: value for name, value in values.items() if value is not None}


def _input(inputs: Sequence[Node], name: str) -> Node:
    found = [field for field in inputs if name in named(field)]
    if len(found) != 1:
        raise StandinError(f"{len(found)} inputs are called {name!r}; there are {[named(field) for field in inputs]}")
    return found[0]


def _value(field: Node, chosen: Mapping[str, object], pickable: Pickable) -> object:
    """What is sent for one input; None for nothing at all, as from a list in which nothing is chosen."""
    if kind(field) == "Input.Toggle":
        return _toggle(field, chosen.get(field["id"]))
    raw = chosen.get(field["id"], field.get("value"))
    if raw in (None, "", []):
        return "" if kind(field) in ("Input.Text", "Input.Date", "Input.Time") else None
    try:
        return _KINDS[kind(field)](field, raw, pickable)
    except ValueError as wrong:
        raise StandinError(f"{named(field)[-1]}: {wrong}") from wrong


def _toggle(field: Node, chosen: object) -> str:
    on, off = str(field.get("valueOn", "true")), str(field.get("valueOff", "false"))
    if chosen is None:
        return str(field.get("value", off))
    return on if chosen else off


def _text(field: Node, raw: object, _: Pickable) -> str:
    text = str(raw)
    if len(text) > int(field.get("maxLength", len(text))):
        raise ValueError(f"{len(text)} characters do not fit into {field['maxLength']}")
    if "regex" in field and not re.search(field["regex"], text):
        raise ValueError(f"{text!r} does not look like {field['regex']}")
    return text if field.get("isMultiline") else " ".join(text.splitlines())


def _number(field: Node, raw: object, _: Pickable) -> float:
    number = float(str(raw))
    if not float(field.get("min", number)) <= number <= float(field.get("max", number)):
        raise ValueError(f"{number} is out of range")
    return number


def _date(field: Node, raw: object, _: Pickable) -> str:
    day = date.fromisoformat(str(raw)).isoformat()
    if not str(field.get("min", day)) <= day <= str(field.get("max", day)):
        raise ValueError(f"{day} cannot be chosen")
    return day


def _time(_: Node, raw: object, __: Pickable) -> str:
    return time.fromisoformat(str(raw)).strftime("%H:%M")


def _choice(field: Node, raw: object, pickable: Pickable) -> str:
    values = [_choice_value(one) for one in (raw if isinstance(raw, list | tuple) else _split(field, raw))]
    if len(values) > 1 and not field.get("isMultiSelect"):
        raise ValueError("only one can be chosen")
    if is_people_picker(field):
        offered = pickable(field["choices.data"]["dataset"])
    else:
        offered = frozenset(choice["value"] for choice in field["choices"])
    if strangers := [value for value in values if value not in offered]:
        raise ValueError(f"{strangers} cannot be chosen")
    return ",".join(values)


def _split(field: Node, raw: object) -> Sequence[object]:
    return raw.split(",") if isinstance(raw, str) and field.get("isMultiSelect") else (raw,)


def _choice_value(raw: object) -> str:
    return raw.object_id if isinstance(raw, Person) else str(raw)


_KINDS: Mapping[str, Callable[[Node, object, Pickable], object]] = {
    "Input.Text": _text,
    "Input.Number": _number,
    "Input.Date": _date,
    "Input.Time": _time,
    "Input.ChoiceSet": _choice,
}
