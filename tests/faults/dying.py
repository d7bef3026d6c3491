"""Sign-offs that are killed: `python -m tests.faults.dying PREPARED FOLDER ACCOUNT GATE`.

For n = 1, 2, … a forked process approves the gate in a copy of the prepared database and is killed (SIGKILL) just
before its n-th statement or COMMIT; the last one survives. Prints one line each: the copy, and whether it was killed.
"""

import asyncio
import os
import shutil
import signal
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, event

from bot.bootstrap import random_id
from readiness.domain.rules.review import Vote
from readiness.domain.values.gate import Decision
from readiness.usecases import gate as gate_cases
from readiness.usecases.arrivals import identify
from readiness.usecases.frame.guarding import Strict
from readiness.usecases.frame.ports import Channel, Deps, Workspace
from storage import open_storage

NOW = datetime(2026, 10, 13, 9, 0, tzinfo=UTC)
TEAM = "T0LOCAL01"


class Nobody:
    """People of whom nothing is asked: the one who signs is known already."""

    async def person(self, workspace: Workspace, account: str) -> None:
        raise AssertionError(account)

    async def is_admin(self, workspace: Workspace, account: str) -> bool:
        raise AssertionError(account)

    async def channel(self, workspace: Workspace, channel: str) -> Channel | None:
        raise AssertionError(channel)

    async def members(self, workspace: Workspace, channel: str) -> frozenset[str]:
        raise AssertionError(channel)


def die_before(number: int) -> None:
    """Kill this process just before its `number`-th statement, counting COMMIT as one."""
    count = 0

    def step(*_: object) -> None:
        nonlocal count
        count += 1
        if count == number:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "before_cursor_execute", step)
    event.listen(Engine, "commit", step)


async def approve(database: Path, account: str, gate: str) -> None:
    async with open_storage(f"sqlite+aiosqlite:///{database}") as storage:
        workspace = await storage.workspace("slack", TEAM)
        assert workspace is not None
        deps = Deps(storage, lambda: NOW, random_id, Nobody(), time.monotonic, Strict())
        asker = await identify(deps, workspace, account, None)
        await gate_cases.sign_off(deps, asker, "churn-model", gate, Vote(decision=Decision.APPROVE))


def killed(database: Path, account: str, gate: str, number: int) -> bool:
    """Whether the process that approves died of the kill; raises if it failed in another way."""
    child = os.fork()
    if child == 0:
        die_before(number)
        asyncio.run(approve(database, account, gate))
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status)


def main(prepared: Path, folder: Path, account: str, gate: str) -> None:
    number, dies = 0, True
    while dies:
        number += 1
        copy = Path(shutil.copy(prepared, folder / f"killed-{number}.db"))
        dies = killed(copy, account, gate, number)
        print(copy, int(dies), flush=True)  # noqa: T201 - the parent reads it


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4])
