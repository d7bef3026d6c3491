"""What changed an initiative from outside, so that nobody's act said it: time, people who came and went.

The sweep looks for it in every initiative. Whoever changes people settles at once what they concern; what could not be
finished, because the process died, is found here as well.
"""

from dataclasses import dataclass

from readiness.domain.change import Act, Change
from readiness.domain.initiative import Initiative
from readiness.domain.waiting import with_deadlocks
from readiness.usecases.elapsing import elapse
from readiness.usecases.recounting import count_anew


@dataclass(frozen=True, slots=True)
class CatchingUp:
    """What time has ended, the reviews that the votes which stand then settle, and all of it with circles of waits."""

    elapsed: Change
    settled: Change
    all: Change


def catch_up(initiative: Initiative, act: Act) -> CatchingUp:
    """All that an initiative is behind with; its last change has no facts where it is behind with nothing."""
    elapsed = elapse(initiative, act)
    settled = count_anew(elapsed.initiative, act)
    return CatchingUp(elapsed, settled, with_deadlocks(elapsed.then(settled), act))
