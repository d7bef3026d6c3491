"""What somebody does for a person who is away is recorded as done on their behalf (docs/decisions/0016)."""

from collections.abc import Mapping
from dataclasses import replace

from readiness.domain.rights.permissions import Action, holds, represented
from readiness.domain.rules.change import Act, Change
from readiness.domain.values.fact import ON_BEHALF_OF, Fact, FactKind
from readiness.domain.values.identity import PersonId
from readiness.domain.values.initiative import Initiative

_OFFERING = (Action.ASSIGN, Action.WORK)
_ACCEPTING = (*_OFFERING, Action.ANSWER_OFFER)
_VOTING = (Action.SIGN,)

_RIGHTS: Mapping[FactKind, tuple[Action, ...]] = {
    FactKind.INITIATIVE_PAUSED: (Action.STEER,),
    FactKind.INITIATIVE_RESUMED: (Action.STEER,),
    FactKind.INITIATIVE_CANCELLED: (Action.STEER,),
    FactKind.INITIATIVE_CHANGED: (Action.STEER, Action.PLAN),
    FactKind.MILESTONE_PLANNED: (Action.PLAN,),
    FactKind.MILESTONE_REACHED: (Action.PLAN,),
    FactKind.HANDOFF_OFFERED: _OFFERING,
    FactKind.HANDOFF_ACCEPTED: _ACCEPTING,
    FactKind.GATE_ADDED: (Action.SHAPE,),
    FactKind.GATE_REMOVED: (Action.SHAPE,),
    FactKind.GATE_OFFERED: _OFFERING,
    FactKind.GATE_ACCEPTED: _ACCEPTING,
    FactKind.GATE_BACKUP_NAMED: (Action.ASSIGN,),
    FactKind.GATE_DUE_CHANGED: (Action.PLAN,),
    FactKind.GATE_DEPENDS_CHANGED: (Action.SHAPE,),
    FactKind.GATE_RULE_CHANGED: (Action.SET_RULE,),
    FactKind.GATE_VALIDITY_CHANGED: (Action.SET_RULE,),
    FactKind.GATE_CONFIRMED: (Action.CONFIRM,),
    FactKind.HANDOFF_CONFIRMED: (Action.CONFIRM,),
    FactKind.GATE_BLOCKED: (Action.WORK,),
    FactKind.GATE_UNBLOCKED: (Action.WORK,),
    FactKind.EVIDENCE_GIVEN: (Action.WORK,),
    FactKind.REVIEW_REQUESTED: (Action.WORK, Action.SIGN),
    FactKind.SIGN_OFF_CAST: _VOTING,
    FactKind.GATE_SIGNED_OFF: _VOTING,
    FactKind.GATE_RETURNED_FOR_CHANGES: _VOTING,
    FactKind.GATE_NOT_APPLICABLE: _VOTING,
    FactKind.GATE_WAIVED: _VOTING,
    FactKind.REWORK_RAISED: _VOTING,
    FactKind.PARTY_CHANGED: (Action.SET_RULE,),
}
"""By which rights a fact comes about: where somebody has any of them, they acted in their own name.

Facts of the contract, and of rework that was there before, say it themselves: those rights hang on more than a gate.
"""


def on_behalf(before: Initiative, change: Change, act: Act) -> Change:
    """The change with `ON_BEHALF_OF` in every fact that the actor brought about in another's right alone."""
    return replace(change, facts=tuple(_named(before, fact, act) for fact in change.facts))


def _named(before: Initiative, fact: Fact, act: Act) -> Fact:
    person = _whose_right(before, fact, act)
    return fact if person is None else replace(fact, data={**fact.data, ON_BEHALF_OF: person})


def _whose_right(before: Initiative, fact: Fact, act: Act) -> PersonId | None:
    gate = before.gates.get(fact.gate) if fact.gate is not None else None
    about = (act.actor, act.organisation, before, gate)
    found: list[PersonId] = []
    for action in _RIGHTS.get(fact.kind, ()):
        person = represented(action, *about)
        if person is None and holds(action, *about):
            return None
        found += [] if person is None else [person]
    return found[0] if found else None
