"""Reading the commands that say who belongs together. Whether a code works is not told by how it looks."""

from bot.conversation.reading.phrase import Phrase
from bot.intents.intent import Intent
from bot.intents.joining import BecomeAdministrator, JoinOrganisation, LinkAccounts
from bot.intents.problems import ProblemKind


def admin(phrase: Phrase) -> Intent:
    """`admin CODE`."""
    if phrase.is_over():
        phrase.fail(ProblemKind.CODE_NEEDED)
    return BecomeAdministrator(phrase.text())


def join(phrase: Phrase) -> Intent:
    """`join [CODE]`."""
    return JoinOrganisation(phrase.text() or None)


def link(phrase: Phrase) -> Intent:
    """`link [CODE]`."""
    return LinkAccounts(phrase.text() or None)
