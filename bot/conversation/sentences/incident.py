"""Reading the command by which an incident is recorded."""

from bot.conversation.reading.dates import is_date
from bot.conversation.reading.phrase import Phrase
from bot.conversation.reading.words import Word
from bot.intents.form import OpenForm
from bot.intents.incident import ReportIncident
from bot.intents.intent import GateRef, Intent


def incident(phrase: Phrase, ref: GateRef) -> Intent:
    """`incident [INITIATIVE] GATE|unlisted [DATE] TEXT`; without a text the form."""
    if phrase.is_over():
        return OpenForm("incident", ref)
    dated = isinstance(phrase.peek(), Word) and is_date(phrase.name(), phrase.scope.today, phrase.scope.calendar)
    day = phrase.day() if dated else None
    return ReportIncident(ref, phrase.needed_text(), day)


def incident_form(slug: str) -> Intent:
    """`incident [INITIATIVE]`: the form, in which the gate is chosen."""
    return OpenForm("incident", GateRef(slug, ""))
