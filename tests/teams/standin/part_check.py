"""What is wrong with one element or action of a card."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from tests.teams.standin.controls import EXECUTE, SHOW, SUBMIT, msteams_type
from tests.teams.standin.text_check import check_text
from tests.teams.standin.tree import Node, kind

ACTIONS_IN_A_ROW = 6
PEOPLE = "graph.microsoft.com/users"

REQUIRED: Mapping[str, tuple[tuple[str, type], ...]] = {
    "AdaptiveCard": (),
    "TextBlock": (("text", str),),
    "RichTextBlock": (("inlines", list),),
    "TextRun": (("text", str),),
    "Image": (("url", str),),
    "ImageSet": (("images", list),),
    "Container": (("items", list),),
    "ColumnSet": (("columns", list),),
    "Column": (("items", list),),
    "FactSet": (("facts", list),),
    "ActionSet": (("actions", list),),
    "Table": (("columns", list), ("rows", list)),
    "TableRow": (("cells", list),),
    "TableCell": (("items", list),),
    "Input.Text": (("id", str),),
    "Input.Number": (("id", str),),
    "Input.Date": (("id", str),),
    "Input.Time": (("id", str),),
    "Input.Toggle": (("id", str), ("title", str)),
    "Input.ChoiceSet": (("id", str), ("choices", list)),
    "Action.OpenUrl": (("url", str),),
    EXECUTE: (("verb", str), ("data", dict)),
    SUBMIT: (),
    SHOW: (("card", dict),),
    "Action.ToggleVisibility": (("targetElements", list),),
}
"""What Teams shows, and what each of them cannot do without."""

SUBMITS = frozenset({"", "messageBack", "imBack", "signin", "task/fetch", "invoke"})
WEB = re.compile(r"https?://\S+|mailto:\S+")
IMAGE = re.compile(r"https://\S+|data:image/\S+")


def check_part(part: Node) -> Iterator[str]:
    """Yield everything wrong with an element or action, without what is inside it."""
    name = kind(part)
    if name not in REQUIRED:
        yield f"Teams shows no {name or 'element without a type'}: {sorted(part)}"
        return
    for key, needed in REQUIRED[name]:
        if not isinstance(part.get(key), needed) or part[key] == "":
            yield f"{name} needs {key}: {str(part)[:200]}"
    yield from _CHECKS.get(name, _nothing)(part)
    yield from _check_row(part)


def _check_row(part: Node) -> Iterator[str]:
    yield from (f"nothing can be read on {str(one)[:200]}" for one in _actions(part) if not _says_something(one))
    shown = [one for one in _actions(part) if one.get("mode", "primary") == "primary"]
    if len(shown) > ACTIONS_IN_A_ROW:
        yield f"{len(shown)} actions in a row; Teams shows {ACTIONS_IN_A_ROW}"


def _says_something(action: Node) -> bool:
    return bool(action.get("title") or action.get("iconUrl"))


def _actions(part: Node) -> list[Node]:
    actions = part.get("actions")
    return actions if isinstance(actions, list) else []


def _check_text_block(part: Node) -> Iterator[str]:
    yield from check_text(str(part.get("text", "")), "TextBlock")


def _check_facts(part: Node) -> Iterator[str]:
    for fact in part.get("facts", ()):
        if (
            not isinstance(fact, dict)
            or not isinstance(fact.get("title"), str)
            or not isinstance(fact.get("value"), str)
        ):
            yield f"a fact needs title and value: {fact}"
            continue
        yield from check_text(fact["title"], "FactSet")
        yield from check_text(fact["value"], "FactSet")


def _check_image(part: Node) -> Iterator[str]:
    if not IMAGE.fullmatch(str(part.get("url", ""))):
        yield f"Teams loads pictures over https only: {str(part.get('url'))[:200]!r}"


def _check_open_url(part: Node) -> Iterator[str]:
    if not WEB.fullmatch(str(part.get("url", ""))):
        yield f"Action.OpenUrl opens web addresses only: {str(part.get('url'))[:200]!r}"


def _check_submit(part: Node) -> Iterator[str]:
    what = msteams_type(part.get("data"))
    if what not in SUBMITS:
        yield f"data.msteams.type {what!r} means nothing to Teams"


def _check_choices(part: Node) -> Iterator[str]:
    """Choices need a title and a value; a chosen value has to be one of them; several are joined by commas."""
    choices = part.get("choices") if isinstance(part.get("choices"), list) else []
    for choice in choices or ():
        if not isinstance(choice.get("title"), str) or not isinstance(choice.get("value"), str):
            yield f"a choice needs title and value: {choice}"
        elif part.get("isMultiSelect") and "," in choice["value"]:
            yield f"the value of one of several choices has no comma: {choice}"
    if "choices.data" not in part:
        values = {choice.get("value") for choice in choices or ()}
        yield from (f"{each!r} is none of the choices" for each in chosen_values(part) if each not in values)
    elif not is_query(part["choices.data"]):
        yield f"choices.data is no Data.Query over a dataset: {part['choices.data']}"


def chosen_values(part: Node) -> list[str]:
    """What is chosen in a ChoiceSet before anybody touches it."""
    value = str(part.get("value", ""))
    if not value:
        return []
    return value.split(",") if part.get("isMultiSelect") else [value]


def is_people_picker(part: Node) -> bool:
    """Whether this chooses among people."""
    return is_query(part.get("choices.data")) and str(part["choices.data"]["dataset"]).startswith(PEOPLE)


def is_query(data: object) -> bool:
    """Whether choices come from somewhere else than the card."""
    return isinstance(data, dict) and data.get("type") == "Data.Query" and bool(data.get("dataset"))


def _nothing(_: Node) -> Iterator[str]:
    return iter(())


_CHECKS: Mapping[str, Callable[[Node], Iterator[str]]] = {
    "TextBlock": _check_text_block,
    "FactSet": _check_facts,
    "Image": _check_image,
    "Action.OpenUrl": _check_open_url,
    SUBMIT: _check_submit,
    "Input.ChoiceSet": _check_choices,
}
