"""However many connections say little or nothing, Slack is answered, and the log says so once a minute."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

import aiohttp
import pytest
from aiohttp import web
from structlog.testing import capture_logs

import bot.web.connections
from bot.admission import Admission
from bot.health import Condition
from bot.web.application import application
from bot.web.connections import LEAST, MOST, Doorkeeper, Limits, Line, Phase, most_connections
from bot.web.server import listening
from tests.fakes import FixedClock

SLOW_HEADER = b"POST /slack/events HTTP/1.1\r\nHost: x\r\nX-Slo"
SLOW_BODY = b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\nabc"


class Seconds:
    """A clock that goes on when it is told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Transport(asyncio.Transport):
    """Notes whether it was cut."""

    def __init__(self) -> None:
        super().__init__()
        self.is_cut = False

    def abort(self) -> None:
        self.is_cut = True


class Room:
    """A doorkeeper without sockets."""

    def __init__(self, most: int) -> None:
        self.seconds, self.closed = Seconds(), Counter[str]()
        limits = Limits(most, header=10, body=20)
        self.keeper = Doorkeeper(asyncio.Protocol, limits, lambda why: self.closed.update([why]), self.seconds)

    def enter(self, phase: Phase = Phase.HEADER) -> tuple[Line, Transport]:
        line, transport = self.keeper(), Transport()
        assert isinstance(line, Line)
        line.connection_made(transport)
        line.enter(phase)
        self.seconds.now += 1
        return line, transport


def test_for_a_new_one_the_longest_idle_goes_first_then_the_slowest_and_never_one_that_is_answered() -> None:
    room = Room(most=4)
    answered, slow, idle, slower = (room.enter(one) for one in (Phase.ANSWER, Phase.BODY, Phase.IDLE, Phase.HEADER))
    for goes in (idle, slow, slower):
        assert not goes[1].is_cut
        room.enter(Phase.ANSWER)
        assert goes[1].is_cut
    _, refused = room.enter()
    assert (refused.is_cut, answered[1].is_cut, len(room.keeper.lines)) == (True, False, 4)
    assert room.closed == {"too-many-connections": 4}


@pytest.mark.parametrize(("phase", "after", "why"), [(Phase.HEADER, 10, "slow-header"), (Phase.BODY, 20, "slow-body")])
def test_what_takes_too_long_is_closed(phase: Phase, after: int, why: str) -> None:
    room = Room(most=4)
    _, transport = room.enter(phase)
    for other in (Phase.IDLE, Phase.ANSWER):
        room.enter(other)
    room.seconds.now = after
    room.keeper.look()
    assert not transport.is_cut
    room.seconds.now = after + 1
    room.keeper.look()
    assert (transport.is_cut, len(room.keeper.lines), room.closed) == (True, 2, {why: 1})


def test_the_first_bytes_after_an_answer_begin_a_header() -> None:
    room = Room(most=4)
    line, _ = room.enter(Phase.IDLE)
    line.data_received(b"P")
    assert (line.phase, line.since) == (Phase.HEADER, room.seconds.now)


@pytest.mark.parametrize("descriptors", [10, 64, 256, 1024, 65536, -1])
def test_connections_leave_descriptors_for_everything_else(descriptors: int) -> None:
    most = most_connections(descriptors)
    assert LEAST <= most <= MOST
    assert descriptors < 300 or most < descriptors - 200


@asynccontextmanager
async def served(limits: Limits, seconds: Callable[[], float] = time.monotonic) -> AsyncIterator[tuple[int, Admission]]:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(text="answered")

    async def ready() -> Condition:
        return Condition()

    async def measured() -> bytes:
        return b""

    admission = Admission(FixedClock())
    app = application({"/slack/events": answer}, ready, measured, admission)
    async with listening(app, "127.0.0.1", 0, admission, limits, seconds) as port:
        yield port, admission


async def posted(port: int) -> tuple[int, str]:
    url = f"http://127.0.0.1:{port}/slack/events"
    async with aiohttp.ClientSession() as session, session.post(url, data=b"x") as response:
        return response.status, await response.text()


@pytest.mark.parametrize("beginning", [b"", SLOW_HEADER, SLOW_BODY])
@pytest.mark.parametrize("connections", [60])
async def test_slack_is_answered_while_all_places_are_taken_by_slow_ones(beginning: bytes, connections: int) -> None:
    async with served(Limits(most=16)) as (port, admission):
        writers = []
        for _ in range(connections):
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(beginning)
            writers.append(writer)
        for _ in range(3):
            assert await posted(port) == (200, "answered")
        assert admission.refused["http", "too-many-connections"] >= connections - 16
        for writer in writers:
            writer.transport.abort()


@pytest.mark.parametrize("beginning", [SLOW_HEADER, SLOW_BODY])
async def test_a_request_that_never_ends_is_closed(beginning: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.web.connections, "SECONDS_BETWEEN_LOOKS", 0.001)
    seconds = Seconds()
    with capture_logs() as logged:
        async with served(Limits(most=16), seconds) as (port, admission):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(beginning)
            assert await posted(port) == (200, "answered")
            seconds.now = 11
            with suppress(ConnectionResetError):
                assert await asyncio.wait_for(reader.read(), 5) == b""
            writer.close()
    why = "slow-header" if beginning is SLOW_HEADER else "slow-body"
    assert admission.refused["http", why] == 1
    assert not any("exc_info" in line or line["log_level"] == "error" for line in logged)


NONSENSE = [
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
    b"GET\r\n\r\n",
    b"GET / HTTP/9\r\nA b\r\n\r\n",
    b"\0" * 99 + b"\r\n\r\n",
]


@pytest.mark.parametrize("nonsense", NONSENSE)
async def test_what_is_no_request_is_one_line_without_a_traceback(nonsense: bytes) -> None:
    with capture_logs() as logged:
        async with served(Limits(most=16)) as (port, admission):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(nonsense)
            assert b"400" in (await asyncio.wait_for(reader.read(), 5)).split(b"\r\n")[0]
            writer.close()
    assert admission.refused == {("http", "malformed-request"): 1}
    assert [(line["event"], line["log_level"], "exc_info" in line) for line in logged] == [
        ("request refused", "warning", False)
    ]


async def test_a_path_that_is_not_served_is_told_with_those_that_are() -> None:
    with capture_logs() as logged:
        async with served(Limits(most=16)) as (port, admission), aiohttp.ClientSession() as session:
            for method, path, status in (("POST", "/slack/event", 404), ("GET", "/slack/events", 405)):
                async with session.request(method, f"http://127.0.0.1:{port}{path}?token=secret") as response:
                    assert response.status == status
    assert admission.refused == {("http", "unknown-path"): 2}
    assert "'/slack/event' is not served: Slack's address ends with /slack/events" in logged[0]["advice"]
    assert "secret" not in str(logged)


async def test_a_body_that_ends_too_early_is_no_failure_of_ours() -> None:
    with capture_logs() as logged:
        async with served(Limits(most=16)) as (port, admission):
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(SLOW_BODY)
            assert await posted(port) == (200, "answered")
            writer.close()
            await writer.wait_closed()
            async with asyncio.timeout(5):
                while not admission.refused:  # noqa: ASYNC110 - it has no event
                    await asyncio.sleep(0)
    assert admission.refused == {("http", "incomplete-body"): 1}
    assert [line["log_level"] for line in logged] == ["warning"]


async def test_a_body_that_is_not_packed_as_it_says_is_one_line_without_a_traceback() -> None:
    with capture_logs() as logged:
        async with served(Limits(most=16)) as (port, admission):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(
                b"POST /slack/events HTTP/1.1\r\nHost: h\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n"
                b"Connection: close\r\n\r\nabcde"
            )
            assert (await reader.readline()).startswith(b"HTTP/1.1 400")
            writer.close()
    assert admission.refused[("http", "incomplete-body")] == 1
    assert not any("exc_info" in line for line in logged)
