"""What follows of itself from a change, in the same transaction, whoever made it."""

from collections.abc import Callable

from readiness.domain.rules import contract as contract_rules
from readiness.domain.rules.change import Act, Change
from readiness.domain.rules.deadlock import with_deadlocks
from readiness.domain.rules.review import recount_reassigned
from readiness.domain.rules.rework import end_with_gates
from readiness.domain.values.initiative import Initiative

Consequence = Callable[[Initiative | None, Change, Act], Change]
"""From the initiative before (None when it starts), the change and its act: the change with what follows added."""

CONSEQUENCES: tuple[Consequence, ...] = (
    recount_reassigned,
    end_with_gates,
    contract_rules.noticed,
    lambda _before, change, act: with_deadlocks(change, act),
)
"""In the order in which they follow. Deadlocks come of what the others leave, so they are looked for last."""


def with_consequences(before: Initiative | None, change: Change, act: Act) -> Change:
    """The change with everything that follows from it."""
    for follow in CONSEQUENCES:
        change = follow(before, change, act)
    return change
