"""A circle of gates that wait for each other, as an initiative keeps it from when it was found until it was over."""

from datetime import datetime

from readiness.domain.values.value import value


@value(frozen=True, slots=True)
class Deadlock:
    """Each of the `gates` waits for the next one and the last for the first; `over` is when that ended.

    One that comes back is another one, so its place in `Initiative.deadlocks`, counted from 1, is its number for good.
    """

    gates: tuple[str, ...]
    since: datetime
    over: datetime | None = None
