"""Parts of a card as Slack's blocks, one function a part."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from bot.cards import (
    Accessory,
    Actions,
    Bold,
    Bullets,
    Divider,
    Fact,
    Facts,
    Heading,
    Mark,
    Menu,
    Meter,
    Note,
    Part,
    Quote,
    Section,
    Text,
)
from bot.render import limits, mrkdwn
from bot.render.elements import element, words
from bot.render.limits import ACTIONS, FIELDS
from bot.render.meter import bar
from bot.render.mrkdwn import Accounts

Block = dict[str, Any]

TITLE = 300
ITEM = 2_400
"""The longest title and item of a list, in characters; together they leave room in a section to count the rest."""

_MARKS = {
    Mark.READY: ":white_check_mark: ",
    Mark.WAITING: ":hourglass_flowing_sand: ",
    Mark.WARNING: ":warning: ",
    Mark.NOT_STARTED: ":white_circle: ",
    Mark.WAIVED: ":large_orange_diamond: ",
    Mark.REFUSED: ":no_entry: ",
    Mark.CHANGED: ":arrows_counterclockwise: ",
    Mark.NEXT: ":arrow_right: ",
    Mark.PAUSED: ":double_vertical_bar: ",
}


def blocks(part: Part, accounts: Accounts) -> list[Block]:
    """Give the blocks of one part: usually one, none for a part without words, several where one cannot hold it."""
    return _PARTS[type(part)](part, accounts)


def joined(above: list[Block], meter: Meter, accounts: Accounts) -> list[Block]:
    """Add the meter below a section to its blocks as a last line: the bar stays with what it measures."""
    bar = _bar(meter, accounts)
    if above and above[0]["type"] == "section":
        text = f"{above[0]['text']['text']}\n{bar}"
        if limits.fits(text, limits.SECTION_TEXT):
            above[0]["text"]["text"] = text
            return above
    return [*above, *_section(bar)]


def marked(text: str) -> Block:
    """Make a mrkdwn object in which Slack looks for no names, channels or addresses of its own."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def _section(text: str, accessory: Accessory | None = None) -> list[Block]:
    if not text or text.isspace():
        return _actions([accessory] if accessory else [])
    if accessory is None or not _pressable(accessory):
        return [{"type": "section", "text": marked(text)}]
    return [{"type": "section", "text": marked(text), "accessory": element(accessory)}]


def _lines(section: Section, accounts: Accounts) -> list[Block]:
    start = "" if section.mark is None else _MARKS[section.mark]
    return _section(mrkdwn.lines(section.lines, accounts, limits.SECTION_TEXT, start), section.accessory)


def _heading(heading: Heading, accounts: Accounts) -> list[Block]:
    if not heading.text or heading.text.isspace():
        return []
    return [{"type": "header", "text": words(heading.text, limits.HEADER)}]


def _note(note: Note, accounts: Accounts) -> list[Block]:
    text = mrkdwn.lines((note.text,), accounts, limits.SECTION_TEXT)
    return [{"type": "context", "elements": [marked(text)]}] if text and not text.isspace() else []


def _meter(meter: Meter, accounts: Accounts) -> list[Block]:
    return _section(_bar(meter, accounts))


def _bar(meter: Meter, accounts: Accounts) -> str:
    start = bar(meter.done, meter.total)
    return mrkdwn.lines((meter.text,), accounts, limits.SECTION_TEXT, start + " ") if meter.text else start


def _bullets(bullets: Bullets, accounts: Accounts) -> list[Block]:
    title = [mrkdwn.lines(((Bold(bullets.title),),), accounts, TITLE)] if bullets.title else []
    text = "\n".join([*title, *["• " + mrkdwn.line(item, accounts) for item in bullets.items]])
    if not limits.fits(text, limits.SECTION_TEXT):
        text = _counted(title, bullets.items, accounts)
    return _section(text, bullets.accessory)


def _counted(kept: list[str], items: Sequence[Text], accounts: Accounts) -> str:
    """Whole items while they fit, then how many more there are."""
    room = limits.SECTION_TEXT - len(f"\n…and {len(items)} more") - sum(limits.size(row) + 1 for row in kept)
    for index, item in enumerate(items):
        row = mrkdwn.lines((item,), accounts, ITEM, "• ")
        room -= limits.size(row) + 1
        if room < 0:
            return "\n".join([*kept, f"…and {len(items) - index} more"])
        kept.append(row)
    return "\n".join(kept)


def _facts(facts: Facts, accounts: Accounts) -> list[Block]:
    texts = [_fact(fact, accounts) for fact in facts.facts]
    fields = [marked(text) for text in texts if text and not text.isspace()]
    return [{"type": "section", "fields": fields[at : at + FIELDS]} for at in range(0, len(fields), FIELDS)]


def _fact(fact: Fact, accounts: Accounts) -> str:
    rows: tuple[Text, ...] = ((Bold(fact.title),), fact.text) if fact.title else (fact.text,)
    return mrkdwn.lines(rows, accounts, limits.FIELD_TEXT)


def _quote(quote: Quote, accounts: Accounts) -> list[Block]:
    return _section(mrkdwn.quoted(quote.text, limits.SECTION_TEXT))


def _divider(divider: Divider, accounts: Accounts) -> list[Block]:
    return [{"type": "divider"}]


def _buttons(actions: Actions, accounts: Accounts) -> list[Block]:
    return _actions(actions.items)


def _actions(items: Iterable[Accessory]) -> list[Block]:
    shown = [item for item in items if _pressable(item)]
    return [_row(shown[at : at + ACTIONS]) for at in range(0, len(shown), ACTIONS)]


def _row(items: Sequence[Accessory]) -> Block:
    elements = [element(item, index) for index, item in enumerate(items)]
    if len({made["action_id"] for made in elements}) < len(elements):
        raise ValueError("two person pickers in a row send the same press")
    return {"type": "actions", "elements": elements}


def _pressable(item: Accessory) -> bool:
    return not isinstance(item, Menu) or bool(item.items)


_PARTS: dict[type, Callable[[Any, Accounts], list[Block]]] = {
    Heading: _heading,
    Note: _note,
    Section: _lines,
    Meter: _meter,
    Bullets: _bullets,
    Facts: _facts,
    Quote: _quote,
    Divider: _divider,
    Actions: _buttons,
}
