"""Circles of gates that wait for each other are noted in their initiative as they come and go."""

from dataclasses import replace

from readiness.domain.readings.waits import circle_of, circles
from readiness.domain.rules.change import Act, Change
from readiness.domain.values.deadlock import Deadlock
from readiness.domain.values.fact import Fact, FactKind


def with_deadlocks(change: Change, act: Act) -> Change:
    """The change with the deadlocks that came of it, and those that it ended, noted in its initiative."""
    initiative, organisation = change.initiative, act.organisation
    noted: list[Deadlock] = []
    facts: list[Fact] = []
    for number, known in enumerate(initiative.deadlocks, 1):
        is_over = known.over is None and circle_of(known.gates, initiative, organisation, act.at) is None
        noted.append(replace(known, over=act.at) if is_over else known)
        facts += [_fact(FactKind.DEADLOCK_ENDED, number, known)] if is_over else []
    standing = {frozenset(one.gates) for one in noted if one.over is None}
    for circle in circles(initiative, organisation, act.at):
        if frozenset(circle.gates) not in standing:
            noted.append(Deadlock(circle.gates, act.at))
            facts.append(_fact(FactKind.DEADLOCK_FOUND, len(noted), noted[-1]))
    if not facts:
        return change
    return change.then(Change(replace(initiative, deadlocks=tuple(noted)), tuple(facts)))


def _fact(kind: FactKind, number: int, deadlock: Deadlock) -> Fact:
    return Fact(kind, None, {"number": number, "gates": list(deadlock.gates)})
