"""A walk in which everything that changes something is done once, on any platform.

Whoever walks it says what else happens after each step: delivered again, asked again (docs/decisions/0024).
"""

import sqlite3
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.conversation import route
from bot.conversation.commands import COMMANDS, Command
from bot.demo.cast import ANA, BEN, CHI, DEE, FAY, GUS, HANA, IDA, KIM
from bot.demo.stage import Actor, Stage
from bot.intents.intent import Intent

HERE = "churn-model"
SHARE = "Share here"
EVIDENCE = "https://wiki.example/datasets"


@dataclass(frozen=True)
class Say:
    """Type a line; in the talk with the bot alone where `where` is None. `{code}` is a one-time code.

    `only_asks` where the answer is a form or a question, and nothing is done yet.
    """

    actor: Actor
    line: str
    where: str | None = HERE
    only_asks: bool = False


@dataclass(frozen=True)
class Press:
    """Press the newest button of that label on what says `about`."""

    actor: Actor
    label: str
    about: str
    where: str | None = HERE


@dataclass(frozen=True)
class Fill:
    """Submit the form that is open."""

    actor: Actor
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Wait:
    """Let a day pass."""

    days: int = 1


Step = Say | Press | Fill | Wait

WALK: tuple[Step, ...] = (
    Say(ANA, "party data-engineering owner @Ben"),
    Say(ANA, "party ml-engineering owner @Fay"),
    Say(ANA, "party platform owner @Gus"),
    Say(ANA, "party sre owner @Chi"),
    Say(ANA, "party compliance owner @Dee"),
    Say(ANA, "party business owner @Hana"),
    Say(ANA, "party compliance member @Eli"),
    Say(ANA, 'new "Churn model" model-complete 2026-11-13 value 25000 EUR'),
    Say(GUS, "decline compute no GPU quota until January"),
    Say(KIM, "claim compute"),
    Say(KIM, "handoff compute @Gus on holiday"),
    Say(GUS, "accept compute"),
    *(Say(one, "accept all") for one in (BEN, FAY, GUS, CHI, HANA)),
    Say(ANA, "assign architecture-review @Fay backup @Ben"),
    Wait(),
    Say(BEN, "confirm data-lineage"),
    Say(BEN, "evidence approved-datasets", only_asks=True),
    Fill(BEN, {"content": EVIDENCE}),
    Say(BEN, "request approved-datasets"),
    Press(DEE, "Approve", "Please sign off"),
    Say(DEE, "withdraw approved-datasets"),
    Say(DEE, "finding approved-datasets @Ben +2w link the second contract"),
    Say(DEE, "rework assign 1 @Ida by +3w"),
    Say(IDA, "rework done 1 it is linked"),
    Say(BEN, "evidence data-lineage https://wiki.example/lineage"),
    Say(BEN, "request data-lineage"),
    Say(DEE, "changes data-lineage documentation the last step is missing"),
    Say(BEN, "request data-lineage"),
    Say(DEE, "approve data-lineage complete now"),
    Say(BEN, "blocked downstream-told by @Dee waits for the list"),
    Say(BEN, "unblock downstream-told"),
    Say(ANA, "incident load-tested yesterday answers took ten seconds"),
    Say(ANA, "contract ask"),
    Say(HANA, "contract refuse no budget yet"),
    Say(HANA, "contract sign"),
    Say(ANA, "milestone model-complete plan 2027-01-15"),
    Say(ANA, "due load-tested 2026-12-04"),
    Say(ANA, "depends load-tested on compute"),
    Say(ANA, 'gate add pen-test "Penetration test passed" party platform'),
    Say(ANA, "gate remove pen-test covered by the tests of the platform"),
    Say(ANA, "approvers load-tested any of compliance"),
    Say(DEE, "waive load-tested until +4w the cluster comes late / traffic capped"),
    Say(ANA, "approvers monitoring-configured any of compliance"),
    Say(DEE, "n/a monitoring-configured one batch a week"),
    Say(ANA, "expires load-tested 26w"),
    Say(ANA, "value 30000 EUR"),
    Say(ANA, "sponsor @Hana"),
    Say(ANA, "lead @Ben"),
    Say(ANA, "pause waiting for the new budget"),
    Say(ANA, "resume"),
    Say(ANA, "role @Ida auditor"),
    Say(ANA, "escalation backup 3"),
    Say(ANA, "reconfirm 4"),
    Say(ANA, "weekend friday saturday"),
    Say(ANA, "holidays add 2026-12-25 Christmas"),
    Say(ANA, "timezone Asia/Dubai"),
    Say(ANA, "digest weekly tuesday 10:00 Europe/Berlin"),
    Say(ANA, "digest off"),
    Say(ANA, "remind off"),
    Say(ANA, "remind on"),
    Say(ANA, "remind snooze 3d"),
    Say(ANA, "away 2026-12-01..2026-12-12 delegate @Ben"),
    Say(ANA, "away off"),
    Say(ANA, "join", None),
    Say(ANA, "link", None),
    Say(CHI, "admin {code}", None),
)

END: tuple[Step, ...] = (
    Say(ANA, "cancel bought instead", only_asks=True),
    Press(ANA, "Cancel it for good", "Cancel Churn model for good?"),
)

SLACK: tuple[Step, ...] = (
    *WALK,
    Say(ANA, "digest leadership #general"),
    Say(ANA, "status", only_asks=True),
    Press(ANA, SHARE, "Churn model"),
    *END,
)
"""Teams has no word for another channel, and shares nothing."""

TEAMS: tuple[Step, ...] = (*WALK, Say(ANA, "person @Kim left"), Say(ANA, "person @Kim back"), *END)
"""Slack tells itself who has left."""


async def take(stage: Stage, step: Step, clock: Callable[[], datetime], code: Callable[[], Awaitable[str]]) -> None:
    """Do one step."""
    match step:
        case Wait(days):
            await stage.move_clock(clock() + timedelta(days=days))
        case Say(actor, line, where):
            line = line.replace("{code}", await code()) if "{code}" in line else line
            await stage.type(actor, where, line)
        case Press(actor, label, about, where):
            await stage.press(actor, where, label, about=about)
        case Fill(actor, values):
            await stage.fill(actor, values)


def contents(database: Path) -> dict[str, list[Any]]:
    """Every row of every table."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        return {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in sorted(names)}  # noqa: S608


def requests_handled(database: Path) -> int:
    """How many requests are kept as handled."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        return int(connection.execute("SELECT count(*) FROM handled_requests").fetchone()[0])


@contextmanager
def effects(monkeypatch: pytest.MonkeyPatch) -> Iterator[set[type[Intent]]]:
    """The kinds of intent that were answered as changes meanwhile."""
    seen: set[type[Intent]] = set()

    class Noting(dict[Any, Any]):
        def __getitem__(self, kind: Any) -> Any:
            seen.add(kind)
            return super().__getitem__(kind)

    with monkeypatch.context() as patched:
        patched.setattr(route, "CHANGING", Noting(route.CHANGING))
        yield seen


def changing_commands() -> tuple[Command, ...]:
    """The commands that can change something."""
    return tuple(one for one in COMMANDS if any(kind in route.CHANGING for kind in one.gives))


def commands_walked() -> frozenset[str]:
    """The names of the commands in the walk; "digest weekly" is one, "party" another."""
    lines = [step.line for step in (*SLACK, *TEAMS) if isinstance(step, Say)]
    names = sorted((one.name for one in COMMANDS), key=len, reverse=True)
    return frozenset(next(name for name in names if f"{line} ".startswith(f"{name} ")) for line in lines)
