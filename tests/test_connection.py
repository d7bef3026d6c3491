"""A service that the bot depends on: it ends nothing by being away, and is used again as soon as it is back."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from structlog.testing import capture_logs

import bot.connection
from bot.connection import Connection, NotConnected
from bot.health import Health
from tests.fakes import FixedClock


class Service:
    """Answers as it is told to; counts how often it was asked."""

    def __init__(self) -> None:
        self.problem: Exception | None = None
        self.asked = 0
        self.was_asked = asyncio.Event()
        self.health = Health(FixedClock())
        self.connection = Connection("service", self.meet, self.health)

    async def meet(self) -> None:
        self.asked += 1
        self.was_asked.set()
        if self.problem is not None:
            raise self.problem

    async def asked_again(self) -> None:
        self.was_asked.clear()
        async with asyncio.timeout(5):
            await self.was_asked.wait()
        await asyncio.sleep(0)

    @property
    def code(self) -> str | None:
        return next((one.code for one in self.health.reported), None)


def away(code: str = "unreachable") -> NotConnected:
    return NotConnected(code, "It is away.", "look at http://service")


@asynccontextmanager
async def kept(service: Service) -> AsyncIterator[None]:
    task = asyncio.create_task(service.connection.keep())
    await service.asked_again()
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@pytest.fixture(autouse=True)
def _without_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.connection, "SECONDS_BETWEEN", 0)


async def test_a_service_that_is_away_is_reported_once_and_asked_until_it_is_back() -> None:
    service = Service()
    service.problem = away()
    with capture_logs() as logged:
        async with kept(service):
            assert (service.code, service.connection.is_met) == ("unreachable", False)
            for _ in range(3):
                await service.asked_again()
            service.problem = None
            await service.asked_again()
            assert (service.code, service.connection.is_met) == (None, True)
    assert [(line["event"], line.get("advice")) for line in logged] == [
        ("degraded", "look at http://service"),
        ("recovered", None),
    ]


async def test_a_service_that_is_met_is_asked_again_when_a_call_makes_us_doubt() -> None:
    service = Service()
    async with kept(service):
        service.problem = away("token_revoked")
        service.connection.doubt()
        await service.asked_again()
        assert service.code == "token_revoked"


async def test_what_a_call_was_refused_with_is_told_at_once_and_looked_at_soon() -> None:
    service = Service()
    async with kept(service):
        service.connection.failed(away("token_revoked"))
        assert service.code == "token_revoked"
        await service.asked_again()
        assert service.code is None


async def test_who_waits_for_it_makes_it_be_asked_while_it_is_away_and_not_otherwise() -> None:
    service = Service()
    async with kept(service):
        service.connection.wanted()
        assert not service.connection._doubted.is_set()
        service.connection.is_met = False
        service.connection.wanted()
        await service.asked_again()


async def test_a_failure_that_nobody_foresaw_is_one_of_that_part_alone() -> None:
    service = Service()
    service.problem = KeyError("team")
    with capture_logs() as logged:
        async with kept(service):
            assert service.code == "unexpected"
            service.problem = None
            await service.asked_again()
            assert service.code is None
    assert [line["event"] for line in logged if "reference" in line] != []


async def test_it_was_asked_already_is_not_asked_again_at_once() -> None:
    service = Service()
    await service.connection.attempt()
    task = asyncio.create_task(service.connection.keep())
    for _ in range(3):
        await asyncio.sleep(0)
    task.cancel()
    assert service.asked == 1


async def test_what_the_end_cuts_off_is_no_fault() -> None:
    service = Service()
    service.problem = away()
    service.connection.end()
    with capture_logs() as logged:
        await service.connection.attempt()
    assert (service.code, logged) == (None, [])


async def test_the_pauses_grow_to_a_minute_and_begin_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.connection, "SECONDS_BETWEEN", 2)
    service = Service()
    service.problem = away()
    pauses = list[float]()

    async def wait(_: Connection, seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 8:
            service.problem = None
        elif len(pauses) == 9:
            service.problem = away()
        elif len(pauses) == 11:
            raise asyncio.CancelledError

    monkeypatch.setattr(Connection, "_wait", wait)
    with pytest.raises(asyncio.CancelledError):
        await service.connection.keep()
    assert pauses == [2, 4, 8, 16, 32, 60, 60, 60, 600, 4, 8]


async def test_asking_is_never_more_often_than_the_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.connection, "SECONDS_BETWEEN", 0.05)
    service = Service()
    loop = asyncio.get_running_loop()
    async with kept(service):
        began, before = loop.time(), service.asked
        while service.asked < before + 3:
            service.connection.doubt()
            await asyncio.sleep(0)
        assert loop.time() - began >= 0.14
