"""Reading what is said about the deployment contract."""

from collections.abc import Callable
from functools import partial

from bot.conversation.reading.nearest import nearest
from bot.conversation.reading.phrase import Phrase
from bot.intents.contract import AskParties, RefuseContract, ShowContract, SignContract
from bot.intents.form import OpenForm
from bot.intents.intent import GateRef, Intent
from bot.intents.problems import ProblemKind

_SAYS: dict[str, Callable[[str], Intent]] = {
    "changes": partial(ShowContract, changes=True),
    "ask": AskParties,
    "sign": SignContract,
}
_WORDS = (*_SAYS, "refuse")


def contract(phrase: Phrase, slug: str) -> Intent:
    """`contract [INITIATIVE] [changes | ask | sign | refuse REASON]`; `refuse` without a reason is the form."""
    if phrase.is_over():
        return ShowContract(slug)
    word = phrase.take_keyword(*_WORDS)
    if word is None:
        phrase.fail(ProblemKind.UNKNOWN_WORD, nearest=(*nearest(phrase.name(), phrase.scope.known_slugs()), *_WORDS))
    if word == "refuse":
        form = OpenForm("refuse-contract", GateRef(slug, "handoff"))
        return form if phrase.is_over() else RefuseContract(slug, phrase.text())
    phrase.end()
    return _SAYS[word](slug)
