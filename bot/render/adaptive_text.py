"""Lines of text as elements of an Adaptive Card.

A line becomes a RichTextBlock, in whose runs Teams reads no markup: links are ours, and nothing has to be escaped.
Only a line that mentions somebody becomes a TextBlock, since `<at>` works nowhere else. Teams' markdown has no code, so
a key is italic in both: monospace in every second line of a list looked untidy, and bold is for what is wrong. What can
be typed is monospace, or bold beside a mention. A moment is its fallback: not every client shows {{DATE(…)}}.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.cards import Bold, Code, Link, Mention, Span, Text, Typed, When
from bot.render import adaptive_markdown as markdown
from bot.render.adaptive_sheet import Element, Sheet
from bot.render.characters import SHORTENED, clean, head, isolate
from bot.render.limits import size

Look = Mapping[str, Any]
"""What the words of a line have in common, as properties that a TextRun and a TextBlock share."""

PLAIN: Look = {}
SMALL: Look = {"size": "Small", "isSubtle": True}
STRONG: Look = {"weight": "Bolder"}
PROBLEM: Look = {"color": "Attention"}

_LIVE = re.compile(r"\{(?=\{)|<(?=/?at\b)", re.IGNORECASE)
"""What could begin {{DATE(…)}}, which is read in a run too, or be taken for a mention."""

_KEY: Look = {"italic": True}
_TYPED: Look = {"fontType": "Monospace"}

Run = tuple[str, Look]
"""Words, and what sets them apart from the rest of their line."""


def lines(texts: Sequence[Text], sheet: Sheet, limit: int, look: Look = PLAIN, start: str = "") -> list[Element]:
    """Lines of together at most `limit` characters, close to one another; what is cut away is said to be.

    `start` stands before the first of them. Lines without words are left out.
    """
    rows: list[Element] = []
    for text in shortened(texts, limit):
        row = line(text, sheet, look, "" if rows else start)
        if row is not None:
            rows.append({**row, "spacing": "None"} if rows else row)
    return rows


def line(text: Text, sheet: Sheet, look: Look = PLAIN, start: str = "") -> Element | None:
    """One line, `start` before it; None when it has no words."""
    if any(isinstance(span, Mention) and sheet.has_account(span) for span in text):
        return {"type": "TextBlock", "text": start + marked(text, sheet), "wrap": True, **look}
    runs = [_run(span) for span in text]
    if not any(words.strip() for words, _ in runs):
        return None
    merged = _merged([(start, PLAIN), *runs])
    return {"type": "RichTextBlock", "inlines": [_inline(words, own, look) for words, own in merged]}


def marked(text: Text, sheet: Sheet) -> str:
    """One line as markdown."""
    return markdown.paragraph([_piece(span, sheet) for span in text])


def inert(text: str) -> str:
    """One line for a place that reads no markdown."""
    return isolate(_disarmed(clean(text)))


def shortened(texts: Sequence[Text], limit: int) -> list[Text]:
    """The first lines and words that fit into `limit` characters; that there was more is said behind them."""
    kept: list[Text] = []
    room = limit
    for text in texts:
        length = sum(size(_words(span)) for span in text)
        if length > room:
            return [*kept, (*_part(text, room - len(SHORTENED)), SHORTENED)]
        kept.append(text)
        room -= length
    return kept


def _part(text: Text, room: int) -> list[Span]:
    kept: list[Span] = []
    for span in text:
        length = size(_words(span))
        if length > room:
            # What has an end, such as a link, is shown whole or not at all.
            whole = isinstance(span, Link | Mention | When)
            return kept if whole else [*kept, _made(span, head(_words(span), max(room, 0)))]
        kept.append(span)
        room -= length
    return kept


def _words(span: Span) -> str:
    if type(span) is str:
        return span
    match span:
        case Bold() | Code() | Typed():
            return span.text
        case Link():
            return span.label.strip() or span.url
        case Mention():
            return span.name
        case When():
            return span.fallback
        case _:
            # A kind of str: an enum's member, say.
            return str(span)


def _made(span: Span, words: str) -> Span:
    return type(span)(words) if isinstance(span, Bold | Code | Typed) else words


def _run(span: Span) -> Run:
    words = _words(span)
    match span:
        case Bold():
            return words, STRONG
        case Code():
            return words, _KEY
        case Typed():
            return words, _TYPED
        case Link(url=url) if address := markdown.address(url):
            return words, {"selectAction": {"type": "Action.OpenUrl", "url": address}}
        case Link(url=url) if words != url:
            return f"{words} ({url})", PLAIN
        case _:
            return words, PLAIN


def _merged(runs: Iterable[Run]) -> list[Run]:
    """Cleaned runs, neighbours of the same look in one; a run without text is none."""
    merged: list[Run] = []
    for words, own in runs:
        shown = isolate(clean(words))
        if merged and merged[-1][1] == own:
            merged[-1] = merged[-1][0] + shown, own
        elif shown:
            merged.append((shown, own))
    return merged


def _inline(words: str, own: Look, look: Look) -> Element | str:
    # Text alone may stand for a run that has nothing else.
    shown = _disarmed(words)
    return {"type": "TextRun", **look, "text": shown, **own} if look or own else shown


def _piece(span: Span, sheet: Sheet) -> str:
    words = _words(span)
    match span:
        case Mention() if sheet.has_account(span):
            return sheet.mentioned(span)
        case Bold() | Typed():
            return markdown.wrapped(words, "**")
        case Code():
            return markdown.wrapped(words, "*")
        case Link(url=url) if address := markdown.address(url):
            return markdown.link(words, address)
        case Link(url=url) if words != url:
            return markdown.literal(f"{words} ({url})")
        case _:
            return markdown.literal(words)


def _disarmed(text: str) -> str:
    return _LIVE.sub(lambda found: found[0] + markdown.JOINER, text)
