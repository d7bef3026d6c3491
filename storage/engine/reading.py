"""One stored document that cannot be read takes nothing else away: it is reported, and something stands in for it."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from msgspec import MsgspecError

from readiness.usecases.frame.ports import Faults, Sweep, Unreadable
from readiness.zones import known_zone
from storage.engine.database import Row

T = TypeVar("T")

UNREADABLE = (MsgspecError, ValueError, TypeError, LookupError, ArithmeticError)
"""What reading raises where somebody wrote what the bot never writes, or a disk did."""


def read_or(instead: T, read: Callable[[], T], what: str, faults: Faults) -> T:
    """What `read` gives, or `instead` of what cannot be read; `what` names it in the report."""
    try:
        return read()
    except UNREADABLE as error:
        faults.failed(Sweep.DOCUMENTS, what, error)
        return instead


def read_or_refuse(read: Callable[[], T], what: str) -> T:
    """What `read` gives; raises `Unreadable` for the one thing that was asked for."""
    try:
        return read()
    except UNREADABLE as error:
        raise Unreadable(what=what, why=str(error)) from error


def readable(rows: Iterable[Row], read: Callable[[Row], T], what: Callable[[Row], str], faults: Faults) -> Iterator[T]:
    """What `read` makes of each row, those left out that it cannot read: each is reported as what it is."""
    for row in rows:
        try:
            found = read(row)
        except (*UNREADABLE, Unreadable) as error:
            faults.failed(Sweep.DOCUMENTS, what(row), error)
        else:
            yield found


def zone_or(instead: str, stored: str, what: str, whose: str, faults: Faults) -> str:
    """The zone of that stored name, which may be one of Windows' names, or `instead` of one that nobody knows here."""
    zone = known_zone(stored)
    if not zone:
        faults.replaced(what, whose, stored)
    return zone or instead
