"""The nouns of a page to keep or print: longer than a message, with nothing to press. A renderer per format."""

from bot.cards import Mark, Text
from readiness.domain.values.value import value


@value(frozen=True, slots=True)
class Paragraph:
    """A line of text, with a sign before it where it says how things stand."""

    text: Text
    mark: Mark | None = None


@value(frozen=True, slots=True)
class Points:
    """A list, a line each."""

    items: tuple[Text, ...]


@value(frozen=True, slots=True)
class Quotation:
    """What a person wrote, shown as theirs, its lines kept."""

    text: str


@value(frozen=True, slots=True)
class Table:
    """Rows under titled columns; every row has a cell for each."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Text, ...], ...]


Piece = Paragraph | Points | Quotation | Table


@value(frozen=True, slots=True)
class Chapter:
    """A titled part of a page."""

    title: str
    pieces: tuple[Piece, ...]


@value(frozen=True, slots=True)
class Document:
    """A page. `lead` stands below the title, `foot` in small print at the end."""

    title: str
    lead: tuple[Piece, ...]
    chapters: tuple[Chapter, ...]
    foot: tuple[Text, ...] = ()
