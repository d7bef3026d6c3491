"""What the tests of the grammar say, where, and what they expect back."""

import re
from datetime import date
from typing import Any

from bot.conversation.grammar import Outcome, parse
from bot.conversation.reading.scope import Scope
from bot.conversation.reading.words import Channel, Person, Segment, Utterance, tokenise
from bot.intents.choice import Choice
from bot.intents.intent import GateRef
from bot.intents.problems import Problem, ProblemKind
from readiness.domain.values.calendar import WorkingCalendar

MONDAY = date(2026, 11, 23)

GATES = frozenset({"compliance-review", "load-tested", "compute", "documentation", "drift-thresholds"})
PARTIES = frozenset({"compliance", "platform", "sre", "business"})
TEMPLATES = frozenset({"ai-model-to-production", "small-model"})

_MENTION = re.compile(r"(?<![\w/])([@#][a-z]+)")


def utterance(text: str) -> Utterance:
    """The text with every @name a person of account U-name and every #name a channel of id C-name."""
    return tokenise(_segment(part) for part in _MENTION.split(text))


def _segment(part: str) -> Segment:
    if not _MENTION.fullmatch(part):
        return part
    name = part[1:]
    return Person(f"U-{name}", name) if part.startswith("@") else Channel(f"C-{name}", name)


def scope(**changed: Any) -> Scope:
    """The channel of fraud-scoring; churn, with one gate more, is visible too."""
    given: dict[str, Any] = {
        "today": MONDAY,
        "here": ("fraud-scoring",),
        "gates": {"fraud-scoring": GATES, "churn": GATES | {"cutover"}},
        "parties": PARTIES,
        "templates": TEMPLATES,
        "calendar": WorkingCalendar(),
    }
    return Scope(**{**given, **changed})


ELSEWHERE = scope(here=())
SHARED = scope(here=("fraud-scoring", "churn"))


def say(text: str, where: Scope | None = None) -> Outcome:
    """What comes of saying that in the channel of fraud-scoring, or somewhere else."""
    return parse(utterance(text), where or scope())


def problem(text: str, where: Scope | None = None) -> Problem:
    """The problem that saying that meets."""
    outcome = say(text, where)
    assert isinstance(outcome, Problem), outcome
    return outcome


def kind(text: str, where: Scope | None = None) -> ProblemKind:
    """The kind of the problem that saying that meets."""
    return problem(text, where).kind


def choice(text: str, where: Scope | None = None) -> Choice:
    """The question that saying that is answered with."""
    outcome = say(text, where)
    assert isinstance(outcome, Choice), outcome
    return outcome


def here(gate: str) -> GateRef:
    """A gate of the channel's initiative."""
    return GateRef("fraud-scoring", gate)


def there(gate: str) -> GateRef:
    """A gate of the other initiative."""
    return GateRef("churn", gate)
