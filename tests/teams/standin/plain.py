"""A card as plain text: what a person reads, from top to bottom."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tests.teams.standin.markup import readable, visible
from tests.teams.standin.tree import Node, kind


def plain(card: Node) -> str:
    """Return a card's text, one line per element, buttons as "[label]"."""
    return _lines(card.get("body", ()), card.get("actions", ()))


def _lines(elements: Iterable[Node], actions: Iterable[Node] = ()) -> str:
    texts = [_element(element) for element in elements] + [_actions(actions)]
    return "\n".join(text for text in texts if text)


def _element(node: Node) -> str:
    if kind(node).startswith("Input."):
        return _input(node)
    reader = _READERS.get(kind(node))
    return reader(node) if reader is not None else ""


def _columns(node: Node) -> str:
    """Side by side; a column of several lines stands under the others."""
    return "  ".join(text for column in node.get("columns", ()) if (text := _lines(column.get("items", ()))))


def _table(node: Node) -> str:
    rows = [[_lines(cell.get("items", ())) for cell in row.get("cells", ())] for row in node.get("rows", ())]
    return "\n".join(" | ".join(row) for row in rows)


def _facts(node: Node) -> str:
    return "\n".join(f"{readable(fact['title'])} {readable(fact['value'])}" for fact in node.get("facts", ()))


def _runs(node: Node) -> str:
    return "".join(visible(run) if isinstance(run, str) else _run(run) for run in node.get("inlines", ()))


def _run(run: Node) -> str:
    text, url = visible(str(run.get("text", ""))), run.get("selectAction", {}).get("url")
    return f"{text} ({url})" if url and url != text else text


def _actions(actions: Iterable[Node]) -> str:
    return " ".join(_action(action) for action in actions)


def _action(action: Node) -> str:
    label = f"[{action.get('title', '')}]"
    inside = plain(action["card"]) if isinstance(action.get("card"), dict) else ""
    return f"{label}\n{inside}" if inside else label


def _input(node: Node) -> str:
    label = f"{readable(node['label'])}: " if node.get("label") else ""
    value = str(node.get("value", ""))
    shown = next((choice["title"] for choice in node.get("choices", ()) if choice["value"] == value), value)
    mark = " ▾" if kind(node) == "Input.ChoiceSet" else ""
    return f"{label}[{shown or node.get('placeholder') or ' ' * 8}{mark}]"


_READERS: dict[str, Callable[[Node], str]] = {
    "TextBlock": lambda node: readable(str(node.get("text", ""))),
    "RichTextBlock": _runs,
    "FactSet": _facts,
    "Container": lambda node: _lines(node.get("items", ())),
    "ColumnSet": _columns,
    "Table": _table,
    "ActionSet": lambda node: _actions(node.get("actions", ())),
    "Image": lambda node: f"(image: {node.get('altText', '')})",
    "ImageSet": lambda node: _lines(node.get("images", ())),
}
