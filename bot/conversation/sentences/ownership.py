"""Reading the commands by which gates and the handoff change hands."""

from bot.conversation.reading.naming import ALL
from bot.conversation.reading.phrase import Phrase
from bot.intents.form import OpenForm
from bot.intents.intent import GateRef, Intent
from bot.intents.ownership import Accept, Assign, Claim, Confirm, Decline, HandOff


def assign(phrase: Phrase, ref: GateRef) -> Intent:
    """`assign [INITIATIVE] GATE @P [backup @P]`; without a person the form."""
    if phrase.is_over():
        return OpenForm("assign", ref)
    person = phrase.to_whom()
    backup = phrase.person() if phrase.take_keyword("backup") else None
    phrase.end()
    return Assign(ref, person, backup)


def claim(phrase: Phrase, ref: GateRef) -> Intent:
    """`claim [INITIATIVE] GATE`."""
    phrase.end()
    return Claim(ref)


def accept(phrase: Phrase, ref: GateRef) -> Intent:
    """`accept [INITIATIVE] GATE [REASON]`."""
    return Accept(ref, phrase.text())


def decline(phrase: Phrase, ref: GateRef) -> Intent:
    """`decline [INITIATIVE] GATE [REASON]`; without a reason the form, which is about one gate."""
    if phrase.is_over() and ref.gate != ALL:
        return OpenForm("decline", ref)
    return Decline(ref, phrase.needed_text())


def hand_off(phrase: Phrase, ref: GateRef) -> Intent:
    """`handoff [INITIATIVE] GATE|all @P [REASON]`; without a person the form, which is about one gate."""
    if phrase.is_over() and ref.gate != ALL:
        return OpenForm("handoff", ref)
    return HandOff(ref, phrase.to_whom(), phrase.text())


def confirm(phrase: Phrase, ref: GateRef) -> Intent:
    """`confirm [INITIATIVE] GATE|handoff|all`."""
    phrase.end()
    return Confirm(ref)
