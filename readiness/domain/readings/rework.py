"""The ledger of rework: what is still to be done, and what it was about."""

from collections import Counter
from collections.abc import Mapping

from readiness.domain.values.gate import ChangesReason
from readiness.domain.values.initiative import Initiative
from readiness.domain.values.milestone import MILESTONES, MODEL_COMPLETE
from readiness.domain.values.rework import Rework
from readiness.domain.values.value import value

_STAGES = tuple(MILESTONES)
LATE_STAGES = frozenset(_STAGES[_STAGES.index(MODEL_COMPLETE) :])
"""The milestones from model complete on."""


@value(frozen=True, slots=True)
class Ledger:
    """All rework of an initiative: `open` items, the earliest due first, and of all `total` what they were about.

    `by_reason` counts findings, which have no reason, under None; both counts begin with what is most frequent.
    `after_model_complete` were raised when the model was complete already.
    """

    open: tuple[Rework, ...]
    total: int
    by_reason: Mapping[ChangesReason | None, int]
    by_party: Mapping[str, int]
    after_model_complete: int


def ledger(initiative: Initiative) -> Ledger:
    """The ledger of that initiative."""
    items = initiative.rework
    return Ledger(
        open=tuple(sorted((one for one in items if one.is_open), key=lambda one: (one.due, one.number))),
        total=len(items),
        by_reason=dict(Counter(one.reason for one in items).most_common()),
        by_party=dict(Counter(one.party for one in items).most_common()),
        after_model_complete=sum(one.stage in LATE_STAGES for one in items),
    )
