"""`readiness serve` as a process of its own."""

import asyncio
import json
import re
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

from bot.playground import Message
from tests.cli.place import APP_TOKEN, CANARIES, HOME, Done, Place

ROOT = Path(__file__).parents[2]
SECONDS_TO_START, SECONDS_TO_STOP, SECONDS_TO_HAPPEN = 60, 10, 30


@dataclass
class Serving:
    """A bot that serves: its place, its process, its port, and what it logged, as read from its JSON lines."""

    place: Place
    process: Process
    logged: list[dict[str, Any]] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def get(self, path: str) -> tuple[int, str]:
        async with aiohttp.ClientSession() as session, session.get(self.url + path) as response:
            return response.status, await response.text()

    async def command(self, *arguments: object, **more: str) -> Any:
        """Run another command beside it."""
        return await asyncio.to_thread(self.place.run, *arguments, **more)

    async def another(self, *arguments: str) -> Done:
        """Run another command in a process of its own."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot.cli", *arguments, cwd=ROOT, env=self.place.environment, stdout=PIPE, stderr=PIPE
        )
        out, err = await process.communicate()
        return Done(process.returncode or 0, out.decode(), err.decode())

    async def measured(self, condition: Callable[[str], bool]) -> None:
        """Wait until the metrics are so."""
        slack = self.place.slack
        assert slack is not None
        async with asyncio.timeout(SECONDS_TO_HAPPEN):
            while not condition((await self.get("/metrics"))[1]):
                await slack.workspace.changes.beyond(slack.workspace.changes.count, 0.1)

    async def message(self, *words: str, channel: str = HOME) -> Message:
        """The message in the channel that says all the words, once it is there."""
        slack = self.place.slack
        assert slack is not None

        def found() -> list[Message]:
            return [m for m in slack.workspace.timeline.of(channel) if all(word in m.plain() for word in words)]

        await until(slack, lambda: bool(found()))
        return found()[-1]

    async def stop(self) -> int:
        """Tell it to stop; its exit code. Raises `TimeoutError` when it takes longer than it may."""
        self.process.send_signal(signal.SIGTERM)
        return await asyncio.wait_for(self.process.wait(), SECONDS_TO_STOP)

    async def hear(self) -> None:
        """Read its log until it says that it serves."""
        assert self.process.stderr is not None
        async with asyncio.timeout(SECONDS_TO_START):
            while self.port == 0:
                line = await self.process.stderr.readline()
                assert line, "it ended before it served"
                self._keep(line)
        self._rest = asyncio.create_task(self._hear_on())

    async def heard(self) -> None:
        """Read what it logged up to its end."""
        await self._rest

    async def _hear_on(self) -> None:
        assert self.process.stderr is not None
        async for line in self.process.stderr:
            self._keep(line)

    def _keep(self, line: bytes) -> None:
        assert not any(canary.encode() in line for canary in CANARIES), line
        told = json.loads(line)
        self.logged.append(told)
        if told["event"] == "serving":
            self.port = int(told["port"])


def metric(page: str, name: str) -> float:
    """The one value of that name and those labels."""
    (value,) = re.findall(rf"^{re.escape(name)} (\S+)$", page, re.MULTILINE)
    return float(value)


async def until(slack: Any, condition: Callable[[], bool]) -> None:
    """Wait until it holds; looked at whenever something changes in the workspace."""
    async with asyncio.timeout(SECONDS_TO_HAPPEN):
        while not condition():
            await slack.workspace.changes.beyond(slack.workspace.changes.count, 1.0)


@asynccontextmanager
async def serving(place: Place, *, socket_mode: bool = False, **more: str) -> AsyncIterator[Serving]:
    """The bot, serving at the most talkative; what it logs is read as JSON and holds no secret (promises.md, P25).

    The Slack of the place, if it has one, sends there what people do.
    """
    environment = place.environment | {"READINESS_LOG_LEVEL": "DEBUG", "READINESS_LOG_FORMAT": "json"} | more
    if socket_mode:
        environment |= {"SLACK_APP_TOKEN": APP_TOKEN}
        del environment["SLACK_SIGNING_SECRET"]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.cli", "serve",
        cwd=ROOT, env=environment, stdout=PIPE, stderr=PIPE, limit=2**22,
    )  # fmt: skip
    bot = Serving(place, process)
    try:
        await bot.hear()
        if place.slack is not None and socket_mode:
            await place.slack.socket_connected()
        elif place.slack is not None:
            place.slack.deliver_to(f"{bot.url}/slack/events")
        yield bot
        if process.returncode is None:
            assert await bot.stop() == 0
        await bot.heard()
        assert process.stdout is not None
        assert await process.stdout.read() == b""
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
