"""Somebody left: what they owned, or were offered, is offered to its backup at once (docs/decisions/0016)."""

from dataclasses import replace

from readiness.domain.rules.change import Act, Change, changed_gate
from readiness.domain.values.fact import Fact, FactKind
from readiness.domain.values.identity import PersonId
from readiness.domain.values.initiative import Initiative, Life
from readiness.domain.values.ownership import Ownership


def offer_to_backups(initiative: Initiative, left: PersonId, act: Act) -> Change:
    """Offer every gate of somebody who left, and the handoff, to its backup if that one can act; no facts without one.

    The handoff owner, else the lead, has made the offer and stays accountable. Whoever left owns it no more, so that a
    backup who declines is not asked again.
    """
    change = Change(initiative)
    if initiative.life is not Life.ACTIVE:
        return change
    handoff = _offered(initiative.handoff, initiative.backup, left, initiative, act)
    if handoff is not None:
        fact = _fact(FactKind.HANDOFF_OFFERED, None, handoff, left)
        change = Change(replace(initiative, handoff=handoff), (fact,))
    for key, gate in initiative.gates.items():
        offered = _offered(gate.ownership, gate.backup, left, initiative, act)
        if offered is not None:
            fact = _fact(FactKind.GATE_OFFERED, key, offered, left)
            change = change.then(changed_gate(change.initiative, replace(gate, ownership=offered), fact))
    return change


def _offered(
    current: Ownership, backup: PersonId | None, left: PersonId, initiative: Initiative, act: Act
) -> Ownership | None:
    """The ownership once the backup is asked; None where nobody has to be, or nobody can."""
    if current.holder != left or backup is None or backup == current.owner or not act.organisation.can_act(backup):
        return None
    if current.owner is not None and current.owner != left:
        return replace(current, since=act.at, offered_to=backup, remark=None)
    giver = _giver(initiative, backup, act)
    return Ownership(since=act.at, offered_to=backup, giver=giver, previous=left)


def _giver(initiative: Initiative, backup: PersonId, act: Act) -> PersonId | None:
    """The handoff owner, else the lead: the first who can act, and who is not asked themselves."""
    above = (initiative.handoff.owner, initiative.lead)
    return next((one for one in above if one and one != backup and act.organisation.can_act(one)), None)


def _fact(kind: FactKind, key: str | None, offered: Ownership, left: PersonId) -> Fact:
    return Fact(kind, key, {"person": offered.offered_to, "giver": offered.giver, "left": left})
