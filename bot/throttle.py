"""How much one person may ask for: some at once, then so many a second. What others ask for is not held up by it."""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from enum import Enum, auto

AT_ONCE = 10
"""So much at once is taken from everybody: more than anybody types, presses and fills in within a second."""

MOST_PEOPLE = 10_000
"""So many are kept in mind, some 3 MB; those who asked for nothing the longest have all their allowance anyway."""

SECONDS_BETWEEN_WORDS = 2.0
"""How often somebody is told that it was too much, where telling is a call of its own."""


class Verdict(Enum):
    """What is done with what was asked for: it is taken, or refused with a word, or refused again just after that."""

    TAKEN = auto()
    REFUSED = auto()
    REFUSED_AGAIN = auto()


@dataclass(slots=True)
class _Allowance:
    left: float
    at: float
    told: float


@dataclass(slots=True)
class Throttle:
    """A token bucket for each person; `per_second` 0 takes everything. `seconds` never go back."""

    per_second: float
    seconds: Callable[[], float] = time.monotonic
    _people: OrderedDict[Hashable, _Allowance] = field(default_factory=OrderedDict)

    def take(self, person: Hashable) -> Verdict:
        """One more thing of that person."""
        if not self.per_second:
            return Verdict.TAKEN
        now = self.seconds()
        allowance = self._people.pop(person, None) or _Allowance(AT_ONCE, now, now - SECONDS_BETWEEN_WORDS)
        self._people[person] = allowance
        if len(self._people) > MOST_PEOPLE:
            self._people.popitem(last=False)
        allowance.left = min(AT_ONCE, allowance.left + (now - allowance.at) * self.per_second)
        allowance.at = now
        if allowance.left >= 1:
            allowance.left -= 1
            return Verdict.TAKEN
        if now - allowance.told < SECONDS_BETWEEN_WORDS:
            return Verdict.REFUSED_AGAIN
        allowance.told = now
        return Verdict.REFUSED
