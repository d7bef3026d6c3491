"""For how long a sign-off holds."""

from dataclasses import replace
from datetime import datetime

from readiness.domain.rights.permissions import Action
from readiness.domain.rules.change import Act, Change, allow, changed_gate, gate_of
from readiness.domain.rules.review import expire_sign_off
from readiness.domain.values.fact import Fact, FactKind
from readiness.domain.values.gate import Gate, Progress
from readiness.domain.values.initiative import Initiative
from readiness.domain.values.refusals import BadApprovalRule

LONGEST = 366
"""Days for which a sign-off can hold at most, unless it holds for good."""


def set_validity(initiative: Initiative, key: str, days: int | None, act: Act) -> Change:
    """Let a sign-off of that gate hold for so many calendar days, or for good; no vote becomes void by that.

    One that stands ends accordingly, counted from when it was given, at the earliest now.
    """
    gate = gate_of(initiative, key)
    allow(Action.SET_RULE, act, initiative, gate)
    if days is not None and not 1 <= days <= LONGEST:
        raise BadApprovalRule(problem=f"a sign-off holds for 1 to {LONGEST} days, or for good")
    if gate.valid_days == days:
        return Change(initiative)
    after = replace(gate, valid_days=days)
    if after.progress is Progress.SIGNED_OFF:
        after = _ending(after, act)
    change = changed_gate(initiative, after, Fact(FactKind.GATE_VALIDITY_CHANGED, key, {"days": days}))
    return change.then(expire_sign_off(change.initiative, key, act.at))


def _ending(gate: Gate, act: Act) -> Gate:
    *earlier, last = gate.settled
    ends: datetime | None = gate.sign_off_ends(last.start, act.organisation.calendar)
    return replace(gate, settled=(*earlier, replace(last, end=ends and max(ends, act.at))))
