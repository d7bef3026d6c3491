"""Parts of a card as elements of an Adaptive Card, one function a part."""

from collections.abc import Callable
from typing import Any

from bot.cards import (
    Accessory,
    Actions,
    Bullets,
    Divider,
    Fact,
    Facts,
    Heading,
    Meter,
    Note,
    Part,
    Quote,
    Section,
    Text,
)
from bot.render import adaptive_limits as limits
from bot.render.adaptive_presses import is_beside, pressed
from bot.render.adaptive_sheet import Element, Sheet
from bot.render.adaptive_text import SMALL, STRONG, lines, marked, shortened
from bot.render.characters import cut
from bot.render.marks import sign
from bot.render.meter import bar


def elements(part: Part, sheet: Sheet) -> list[Element]:
    """Give the elements of one part; none for one without words, and for a divider, which belongs to what follows."""
    return _PARTS[type(part)](part, sheet)


def _beside(rows: list[Element], accessory: Accessory | None, sheet: Sheet) -> list[Element]:
    """Rows with a thing to press, beside them where it is small."""
    things = pressed([accessory], sheet) if accessory else []
    if not rows or accessory is None or not things or not is_beside(accessory):
        return [*rows, *things]
    columns = [
        {"type": "Column", "width": "stretch", "items": rows},
        {"type": "Column", "width": "auto", "items": things},
    ]
    return [{"type": "ColumnSet", "columns": columns}]


def _section(section: Section, sheet: Sheet) -> list[Element]:
    start = sign(section.mark)
    return _beside(lines(section.lines, sheet, limits.TEXT, start=start), section.accessory, sheet)


def _heading(heading: Heading, sheet: Sheet) -> list[Element]:
    text = marked((cut(heading.text, limits.HEADING),), sheet)
    # A TextBlock, since only that can be a heading for a screen reader.
    return [{"type": "TextBlock", "text": text, "style": "heading", "wrap": True}] if text else []


def _note(note: Note, sheet: Sheet) -> list[Element]:
    return lines((note.text,), sheet, limits.TEXT, SMALL)


def _meter(meter: Meter, sheet: Sheet) -> list[Element]:
    shown = bar(meter.done, meter.total)
    return lines((meter.text,), sheet, limits.TEXT, start=shown + " ") or lines(((shown,),), sheet, limits.TEXT)


def _bullets(bullets: Bullets, sheet: Sheet) -> list[Element]:
    """Whole items while they fit, then how many more there are."""
    rows = lines(((bullets.title,),), sheet, limits.TITLE, STRONG) if bullets.title else []
    room = limits.LIST
    for index, item in enumerate(bullets.items):
        row = lines((item,), sheet, limits.TEXT, start="• ")
        room -= limits.weight(row)
        if room < 0:
            rows += lines(((f"…and {len(bullets.items) - index} more",),), sheet, limits.TEXT)
            break
        rows += row
    return _beside([*rows[:1], *[{**row, "spacing": "None"} for row in rows[1:]]], bullets.accessory, sheet)


def _facts(facts: Facts, sheet: Sheet) -> list[Element]:
    shown = [made for fact in facts.facts if any((made := _fact(fact, sheet)).values())]
    return [{"type": "FactSet", "facts": shown}] if shown else []


def _fact(fact: Fact, sheet: Sheet) -> Element:
    (text,) = shortened((fact.text,), limits.FACT)
    return {"title": marked((cut(fact.title, limits.TITLE),), sheet), "value": marked(text, sheet)}


def _quote(quote: Quote, sheet: Sheet) -> list[Element]:
    rows: list[Text] = [(row,) for row in quote.text.strip().splitlines()]
    shown = lines(rows, sheet, limits.TEXT)
    return [{"type": "Container", "style": "emphasis", "items": shown}] if shown else []


def _divider(divider: Divider, sheet: Sheet) -> list[Element]:
    return []


def _actions(actions: Actions, sheet: Sheet) -> list[Element]:
    return pressed(actions.items, sheet)


_PARTS: dict[type, Callable[[Any, Sheet], list[Element]]] = {
    Heading: _heading,
    Note: _note,
    Section: _section,
    Meter: _meter,
    Bullets: _bullets,
    Facts: _facts,
    Quote: _quote,
    Divider: _divider,
    Actions: _actions,
}
