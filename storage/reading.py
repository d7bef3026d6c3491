"""One stored document that cannot be read takes nothing else away: it is reported, and something stands in for it."""

from collections.abc import Callable
from typing import TypeVar

from msgspec import MsgspecError

from readiness.usecases.ports import Faults, Sweep
from readiness.zones import known_zone

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


def zone_or(instead: str, stored: str, what: str, whose: str, faults: Faults) -> str:
    """The zone of that stored name, which may be one of Windows' names, or `instead` of one that nobody knows here."""
    zone = known_zone(stored)
    if not zone:
        faults.replaced(what, whose, stored)
    return zone or instead
