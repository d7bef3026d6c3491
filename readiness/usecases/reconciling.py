"""What changed an initiative from outside, so that nobody's act said it: time, people who came and went.

Whoever changes people has it looked for at once in the initiatives that they concern (`recounting.py`). The sweep looks
in every initiative: what could not be finished there, because the process died, is found then.
"""

from dataclasses import dataclass

from readiness.domain.rules.change import Act, Change
from readiness.domain.rules.deadlock import with_deadlocks
from readiness.domain.rules.review import recount
from readiness.domain.values.gate import Progress
from readiness.domain.values.initiative import Initiative
from readiness.usecases.frame.expiry import elapse


@dataclass(frozen=True, slots=True)
class CatchingUp:
    """What time has ended, the reviews that the votes which stand then settle, and all of it with circles of waits."""

    elapsed: Change
    settled: Change
    all: Change


def catch_up(initiative: Initiative, act: Act) -> CatchingUp:
    """All that an initiative is behind with; its last change has no facts where it is behind with nothing."""
    elapsed = elapse(initiative, act)
    settled = _count_anew(elapsed.initiative, act)
    return CatchingUp(elapsed, settled, with_deadlocks(elapsed.then(settled), act))


def _count_anew(initiative: Initiative, act: Act) -> Change:
    """Every gate in review that needs no more votes than stand is settled by them."""
    change = Change(initiative)
    for key, gate in initiative.gates.items():
        if gate.progress is Progress.IN_REVIEW and gate.votes:
            change = change.then(recount(change.initiative, key, act))
    return change
