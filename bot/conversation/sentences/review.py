"""Reading the commands by which gates are worked on and signed."""

from bot.conversation.reading.phrase import Phrase
from bot.conversation.reading.words import Person, Word
from bot.intents.block import Blocked, Unblock
from bot.intents.form import OpenForm
from bot.intents.intent import GateRef, Intent
from bot.intents.problems import ProblemKind
from bot.intents.review import GiveEvidence, Request, SignOff, Withdraw
from readiness.domain.values.gate import ChangesReason, Decision

_REASONS = {str(reason): reason for reason in ChangesReason}
_SLASH = "/"


def evidence(phrase: Phrase, ref: GateRef) -> Intent:
    """`evidence [INITIATIVE] GATE URL|TEXT`; without a text the form."""
    return OpenForm("evidence", ref) if phrase.is_over() else GiveEvidence(ref, phrase.needed_text())


def request(phrase: Phrase, ref: GateRef) -> Intent:
    """`request [INITIATIVE] GATE`."""
    phrase.end()
    return Request(ref)


def approve(phrase: Phrase, ref: GateRef) -> Intent:
    """`approve [INITIATIVE] GATE [COMMENT]`."""
    return SignOff(ref, Decision.APPROVE, comment=phrase.text())


def changes(phrase: Phrase, ref: GateRef) -> Intent:
    """`changes [INITIATIVE] GATE documentation|lineage|retraining|architecture|other COMMENT`; alone the form."""
    if phrase.is_over():
        return OpenForm("changes", ref)
    reason = phrase.choose(_REASONS, ProblemKind.UNKNOWN_REASON)
    return SignOff(ref, Decision.CHANGES, comment=phrase.needed_text(), reason=reason)


def waive(phrase: Phrase, ref: GateRef) -> Intent:
    """`waive [INITIATIVE] GATE until DATE REASON / CONTROL`; alone the form."""
    if phrase.is_over():
        return OpenForm("waive", ref)
    if phrase.take_keyword("until") is None:
        phrase.fail(ProblemKind.DATE_NEEDED, nearest=(f"waive {ref.gate} until +4w REASON / CONTROL",))
    until = phrase.day()
    reason, control = _reason_and_control(phrase)
    return SignOff(ref, Decision.WAIVE, comment=reason, until=until, control=control)


def not_applicable(phrase: Phrase, ref: GateRef) -> Intent:
    """`n/a [INITIATIVE] GATE REASON`; without a reason the form."""
    if phrase.is_over():
        return OpenForm("not-applicable", ref)
    return SignOff(ref, Decision.NOT_APPLICABLE, comment=phrase.needed_text())


def withdraw(phrase: Phrase, ref: GateRef) -> Intent:
    """`withdraw [INITIATIVE] GATE [REASON]`."""
    return Withdraw(ref, phrase.text())


def blocked(phrase: Phrase, ref: GateRef) -> Intent:
    """`blocked [INITIATIVE] GATE [by @P|PARTY] REASON`; alone the form."""
    if phrase.is_over():
        return OpenForm("blocked", ref)
    person, party = _waited_for(phrase)
    return Blocked(ref, phrase.needed_text(), person, party)


def unblock(phrase: Phrase, ref: GateRef) -> Intent:
    """`unblock [INITIATIVE] GATE`."""
    phrase.end()
    return Unblock(ref)


def _waited_for(phrase: Phrase) -> tuple[str | None, str | None]:
    """The person or the party behind `by`; before anything else `by` is the first word of the reason."""
    named, person, party = phrase.peek(1), None, None
    if phrase.name() != "by":
        return None, None
    if isinstance(named, Person):
        person = named.account
    elif isinstance(named, Word) and phrase.name(1).rstrip(":,") in phrase.scope.parties:
        party = phrase.name(1).rstrip(":,")
    if person or party:
        phrase.at += 2
        phrase.take_keyword(":", ",")
    return person, party


def _reason_and_control(phrase: Phrase) -> tuple[str, str]:
    """The texts on both sides of the first slash that stands by itself (web addresses hold slashes too)."""
    slash = phrase.find(_SLASH)
    if phrase.is_over() or slash == phrase.at:
        phrase.fail(ProblemKind.TEXT_NEEDED)
    if slash is None:
        phrase.moved(len(phrase.utterance.tokens)).fail(ProblemKind.CONTROL_NEEDED)
    control = phrase.moved(slash + 1)
    if control.is_over():
        control.fail(ProblemKind.CONTROL_NEEDED)
    return phrase.utterance.between(phrase.at, slash), control.needed_text()
