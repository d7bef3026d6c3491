"""Reading `new`: a name, then options in any order, each at most once."""

from collections.abc import Callable

from msgspec.structs import replace

from bot.conversation.reading.nearest import nearest_or_first
from bot.conversation.reading.phrase import Phrase
from bot.conversation.reading.words import Quoted, Word, shown
from bot.conversation.sentences.amount import amount
from bot.intents.form import OpenForm
from bot.intents.initiative import New
from bot.intents.intent import Intent
from bot.intents.problems import ProblemKind
from readiness.domain.rules.milestone import LIVE
from readiness.domain.values.milestone import LIVE_INPUTS, MILESTONES, OUTPUTS_IN_USE

_PLANNED = (*MILESTONES, LIVE)


def new(phrase: Phrase) -> Intent:
    """`new "NAME" [template T] [owner @P] [model-complete DATE] [live DATE] [value 25000 EUR]`; alone the form."""
    if phrase.is_over():
        return OpenForm("new")
    intent = New(_name(phrase))
    said: set[str] = set()
    while not phrase.is_over():
        option = phrase.name()
        if option not in _OPTIONS:
            phrase.fail(ProblemKind.UNKNOWN_WORD, nearest=nearest_or_first(option, _OPTIONS))
        if said & _same(option):
            phrase.fail(ProblemKind.SAID_TWICE)
        said.add(option)
        phrase.at += 1
        intent = _OPTIONS[option](intent, phrase, option)
    return intent


def _name(phrase: Phrase) -> str:
    """A quoted name, or a single word; several words without quotes are answered with the quoted form."""
    if isinstance(phrase.peek(), Quoted):
        return phrase.quoted()
    words = _words_before_options(phrase)
    if len(words) != 1:
        quoted = f'new "{" ".join(words)}"' if words else 'new "Fraud scoring"'
        phrase.fail(ProblemKind.QUOTES_NEEDED, nearest=(quoted,) if len(quoted) <= 80 else ())
    phrase.at += 1
    return words[0]


def _words_before_options(phrase: Phrase) -> list[str]:
    words: list[str] = []
    while isinstance(token := phrase.peek(len(words)), Word) and phrase.name(len(words)) not in _OPTIONS:
        words.append(shown(token))
    return words


def _same(option: str) -> set[str]:
    """The options that say the same: `live` plans both live facts."""
    if option == LIVE:
        return {LIVE, LIVE_INPUTS, OUTPUTS_IN_USE}
    return {option, LIVE} if option in (LIVE_INPUTS, OUTPUTS_IN_USE) else {option}


# --- options ----------------------------------------------------------------------------------------------------------


def _template(intent: New, phrase: Phrase, _: str) -> New:
    return replace(intent, template=phrase.key(phrase.scope.templates, ProblemKind.UNKNOWN_TEMPLATE))


def _owner(intent: New, phrase: Phrase, _: str) -> New:
    return replace(intent, owner=phrase.person())


def _channel(intent: New, phrase: Phrase, _: str) -> New:
    return replace(intent, channel=phrase.channel())


def _milestone(intent: New, phrase: Phrase, option: str) -> New:
    return replace(intent, planned=(*intent.planned, (option, phrase.day())))


def _value(intent: New, phrase: Phrase, _: str) -> New:
    value, currency = amount(phrase)
    return replace(intent, value=value, currency=currency)


_OPTIONS: dict[str, Callable[[New, Phrase, str], New]] = {
    "template": _template,
    "owner": _owner,
    **dict.fromkeys(_PLANNED, _milestone),
    "value": _value,
    "channel": _channel,
}
