"""Reading the commands that only look."""

from collections.abc import Mapping

from bot.conversation.reading.nearest import nearest
from bot.conversation.reading.phrase import Phrase
from bot.intents.block import Waits
from bot.intents.intent import GateRef, Intent
from bot.intents.lateness import ShowLateness
from bot.intents.looking import (
    ListInitiatives,
    ListTemplates,
    OpenHome,
    Questions,
    Show,
    ShowSettings,
    ShowTemplate,
    Status,
    Which,
)
from bot.intents.problems import ProblemKind

_LISTS: Mapping[str, Which] = {"mine": "mine", "all": "all", "stalled": "stalled"}


def status(phrase: Phrase, slug: str | None) -> Intent:
    """`status [INITIATIVE]`."""
    if slug is None and not phrase.is_over():
        phrase.fail(ProblemKind.UNKNOWN_INITIATIVE, nearest=nearest(phrase.name(), phrase.scope.known_slugs()))
    phrase.end()
    return Status(slug)


def show(phrase: Phrase, ref: GateRef) -> Intent:
    """`show [INITIATIVE] GATE`."""
    phrase.end()
    return Show(ref)


def waits(phrase: Phrase, slug: str) -> Intent:
    """`waits [INITIATIVE]`."""
    _end_after_initiative(phrase)
    return Waits(slug)


def questions(phrase: Phrase, slug: str) -> Intent:
    """`questions [INITIATIVE]`."""
    _end_after_initiative(phrase)
    return Questions(slug)


def lateness(phrase: Phrase, slug: str) -> Intent:
    """`lateness [INITIATIVE]`."""
    _end_after_initiative(phrase)
    return ShowLateness(slug)


def list_initiatives(phrase: Phrase) -> Intent:
    """`list [mine|all|stalled]`."""
    if phrase.is_over():
        return ListInitiatives()
    which = phrase.choose(_LISTS)
    phrase.end()
    return ListInitiatives(which)


def home(phrase: Phrase) -> Intent:
    """`home`."""
    phrase.end()
    return OpenHome()


def list_templates(phrase: Phrase) -> Intent:
    """`template list`."""
    phrase.end()
    return ListTemplates()


def show_template(phrase: Phrase) -> Intent:
    """`template show NAME`."""
    name = phrase.key(phrase.scope.templates, ProblemKind.UNKNOWN_TEMPLATE)
    phrase.end()
    return ShowTemplate(name)


def settings(phrase: Phrase) -> Intent:
    """`settings`."""
    phrase.end()
    return ShowSettings()


def _end_after_initiative(phrase: Phrase) -> None:
    """A word where the initiative could stand is a misspelled one."""
    if phrase.at == 1 and not phrase.is_over():
        phrase.suggest(ProblemKind.UNKNOWN_INITIATIVE, phrase.scope.known_slugs())
    phrase.end()
