"""The private answer to everything that was done: what happened, and what is next."""

from collections.abc import Callable
from dataclasses import replace

from bot.cards import Actions, Button, Card, Code, Note, Section, Span
from bot.intents.intent import GateRef, Intent
from bot.intents.looking import Show
from bot.views.answers import contract, incident, organisation, ownership, review, rework
from bot.views.answers.answer import Answered
from bot.views.answers.before import before_lines
from bot.views.answers.contract import aftermath
from bot.views.answers.replaced import replaced_lines
from bot.views.words.absence import for_whom
from bot.views.words.presses import button
from readiness.domain.values.fact import ON_BEHALF_OF, Fact, FactKind
from readiness.domain.values.identity import PersonId
from readiness.usecases.frame.changing import Outcome

_ALONG = (
    FactKind.WAIVER_EXPIRED,
    FactKind.SIGN_OFF_EXPIRED,
    FactKind.SIGN_OFF_REVOKED,
    FactKind.ORGANISATION_CREATED,
    FactKind.CONTRACT_CHANGED,
    FactKind.CONTRACT_VIOLATED,
)
"""Facts that the clock, an installation or a rule causes: they may come along, and are not what is answered."""


def answer_card(outcome: Outcome, intent: Intent) -> Card:
    """What the facts say happened; when nothing did, that it was already so."""
    facts = tuple(fact for fact in outcome.facts if fact.kind not in _ALONG)
    if not facts:
        return already_card(outcome, intent)
    leading = next((fact for kind in _LEADING for fact in facts if fact.kind is kind), facts[-1])
    alike = tuple(fact for fact in facts if fact.kind is leading.kind)
    answered = _in_whose_name(outcome, leading, WORDED[leading.kind](outcome, alike))
    stood = (*replaced_lines(outcome), *before_lines(outcome))
    return _card(replace(answered, lines=(*answered.lines, *stood, *aftermath(outcome))))


def _in_whose_name(outcome: Outcome, leading: Fact, answered: Answered) -> Answered:
    """The answer with a note where it was done for somebody who is away."""
    person = leading.data.get(ON_BEHALF_OF)
    if not isinstance(person, str):
        return answered
    said = f"Recorded as done by you{for_whom(outcome.organisation, PersonId(person))}. "
    return replace(answered, note=(said, *answered.note))


def already_card(outcome: Outcome, intent: Intent) -> Card:
    """Nothing changed, because it was so before."""
    ref = getattr(intent, "ref", None)
    about: tuple[Span, ...] = (Code(outcome.initiative.slug),)
    press: tuple[Button, ...] = ()
    if isinstance(ref, GateRef):
        about = (Code(f"{ref.initiative}/{ref.gate}"),)
        if ref.gate in outcome.initiative.gates:
            press = (button("Show gate", Show(ref)),)
    said = "It is already so. Nothing was changed."
    return _card(Answered(said, (("It is already so: ", *about, ". Nothing was changed."),), press))


def started_card(outcome: Outcome) -> Card:
    """A new initiative stands."""
    return _card(organisation.started(outcome, outcome.facts))


def _card(answered: Answered) -> Card:
    first, *rest = answered.lines
    parts = [Section((first, *rest), answered.mark)]
    actions = (Actions(answered.buttons),) if answered.buttons else ()
    notes = (Note(answered.note),) if answered.note else ()
    return Card(answered.summary, (*parts, *actions, *notes))


_LEADING: tuple[FactKind, ...] = (
    FactKind.INITIATIVE_CREATED,
    FactKind.GATE_RETURNED_FOR_CHANGES,
    FactKind.REWORK_RAISED,
    FactKind.REWORK_ENDED,
    FactKind.REWORK_ASSIGNED,
    FactKind.CONTRACT_CONCLUDED,
    FactKind.CONTRACT_SIGNED,
    FactKind.CONTRACT_REFUSED,
    FactKind.GATE_SIGNED_OFF,
    FactKind.GATE_NOT_APPLICABLE,
    FactKind.GATE_WAIVED,
    FactKind.SIGN_OFF_CAST,
    FactKind.GATE_OFFERED,
    FactKind.GATE_ACCEPTED,
    FactKind.HANDOFF_OFFERED,
)
"""Of several facts, the one that decides the answer."""

Worded = Callable[[Outcome, tuple[Fact, ...]], Answered]

WORDED: dict[FactKind, Worded] = {
    **ownership.WORDED,
    **review.WORDED,
    **contract.WORDED,
    **organisation.WORDED,
    **rework.WORDED,
    **incident.WORDED,
}
"""How each kind of fact that a person can cause is answered."""
