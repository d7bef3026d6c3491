"""A card as readable plain text, for where only words can be shown."""

from bot.cards import (
    Accessory,
    Actions,
    Bullets,
    Button,
    Card,
    Divider,
    Facts,
    Heading,
    Link,
    Mention,
    Menu,
    Meter,
    Note,
    Part,
    PersonPicker,
    Quote,
    Section,
    Span,
    Text,
    Typed,
    When,
)
from bot.render.characters import clean
from bot.render.marks import sign
from bot.render.meter import bar

RULE = "-" * 40


def text(card: Card) -> str:
    """Write the card's parts, a blank line between them; the summary where there are none. No control characters."""
    shown = [rows for rows in map(_part, card.parts) if rows]
    return "\n\n".join(shown) or clean(card.summary)


def line(spans: Text) -> str:
    """One line of text without markup; a link is its label with the address behind it."""
    return "".join(map(_span, spans))


def _span(span: Span) -> str:
    match span:
        case str():
            return clean(span)
        case Link():
            return clean(span.label if span.label == span.url else f"{span.label} ({span.url})")
        case Mention():
            return "@" + clean(span.name)
        case When():
            return clean(span.fallback)
        case Typed():
            return f"“{clean(span.text)}”"
        case _:
            return clean(span.text)


def _part(part: Part) -> str:
    match part:
        case Section() | Bullets():
            return _beside(_lines(part) if isinstance(part, Section) else _bullets(part), part.accessory)
        case Facts():
            return "\n".join(f"{clean(fact.title)}: {line(fact.text)}" for fact in part.facts)
        case Quote():
            return "\n".join(f"> {clean(row)}" for row in part.text.strip().splitlines())
        case Actions():
            return " ".join(map(_press, part.items))
        case _:
            return _row(part)


def _row(part: Heading | Note | Meter | Divider) -> str:
    match part:
        case Heading():
            return f"# {clean(part.text)}"
        case Note():
            return line(part.text)
        case Meter():
            return f"{bar(part.done, part.total)} {line(part.text)}".rstrip()
        case Divider():
            return RULE


def _lines(section: Section) -> str:
    return sign(section.mark) + "\n".join(map(line, section.lines))


def _bullets(bullets: Bullets) -> str:
    rows = [clean(bullets.title)] if bullets.title else []
    return "\n".join([*rows, *["• " + line(item) for item in bullets.items]])


def _beside(words: str, accessory: Accessory | None) -> str:
    return f"{words}\n{_press(accessory)}" if accessory else words


def _press(item: Accessory) -> str:
    match item:
        case Button():
            return f"[{clean(item.label)}]"
        case PersonPicker():
            return f"[{clean(item.placeholder)} ▾]"
        case Menu():
            return "[… " + " | ".join(clean(one.label) for one in item.items) + "]"
