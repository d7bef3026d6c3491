"""Who was told of what waits, and when: a message that says so was delivered (docs/decisions/0018)."""

from datetime import datetime

from readiness.domain.values.identity import PersonId
from readiness.domain.values.policy import Place
from readiness.domain.values.step import StallCause
from readiness.domain.values.value import value


@value(frozen=True, slots=True)
class Telling:
    """A message was delivered at `at` that tells `person`, as `place` of the chain, why `gate` waits.

    `gate` is None for the handoff as a whole. `since` is when that wait began: a telling before it is of another wait.
    """

    gate: str | None
    cause: StallCause
    place: Place
    person: PersonId
    since: datetime
    at: datetime

    @property
    def key(self) -> tuple[str | None, StallCause, Place, PersonId]:
        """Who was told of what, whichever wait it was."""
        return self.gate, self.cause, self.place, self.person
