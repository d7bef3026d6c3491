"""Health, readiness, metrics and what cannot be listened on."""

import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import aiohttp
import aiohttp.web
import pytest
from prometheus_client import CollectorRegistry
from structlog.testing import capture_logs

from bot.admission import Admission
from bot.bootstrap import assembled
from bot.health import Condition
from bot.jobs.faults import LoggedFaults
from bot.settings import Settings, read_settings
from bot.slack.signature import WRONG
from bot.web.application import LARGEST_BODY, application
from bot.web.metrics import Metrics
from bot.web.server import CannotListen, PortTaken, listening
from readiness.usecases.frame.ports import DatabaseUnavailable, Sweep
from storage import migrate
from tests.fakes import MONDAY, FixedClock


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return read_settings({"READINESS_DATABASE_URL": f"sqlite:///{tmp_path}/bot.db"})


@asynccontextmanager
async def reached(app: aiohttp.web.Application) -> AsyncIterator[aiohttp.ClientSession]:
    async with listening(app, "127.0.0.1", 0) as port, aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session:
        yield session


async def got(session: aiohttp.ClientSession, path: str) -> tuple[int, str]:
    async with session.get(path) as response:
        return response.status, await response.text()


async def test_it_is_alive_before_it_is_ready(settings: Settings) -> None:
    async with assembled(settings) as bot, bot.hearing() as heard, reached(heard) as session:
        assert (await got(session, "/healthz"))[0] == 200
        status, words = await got(session, "/readyz")
        assert (status, "database-not-migrated" in words) == (503, True)
    await migrate(settings.database_url)
    async with assembled(settings) as bot, bot.hearing() as heard, reached(heard) as session:
        assert await got(session, "/readyz") == (200, '{"status": "ready"}')


async def test_without_its_database_it_says_so_and_still_measures() -> None:
    settings = read_settings({"READINESS_DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none"})
    async with assembled(settings) as bot, bot.hearing() as heard, reached(heard) as session:
        status, words = await got(session, "/readyz")
        assert (status, "server-away" in words) == (503, True)
        status, page = await got(session, "/metrics")
        assert (status, "readiness_outbox_waiting NaN" in page) == (200, True)
        assert 'readiness_deliveries_total{outcome="sent"} 0.0' in page
        assert 'readiness_degraded{code="server-away",part="database"} 1.0' in page


async def test_what_is_degraded_is_told_and_takes_nobody_out(settings: Settings) -> None:
    await migrate(settings.database_url)
    async with assembled(settings, clock=FixedClock()) as bot, bot.hearing() as heard, reached(heard) as session:
        bot.health.report("slack", "unreachable", "Slack does not answer.")
        status, body = await got(session, "/readyz")
        told = {"part": "slack", "code": "unreachable", "since": MONDAY.isoformat(), "words": "Slack does not answer."}
        assert (status, json.loads(body)) == (200, {"status": "ready", "degraded": [told]})
        assert 'readiness_degraded{code="unreachable",part="slack"} 1.0' in (await got(session, "/metrics"))[1]
        bot.health.clear("slack")
        assert await got(session, "/readyz") == (200, '{"status": "ready"}')
        assert "readiness_degraded{" not in (await got(session, "/metrics"))[1]


async def test_metrics_tell_what_they_are_given_now() -> None:
    counts, waiting = {"sent": 1, "given_up": 0}, [3]

    async def count() -> int:
        if not waiting:
            raise DatabaseUnavailable
        return waiting.pop()

    async def condition() -> Condition:
        return Condition()

    admission = Admission(FixedClock())
    metrics = Metrics(CollectorRegistry(), lambda: counts, count, count, count, condition, LoggedFaults(), admission)
    admission.accept("slack", "press")
    admission.refuse("slack", WRONG)
    page = (await metrics.page()).decode()
    assert "readiness_outbox_waiting 3.0" in page
    assert "readiness_outbox_dead NaN" in page
    assert 'readiness_deliveries_total{outcome="sent"} 1.0' in page
    assert 'readiness_turns_total{kind="press"} 1.0' in page
    assert 'readiness_refused_requests_total{platform="slack",reason="wrong-signature"} 1.0' in page
    counts["sent"] = 2
    assert 'readiness_deliveries_total{outcome="sent"} 2.0' in (await metrics.page()).decode()


async def test_a_gauge_that_cannot_be_read_takes_no_other_and_is_reported() -> None:
    async def broken() -> int:
        raise RuntimeError("no")

    async def count() -> int:
        return 5

    async def condition() -> Condition:
        raise RuntimeError("no")

    faults = LoggedFaults()
    metrics = Metrics(CollectorRegistry(), dict, broken, count, count, condition, faults, Admission(FixedClock()))
    with capture_logs() as logs:
        page = (await metrics.page()).decode()
    assert "readiness_outbox_dead 5.0" in page
    assert [one["item"] for one in logs] == ["readiness_outbox_waiting", "readiness_degraded"]
    assert faults.counts == {Sweep.METRICS: 2}


async def test_a_body_beyond_a_mebibyte_is_refused_before_anybody_parses_it() -> None:
    read: list[bytes] = []

    async def handler(request: aiohttp.web.Request) -> aiohttp.web.Response:
        read.append(await request.read())
        return aiohttp.web.Response()

    async def ready() -> Condition:
        return Condition()

    async def measured() -> bytes:
        return b""

    async def pieces(size: int) -> AsyncIterator[bytes]:
        yield b"x" * size

    async with reached(application({"/chat": handler}, ready, measured, Admission(FixedClock()))) as session:
        for size, status in ((LARGEST_BODY, 200), (LARGEST_BODY + 1, 413)):
            async with session.post("/chat", data=pieces(size)) as response:
                assert response.status == status
    assert [len(body) for body in read] == [LARGEST_BODY]


async def test_a_port_that_is_taken_is_named() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        port = server.getsockname()[1]
        with pytest.raises(PortTaken, match=f"already listens on 127.0.0.1:{port}"):
            async with listening(aiohttp.web.Application(), "127.0.0.1", port):
                pass


@pytest.mark.parametrize("host", ["192.0.2.1", "no-such-host.invalid"])
async def test_a_host_that_is_not_ours_is_named_with_its_variable(host: str) -> None:
    with pytest.raises(CannotListen, match=rf"{host}.*READINESS_HOST"):
        async with listening(aiohttp.web.Application(), host, 0):
            pass
