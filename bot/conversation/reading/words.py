"""What somebody typed, as tokens that no platform's syntax is left in.

A platform's room splits its own text into segments (plain text, and the people, channels and links it knows) and calls
`tokenise`. Plain text is split at white space; a double quote, straight or curly, at the start of a word opens a quoted
token. What follows a command as a comment is read from the text as it was typed, people in it shown as @label.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

_QUOTES = frozenset('"“”„‟＂')
_DASHES = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_FULL_WIDTH = {0xFF01 + index: 0x21 + index for index in range(94)}
"""The wide forms of ASCII that East Asian keyboards give."""

_LINK = re.compile(r"https?://\S+", re.IGNORECASE)
_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_LINE_ENDS = re.compile("\r\n?|\u2028|\u2029")


@dataclass(frozen=True, slots=True)
class Word:
    """A run of characters without white space."""

    text: str


@dataclass(frozen=True, slots=True)
class Quoted:
    """What stood between double quotes, without them."""

    text: str


@dataclass(frozen=True, slots=True)
class Unclosed:
    """What follows a quote that nothing closes, to the end. Harmless in a comment, a mistake anywhere else."""

    text: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who was mentioned, by the account id of the platform; `label` is the name shown."""

    account: str
    label: str


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel that was named, by its id; `label` is the name shown."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Url:
    """A web address."""

    url: str


Token: TypeAlias = Word | Quoted | Unclosed | Person | Channel | Url
Segment: TypeAlias = str | Person | Channel | Url


@dataclass(frozen=True, slots=True)
class Utterance:
    """Tokens, the whole text with mentions shown as @label, and where in it each token starts."""

    tokens: tuple[Token, ...]
    text: str
    starts: tuple[int, ...]

    def rest(self, index: int) -> str:
        """Everything from token `index` to the end, as typed; a rest that is one quoted token loses its quotes."""
        return self.between(index, len(self.tokens))

    def between(self, first: int, after: int) -> str:
        """Everything from token `first` up to but without token `after`, as typed."""
        if first >= after:
            return ""
        only = self.tokens[first]
        if after == first + 1 and isinstance(only, Quoted):
            return only.text.strip()
        end = self.starts[after] if after < len(self.starts) else len(self.text)
        return self.text[self.starts[first] : end].strip()


def tokenise(segments: Iterable[Segment]) -> Utterance:
    """The utterance that the segments make. Never fails; what no database can store is shown as U+FFFD."""
    pieces = [_cleaned(segment) for segment in segments]
    text = "".join(map(_shown, pieces))
    placed = list(_placed(text, _marks(pieces)))
    return Utterance(tuple(token for token, _ in placed), text, tuple(start for _, start in placed))


def from_text(text: str) -> Utterance:
    """The utterance of a text without mentions."""
    return tokenise((text,))


def shown(token: Token) -> str:
    """A token as a person would recognise it in an answer: what was typed, mentions as @label and #label."""
    match token:
        case Word(text) | Quoted(text) | Unclosed(text):
            return text
        case _:
            return _shown(token)


def folded(text: str) -> str:
    """A word as it is compared: small letters, plain hyphens, without invisible characters and code marks."""
    if text.isascii():
        return text.lower().strip("`")
    plain = _DASHES.sub("-", text.translate(_FULL_WIDTH))
    return "".join(char for char in plain if unicodedata.category(char) != "Cf").lower().strip("`")


# --- segments to tokens -----------------------------------------------------------------------------------------------


def _cleaned(segment: Segment) -> Segment:
    match segment:
        case str():
            return _storable(_LINE_ENDS.sub("\n", segment))
        case Person(account, label):
            return Person(account, _storable(label) or account)
        case Channel(id, label):
            return Channel(id, _storable(label) or id)
        case Url(url):
            return Url(_storable(url))


def _storable(text: str) -> str:
    return _UNSTORABLE.sub("\ufffd", text)


def _shown(segment: Segment | Unclosed | Word | Quoted) -> str:
    match segment:
        case str():
            return segment
        case Person(_, label):
            return f"@{label}"
        case Channel(_, label):
            return f"#{label}"
        case Url(url):
            return url
        case Word(text) | Quoted(text) | Unclosed(text):
            return text


@dataclass(frozen=True, slots=True)
class _Mark:
    """A mention or link, and where in the text it stands."""

    token: Person | Channel | Url
    start: int
    end: int


def _marks(segments: Sequence[Segment]) -> list[_Mark]:
    marks, at = [], 0
    for segment in segments:
        end = at + len(_shown(segment))
        if not isinstance(segment, str):
            marks.append(_Mark(segment, at, end))
        at = end
    return marks


def _placed(text: str, marks: list[_Mark]) -> Iterator[tuple[Token, int]]:
    """Each token with its start, from left to right; `ahead` counts the marks that were passed."""
    at, ahead = 0, 0
    while at < len(text):
        while ahead < len(marks) and marks[ahead].start < at:
            ahead += 1
        mark = marks[ahead] if ahead < len(marks) else None
        if mark is not None and mark.start == at:
            yield mark.token, at
            at, ahead = mark.end, ahead + 1
        elif text[at].isspace():
            at += 1
        else:
            token, end = _quoted(text, at, marks[ahead:]) if text[at] in _QUOTES else _word(text, at, mark)
            yield token, at
            at = end


def _quoted(text: str, start: int, marks: Sequence[_Mark]) -> tuple[Token, int]:
    """The token that the quote at `start` opens; quotes inside a person's name do not close it."""
    inside = iter(marks)
    mark = next(inside, None)
    at = start + 1
    while at < len(text):
        while mark is not None and mark.end <= at:
            mark = next(inside, None)
        if mark is not None and mark.start <= at:
            at = mark.end
        elif text[at] in _QUOTES:
            return Quoted(text[start + 1 : at]), at + 1
        else:
            at += 1
    return Unclosed(text[start + 1 :]), len(text)


def _word(text: str, start: int, mark: _Mark | None) -> tuple[Token, int]:
    limit = mark.start if mark is not None else len(text)
    end = start
    while end < limit and not text[end].isspace():
        end += 1
    word = text[start:end]
    return (Url(word) if _LINK.fullmatch(word) else Word(word)), end
