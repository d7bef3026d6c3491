"""The checklist itself changes: gates added and removed, what waits for what, who must sign, what is blocked."""

from dataclasses import replace

from readiness.domain.rights.permissions import Action
from readiness.domain.rights.signing import party_members
from readiness.domain.rights.unblocking import answerers
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
from readiness.domain.rules.review import void_votes
from readiness.domain.values.approval import ApprovalRule, Group, Quorum
from readiness.domain.values.fact import Fact, FactKind, Scalar
from readiness.domain.values.gate import Block, Condition, Gate
from readiness.domain.values.identity import RESERVED_GATE_KEYS, PersonId, is_key
from readiness.domain.values.initiative import Initiative
from readiness.domain.values.milestone import MILESTONES
from readiness.domain.values.organisation import Organisation
from readiness.domain.values.ownership import Ownership
from readiness.domain.values.refusals import (
    AlreadyBlocked,
    BadApprovalRule,
    BadKey,
    DependencyCycle,
    KeyTaken,
    NobodyToWaitFor,
    NotBlocked,
    NotFound,
    WaitsForItself,
)
from readiness.domain.values.value import value

TITLE_LIMIT = 60


@value(frozen=True, slots=True)
class NewGate:
    """A gate that the template did not have."""

    key: str
    title: str
    party: str
    condition: Condition | None = None
    needed_by: str | None = None


def add_gate(initiative: Initiative, new: NewGate, act: Act) -> Change:
    """Add a gate at the end; its party signs it until somebody says otherwise."""
    allow(Action.SHAPE, act, initiative, None)
    if not is_key(new.key) or new.key in RESERVED_GATE_KEYS:
        raise BadKey(key=new.key)
    if new.key in initiative.gates:
        raise KeyTaken(key=new.key)
    if new.party not in act.organisation.parties:
        raise NotFound(party=new.party, known=tuple(act.organisation.parties))
    if new.needed_by is not None and new.needed_by not in MILESTONES:
        raise NotFound(milestone=new.needed_by, known=tuple(MILESTONES))
    gate = Gate(
        key=new.key,
        title=limited(new.title, "the title", TITLE_LIMIT) or new.key,
        party=new.party,
        condition=new.condition,
        needed_by=new.needed_by,
        ownership=Ownership(since=act.at),
        rule=ApprovalRule((Group(Quorum.ANY, parties=(new.party,)),)),
        created_at=act.at,
        progress_since=act.at,
    )
    data = {"party": gate.party, "condition": str(gate.condition) if gate.condition else None}
    return changed_gate(initiative, gate, Fact(FactKind.GATE_ADDED, gate.key, data, {"title": gate.title}))


def remove_gate(initiative: Initiative, key: str, act: Act, *, why: str) -> Change:
    """Take a gate off the checklist, with a reason; gates that waited for it no longer do."""
    allow(Action.SHAPE, act, initiative, gate_of(initiative, key))
    said = reason(why)
    kept = {
        other.key: _independent(other, key) if key in other.depends_on else other
        for other in initiative.gates.values()
        if other.key != key
    }
    freed = [other.key for other in initiative.gates.values() if key in other.depends_on]
    data = {"freed": freed} if freed else {}
    return Change(replace(initiative, gates=kept), (Fact(FactKind.GATE_REMOVED, key, data, {"reason": said}),))


def set_dependency(initiative: Initiative, key: str, on: str, act: Act) -> Change:
    """Let gate `key` wait for gate `on`; raises `DependencyCycle` naming the circle that would arise."""
    gate, _ = gate_of(initiative, key), gate_of(initiative, on)
    allow(Action.SHAPE, act, initiative, gate)
    if on in gate.depends_on:
        return Change(initiative)
    circle = _path(initiative, on, key)
    if circle:
        raise DependencyCycle(cycle=" → ".join((key, *circle)))
    after = replace(gate, depends_on=(*gate.depends_on, on), depends_since=(*gate.depends_since, (on, act.at)))
    return changed_gate(
        initiative, after, Fact(FactKind.GATE_DEPENDS_CHANGED, key, {"depends_on": list(after.depends_on)})
    )


def drop_dependency(initiative: Initiative, key: str, on: str, act: Act) -> Change:
    """Let gate `key` no longer wait for gate `on`."""
    gate = gate_of(initiative, key)
    gate_of(initiative, on)
    allow(Action.SHAPE, act, initiative, gate)
    if on not in gate.depends_on:
        return Change(initiative)
    after = _independent(gate, on)
    data: dict[str, Scalar] = {"depends_on": list(after.depends_on), "off": on}
    return changed_gate(initiative, after, Fact(FactKind.GATE_DEPENDS_CHANGED, key, data))


def set_rule(initiative: Initiative, key: str, rule: ApprovalRule, act: Act) -> Change:
    """Change who must sign; votes cast under the old rule are void (rules.md, "Gates")."""
    gate = gate_of(initiative, key)
    allow(Action.SET_RULE, act, initiative, gate)
    _check_rule(rule, initiative, act.organisation)
    if rule == gate.rule:
        return Change(initiative)
    after = void_votes(replace(gate, rule=rule), act.at)
    return changed_gate(initiative, after, Fact(FactKind.GATE_RULE_CHANGED, key, {"groups": describe(rule)}))


def block(
    initiative: Initiative,
    key: str,
    why: str,
    act: Act,
    *,
    waits_for: PersonId | None = None,
    party: str | None = None,
) -> Change:
    """The owner says that the gate cannot go on, why, and perhaps which person or else which party it waits for.

    Raises `WaitsForItself`, `NobodyToWaitFor`, `NotAMember`, `NotFound`, and `AlreadyBlocked` for what stands already.
    """
    gate = gate_of(initiative, key)
    allow(Action.WORK, act, initiative, gate)
    said = reason(why)
    block = Block(said, act.actor.id, act.at, waits_for, None if waits_for else party)
    if gate.block is not None and replace(gate.block, by=block.by, since=block.since) == block:
        raise AlreadyBlocked(gate=key, by=gate.block.by, at=gate.block.since)
    after = replace(gate, block=block)
    data = _whom(after, initiative, act)
    return changed_gate(initiative, after, Fact(FactKind.GATE_BLOCKED, key, data, texts(reason=said)))


def _whom(blocked: Gate, initiative: Initiative, act: Act) -> dict[str, Scalar]:
    """Whom a gate waits for, as the record keeps it."""
    match blocked.block:
        case Block(waits_for=str() as person):
            if person in (act.actor.id, blocked.owner):
                raise WaitsForItself
            must_be_member(act.organisation, person)
            return {"waits_for": person}
        case Block(party=str() as party):
            if party not in act.organisation.parties:
                raise NotFound(party=party, known=tuple(act.organisation.parties))
            if not answerers(blocked, initiative, act.organisation) - {act.actor.id}:
                raise NobodyToWaitFor(party=party)
            return {"party": party}
        case _:
            return {}


def unblock(initiative: Initiative, key: str, act: Act) -> Change:
    """The gate can go on: its owner says so, or whoever it waits for."""
    gate = gate_of(initiative, key)
    allow(Action.UNBLOCK, act, initiative, gate)
    if gate.block is None:
        raise NotBlocked(gate=key)
    return changed_gate(initiative, replace(gate, block=None), Fact(FactKind.GATE_UNBLOCKED, key))


def describe(rule: ApprovalRule) -> list[str]:
    """Each group as the record keeps it: the number, then people and parties in a fixed order."""
    return [" ".join((str(group.need), *sorted(group.people), *group.parties)) for group in rule.groups]


def _independent(gate: Gate, of: str) -> Gate:
    """The gate, which no longer depends on that one."""
    return replace(
        gate,
        depends_on=tuple(key for key in gate.depends_on if key != of),
        depends_since=tuple(pair for pair in gate.depends_since if pair[0] != of),
    )


def _path(initiative: Initiative, start: str, goal: str) -> tuple[str, ...]:
    """The chain of gates by which `start` waits for `goal`, both included; empty when it does not."""
    trail: dict[str, str | None] = {start: None}
    queue = [start]
    while queue:
        current = queue.pop(0)
        if current == goal:
            return _unwind(trail, goal)
        for key in initiative.gates[current].depends_on if current in initiative.gates else ():
            if key not in trail:
                trail[key] = current
                queue.append(key)
    return ()


def _unwind(trail: dict[str, str | None], goal: str) -> tuple[str, ...]:
    path: list[str] = []
    at: str | None = goal
    while at is not None:
        path.append(at)
        at = trail[at]
    return tuple(reversed(path))


def _check_rule(rule: ApprovalRule, initiative: Initiative, organisation: Organisation) -> None:
    if not rule.groups:
        raise BadApprovalRule(problem="name at least one person or party who must sign")
    parties = party_members(initiative, organisation)
    for group in rule.groups:
        for key in group.parties:
            if key not in parties:
                raise NotFound(party=key, known=tuple(parties))
        for person in sorted(group.people):
            must_be_member(organisation, person)
        if not group.people and not group.parties:
            raise BadApprovalRule(problem="name at least one person or party who must sign")
        if not isinstance(group.need, Quorum) and group.need < 1:
            raise BadApprovalRule(problem="at least one person must sign")
