"""Smaller cards in place of one that a platform finds too long: what is left out is counted, what acts stays."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from bot.cards import (
    Accessory,
    Actions,
    Bold,
    Bullets,
    Button,
    Card,
    Emphasis,
    Fact,
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
from bot.render.characters import cut

BUDGETS = (4_000, 1_500)
"""Characters of words that are tried, one after the other, before only the headline and what acts are left."""

LEAST = 300
"""Characters to which one text is cut, where no list is left to shorten; also of the smallest card's headline."""

MOST_TO_PRESS, PRESSES = 6, 6_000
"""Of the smallest card: how many things to press, and how many characters they carry together at most."""

STATUS = Typed("status")


def shorter(card: Card) -> Iterator[Card]:
    """Smaller and smaller cards that say the same, the last one as small as it gets."""
    words = size(card)
    for budget in BUDGETS:
        if words > budget:
            yield folded(card, budget)
    yield smallest(card)


def folded(card: Card, budget: int) -> Card:
    """The card with its longest lists and texts shortened until its words have at most `budget` characters.

    Where that is not enough, its last parts that do nothing are left out and counted.
    """
    pieces = [_Piece(part, len(_items(part))) for part in card.parts]
    while sum(piece.size for piece in pieces) > budget:
        index = max(range(len(pieces)), key=lambda one: pieces[one].size if pieces[one].can_fold else 0)
        if not pieces[index].can_fold:
            break
        pieces[index] = pieces[index].folded()
    return replace(card, parts=tuple(_within([piece.shown() for piece in pieces], budget)))


def smallest(card: Card) -> Card:
    """Its headline, what acts, and where the rest is to be found."""
    heading = next((part.text for part in card.parts if isinstance(part, Heading) and part.text.strip()), "")
    things = tuple(_bearable(_things(card.parts)))
    parts: list[Part] = [Section(((Bold(cut(heading or card.summary, LEAST)),),))]
    parts += [Actions(things)] if things else []
    return replace(card, summary=cut(card.summary, LEAST), parts=(*parts, Note(("The rest is under ", STATUS, "."))))


def size(card: Card) -> int:
    """How many characters of words a card has, without its summary."""
    return sum(map(_size, card.parts))


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of which so many items are kept, each cut to `longest` characters if that is given."""

    part: Part
    kept: int
    longest: int | None = None

    @property
    def can_fold(self) -> bool:
        return self.kept > 1 or (self.longest is None and any(len(_words(one)) > LEAST for one in _items(self.part)))

    @property
    def size(self) -> int:
        return _size(self.shown())

    def folded(self) -> "_Piece":
        return replace(self, kept=self.kept // 2) if self.kept > 1 else replace(self, longest=LEAST)

    def shown(self) -> Part:
        items = _items(self.part)
        hidden = len(items) - self.kept
        if not hidden and self.longest is None:
            return self.part
        kept = tuple(_shortened(one, self.longest) for one in items[: self.kept])
        return _with_items(self.part, kept, (((f"and {hidden} more under ", STATUS),) if hidden else ()))


def _items(part: Part) -> tuple[Text, ...]:
    """What can be left out of a part, one by one; a single text is one item."""
    match part:
        case Bullets(items):
            return items
        case Section(lines):
            return lines
        case Facts(facts):
            return tuple(fact.text for fact in facts)
        case Quote(text):
            return ((text,),)
        case Note(text) | Meter(text=text):
            return (text,)
        case _:
            return ()


def _with_items(part: Part, kept: tuple[Text, ...], more: tuple[Text, ...]) -> Part:
    """The part with just those items; `more` is what counts the others, nothing where there are none."""
    match part:
        case Bullets():
            return replace(part, items=(*kept, *more))
        case Section():
            return replace(part, lines=(*kept, *more))
        case Facts(facts):
            titled = [Fact(fact.title, text) for fact, text in zip(facts, kept, strict=False)]
            return Facts((*titled, *(Fact("", text) for text in more)))
        case Quote():
            return Quote(_words(kept[0]))
        case Note() | Meter():
            return replace(part, text=kept[0])
        case _:
            return part


def _within(parts: list[Part], budget: int) -> Iterator[Part]:
    """The parts, those that do nothing left out from the end on until the rest fits."""
    room, hidden = budget - sum(map(_size, parts)), 0
    left_out: set[int] = set()
    for index in reversed(range(len(parts))):
        if room < 0 and not isinstance(parts[index], Heading) and not list(_things([parts[index]])):
            room += _size(parts[index])
            left_out.add(index)
            hidden += 1
    yield from (part for index, part in enumerate(parts) if index not in left_out)
    if hidden:
        yield Note((f"and {hidden} more {'part' if hidden == 1 else 'parts'} under ", STATUS))


def _things(parts: Iterable[Part]) -> Iterator[Accessory]:
    """What can be pressed."""
    for part in parts:
        match part:
            case Actions(items):
                yield from items
            case Section(accessory=item) | Bullets(accessory=item) if item is not None:
                yield item
            case _:
                pass


def _bearable(things: Iterable[Accessory]) -> Iterator[Accessory]:
    """The first of them, what is wanted before all, as many as a small card carries."""
    room = PRESSES
    wanted = sorted(things, key=lambda one: not (isinstance(one, Button) and one.emphasis is Emphasis.PRIMARY))
    # What stood beside different texts may send the same press, which one row does not bear twice.
    carried = list(dict.fromkeys(one for one in wanted if not isinstance(one, Menu) or one.items))
    distinct = {_press(one): one for one in reversed(carried)}
    for index, one in enumerate([one for one in carried if distinct[_press(one)] is one][:MOST_TO_PRESS]):
        room -= _burden(one)
        if room < 0 and index:
            return
        yield one


def _press(thing: Accessory) -> object:
    return thing.items if isinstance(thing, Menu) else thing.press


def _burden(thing: Accessory) -> int:
    match thing:
        case Menu(items):
            return sum(len(item.press) + len(item.label) for item in items)
        case Button(label, press):
            return len(label) + len(press)
        case PersonPicker(placeholder, press):
            return len(placeholder) + len(press)


def _size(part: Part) -> int:
    words = sum(len(_words(item)) for item in _items(part))
    match part:
        case Heading(text):
            return len(text)
        case Bullets(title=title):
            return words + len(title)
        case Facts(facts):
            return words + sum(len(fact.title) for fact in facts)
        case _:
            return words


def _shortened(text: Text, longest: int | None) -> Text:
    """The text, as plain words where it has to be cut."""
    words = _words(text)
    return text if longest is None or len(words) <= longest else (cut(words, longest),)


def _words(text: Text) -> str:
    return "".join(map(_word, text))


def _word(span: Span) -> str:
    match span:
        case str():
            return span
        case Mention(name=name):
            return name
        case Link(label=label):
            return label
        case When(fallback=fallback):
            return fallback
        case _:
            return span.text
