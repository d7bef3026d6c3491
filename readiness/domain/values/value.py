"""Frozen values that cost little to make, and terms that cost little to look up.

A frozen dataclass sets each field through `object.__setattr__`, which takes four times as long as setting it, and one
status makes several hundred values. So it is the type checker, which reads every room, that keeps them frozen
(docs/decisions/0011).
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Literal, TypeVar

__all__ = ["Term", "value"]

C = TypeVar("C")

if TYPE_CHECKING:
    from dataclasses import dataclass as value
else:

    def value(*, frozen: Literal[True], slots: Literal[True], kw_only: bool = False) -> Callable[[type[C]], type[C]]:
        """A dataclass with equality and a hash by its fields, as `dataclass(frozen=True)` gives it."""
        return dataclass(slots=slots, kw_only=kw_only, unsafe_hash=frozen)


class Term(StrEnum):
    """An enumeration whose members, which equal their texts, hash like them too.

    An enumeration's own hash goes by the name of the member, and is a call of Python for every look-up.
    """

    __hash__ = str.__hash__
