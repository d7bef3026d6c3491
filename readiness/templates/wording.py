"""What pydantic found, said in sentences that tell a person what to do."""

from pydantic_core import ErrorDetails

from readiness.templates.document import Path
from readiness.templates.nearest import did_you_mean
from readiness.templates.problem import quote
from readiness.templates.schema import CHOICE, field_names

_NAMED_BY_THEIR_TEXT = {"key", "text", "address", "need"}
_REMEDIES = {
    "string_type": "is {shown}; put it in quotes to make it text",
    "string_too_short": "is empty; write something there",
    "string_too_long": "is {length} characters long; shorten it to {max_length}",
    "int_type": "is {shown}; write a whole number",
    "literal_error": "is {shown}; write {expected}",
    "greater_than_equal": "is {shown}; write at least {ge}",
    "less_than_equal": "is {shown}; write at most {le}",
    "bool_type": "is {shown}; write true or false",
    "list_type": "should be a list; put each entry on a line of its own that begins with a dash",
    "too_long": "has {actual_length} entries; keep at most {max_length}",
    "too_short": "is an empty list; add an entry",
    "model_type": "should have fields; write lines such as `key: …`",
}
_KINDS = {"gates": "gate", "parties": "party", "sources": "source"}


def sentence(error: ErrorDetails, data: object) -> str:
    """One sentence for `error`, found in the file's `data`: what is wrong and what to do."""
    path: Path = tuple(error["loc"])
    value, context, kind = error["input"], error.get("ctx", {}), error["type"]
    name = _name(path)
    if kind == "missing":
        return f"{_owner(path[:-1], data)} has no {quote(path[-1])}; add it"
    if kind == "extra_forbidden":
        return _unknown_field(path, data)
    if value is None:
        return f"{name} is empty; write something there or delete the line"
    if kind == CHOICE:
        return _wrong_word(name, str(value), [str(choice) for choice in context["choices"]])
    if kind in _NAMED_BY_THEIR_TEXT:
        return (
            f"{name} is {quote(value)}; {error['msg']}" if not isinstance(value, dict | list) else f"{name} {_list()}"
        )
    return f"{name} {_remedy(kind, value, context, error['msg'])}"


def _name(path: Path) -> str:
    """How to speak of the value at `path`."""
    if path and isinstance(path[-1], int):
        return f"entry {path[-1] + 1} of {quote(path[-2])}"
    return quote(path[-1]) if path else "the file"


def _owner(path: Path, data: object) -> str:
    """The thing around a field: a gate, party or source by its key, or the checklist."""
    if not path:
        return "the checklist"
    if path[-1] == "approval":
        return f"the approval of {_owner(path[:-1], data)}"
    if path[-2] == "groups":
        return f"a group of {_owner(path[:-3], data)}"
    key = _at((*path, "key"), data)
    noun = _KINDS[str(path[-2])]
    return f"the {noun} {quote(key)}" if isinstance(key, str) else f"{noun} {int(path[-1]) + 1}"


def _at(path: Path, data: object) -> object:
    for part in path:
        if isinstance(data, dict):
            data = data.get(part)
        elif isinstance(data, list) and isinstance(part, int):
            data = data[part]
    return data


def _unknown_field(path: Path, data: object) -> str:
    known = field_names(path[:-1])
    hint = did_you_mean(str(path[-1]), known) or "delete it"
    return f"{_owner(path[:-1], data)} has a field {quote(path[-1])} that is not known; {hint}"


def _wrong_word(name: str, word: str, choices: list[str]) -> str:
    hint = did_you_mean(word, choices) or f"write one of {', '.join(choices)}"
    return f"{name} is {quote(word)}; {hint}"


def _remedy(kind: str, value: object, context: dict[str, object], message: str) -> str:
    """What stands there instead of what should, by pydantic's type of error."""
    if kind == "string_type" and isinstance(value, dict | list):
        return _list()
    remedy = _REMEDIES.get(kind, "cannot be used; {message}")
    length = len(str(value).strip())
    return remedy.format_map({"shown": _shown(value), "length": length, "message": message, **context})


def _list() -> str:
    return "holds a list or fields; write one text"


def _shown(value: object) -> str:
    return quote(str(value).lower() if isinstance(value, bool) else value)
