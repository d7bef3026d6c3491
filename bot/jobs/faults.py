"""What went wrong with one item while the others went on: each fault is logged once with a reference, and counted."""

import secrets
from collections import Counter, OrderedDict
from collections.abc import Hashable, Mapping

import structlog

from readiness.domain.values.refusal import Refusal
from readiness.usecases.frame.ports import DatabaseUnavailable, Sweep

MOST_REMEMBERED = 10_000

log = structlog.get_logger(__name__)


def database_away(away: DatabaseUnavailable) -> None:
    """Log that the database does not answer: no fault of an item, and one line a minute for each reason."""
    log.warning("database away", why=away.operator_sentence(), limited=away.code)


class LoggedFaults:
    """Writes a fault to the log when it is new to this process; one that comes again every round is only counted."""

    def __init__(self) -> None:
        """Begin with none."""
        self._counted: Counter[Sweep] = Counter()
        self._told: OrderedDict[Hashable, None] = OrderedDict()

    @property
    def counts(self) -> Mapping[Sweep, int]:
        """How many items were left out so far, by sweep."""
        return self._counted

    def failed(self, sweep: Sweep, item: str, error: Exception) -> None:
        """That item of the sweep was left out. What was foreseen needs no trace."""
        self._counted[sweep] += 1
        if self._is_news((sweep, item, type(error), str(error))):
            trace = {} if isinstance(error, Refusal) else {"exc_info": error}
            reference = secrets.token_hex(4)
            log.error("item failed", reference=reference, sweep=str(sweep), item=item, why=str(error), **trace)

    def replaced(self, what: str, whose: str, value: str) -> None:
        """`value` means nothing to this machine: something else stands in for it."""
        if self._is_news((what, whose, value)):
            log.warning("value replaced", what=what, whose=whose, value=value)

    def _is_news(self, fault: Hashable) -> bool:
        if fault in self._told:
            self._told.move_to_end(fault)
            return False
        self._told[fault] = None
        if len(self._told) > MOST_REMEMBERED:
            self._told.popitem(last=False)
        return True
