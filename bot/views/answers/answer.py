"""What an answer consists of, before it is a card."""

from dataclasses import dataclass

from bot.cards import Button, Code, Mark, Span, Text
from bot.intents.intent import GateRef
from bot.views.words.absence import in_brackets
from bot.views.words.direction import steady
from bot.views.words.listing import name
from bot.views.words.presses import HANDOFF, opens
from bot.views.words.step import THE_HANDOFF
from readiness.domain.readings.report import Standing, standing
from readiness.domain.values.fact import Fact, Scalar
from readiness.domain.values.gate import Gate
from readiness.domain.values.identity import PersonId
from readiness.domain.values.ownership import Ownership
from readiness.usecases.frame.changing import Outcome


@dataclass(frozen=True, slots=True)
class Answered:
    """What happened in one line, then what is next; and what to press for it."""

    summary: str
    lines: tuple[Text, ...]
    buttons: tuple[Button, ...] = ()
    note: Text = ()
    mark: Mark | None = Mark.READY


def stands(outcome: Outcome) -> Standing:
    """How the initiative stands now that it happened."""
    return standing(outcome.initiative, outcome.organisation, outcome.act.at)


def ref(outcome: Outcome, key: str | None) -> GateRef:
    """The gate, or the handoff, as a button names it."""
    return GateRef(outcome.initiative.slug, key or HANDOFF)


def gate(outcome: Outcome, fact: Fact) -> Gate | None:
    """The gate that the fact is about, as it is now; before, where it was taken off the checklist."""
    key = fact.gate or ""
    return outcome.initiative.gates.get(key) or outcome.before.gates.get(key)


def ownership(outcome: Outcome, fact: Fact) -> Ownership:
    """Who holds what the fact is about."""
    found = gate(outcome, fact)
    return outcome.initiative.handoff if found is None else found.ownership


def subject(outcome: Outcome, key: str | None) -> tuple[Span, ...]:
    """What it is about: "`compute` of Churn model", "the handoff of Churn model"."""
    return ((THE_HANDOFF if key is None else Code(key)), f" of {steady(outcome.initiative.name)}")


def plain_subject(outcome: Outcome, key: str | None) -> str:
    """The same without markup, for a summary."""
    return f"{THE_HANDOFF if key is None else key} of {steady(outcome.initiative.name)}"


def person(outcome: Outcome, value: Scalar) -> str:
    """What the person of a fact's data is called; empty for nobody."""
    return name(outcome.organisation, value) if isinstance(value, str) and value else ""


def hearer(outcome: Outcome, person_id: PersonId) -> str:
    """Who gets the message that something is that person's to do: they themselves, or "Gus (for Ben)"."""
    organisation = outcome.organisation
    delegate = organisation.stand_in(person_id)
    if delegate is None:
        return name(organisation, person_id)
    return name(organisation, delegate) + in_brackets(organisation, person_id)


def add_evidence(outcome: Outcome, key: str, *, primary: bool = True) -> Button:
    """The button that opens the form for evidence."""
    return opens("Add evidence", "evidence", ref(outcome, key), primary=primary)
