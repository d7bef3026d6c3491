"""Several things in one line: "Dee or Eli", "Dee, Eli or 3 more"."""

from collections.abc import Iterable, Sequence

from bot.cards import Bold, Code, Link, Mention, Span, When
from bot.views.words.counting import capital
from bot.views.words.direction import steady
from readiness.domain.values.identity import PersonId
from readiness.domain.values.organisation import Organisation

MOST = 3


def listed(items: Sequence[Span], word: str = "and", most: int = MOST, total: int | None = None) -> tuple[Span, ...]:
    """The items with commas and `word` before the last; of more than `most`, all but `most - 1` are counted.

    `total` is their number where `items` holds only the first `most`.
    """
    shown: list[Span] = list(items)
    count = len(shown) if total is None else total
    if count > most:
        kept = max(most - 1, 1)
        shown = [*shown[:kept], f"{count - kept} more"]
    spans: list[Span] = []
    for index, item in enumerate(shown):
        if index:
            spans.append(f" {word} " if index == len(shown) - 1 else ", ")
        spans.append(item)
    return tuple(spans)


def codes(keys: Iterable[str], word: str = "and", most: int = MOST) -> tuple[Span, ...]:
    """Keys of gates, in code style."""
    return listed([Code(key) for key in keys], word, most)


def name(organisation: Organisation, person: PersonId | str) -> str:
    """What a person is called here, told apart from others of the same name: "Alex", "Alex (Compliance)"."""
    known = organisation.person(PersonId(person))
    apart = organisation.told_apart(known.id)
    return f"{steady(known.name)} ({steady(apart)})" if apart else steady(known.name)


def mention(organisation: Organisation, person: PersonId | str) -> Mention:
    """A person who must act."""
    return Mention(person, name(organisation, person))


def people(
    organisation: Organisation,
    persons: Iterable[PersonId],
    word: str = "or",
    *,
    mentioned: bool = False,
    most: int = MOST,
) -> tuple[Span, ...]:
    """Names by alphabet, as mentions when they must act; nobody is an empty line."""
    ordered = organisation.by_name(persons)
    spans = [mention(organisation, one) if mentioned else name(organisation, one) for one in ordered[:most]]
    return listed(spans, word, most, len(ordered))


def begun(text: Sequence[Span]) -> tuple[Span, ...]:
    """The text as the beginning of a line."""
    if not text:
        return ()
    first, *rest = text
    if isinstance(first, Bold):
        first = Bold(capital(first.text))
    return (capital(first) if isinstance(first, str) else first, *rest)


def words_of(span: Span) -> str:
    """A span without markup, for a notification."""
    match span:
        case str():
            return span
        case Mention():
            return span.name
        case When():
            return span.fallback
        case Link():
            return span.label
        case _:
            return span.text
