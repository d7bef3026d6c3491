"""YAML text as plain values that know their lines; whatever could harm or mislead is refused while it is read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
    StreamStartEvent,
)
from ruamel.yaml.reader import ReaderError

from readiness.templates.problem import Problem, quote

BYTES_LIMIT = 128 * 1024
DEPTH_LIMIT = 12
ENTRIES_LIMIT = 100
"""How many entries or fields one thing may hold here; the schema's own bounds are lower and told more kindly."""

OPEN_BRACKETS_LIMIT = 40
"""How many brackets one line may leave open, counted before parsing: the parser looks ahead quadratically in them."""

PARTS_LIMIT = 5000
"""How many values, lists and ends of lists a file may hold: twice a checklist of sixty gates, a tenth of a second."""

Path = tuple[str | int, ...]

_TOO_DEEP = "lists stand too deep inside each other here; a checklist needs four levels"
_TOO_MANY = "the file holds far more entries than a checklist can have; remove some"
_BRACKET = re.compile(r"[\[\]{}\n]")
_WHOLE_NUMBER = re.compile(r"-?(0|[1-9]\d{0,8})")
_PLAIN_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}

_HINTS = {
    "mapping values are not allowed": "there is a colon too many here, or the line is indented too far; put text that "
    "holds a colon in quotes",
    r"'\t' that cannot start": "a tab stands here; indent with spaces",
    "that cannot start any token": "text cannot begin with this character; put the text in quotes",
    "expected <block end>": "this line is not indented like the lines it belongs to; line them up",
    "could not find expected ':'": "the line above is neither `name: text` nor part of one; add the colon or indent it",
    "unexpected end of stream": "a quotation mark is opened and never closed; close it",
    "expected ',' or ']'": "a list that begins with `[` is never closed; add the `]`",
    "expected ',' or '}'": "something that begins with `{` is never closed; add the `}`",
}


class NotReadable(Exception):
    """The text is no YAML that is read here; `problem` says where and why."""

    def __init__(self, problem: Problem) -> None:
        """Keep the one problem at which reading stopped."""
        self.problem = problem
        super().__init__(str(problem))


@dataclass(frozen=True, slots=True)
class Document:
    """Values of a file by path, with the place where each begins, and fields that stand twice."""

    data: object
    places: dict[Path, tuple[int, int]]
    repeated: tuple[Problem, ...] = ()

    def problem(self, path: Path, sentence: str) -> Problem:
        """`sentence` at the place of `path`, or of the nearest thing around it that is there."""
        while path and path not in self.places:
            path = path[:-1]
        return Problem(*self.places.get(path, (1, 1)), sentence)

    def line(self, path: Path) -> int:
        """The line on which the value at `path` begins."""
        return self.places[path][0]


def read(text: str | bytes) -> Document:
    """The one document in `text`.

    The size and runs of brackets are looked at before anything is parsed. Then the parser's events are taken one by
    one, so that an alias, a tag or a nest too deep ends the reading where it stands: nothing is ever expanded. Raises
    `NotReadable`.
    """
    decoded = _decoded(text)
    _refuse_brackets(decoded)
    yaml = YAML(typ="safe", pure=True)
    try:
        return _Reading(yaml.parse(decoded)).document()
    except ReaderError as error:
        raise NotReadable(_forbidden_character(decoded, error)) from error
    except YAMLError as error:
        raise NotReadable(_syntax_problem(error)) from error
    except (ValueError, OverflowError) as error:
        # ruamel converts escapes and version numbers without a check, so that absurd ones surface as these.
        place = (yaml.reader.line + 1, yaml.reader.column + 1)
        raise NotReadable(Problem(*place, "a number here is too large to be read; delete it")) from error


def _decoded(text: str | bytes) -> str:
    size = len(text)
    if isinstance(text, str) and size <= BYTES_LIMIT:
        size = len(text.encode("utf-8", "surrogatepass"))
    if size > BYTES_LIMIT:
        raise NotReadable(Problem(1, 1, f"the file is larger than {BYTES_LIMIT // 1024} KiB; shorten its texts"))
    if isinstance(text, bytes):
        text = _from_utf8(text)
    return text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")


def _from_utf8(text: bytes) -> str:
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError as error:
        before = text[: error.start]
        column = error.start - (before.rfind(b"\n") + 1) + 1
        sentence = "the file is not in UTF-8; save it with the encoding UTF-8"
        raise NotReadable(Problem(before.count(b"\n") + 1, column, sentence)) from error


def _refuse_brackets(text: str) -> None:
    line, begins, opened = 1, 0, 0
    for match in _BRACKET.finditer(text):
        if match[0] == "\n":
            line, begins, opened = line + 1, match.end(), 0
            continue
        opened += 1 if match[0] in "[{" else -1
        if opened > OPEN_BRACKETS_LIMIT:
            raise NotReadable(Problem(line, match.start() - begins + 1, _TOO_DEEP))


@dataclass(slots=True)
class _Reading:
    """A walk along the parser's events that builds values and remembers where they stand."""

    events: Iterator[Event]
    places: dict[Path, tuple[int, int]] = field(default_factory=dict)
    repeated: list[Problem] = field(default_factory=list)
    parts: int = 0

    def document(self) -> Document:
        event = self.next()
        while isinstance(event, StreamStartEvent | DocumentStartEvent):
            event = self.next()
        if isinstance(event, StreamEndEvent):
            raise NotReadable(Problem(1, 1, "the file is empty; begin with `schema: 1`"))
        data = self.value(event, ())
        while isinstance(event := self.next(), DocumentEndEvent):
            pass
        if not isinstance(event, StreamEndEvent):
            raise _refused(event, "a second document begins here; keep one checklist in a file and delete the `---`")
        return Document(data, self.places, tuple(self.repeated))

    def next(self) -> Event:
        self.parts += 1
        event = next(self.events)
        if self.parts > PARTS_LIMIT:
            raise _refused(event, _TOO_MANY)
        _refuse_reference(event)
        return event

    def value(self, event: Event, path: Path) -> object:
        self.places.setdefault(path, _place(event))
        if len(path) > DEPTH_LIMIT:
            raise _refused(event, _TOO_DEEP)
        if isinstance(event, MappingStartEvent):
            return self.mapping(path)
        if isinstance(event, SequenceStartEvent):
            return self.sequence(path)
        return _scalar(event)

    def mapping(self, path: Path) -> dict[str, object]:
        values: dict[str, object] = {}
        while not isinstance(event := self.next(), MappingEndEvent):
            name = _field_name(event)
            _refuse_crowd(event, len(values) + len(self.repeated))
            here = (*path, name)
            if name in values:
                first = self.places[here][0]
                sentence = f"{quote(name)} stands here again, first on line {first}; keep one of them"
                self.repeated.append(Problem(*_place(event), sentence))
                self.value(self.next(), (*here, "again"))
                continue
            self.places[here] = _place(event)
            values[name] = self.value(self.next(), here)
        return values

    def sequence(self, path: Path) -> list[object]:
        values: list[object] = []
        while not isinstance(event := self.next(), SequenceEndEvent):
            _refuse_crowd(event, len(values))
            values.append(self.value(event, (*path, len(values))))
        return values


def _refuse_reference(event: Event) -> None:
    anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
    if isinstance(event, AliasEvent):
        raise _refused(event, f"{quote(f'*{anchor}')} is a YAML alias; write the part out, or put the text in quotes")
    if anchor is not None:
        raise _refused(event, f"{quote(f'&{anchor}')} is a YAML anchor; delete it, or put the text in quotes")
    if tag is not None:
        raise _refused(event, f"{quote(tag)} is a YAML tag; delete it, or put the text in quotes")


def _refuse_crowd(event: Event, entries: int) -> None:
    if entries >= ENTRIES_LIMIT:
        raise _refused(event, _TOO_MANY)


def _field_name(event: Event) -> str:
    if not isinstance(event, ScalarEvent):
        raise _refused(event, "a field has a list for its name; write a plain word before the colon")
    return str(event.value)


def _scalar(event: Event) -> object:
    text = str(getattr(event, "value", ""))
    if getattr(event, "style", None) is not None:
        return text
    if text in _PLAIN_WORDS:
        return _PLAIN_WORDS[text]
    return int(text) if _WHOLE_NUMBER.fullmatch(text) else text


def _place(event: Event) -> tuple[int, int]:
    return event.start_mark.line + 1, event.start_mark.column + 1


def _refused(event: Event, sentence: str) -> NotReadable:
    return NotReadable(Problem(*_place(event), sentence))


def _forbidden_character(text: str, error: ReaderError) -> Problem:
    before = text[: error.position]
    column = error.position - before.rfind("\n")
    sentence = f"the invisible character U+{ord(text[error.position]):04X} stands here; delete it"
    return Problem(before.count("\n") + 1, column, sentence)


def _syntax_problem(error: YAMLError) -> Problem:
    if not isinstance(error, MarkedYAMLError):
        return Problem(1, 1, f"this is not YAML ({error}); compare it with a built-in checklist")
    reason = error.problem or "it cannot be read"
    hint = next((hint for part, hint in _HINTS.items() if part in reason), None)
    # An end that is missing is best shown where the thing begins; everything else where it was noticed.
    opened = "never closed" in (hint or "") and error.context_mark is not None
    mark = error.context_mark if opened else error.problem_mark
    sentence = hint or f"this is not YAML ({reason}); compare it with a built-in checklist"
    return Problem(mark.line + 1, mark.column + 1, sentence) if mark is not None else Problem(1, 1, sentence)
