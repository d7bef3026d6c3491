"""A typed line: what its words may refer to is loaded, the grammar reads it, the intent is answered."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from bot.conversation.grammar import parse, slugs_named
from bot.conversation.reading.scope import Scope
from bot.conversation.reading.words import Segment, tokenise
from bot.conversation.route import answer, unread
from bot.conversation.turn import Reply, Say, Turn
from bot.intents.choice import Choice
from bot.intents.intent import Intent
from bot.intents.problems import Problem
from bot.views.refusals.problems import choice_card, problem_card
from readiness.usecases import looking


async def answer_typed(turn: Turn, segments: Iterable[Segment]) -> Reply:
    """What the asker is told to what they typed. Nothing is guessed: an unclear line is answered with valid ones."""
    said = tuple(segments)
    before = turn.answered_before()
    if before is not None:
        return before
    alone = _alone(said)
    if alone is not None:
        return await answer(turn, alone)
    utterance = tokenise(said)
    names = await looking.names(turn.deps, turn.asker, slugs_named(utterance), turn.built_in)
    scope = Scope(
        today=names.organisation.calendar.local_date(turn.deps.clock()),
        here=names.here,
        gates=names.gates,
        parties=frozenset(names.organisation.parties) | _parties_to_come(turn),
        templates=names.templates,
        calendar=names.organisation.calendar,
    )
    match parse(utterance, scope):
        case Problem() as problem:
            return await unread(turn, Say(problem_card(problem)))
        case Choice() as choice:
            return await unread(turn, Say(choice_card(choice)))
        case intent:
            return await answer(turn, intent)


@lru_cache(maxsize=128)
def _alone(segments: tuple[Segment, ...]) -> Intent | None:
    """The intent of a single word, such as `status`, that refers to nothing that would have to be loaded first."""
    utterance = tokenise(segments)
    if len(utterance.tokens) > 1:
        return None
    read = parse(utterance, Scope(today=date.min))
    return None if isinstance(read, Problem | Choice) else read


def _parties_to_come(turn: Turn) -> frozenset[str]:
    """The parties that the checklists bring: they can be given people before the first initiative starts."""
    return frozenset(party.key for stored in turn.built_in.values() for party in stored.template.parties)
