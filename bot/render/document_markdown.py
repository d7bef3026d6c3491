"""A page as Markdown (CommonMark with the tables of GitHub), in which people's words can never become markup."""

import re
from collections.abc import Iterable

from bot.cards import Bold, Code, Link, Span, Text, Typed, When
from bot.document import Chapter, Document, Paragraph, Piece, Points, Quotation, Table
from bot.render.adaptive_markdown import address
from bot.render.characters import clean, isolate
from bot.render.marks import sign

_BREAK = "\u200b"
_MEANS_SOMETHING = re.compile(r"[\\`*_\[\]<>|~&$]|:(?=//)|(?<=www)\.", re.IGNORECASE)
"""What CommonMark or GitHub read as markup anywhere in a line; a backslash takes it back (CommonMark, 2.4)."""
_BEGINS_A_BLOCK = re.compile(r"(?P<number>\d{1,9})(?P<sign>[.)])|(?P<other>[-+#=])")
_AT = re.compile(r"@(?=\w)")


def markdown(document: Document) -> str:
    """The whole page, ending with a line break."""
    parts = [f"# {literal(document.title)}", *map(_piece, document.lead)]
    for chapter in document.chapters:
        parts += _chapter(chapter)
    if document.foot:
        parts += ["---", *(f"<sub>{line(text)}</sub>" for text in document.foot)]
    return "\n\n".join(filter(None, parts)) + "\n"


def literal(text: str) -> str:
    """`text` exactly as it reads, on one line, wherever in a line it stands."""
    return isolate(_AT.sub(f"@{_BREAK}", _MEANS_SOMETHING.sub(r"\\\g<0>", clean(text))))


def line(text: Text) -> str:
    """One line of text that stays one, whatever it begins with."""
    whole = "".join(map(_span, text)).strip()
    return _BEGINS_A_BLOCK.sub(_no_block, whole, count=1) if _BEGINS_A_BLOCK.match(whole) else whole


def _no_block(found: re.Match[str]) -> str:
    return f"{found['number']}\\{found['sign']}" if found["number"] else f"\\{found['other']}"


def _span(span: Span) -> str:
    match span:
        case str():
            return literal(span)
        case Bold():
            return (
                f"**{literal(span.text.strip())}**{' ' if span.text.endswith(' ') else ''}" if span.text.strip() else ""
            )
        case Code() | Typed():
            return _code(span.text)
        case Link():
            return _link(span)
        case When():
            return literal(span.fallback)
        case _:
            return literal(span.name)


def _code(text: str) -> str:
    """Between more backticks than it holds; a bar ends a cell even there, so it is written as GitHub wants it."""
    inner = clean(text).replace("|", "\\|")
    if not inner.strip():
        return ""
    fence = "`" * (max(map(len, re.findall("`+", inner)), default=0) + 1)
    room = " " if inner[0] == "`" or inner[-1] == "`" else ""
    return f"{fence}{room}{inner}{room}{fence}"


def _link(link: Link) -> str:
    where, label = address(link.url), literal(link.label)
    return f"[{label}](<{where}>)" if where else label


def _chapter(chapter: Chapter) -> Iterable[str]:
    return (f"## {literal(chapter.title)}", *map(_piece, chapter.pieces))


def _piece(piece: Piece) -> str:
    match piece:
        case Paragraph():
            return sign(piece.mark) + line(piece.text)
        case Points():
            return "\n".join(f"- {line(item)}" for item in piece.items)
        case Quotation():
            return "\n".join(f"> {line((row,))}\\" for row in piece.text.strip().splitlines()).removesuffix("\\")
        case Table():
            return _table(piece)


def _table(table: Table) -> str:
    rows = [[literal(column) for column in table.columns], ["---"] * len(table.columns)]
    rows += [[line(cell) for cell in row] for row in table.rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)
