"""Answers to evidence, requests, votes and blocks."""

from collections.abc import Callable

from bot.cards import Bold, Mark, Span, Text
from bot.intents.block import Unblock, Waits
from bot.intents.review import Request
from bot.views.answers.answer import Answered, gate, hearer, person, plain_subject, ref, stands, subject
from bot.views.words.circles import WHO_WAITS, circle_words
from bot.views.words.counting import counted
from bot.views.words.dates import day
from bot.views.words.listing import people
from bot.views.words.presses import button, opens, show
from bot.views.words.signing import rule_text
from bot.views.words.terms import VOTE
from readiness.domain.readings.waits import circle_of
from readiness.domain.rights.signing import Review, review
from readiness.domain.rights.unblocking import awaited
from readiness.domain.values.fact import Fact, FactKind
from readiness.domain.values.gate import Decision, Gate, Progress
from readiness.domain.values.identity import PersonId
from readiness.usecases.frame.changing import Outcome


def _evidence(outcome: Outcome, facts: tuple[Fact, ...]) -> Answered:
    fact = facts[0]
    revision = fact.data.get("revision")
    found = gate(outcome, fact)
    summary = f"Evidence added: {plain_subject(outcome, fact.gate)}, revision {revision}."
    line: Text = (Bold("Evidence added"), " to ", *subject(outcome, fact.gate), f", revision {revision}.")
    if found is not None and found.progress is Progress.IN_REVIEW:
        again = (
            "It is in review, so its approvers will be asked to look at this revision. Earlier votes no longer count."
        )
        return Answered(summary, (line, (again,)), (show("Show gate", ref(outcome, fact.gate)),))
    buttons = (
        button("Ask for sign-off", Request(ref(outcome, fact.gate)), primary=True),
        show("Show gate", ref(outcome, fact.gate)),
    )
    return Answered(summary, (line, ("Next: ask for the sign-off when the evidence is complete.",)), buttons)


def _requested(outcome: Outcome, facts: tuple[Fact, ...]) -> Answered:
    fact = facts[0]
    found = gate(outcome, fact)
    line: Text = (Bold("Asked"), " for the sign-off of ", *subject(outcome, fact.gate), ".")
    summary = f"Asked for the sign-off of {plain_subject(outcome, fact.gate)}."
    if found is None:
        return Answered(summary, (line,))
    rule = rule_text(found.rule, outcome.organisation)
    return Answered(summary, (line, ("Who must sign: ", *rule, ". They will be asked.")))


def _cast(outcome: Outcome, facts: tuple[Fact, ...]) -> Answered:
    """A vote that does not decide yet: how many more are needed, and whose."""
    fact = facts[-1]
    decision = Decision(str(fact.data.get("decision")))
    found = gate(outcome, fact)
    revision = f", revision {fact.data.get('revision')}" if fact.data.get("revision") else ""
    said = "You approved " if decision is Decision.APPROVE else f"Your {VOTE[decision]} is counted: "
    line: Text = (Bold(said), *subject(outcome, fact.gate), f"{revision}.")
    summary = f"{said}{plain_subject(outcome, fact.gate)}{revision}."
    after = () if found is None else still_needed(outcome, found, decision)
    undo = (opens("Withdraw my vote", "withdraw", ref(outcome, fact.gate)),)
    return Answered(summary, (line, after) if after else (line,), undo)


def still_needed(outcome: Outcome, found: Gate, decision: Decision) -> tuple[Span, ...]:
    """How many more signatures that decision needs, and whose."""
    reading = review(found, outcome.initiative, outcome.organisation, decision)
    needed = _missing(reading)
    if not needed:
        return ("The votes differ, so it stays in review until they agree.",)
    waiting = reading.waiting_for
    if not waiting:
        return (f"{_signatures(needed)}, and all who may sign have answered: their votes differ.",)
    word = "and" if needed >= len(waiting) else "or"
    return (f"{_signatures(needed)}: ", *people(outcome.organisation, waiting, word), ".")


def _missing(reading: Review) -> int:
    return sum(max(group.needed - len(group.counted), 0) for group in reading.groups)


def _signatures(needed: int) -> str:
    return "1 more signature is needed" if needed == 1 else f"{needed} more signatures are needed"


def _signed_off(outcome: Outcome, facts: tuple[Fact, ...]) -> Answered:
    fact = facts[0]
    line: Text = (Bold("Signed off."), " ", *subject(outcome, fact.gate), " is done.")
    return _settled(outcome, fact, f"Signed off. {plain_subject(outcome, fact.gate)} is done.", (line,))


def _not_applicable(outcome: Outcome, facts: tuple[Fact, ...]) -> Answered:
    fact = facts[0]
    line: Text = (Bold("Agreed: "), *subject(outcome, fact.gate), " does not apply.")
    return _settled(outcome, fact, f"Agreed: {plain_subject(outcome, fact.gate)} does not apply.", (line,))


def _waived(outcome: Outcome, facts: tuple[Fact, ...]) -> Answered:
    fact = facts[0]
    found = gate(outcome, fact)
    waiver = found.waiver if found else None
    until = f" until {day(waiver.until, outcome.act.today)}" if waiver else ""
    lines: tuple[Text, ...] = (
        (Bold(f"Waived{until}: "), *subject(outcome, fact.gate), "."),
        ("It is shown as a waiver, never as a pass, and opens again on the day after.",),
    )
    answered = _settled(outcome, fact, f"Waived{until}: {plain_subject(outcome, fact.gate)}.", lines)
    return Answered(answered.summary, answered.lines, answered.buttons, answered.note, Mark.WAIVED)


def _settled(outcome: Outcome, fact: Fact, summary: str, lines: tuple[Text, ...]) -> Answered:
    buttons = (
        show("Show gate", ref(outcome, fact.gate)),
        opens("Withdraw my vote", "withdraw", ref(outcome, fact.gate)),
    )
    note: Text = ("Pressed by mistake? Within five minutes you can withdraw it without a reason.",)
    return Answered(summary, lines, buttons, note)


def _changes(outcome: Outcome, facts: tuple[Fact, ...]) -> Answered:
    fact = facts[0]
    found = gate(outcome, fact)
    holder = found.ownership.holder if found else None
    after = f"{hearer(outcome, holder)} will be told what to change" if holder else "A new owner will be asked for"
    lines: tuple[Text, ...] = (
        (Bold("Changes requested: "), *subject(outcome, fact.gate), "."),
        (f"{after}; you will be asked again when there is new evidence.",),
    )
    buttons = (opens("Withdraw my vote", "withdraw", ref(outcome, fact.gate)),)
    summary = f"Changes requested: {plain_subject(outcome, fact.gate)}."
    return Answered(summary, lines, buttons, mark=Mark.CHANGED)


def _withdrawn(outcome: Outcome, facts: tuple[Fact, ...]) -> Answered:
    fact = facts[0]
    decision = Decision(str(fact.data.get("decision", Decision.APPROVE)))
    found = gate(outcome, fact)
    lines: list[Text] = [(Bold("Withdrawn: "), f"your {VOTE[decision]} of ", *subject(outcome, fact.gate), ".")]
    if found is not None and found.progress is Progress.IN_REVIEW:
        lines.append(("It is in review. The record keeps both the vote and its withdrawal.",))
    summary = f"Withdrawn: your {VOTE[decision]} of {plain_subject(outcome, fact.gate)}."
    return Answered(summary, tuple(lines), (show("Show gate", ref(outcome, fact.gate)),), mark=Mark.CHANGED)


def _blocked(outcome: Outcome, facts: tuple[Fact, ...]) -> Answered:
    fact = facts[0]
    others = outcome.initiative.gates.values()
    waiting = sum(fact.gate in other.depends_on and not other.is_settled_at(outcome.act.at) for other in others)
    after = f"{counted(waiting, 'other gate')} {'waits' if waiting == 1 else 'wait'} for it. " if waiting else ""
    asked, circles = _asked(outcome, fact), _in_circles(outcome)
    until = "until one of you says" if asked else "until you say"
    lines: tuple[Text, ...] = (
        (Bold("Blocked: "), *subject(outcome, fact.gate), "."),
        (*asked, f"{after}It is shown with your reason {until} that it can go on."),
        *circles,
    )
    look = (button(WHO_WAITS, Waits(outcome.initiative.slug)),) if circles else ()
    buttons = (button("It can go on", Unblock(ref(outcome, fact.gate))), *look)
    return Answered(f"Blocked: {plain_subject(outcome, fact.gate)}.", lines, buttons, mark=Mark.PAUSED)


def _asked(outcome: Outcome, fact: Fact) -> tuple[Span, ...]:
    """Whom it waits for, who will be told; nothing where nobody was named."""
    found = gate(outcome, fact)
    who = awaited(found, outcome.initiative, outcome.organisation) if found is not None else ()
    return (*people(outcome.organisation, who, "and"), " will be told. ") if who else ()


def _in_circles(outcome: Outcome) -> tuple[Text, ...]:
    """The circles in which people wait for each other because of this."""
    known, now = len(outcome.before.deadlocks), outcome.initiative.deadlocks
    found = [circle_of(one.gates, outcome.initiative, outcome.organisation, outcome.act.at) for one in now[known:]]
    return tuple(
        (Bold("Waiting in a circle: "), *circle_words(circle, outcome.organisation), ".") for circle in found if circle
    )


def _unblocked(outcome: Outcome, facts: tuple[Fact, ...]) -> Answered:
    fact = facts[0]
    found = gate(outcome, fact)
    owner = found.owner if found is not None else None
    is_told = owner is not None and owner != outcome.act.actor.id and _goes_on_with(outcome, fact, owner)
    told = f" {person(outcome, owner)} will be told." if is_told else ""
    line: Text = (*subject(outcome, fact.gate), f" can go on.{told}")
    summary = f"{plain_subject(outcome, fact.gate)} can go on."
    return Answered(summary, (line,), (show("Show gate", ref(outcome, fact.gate)),))


def _goes_on_with(outcome: Outcome, fact: Fact, owner: PersonId) -> bool:
    """Whether the next step on that gate is its owner's, which a message says; otherwise there is nothing to say."""
    step = stands(outcome).survey.steps.get(fact.gate or "")
    return step is not None and step.on == step.gate and owner in step.people


WORDED: dict[FactKind, Callable[[Outcome, tuple[Fact, ...]], Answered]] = {
    FactKind.EVIDENCE_GIVEN: _evidence,
    FactKind.REVIEW_REQUESTED: _requested,
    FactKind.SIGN_OFF_CAST: _cast,
    FactKind.GATE_SIGNED_OFF: _signed_off,
    FactKind.GATE_NOT_APPLICABLE: _not_applicable,
    FactKind.GATE_WAIVED: _waived,
    FactKind.GATE_RETURNED_FOR_CHANGES: _changes,
    FactKind.SIGN_OFF_WITHDRAWN: _withdrawn,
    FactKind.GATE_BLOCKED: _blocked,
    FactKind.GATE_UNBLOCKED: _unblocked,
}
