"""A page as one HTML file that is fit for printing: no scripts, nothing loaded, every word escaped."""

from html import escape

from bot.cards import Bold, Code, Link, Mention, Span, Text, Typed, When
from bot.document import Chapter, Document, Paragraph, Piece, Points, Quotation, Table
from bot.render.adaptive_markdown import address
from bot.render.characters import clean, isolate
from bot.render.marks import sign

STYLE = """
:root { color-scheme: light; }
body { font: 11pt/1.45 system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif; color: #1d1c1d; background: #fff;
  max-width: 52rem; margin: 2.5rem auto; padding: 0 1.25rem; overflow-wrap: break-word; }
h1 { font-size: 1.7em; line-height: 1.2; margin: 0 0 .6em; }
h2 { font-size: 1.15em; margin: 1.9em 0 .5em; padding-bottom: .2em; border-bottom: 1px solid #c9c9cf;
  break-after: avoid; }
p { margin: .35em 0; }
ul { margin: .35em 0; padding-left: 1.3em; }
table { width: 100%; border-collapse: collapse; margin: .5em 0; font-size: .93em; }
th { text-align: left; font-weight: 600; color: #55535a; border-bottom: 1.5px solid #8d8b94; white-space: nowrap; }
th, td { padding: .35em .9em .35em 0; vertical-align: top; }
td { border-bottom: 1px solid #e3e2e6; overflow-wrap: anywhere; }
time { white-space: nowrap; }
tr { break-inside: avoid; }
thead { display: table-header-group; }
code { font: .88em ui-monospace, "Cascadia Mono", Consolas, monospace; background: #f3f2f5; padding: .05em .3em;
  border-radius: 3px; }
blockquote { margin: .3em 0 .8em; padding: .1em 0 .1em .9em; border-left: 3px solid #c9c9cf; }
a { color: #1264a3; }
footer { margin-top: 2.5em; padding-top: .6em; border-top: 1px solid #c9c9cf; color: #55535a; font-size: .82em; }
@page { size: A4; margin: 18mm 16mm; }
@media print {
  body { margin: 0; padding: 0; max-width: none; font-size: 10pt; }
  code { background: none; padding: 0; }
  a { color: inherit; text-decoration: none; }
}
"""
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def html(document: Document) -> str:
    """The whole file."""
    body = [f"<h1>{literal(document.title)}</h1>", *map(_piece, document.lead), *map(_chapter, document.chapters)]
    if document.foot:
        body.append("<footer>" + "".join(f"<p>{line(text)}</p>" for text in document.foot) + "</footer>")
    return "\n".join(
        (
            "<!doctype html>",
            '<html lang="en">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
            '<meta name="viewport" content="width=device-width">',
            f"<title>{literal(document.title)}</title>",
            f"<style>{STYLE}</style>",
            "</head>",
            "<body>",
            *body,
            "</body>",
            "</html>",
            "",
        )
    )


def literal(text: str) -> str:
    """`text` exactly as it reads, on one line."""
    return escape(isolate(clean(text)))


def line(text: Text) -> str:
    """One line of text."""
    return "".join(map(_span, text))


def _span(span: Span) -> str:
    match span:
        case str():
            return literal(span)
        case Bold():
            return f"<strong>{literal(span.text)}</strong>"
        case Code() | Typed():
            return f"<code>{literal(span.text)}</code>"
        case Link():
            return _link(span)
        case When():
            return f'<time datetime="{span.instant.isoformat()}">{literal(span.fallback)}</time>'
        case Mention():
            return literal(span.name)


def _link(link: Link) -> str:
    where = address(link.url)
    return f'<a href="{escape(where)}" rel="noreferrer">{literal(link.label)}</a>' if where else literal(link.label)


def _chapter(chapter: Chapter) -> str:
    return "\n".join(("<section>", f"<h2>{literal(chapter.title)}</h2>", *map(_piece, chapter.pieces), "</section>"))


def _piece(piece: Piece) -> str:
    match piece:
        case Paragraph():
            return f"<p>{sign(piece.mark)}{line(piece.text)}</p>"
        case Points():
            return "<ul>" + "".join(f"<li>{line(item)}</li>" for item in piece.items) + "</ul>"
        case Quotation():
            return "<blockquote>" + "<br>".join(map(literal, piece.text.strip().splitlines())) + "</blockquote>"
        case Table():
            return _table(piece)


def _table(table: Table) -> str:
    head = "".join(f'<th scope="col">{literal(column)}</th>' for column in table.columns)
    rows = "\n".join("<tr>" + "".join(f"<td>{line(cell)}</td>" for cell in row) + "</tr>" for row in table.rows)
    return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>"
