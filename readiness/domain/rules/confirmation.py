"""Owners say that a gate, or with `key` None the handoff as a whole, is still theirs (docs/decisions/0016)."""

from dataclasses import replace

from readiness.domain.rights.permissions import Action
from readiness.domain.rules.change import Act, Change, allow, changed_gate, gate_of, merge
from readiness.domain.values.fact import Fact, FactKind
from readiness.domain.values.identity import PersonId
from readiness.domain.values.initiative import Initiative
from readiness.domain.values.ownership import Ownership
from readiness.domain.values.refusals import AlreadyDone, NothingOwned


def confirm(initiative: Initiative, key: str | None, act: Act) -> Change:
    """The owner says that it is still theirs; once a day is enough, and `AlreadyDone` is raised after that."""
    gate = None if key is None else gate_of(initiative, key)
    allow(Action.CONFIRM, act, initiative, gate)
    current = initiative.handoff if gate is None else gate.ownership
    if _is_said_today(current, act):
        raise AlreadyDone(by=current.owner, at=current.confirmed_at)
    said = replace(current, confirmed_at=act.at)
    data = {"person": current.owner}
    if gate is None:
        return Change(replace(initiative, handoff=said), (Fact(FactKind.HANDOFF_CONFIRMED, None, data),))
    return changed_gate(initiative, replace(gate, ownership=said), Fact(FactKind.GATE_CONFIRMED, gate.key, data))


def confirm_all(initiative: Initiative, act: Act) -> Change:
    """Likewise for everything of the actor's that is still to be done here, the handoff included.

    Raises `NothingOwned` where there is nothing, `AlreadyDone` where all of it was said today.
    """
    mine = keys_to_confirm(initiative, act.actor.id, act)
    if not mine:
        raise NothingOwned
    fresh = [key for key in mine if not _is_said_today(_ownership(initiative, key), act)]
    if not fresh:
        raise AlreadyDone(by=act.actor.id, at=_ownership(initiative, mine[0]).confirmed_at)
    changes: list[Change] = []
    for key in fresh:
        changes.append(confirm(changes[-1].initiative if changes else initiative, key, act))
    return merge(changes, initiative)


def keys_to_confirm(initiative: Initiative, person: PersonId, act: Act) -> tuple[str | None, ...]:
    """What that person owns and is not done: the handoff (None) first, then gates in checklist order."""
    handoff: tuple[None, ...] = (None,) if initiative.handoff.owner == person else ()
    gates = (key for key, gate in initiative.gates.items() if gate.owner == person and not gate.is_settled_at(act.at))
    return (*handoff, *gates)


def _ownership(initiative: Initiative, key: str | None) -> Ownership:
    return initiative.handoff if key is None else initiative.gates[key].ownership


def _is_said_today(ownership: Ownership, act: Act) -> bool:
    said = ownership.confirmed_at
    return said is not None and act.organisation.calendar.local_date(said) == act.today
