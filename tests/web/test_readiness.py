"""Readyz: what is broken is probed now and then, what is degraded is told at once, and no stranger learns a path."""

import asyncio
import inspect
import re
from collections.abc import Iterable

import pytest
from structlog.testing import capture_logs

import storage
from bot.health import Condition, Degradation, Health
from bot.jobs.lateness import Lateness
from bot.web.readiness import OTHERWISE, WORDS, Readiness
from readiness.domain.values.refusal import Refusal
from readiness.usecases.frame.ports import Backlog, DatabaseUnavailable, Unconfirmed
from tests.fakes import MONDAY, FixedClock

REFUSALS = [
    DatabaseUnavailable,
    Unconfirmed,
    *(one for _, one in inspect.getmembers(storage, inspect.isclass) if issubclass(one, storage.DatabaseProblem)),
]
"""Everything that a database may answer, those of tomorrow too."""

PRIVATE = re.compile(r"[/\\]|[A-Z]{2,}_|\.db|\d+\.\d+|secret|somewhere", re.IGNORECASE)


class Database:
    """Counts how often it is probed; `fault` is raised by the next probes."""

    def __init__(self) -> None:
        self.probes = 0
        self.fault: Refusal | None = None

    async def probe(self) -> None:
        self.probes += 1
        await asyncio.sleep(0)
        if self.fault is not None:
            raise self.fault


class Seconds:
    """A clock that goes on when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize("kind", REFUSALS)
async def test_whatever_the_database_refuses_is_told_without_a_path_and_logged_in_full(kind: type[Refusal]) -> None:
    database, clock = Database(), FixedClock()
    fault = kind(file="/somewhere/secret.db", directory="/somewhere", scheme="secret", found="somewhere")
    database.fault = fault
    with capture_logs() as logged:
        condition = await Readiness(database.probe, Health(clock), clock).condition()
    (told,) = condition.broken
    assert (told.part, told.code, told.since) == ("database", kind.code, MONDAY)
    assert told.words in {*WORDS.values(), OTHERWISE}
    assert PRIVATE.search(f"{told.code} {told.words}") is None
    assert [(line["event"], line["why"]) for line in logged] == [("not ready", fault.operator_sentence())]


async def test_a_good_answer_counts_for_ten_seconds_and_a_bad_one_for_one() -> None:
    database, seconds, clock = Database(), Seconds(), FixedClock()
    readiness = Readiness(database.probe, Health(clock), clock, seconds)
    for _ in range(3):
        assert await readiness.condition() == Condition()
    assert database.probes == 1
    seconds.now += 9.9
    database.fault = DatabaseUnavailable()
    assert (await readiness.condition()).broken == ()
    seconds.now += 0.2
    assert (await readiness.condition()).broken != ()
    seconds.now += 1
    database.fault = None
    assert await readiness.condition() == Condition()
    assert database.probes == 3


async def test_those_who_ask_together_share_one_probe() -> None:
    database, clock = Database(), FixedClock()
    readiness = Readiness(database.probe, Health(clock), clock, Seconds())
    await asyncio.gather(*(readiness.condition() for _ in range(50)))
    assert database.probes == 1


async def test_a_fault_that_lasts_is_logged_once_with_its_end() -> None:
    database, seconds, clock = Database(), Seconds(), FixedClock()
    readiness = Readiness(database.probe, Health(clock), clock, seconds)
    database.fault = DatabaseUnavailable()
    with capture_logs() as logged:
        for _ in range(3):
            clock.move(minutes=1)
            seconds.now += 60
            assert (await readiness.condition()).broken[0].since == MONDAY.replace(minute=1)
        database.fault = None
        seconds.now += 60
        await readiness.condition()
    assert [line["event"] for line in logged] == ["not ready", "ready again"]


def test_what_is_reported_again_keeps_its_beginning_and_is_logged_once() -> None:
    clock = FixedClock()
    health = Health(clock)
    with capture_logs() as logged:
        for _ in range(3):
            health.report("slack", "unreachable", "Slack does not answer.", error="ConnectionError")
            clock.move(minutes=1)
        assert [(one.part, one.since) for one in health.reported] == [("slack", MONDAY)]
        health.report("slack", "token_revoked", "Slack refuses the bot's token.")
        health.clear("slack")
        health.clear("slack")
    assert health.reported == ()
    assert [(line["event"], line["code"]) for line in logged] == [
        ("degraded", "unreachable"),
        ("degraded", "token_revoked"),
        ("recovered", "token_revoked"),
    ]
    assert (logged[0]["error"], logged[0]["log_level"], logged[2]["log_level"]) == ("ConnectionError", "error", "info")


async def test_what_a_source_finds_is_told_as_long_as_it_finds_it_and_logged_at_both_ends() -> None:
    clock, found = FixedClock(), list[Degradation]()

    async def source() -> Iterable[Degradation]:
        return tuple(found)

    health = Health(clock, [source])
    late = Degradation("messages", "late", MONDAY, "3 messages are waiting.")
    with capture_logs() as logged:
        assert await health.degraded() == ()
        found.append(late)
        assert await health.degraded() == (late,)
        assert await health.degraded() == (late,)
        found.clear()
        clock.move(minutes=5)
        assert await health.degraded() == ()
    assert [(line["event"], line.get("seconds")) for line in logged] == [("degraded", None), ("recovered", 300)]


async def test_a_source_whose_database_is_away_hides_nothing_else() -> None:
    async def away() -> Iterable[Degradation]:
        raise DatabaseUnavailable

    health = Health(FixedClock(), [away])
    health.report("slack", "unreachable", "Slack does not answer.")
    assert [one.part for one in await health.degraded()] == ["slack"]


@pytest.mark.parametrize(
    ("backlog", "words"),
    [
        (Backlog(0, None, 0, None), []),
        (Backlog(1, MONDAY, 0, None), ["1 message is waiting to be sent for more than 10 minutes."]),
        (
            Backlog(23, MONDAY, 2, MONDAY),
            [
                "23 messages are waiting to be sent for more than 10 minutes.",
                "2 digests are due and not made for more than 10 minutes.",
            ],
        ),
    ],
)
async def test_late_work_is_counted(backlog: Backlog, words: list[str]) -> None:
    clock = FixedClock()

    async def before(instant: object) -> Backlog:
        assert instant == MONDAY.replace(hour=8, minute=50)
        return backlog

    found = await Lateness(before, clock).late()
    assert [one.words for one in found] == words
    assert {one.since for one in found} <= {MONDAY}
