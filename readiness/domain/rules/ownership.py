"""Ownership changes hands: offered, accepted, declined, handed back, claimed (rules.md, "Gates").

Every function serves a gate and, with `key` None, the handoff as a whole.
"""

from dataclasses import replace

from readiness.domain.rights.permissions import Action, Who
from readiness.domain.rights.signing import can_act
from readiness.domain.rules.change import (
    Act,
    Change,
    allow,
    changed_gate,
    gate_of,
    limited,
    must_be_member,
    reason,
    texts,
)
from readiness.domain.rules.repeating import is_repeat
from readiness.domain.values.fact import Fact, FactKind
from readiness.domain.values.gate import Gate
from readiness.domain.values.identity import PersonId
from readiness.domain.values.initiative import Initiative
from readiness.domain.values.ownership import Ownership, OwnershipState, Passing, Remark
from readiness.domain.values.refusals import (
    AlreadyDone,
    AlreadyOwned,
    NotAllowed,
    NothingOffered,
    SaidJustNow,
)


def assign(
    initiative: Initiative, key: str | None, person: PersonId, act: Act, *, backup: PersonId | None = None
) -> Change:
    """Offer ownership to `person`, or take it at once when one names oneself; optionally name the backup too."""
    allow(Action.ASSIGN, act, initiative, _gate(initiative, key))
    must_be_member(act.organisation, person)
    if backup is None:
        return _give(initiative, key, person, act, "")
    must_be_member(act.organisation, backup)
    named = _name_backup(initiative, key, backup)
    if named.facts and person == _ownership(initiative, _gate(initiative, key)).holder:
        return named
    change = _give(initiative, key, person, act, "")
    return change.then(_name_backup(change.initiative, key, backup))


def hand_off(initiative: Initiative, key: str | None, person: PersonId, act: Act, *, why: str = "") -> Change:
    """The owner offers what they own to `person`; they stay accountable until it is accepted."""
    allow(Action.WORK, act, initiative, _gate(initiative, key))
    must_be_member(act.organisation, person)
    return _give(initiative, key, person, act, why)


def accept(initiative: Initiative, key: str | None, act: Act) -> Change:
    """The person it is offered to (or the backup) becomes the owner."""
    gate = _gate(initiative, key)
    current = _ownership(initiative, gate)
    allow(Action.ANSWER_OFFER, act, initiative, gate)
    if current.state is OwnershipState.ACCEPTED and current.owner == act.actor.id:
        raise AlreadyDone(by=current.owner, at=current.since)
    if current.offered_to is None:
        raise NothingOffered
    if act.actor.id == current.owner:
        raise NotAllowed(action=str(Action.ANSWER_OFFER), who=(Who.OFFERED,), people=frozenset({current.offered_to}))
    taken = Ownership(
        since=act.at, owner=act.actor.id, giver=current.giver, previous=current.owner, confirmed_at=act.at
    )
    kind = FactKind.GATE_ACCEPTED if gate else FactKind.HANDOFF_ACCEPTED
    return _owned(initiative, gate, taken, Fact(kind, key, {"person": act.actor.id, "giver": current.giver}))


def decline(initiative: Initiative, key: str | None, act: Act, *, why: str = "", again: bool = False) -> Change:
    """Say no to an offer, or hand back what one owns; it returns to the giver, who stayed accountable.

    An owner who has an open offer to somebody else hands back, and the offer falls; the backup answers the open offer,
    and without one hands back for the owner. Where it changed hands within minutes, the backup may just have declined
    or handed back, and `SaidJustNow` is raised unless it is `again` on purpose.
    """
    gate = _gate(initiative, key)
    current = _ownership(initiative, gate)
    allow(Action.ANSWER_OFFER, act, initiative, gate)
    if current.offered_to is None and current.owner is None:
        raise NothingOffered
    if current.offered_to is not None and act.actor.id != current.owner:
        return _decline_offer(initiative, gate, current, act, reason(why))
    if act.actor.id != current.owner and is_repeat(current.since, act.at) and not again:
        raise SaidJustNow(owner=current.owner, at=current.since)
    return _hand_back(initiative, gate, current, act, reason(why))


def claim(initiative: Initiative, key: str, act: Act) -> Change:
    """Any member takes a gate that nobody owns, or accepts the one that is offered to them."""
    gate = gate_of(initiative, key)
    allow(Action.CLAIM, act, initiative, gate)
    if gate.ownership.offered_to == act.actor.id:
        return accept(initiative, key, act)
    if gate.owner == act.actor.id:
        raise AlreadyDone(by=gate.owner, at=gate.ownership.since)
    if gate.ownership.state is not OwnershipState.UNASSIGNED:
        raise AlreadyOwned(people=frozenset(filter(None, (gate.ownership.holder,))))
    taken = Ownership(since=act.at, owner=act.actor.id, giver=act.actor.id, confirmed_at=act.at)
    return _owned(initiative, gate, taken, Fact(FactKind.GATE_CLAIMED, key, {"person": act.actor.id}))


def keys_of(initiative: Initiative, person: PersonId) -> tuple[str, ...]:
    """The gates that `person` owns: what `all` means when handing off."""
    return tuple(key for key, gate in initiative.gates.items() if gate.owner == person)


def keys_offered(initiative: Initiative, person: PersonId) -> tuple[str, ...]:
    """The gates offered to `person`: what `all` means when accepting or declining."""
    return tuple(key for key, gate in initiative.gates.items() if gate.ownership.offered_to == person)


def _give(initiative: Initiative, key: str | None, person: PersonId, act: Act, why: str) -> Change:
    gate = _gate(initiative, key)
    current = _ownership(initiative, gate)
    if person == current.owner and current.offered_to is None:
        raise AlreadyDone(by=person, at=current.since)
    if person == current.offered_to:
        raise AlreadyDone(by=current.giver, at=current.since)
    data = {"person": person, "giver": act.actor.id}
    reasons = texts(reason=limited(why, "the reason"))
    if person in (act.actor.id, current.owner):
        kind = FactKind.GATE_ACCEPTED if gate else FactKind.HANDOFF_ACCEPTED
        before = current.previous if person == current.owner else current.owner
        said = act.at if person == act.actor.id else current.confirmed_at
        taken = Ownership(since=act.at, owner=person, giver=act.actor.id, previous=before, confirmed_at=said)
        return _owned(initiative, gate, taken, Fact(kind, key, data, reasons))
    kind = FactKind.GATE_OFFERED if gate else FactKind.HANDOFF_OFFERED
    remark = Remark(Passing.OFFERED, act.actor.id, reasons["reason"]) if reasons else None
    offered = replace(current, since=act.at, offered_to=person, giver=act.actor.id, remark=remark)
    return _owned(initiative, gate, offered, Fact(kind, key, data, reasons))


def _decline_offer(initiative: Initiative, gate: Gate | None, current: Ownership, act: Act, why: str) -> Change:
    kind = FactKind.GATE_DECLINED if gate else FactKind.HANDOFF_DECLINED
    remark = Remark(Passing.DECLINED, act.actor.id, why)
    back = replace(current, since=act.at, offered_to=None, remark=remark)
    data = {"person": act.actor.id, "giver": current.giver}
    return _owned(initiative, gate, back, Fact(kind, gate.key if gate else None, data, texts(reason=why)))


def _hand_back(initiative: Initiative, gate: Gate | None, current: Ownership, act: Act, why: str) -> Change:
    to = current.previous if current.previous and can_act(current.previous, act.organisation) else None
    kind = FactKind.GATE_RETURNED if gate else FactKind.HANDOFF_RETURNED
    remark = Remark(Passing.HANDED_BACK, act.actor.id, why)
    back = Ownership(since=act.at, owner=to, giver=current.giver, remark=remark)
    data = {"person": act.actor.id, "to": to}
    if current.offered_to is not None:
        data |= {"offered": current.offered_to, "giver": current.giver}
    return _owned(initiative, gate, back, Fact(kind, gate.key if gate else None, data, texts(reason=why)))


def _name_backup(initiative: Initiative, key: str | None, backup: PersonId) -> Change:
    gate = _gate(initiative, key)
    if backup == (gate.backup if gate else initiative.backup):
        return Change(initiative)
    fact = Fact(FactKind.GATE_BACKUP_NAMED, key, {"person": backup})
    if gate is None:
        return Change(replace(initiative, backup=backup), (fact,))
    return changed_gate(initiative, replace(gate, backup=backup), fact)


def _owned(initiative: Initiative, gate: Gate | None, ownership: Ownership, fact: Fact) -> Change:
    if gate is None:
        return Change(replace(initiative, handoff=ownership), (fact,))
    return changed_gate(initiative, replace(gate, ownership=ownership), fact)


def _gate(initiative: Initiative, key: str | None) -> Gate | None:
    return None if key is None else gate_of(initiative, key)


def _ownership(initiative: Initiative, gate: Gate | None) -> Ownership:
    return initiative.handoff if gate is None else gate.ownership
