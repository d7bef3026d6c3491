"""How SQL reaches a database: synchronous functions over a `Connection`, run where that database wants them."""

from collections.abc import Callable
from typing import Any, Protocol, TypeAlias, TypeVar, TypeVarTuple

from sqlalchemy import Connection

T = TypeVar("T")
Ts = TypeVarTuple("Ts")


class Transaction(Protocol):
    """One transaction. It begins with the first `run`; `end` gives up whatever was not committed."""

    async def run(self, work: Callable[[Connection, *Ts], T], *args: *Ts) -> T:
        """What `work(connection, …)` returns, errors translated."""

    async def commit(self) -> None:
        """Make it durable; raises `Unconfirmed` when that cannot be known."""

    async def end(self) -> None:
        """Roll back unless committed, and let go of the connection."""


class Database(Protocol):
    """Opens transactions."""

    place: str

    def reading(self) -> Transaction:
        """A transaction on one consistent view."""

    async def ask(self, work: Callable[[Connection, *Ts], T], *args: *Ts) -> T:
        """What `work(connection, …)` returns, in a reading transaction that ends with it."""

    async def glance(self, work: Callable[[Connection, *Ts], T], *args: *Ts) -> T:
        """The same for a read that is short and hot: on the calling thread where the database allows that.

        There each statement is of a moment of its own.
        """

    def change_mark(self) -> object | None:
        """Equal only while nobody commits, whoever it is; None where the database does not tell for free."""

    def writing(self) -> Transaction:
        """A transaction that can write."""

    async def close(self) -> None:
        """Let go of every connection."""


Row: TypeAlias = Any
"""A result row: a named tuple of the statement's columns, which the types of Python cannot tell."""


async def written(database: Database, work: Callable[[Connection, *Ts], T], *args: *Ts) -> T:
    """What `work(connection, …)` returns, in a writing transaction that is committed with it."""
    transaction = database.writing()
    try:
        result = await transaction.run(work, *args)
        await transaction.commit()
        return result
    finally:
        await transaction.end()
