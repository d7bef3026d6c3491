"""The five conditions of "ready", computed from the gates and the handoff, never ticked."""

from datetime import datetime

from readiness.domain.values.gate import Condition, Gate, Progress
from readiness.domain.values.initiative import Initiative
from readiness.domain.values.organisation import Organisation
from readiness.domain.values.value import Term, value


class Unready(Term):
    """Why a condition does not hold."""

    NO_HANDOFF_OWNER = "no-handoff-owner"
    HANDOFF_NOT_ACCEPTED = "handoff-not-accepted"
    HANDOFF_OWNER_LEFT = "handoff-owner-left"
    NO_GATES = "no-gates"
    OPEN_GATES = "open-gates"


@value(frozen=True, slots=True)
class ConditionState:
    """How one condition stands: the keys of its gates, in checklist order, and the `reasons` why it is not ready.

    It is ready when there is no reason.
    """

    condition: Condition
    gates: tuple[str, ...]
    open_gates: tuple[str, ...]
    waived_gates: tuple[str, ...]
    not_applicable_gates: tuple[str, ...]
    reasons: tuple[Unready, ...]

    @property
    def is_ready(self) -> bool:
        """Whether the condition holds."""
        return not self.reasons

    @property
    def total(self) -> int:
        """How many gates it has."""
        return len(self.gates)

    @property
    def settled(self) -> int:
        """How many of its gates are satisfied: signed off, not applicable, or waived while the waiver is in force."""
        return len(self.gates) - len(self.open_gates)

    @property
    def waived(self) -> int:
        """How many of them are satisfied by a waiver only, for "ready with 1 waiver" (rules.md, "Gates")."""
        return len(self.waived_gates)

    @property
    def is_not_applicable(self) -> bool:
        """Whether it is satisfied because every one of its gates is not applicable, which a view has to say."""
        return bool(self.gates) and self.gates == self.not_applicable_gates


_CONDITIONS = tuple(Condition)


def conditions(
    initiative: Initiative, now: datetime, organisation: Organisation | None = None
) -> tuple[ConditionState, ...]:
    """The five conditions at `now`, in the order of product.md, 'The five conditions of "ready"'.

    A gate counts while it is settled at `now`, so an expired waiver does not. A condition without a gate is not ready,
    as no gate says so; the handoff owner's is decided by the acceptance as well. When `organisation` is given, a
    handoff owner who is no longer a member does not count.
    """
    gates: dict[Condition, list[Gate]] = {condition: [] for condition in _CONDITIONS}
    for gate in initiative.gates.values():
        if gate.condition is not None:
            gates[gate.condition].append(gate)
    handoff = _handoff_reasons(initiative, organisation)
    return tuple(
        [
            _state(condition, found, now, handoff if condition is Condition.HANDOFF_OWNER else ())
            for condition, found in gates.items()
        ]
    )


def is_ready(initiative: Initiative, now: datetime, organisation: Organisation | None = None) -> bool:
    """Whether all five conditions hold at `now`."""
    return all(state.is_ready for state in conditions(initiative, now, organisation))


def _state(condition: Condition, gates: list[Gate], now: datetime, reasons: tuple[Unready, ...]) -> ConditionState:
    open_gates, waived, not_applicable = [], [], []
    for gate in gates:
        if not gate.settled or not gate.is_settled_at(now):
            open_gates.append(gate.key)
        elif gate.progress is Progress.WAIVED:
            waived.append(gate.key)
        elif gate.progress is Progress.NOT_APPLICABLE:
            not_applicable.append(gate.key)
    if open_gates:
        reasons += (Unready.OPEN_GATES,)
    # Ownership of the handoff is a fact of its own, so that condition can hold without a gate; the others cannot.
    if not gates and condition is not Condition.HANDOFF_OWNER:
        reasons += (Unready.NO_GATES,)
    keys = tuple([gate.key for gate in gates])
    return ConditionState(condition, keys, tuple(open_gates), tuple(waived), tuple(not_applicable), reasons)


def _handoff_reasons(initiative: Initiative, organisation: Organisation | None) -> tuple[Unready, ...]:
    handoff = initiative.handoff
    if handoff.owner is None:
        return (Unready.HANDOFF_NOT_ACCEPTED if handoff.offered_to else Unready.NO_HANDOFF_OWNER,)
    if organisation is not None and not organisation.is_member(handoff.owner):
        return (Unready.HANDOFF_OWNER_LEFT,)
    return ()
