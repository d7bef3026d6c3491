"""Which initiative and gate the next words name: every reading that the names allow (rules.md, "Names and grammar").

Commands about a gate: `slug/gate` always works. Two words are INITIATIVE GATE only if the first is a visible slug that
has that gate; a first word that is a gate of the channel's initiative is that gate; both may hold.

Commands about an initiative, by analogy: a first word that is a visible slug names it; if that lives elsewhere, the
channel's own initiative may be meant as well. Whoever calls keeps the readings whose remaining words make sense, and
asks when there are several.
"""

from collections.abc import Iterator
from typing import NoReturn, TypeAlias

from bot.conversation.reading.nearest import nearest
from bot.conversation.reading.phrase import Phrase
from bot.conversation.reading.words import Quoted, Word
from bot.intents.intent import GateRef
from bot.intents.problems import ProblemKind
from readiness.domain.values.identity import RESERVED_GATE_KEYS, is_key

HANDOFF = "handoff"
ALL = "all"
UNLISTED = "unlisted"


GateReading: TypeAlias = tuple[GateRef, Phrase]
"""One way to read a gate, and the cursor behind it."""

InitiativeReading: TypeAlias = tuple[str, Phrase]
"""One way to read an initiative's slug, and the cursor behind it."""


def gate_readings(phrase: Phrase, reserved: frozenset[str] = frozenset()) -> list[GateReading]:
    """Every gate the next words can name; `reserved` are the reserved names that the command takes as gates.

    Raises `Unreadable` where they name none.
    """
    if "/" in phrase.name():
        return [_with_slash(phrase, reserved)]
    readings = [*_named_first(phrase, reserved), *_of_the_channel(phrase, reserved)]
    if not readings:
        _no_gate(phrase, reserved)
    return readings


def alone_readings(phrase: Phrase) -> list[InitiativeReading]:
    """Every initiative that can be meant where the line ends with its name, or before it."""
    readings = [*named_initiatives(phrase), *((slug, phrase.moved(phrase.at)) for slug in phrase.scope.here)]
    return [(slug, after) for slug, after in readings if after.is_over()]


def new_gate_readings(phrase: Phrase) -> list[GateReading]:
    """As `gate_readings`, for a key that no gate has yet: every initiative it can be meant for."""
    if "/" in phrase.name():
        slug, key = split_reference(phrase)
        return [(GateRef(slug, key), phrase.moved(phrase.at + 1))]
    return [(GateRef(slug, after.name()), after.moved(after.at + 1)) for slug, after in initiative_readings(phrase)]


def initiative_readings(phrase: Phrase) -> list[InitiativeReading]:
    """Every initiative the next words can name; the channel's own stand in for one that is not named.

    Raises `Unreadable` where there is none.
    """
    readings = [*named_initiatives(phrase), *((slug, phrase.moved(phrase.at)) for slug in phrase.scope.here)]
    if not readings:
        _no_initiative_called(phrase)
    return readings


def named_initiatives(phrase: Phrase) -> list[InitiativeReading]:
    """The initiative that the next word names; none where it names none that is visible."""
    slug = phrase.name()
    # In quotes it is a reason: `pause "churn"`.
    named = isinstance(phrase.peek(), Word) and phrase.scope.is_visible(slug)
    return [(slug, phrase.moved(phrase.at + 1))] if named else []


def is_named_surely(slug: str, after: Phrase) -> bool:
    """Whether a named initiative is meant for certain: one of the channel's, or with nothing but a quoted text behind.

    The name of another one can begin a reason: `cancel churn is done`.
    """
    is_quoted = isinstance(after.peek(), Quoted) and after.moved(after.at + 1).is_over()
    return slug in after.scope.here or after.is_over() or is_quoted


def split_reference(phrase: Phrase) -> tuple[str, str]:
    """The visible initiative and the name after the slash of the next word."""
    slug, _, name = phrase.name().partition("/")
    if not phrase.scope.is_visible(slug):
        phrase.fail(ProblemKind.UNKNOWN_INITIATIVE, nearest=nearest(slug, phrase.scope.known_slugs()), got=slug)
    return slug, name


# --- readings of a gate -----------------------------------------------------------------------------------------------


def _with_slash(phrase: Phrase, reserved: frozenset[str]) -> GateReading:
    slug, key = split_reference(phrase)
    gates = phrase.scope.gates_of(slug)
    if key not in gates | reserved:
        _refuse_reserved(phrase, key, reserved)
        phrase.fail(ProblemKind.UNKNOWN_GATE, nearest=tuple(f"{slug}/{near}" for near in nearest(key, gates)), got=key)
    return GateRef(slug, key), phrase.moved(phrase.at + 1)


def _named_first(phrase: Phrase, reserved: frozenset[str]) -> Iterator[GateReading]:
    slug, key = phrase.name(), phrase.name(1)
    if phrase.scope.is_visible(slug) and key in phrase.scope.gates_of(slug) | reserved:
        yield GateRef(slug, key), phrase.moved(phrase.at + 2)


def _of_the_channel(phrase: Phrase, reserved: frozenset[str]) -> Iterator[GateReading]:
    key = phrase.name()
    for slug in phrase.scope.here:
        if key in phrase.scope.gates_of(slug) | reserved:
            yield GateRef(slug, key), phrase.moved(phrase.at + 1)


# --- when there is none -----------------------------------------------------------------------------------------------


def _no_gate(phrase: Phrase, reserved: frozenset[str]) -> None:
    """Stop with the likeliest mistake: nothing named, a wrong gate of an initiative, no initiative, a wrong word."""
    scope, first, second = phrase.scope, phrase.name(), phrase.name(1)
    if not first:
        phrase.fail(ProblemKind.GATE_NEEDED)
    if scope.is_visible(first):
        _no_gate_of(phrase.moved(phrase.at + 1), first, reserved)
    if not scope.here:
        _no_initiative(phrase, reserved)
    _refuse_reserved(phrase, first, reserved)
    phrase.fail(ProblemKind.UNKNOWN_GATE, nearest=_alike(phrase, first, second))


def _no_gate_of(phrase: Phrase, slug: str, reserved: frozenset[str]) -> None:
    """An initiative was named, but no gate of it."""
    key = phrase.name()
    if not key:
        phrase.fail(ProblemKind.GATE_NEEDED)
    _refuse_reserved(phrase, key, reserved)
    alike = nearest(key, phrase.scope.gates_of(slug))
    phrase.fail(ProblemKind.UNKNOWN_GATE, nearest=tuple(f"{slug}/{near}" for near in alike))


def _no_initiative(phrase: Phrase, reserved: frozenset[str]) -> None:
    """Outside the channels of initiatives: a first word that is a slug nobody knows, or a gate of nothing."""
    first, second = phrase.name(), phrase.name(1)
    alike = nearest(first, phrase.scope.known_slugs())
    if alike and first not in reserved and second:
        phrase.fail(ProblemKind.UNKNOWN_INITIATIVE, nearest=alike)
    phrase.fail(ProblemKind.NO_INITIATIVE_HERE)


def _no_initiative_called(phrase: Phrase) -> NoReturn:
    """Outside the channels of initiatives: a word like a slug, one that may be a slug, or none that could be one."""
    alike = nearest(phrase.name(), phrase.scope.known_slugs())
    if alike:
        phrase.fail(ProblemKind.UNKNOWN_INITIATIVE, nearest=alike)
    may_be_one = isinstance(phrase.peek(), Word) and is_key(phrase.name())
    phrase.fail(ProblemKind.NO_INITIATIVE_CALLED if may_be_one else ProblemKind.NO_INITIATIVE_HERE)


def _refuse_reserved(phrase: Phrase, key: str, reserved: frozenset[str]) -> None:
    """`handoff`, `all` and `unlisted` are never gates, so a command that does not take them says so."""
    if key in RESERVED_GATE_KEYS - reserved:
        phrase.fail(ProblemKind.RESERVED_GATE, got=key)


def _alike(phrase: Phrase, first: str, second: str) -> tuple[str, ...]:
    """Gates of the channel like the first word; or the second word, if it is a gate of an initiative like the first."""
    scope = phrase.scope
    slugs = [slug for slug in nearest(first, scope.known_slugs()) if second and second in scope.gates_of(slug)]
    keys = nearest(first, frozenset[str]().union(*(scope.gates_of(slug) for slug in scope.here)))
    return (*(f"{slug}/{second}" for slug in slugs), *keys)[:3]
