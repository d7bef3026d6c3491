"""One bad item stops nobody else: every loop over people, initiatives, channels or organisations goes through here."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from readiness.domain.values.guard import Guard
from readiness.usecases.frame.ports import DatabaseUnavailable, Faults, OrganisationMoved, Sweep


class Strict:
    """Takes nothing as the fault of one item alone: for whoever has no others to go on with."""

    def failed(self, sweep: Sweep, item: str, error: Exception) -> None:
        """Raise what went wrong."""
        raise error

    def replaced(self, what: str, whose: str, value: str) -> None:
        """Let something else stand in for it."""


def guard(faults: Faults, sweep: Sweep) -> Guard:
    """`guarded` for the items of one sweep: for rules, which know of no sweep."""
    return partial(guarded, faults, sweep)


@contextmanager
def guarded(faults: Faults, sweep: Sweep, item: str) -> Iterator[None]:
    """Do inside what concerns one item. Whatever goes wrong is reported as its fault, and whoever loops goes on.

    Raises `DatabaseUnavailable`: nobody can go on then. An organisation that was joined to another meanwhile is no
    fault: the next round finds its items there.
    """
    try:
        yield
    except DatabaseUnavailable:
        raise
    except OrganisationMoved:
        return
    except Exception as error:  # noqa: BLE001 - an edge: logged with a reference, and the others go on
        faults.failed(sweep, item, error)
