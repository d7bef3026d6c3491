"""A database whose n-th call goes wrong."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from readiness.domain.values.refusal import Refusal
from readiness.usecases.frame.ports import DatabaseUnavailable, Unconfirmed
from storage.engine.database import Database, Transaction


@dataclass
class Fuse:
    """Counts calls; the one with number `at` (from 1) fails. With `kept`, a COMMIT happens and its answer is lost."""

    at: int = 0
    kept: bool = False
    calls: int = 0
    blown: bool = False

    def blows(self) -> bool:
        self.calls += 1
        if self.calls != self.at:
            return False
        self.blown = True
        return True

    def reset(self, at: int, *, kept: bool) -> None:
        self.at, self.kept, self.calls, self.blown = at, kept, 0, False


@dataclass
class BrokenDatabase:
    """The real database behind a fuse; with `is_away` every call ends in `refusal`."""

    database: Database
    fuse: Fuse = field(default_factory=Fuse)
    is_away: bool = False
    refusal: Refusal = field(default_factory=DatabaseUnavailable)

    @property
    def place(self) -> str:
        return self.database.place

    def reading(self) -> Transaction:
        return _BrokenTransaction(self, self.database.reading())

    def writing(self) -> Transaction:
        return _BrokenTransaction(self, self.database.writing())

    async def ask(self, work: Callable[..., Any], *args: Any) -> Any:
        self.check()
        return await self.database.ask(work, *args)

    async def glance(self, work: Callable[..., Any], *args: Any) -> Any:
        self.check()
        return await self.database.glance(work, *args)

    def change_mark(self) -> object | None:
        self.check()
        return self.database.change_mark()

    async def close(self) -> None:
        await self.database.close()

    def check(self) -> None:
        if self.is_away or self.fuse.blows():
            raise self.refusal


@dataclass
class _BrokenTransaction:
    owner: BrokenDatabase
    inside: Transaction

    async def run(self, work: Callable[..., Any], *args: Any) -> Any:
        self.owner.check()
        return await self.inside.run(work, *args)

    async def commit(self) -> None:
        if self.owner.is_away:
            raise self.owner.refusal
        blows = self.owner.fuse.blows()
        if not blows or self.owner.fuse.kept:
            await self.inside.commit()
        if blows:
            raise Unconfirmed

    async def end(self) -> None:
        await self.inside.end()
