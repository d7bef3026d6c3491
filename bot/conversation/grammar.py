"""Text to Intent: never a guess. What could mean two things is a `Choice`, what means nothing a `Problem`."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from bot.conversation.commands import (
    AboutGate,
    AboutInitiative,
    AboutNewGate,
    Command,
    PerhapsAboutInitiative,
    Plain,
    family,
    find,
    first_words,
)
from bot.conversation.reading.naming import (
    alone_readings,
    gate_readings,
    initiative_readings,
    is_named_surely,
    named_initiatives,
    new_gate_readings,
)
from bot.conversation.reading.nearest import SUGGESTIONS, nearest, nearest_or_first
from bot.conversation.reading.phrase import Phrase, shortened
from bot.conversation.reading.scope import Scope
from bot.conversation.reading.words import Utterance, Word, folded, shown
from bot.intents.choice import Choice, Option, Unsure, Why
from bot.intents.codec import BUTTON_LIMIT, encode
from bot.intents.intent import Intent
from bot.intents.looking import Help
from bot.intents.problems import Problem, ProblemKind, Unreadable
from readiness.domain.values.identity import is_key

_REACH = 5
"""Tokens behind the command among which an initiative can be named (`depends slug/gate on slug/gate`)."""

Outcome: TypeAlias = Intent | Choice | Problem


def slugs_named(utterance: Utterance) -> tuple[str, ...]:
    """The words that may name an initiative, each once: load those of them that the asker may see into the `Scope`."""
    near = utterance.tokens[1 : _REACH + 1]
    words = (folded(token.text).partition("/")[0] for token in near if isinstance(token, Word))
    return tuple(dict.fromkeys(word for word in words if is_key(word)))


def parse(utterance: Utterance, scope: Scope) -> Outcome:
    """What was asked for. Never raises; nothing at all asks for help."""
    if not utterance.tokens:
        return Help()
    found = find(utterance)
    if found is None:
        return _unknown(utterance)
    command, at = found
    phrase = Phrase(utterance, scope, at, command.name, command.usage)
    try:
        return _decided(command, _attempts(command, phrase))
    except Unreadable as stop:
        return stop.problem
    except Unsure as stop:
        return stop.choice


def _unknown(utterance: Utterance) -> Outcome:
    """A word that begins no command; or the first of two ("gate"), which is answered with the whole family."""
    first = utterance.tokens[0]
    word = folded(first.text) if isinstance(first, Word) else ""
    members = family(word)
    if not members:
        return Problem(ProblemKind.UNKNOWN_COMMAND, None, shortened(shown(first)), nearest(word, first_words()))
    if len(utterance.tokens) == 1:
        return Help(word)
    got = f"{word} {folded(shown(utterance.tokens[1]))}"
    close = nearest_or_first(got, (command.name for command in members))
    usage = "\n".join(command.usage for command in members)
    return Problem(ProblemKind.UNKNOWN_COMMAND, None, shortened(got), close, usage)


# --- readings ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Attempt:
    """One way to read the names; `read` reads the words behind them. If it can, one that `decides` is the only way."""

    initiative: str | None
    gate: str | None
    after: Phrase
    read: Callable[[], Intent]
    decides: bool = False


def _attempts(command: Command, phrase: Phrase) -> Iterator[_Attempt]:
    match command.reading:
        case Plain(read):
            yield _Attempt(None, None, phrase, partial(read, phrase))
        case AboutInitiative(of_initiative):
            for slug, after in initiative_readings(phrase):
                is_sure = after.at > phrase.at and is_named_surely(slug, after)
                yield _Attempt(slug, None, after, partial(of_initiative, after, slug), decides=is_sure)
        case PerhapsAboutInitiative(of_any):
            for maybe, after in (*named_initiatives(phrase), (None, phrase.moved(phrase.at))):
                yield _Attempt(maybe, None, after, partial(of_any, after, maybe))
        case AboutGate() as reading:
            yield from _gate_attempts(reading, phrase)
        case AboutNewGate(of_new):
            for ref, after in new_gate_readings(phrase):
                yield _Attempt(ref.initiative, ref.gate, after, partial(of_new, after, ref))


def _gate_attempts(reading: AboutGate, phrase: Phrase) -> Iterator[_Attempt]:
    lonely = [] if reading.alone is None else [(reading.alone, *found) for found in alone_readings(phrase)]
    for of_initiative, slug, after in lonely:
        yield _Attempt(slug, None, after, partial(of_initiative, slug))
    try:
        refs = gate_readings(phrase, reading.reserved)
    except Unreadable:
        if not lonely:
            raise
        return
    for ref, after in refs:
        yield _Attempt(ref.initiative, ref.gate, after, partial(reading.read, after, ref))


def _decided(command: Command, attempts: Iterable[_Attempt]) -> Outcome:
    """The one reading that makes sense, a choice of several, or the problem of the one that got furthest.

    Two readings of the same initiative and gate are one: the first, in which more of the words are names.
    """
    options: dict[tuple[str | None, str | None], Option] = {}
    stops: list[Unreadable] = []
    starts: set[int] = set()
    for attempt in attempts:
        start = attempt.after.at
        try:
            option = Option(attempt.initiative, attempt.gate, attempt.read())
        except Unreadable as stop:
            stops.append(stop)
            continue
        if attempt.decides:
            return option.intent
        starts.add(start)
        options.setdefault((option.initiative, option.gate), option)
    if not options:
        return max(stops, key=lambda stop: stop.at).problem
    return _chosen(command, tuple(options.values()), several=len(starts) == 1)


def _chosen(command: Command, options: tuple[Option, ...], *, several: bool) -> Outcome:
    """The only option, or the question; a text too long for the buttons has to be typed again with its initiative."""
    if len(options) == 1:
        return options[0].intent
    if any(len(encode(option.intent)) > BUTTON_LIMIT for option in options):
        forms = tuple(_typed(command, option) for option in options if option.initiative)
        return Problem(ProblemKind.INITIATIVE_NEEDED, command.name, "", forms[:SUGGESTIONS], command.usage)
    return Choice(command.name, Why.SEVERAL_INITIATIVES if several else Why.TWO_READINGS, options)


def _typed(command: Command, option: Option) -> str:
    """The beginning of a line that can only mean this option."""
    return f"{command.name} {option.initiative}" + (f"/{option.gate}" if option.gate else "")
