"""What the parts of a checklist say about each other: keys are unique, and everything named is there.

Works on the file as read, before the schema has accepted it, so that one report holds every problem.
"""

from collections.abc import Iterable, Iterator
from graphlib import CycleError, TopologicalSorter

from readiness.domain.values.gate import Condition
from readiness.domain.values.milestone import MILESTONES
from readiness.templates.document import Document, Path
from readiness.templates.nearest import did_you_mean
from readiness.templates.problem import Problem, quote

JUDGED_BY_GATES = tuple(condition for condition in Condition if condition is not Condition.HANDOFF_OWNER)
"""The conditions that only gates can satisfy; the handoff owner accepts, gate or no gate."""

_ORDER = list(MILESTONES)


def link_problems(document: Document) -> Iterator[Problem]:
    """Every problem between the parts of `document`; what the schema finds in a single part is left to it."""
    gates = tuple(_entries(document.data, "gates"))
    for section in ("sources", "parties", "gates"):
        yield from _repeated_keys(document, section)
    yield from _unknown_names(document, gates)
    for path, gate in gates:
        yield from _days_without_milestone(document, path, gate)
        yield from _due_before_dependencies(document, path, gate, gates)
    yield from _answered_twice(document, gates)
    yield from _circles(document, gates)
    yield from _conditions_without_gates(document, gates)


def _repeated_keys(document: Document, section: str) -> Iterator[Problem]:
    first: dict[object, Path] = {}
    for path, entry in _entries(document.data, section):
        key = entry.get("key")
        if isinstance(key, str) and key in first:
            line = document.line((*first[key], "key"))
            yield document.problem(
                (*path, "key"), f"the key {quote(key)} is taken, first on line {line}; choose another"
            )
        elif isinstance(key, str):
            first[key] = path


def _unknown_names(document: Document, gates: Iterable[tuple[Path, dict[str, object]]]) -> Iterator[Problem]:
    parties, sources, keys = (_keys(document.data, section) for section in ("parties", "sources", "gates"))
    for path, gate in gates:
        yield from _unknown(document, _names(gate, path, "party"), "party", "parties", parties)
        yield from _unknown(document, _names(gate, path, "sources"), "source", "sources", sources)
        yield from _unknown(document, _names(gate, path, "depends-on"), "gate", "gates", keys)
        for at, group in _entries(gate.get("approval"), "groups", (*path, "approval")):
            yield from _unknown(document, _names(group, at, "parties"), "party", "parties", parties)


def _unknown(
    document: Document, names: list[tuple[Path, str]], noun: str, section: str, known: list[str]
) -> Iterator[Problem]:
    seen: set[str] = set()
    for path, name in names:
        if name in seen:
            yield document.problem(path, f"the {noun} {quote(name)} stands twice in this list; keep it once")
        elif name not in known:
            hint = did_you_mean(name, known) or f"add it to `{section}` or choose one that is there"
            yield document.problem(path, f"there is no {noun} {quote(name)} in this file; {hint}")
        seen.add(name)


def _days_without_milestone(document: Document, path: Path, gate: dict[str, object]) -> Iterator[Problem]:
    if gate.get("working-days-before") and gate.get("needed-by") is None:
        sentence = "`working-days-before` counts back from a milestone; add `needed-by`"
        yield document.problem((*path, "working-days-before"), sentence)


def _due_before_dependencies(
    document: Document, path: Path, gate: dict[str, object], gates: Iterable[tuple[Path, dict[str, object]]]
) -> Iterator[Problem]:
    milestones = {entry.get("key"): entry.get("needed-by") for _, entry in gates if isinstance(entry.get("key"), str)}
    due = gate.get("needed-by")
    for at, name in _names(gate, path, "depends-on"):
        later = milestones.get(name)
        if due in _ORDER and later in _ORDER and _ORDER.index(str(later)) > _ORDER.index(str(due)):
            yield document.problem(
                at,
                f"this gate is needed by {MILESTONES[str(due)]}, but {quote(name)} which it waits for only by "
                f"{MILESTONES[str(later)]}; move one of them",
            )


def _answered_twice(document: Document, gates: Iterable[tuple[Path, dict[str, object]]]) -> Iterator[Problem]:
    first: dict[str, Path] = {}
    for path, gate in gates:
        answers = gate.get("answers")
        if isinstance(answers, str) and answers in first:
            line = document.line((*first[answers], "answers"))
            sentence = f"{quote(answers)} is answered already, first on line {line}; let one gate answer it"
            yield document.problem((*path, "answers"), sentence)
        elif isinstance(answers, str):
            first[answers] = path


def _circles(document: Document, gates: Iterable[tuple[Path, dict[str, object]]]) -> Iterator[Problem]:
    paths = {gate["key"]: path for path, gate in reversed(tuple(gates)) if isinstance(gate.get("key"), str)}
    waits = {
        str(gate["key"]): [name for _, name in _names(gate, path, "depends-on") if name in paths]
        for path, gate in gates
        if isinstance(gate.get("key"), str)
    }
    while circle := _first_circle(waits):
        chain = ", ".join(f"{quote(one)} waits for {quote(other)}" for one, other in _pairs(circle))
        sentence = f"these gates wait for each other and none could begin: {chain}; remove one of these dependencies"
        yield document.problem((*paths[circle[0]], "depends-on"), sentence)
        waits = {key: [name for name in names if name not in circle] for key, names in waits.items()}


def _first_circle(waits: dict[str, list[str]]) -> list[str]:
    """Gates each of which waits for the next and the last for the first, beginning with the first in the file."""
    try:
        TopologicalSorter(waits).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1][:0:-1]
        order = list(waits)
        start = circle.index(min(circle, key=order.index))
        return circle[start:] + circle[:start]
    return []


def _pairs(circle: list[str]) -> Iterator[tuple[str, str]]:
    return zip(circle, [*circle[1:], circle[0]], strict=True)


def _conditions_without_gates(
    document: Document, gates: tuple[tuple[Path, dict[str, object]], ...]
) -> Iterator[Problem]:
    present = {str(gate.get("condition")) for _, gate in gates}
    for condition in JUDGED_BY_GATES:
        if gates and condition not in present:
            sentence = f"no gate has the condition `{condition}`, so it could never be met; add a gate for it"
            yield document.problem(("gates",), sentence)


def _keys(data: object, section: str) -> list[str]:
    return [key for _, entry in _entries(data, section) if isinstance(key := entry.get("key"), str)]


def _entries(data: object, section: str, path: Path = ()) -> Iterator[tuple[Path, dict[str, object]]]:
    """The entries of a list that have fields, each with its path; nothing where the file holds something else."""
    entries = data.get(section) if isinstance(data, dict) else None
    for index, entry in enumerate(entries if isinstance(entries, list) else []):
        if isinstance(entry, dict):
            yield (*path, section, index), entry


def _names(entry: dict[str, object], path: Path, name: str) -> list[tuple[Path, str]]:
    """The names in a field that holds one or a list of them, each with its path."""
    value = entry.get(name)
    if isinstance(value, str):
        return [((*path, name), value)] if name == "party" else []
    names = value if isinstance(value, list) else []
    return [((*path, name, index), item) for index, item in enumerate(names) if isinstance(item, str)]
