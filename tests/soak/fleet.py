"""Replicas of the bot, each a process of its own, that are killed, frozen and started again."""

import asyncio
import os
import random
import signal
import socket
import sys
from asyncio.subprocess import DEVNULL, Process
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

import aiohttp

ROOT = Path(__file__).parents[2]
SECONDS_TO_START = 60
SECONDS_FROZEN = 3.0


class Replica:
    """One process and the port on which it listens, also after it was started anew."""

    def __init__(self, environment: Mapping[str, str], clock: Path, log: Path) -> None:
        """Nothing runs yet."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self._environment = {**environment, "READINESS_PORT": str(self.port)}
        self._clock = clock
        self._log = log
        self._process: Process | None = None

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def is_running(self) -> bool:
        """Whether the process lives."""
        return self._process is not None and self._process.returncode is None

    async def start(self) -> None:
        """Start it and wait until it answers."""
        command = (sys.executable, "-m", "tests.soak.replica", str(self._clock))
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *command, cwd=ROOT, env=self._environment, stdin=DEVNULL, stdout=log, stderr=log
            )
        async with asyncio.timeout(SECONDS_TO_START):
            while not await self._answers():
                if not self.is_running:
                    raise RuntimeError(f"a replica ended at its start; its log is {self._log}")
                await asyncio.sleep(0.1)

    async def kill(self) -> None:
        """Kill it, as the machine's end would."""
        if self._process is not None and self.is_running:
            self._process.send_signal(signal.SIGKILL)
            await self._process.wait()

    async def freeze(self, seconds: float) -> None:
        """Let it stand still for a while, as a machine that swaps does."""
        if self._process is not None and self.is_running:
            self._process.send_signal(signal.SIGSTOP)
            await asyncio.sleep(seconds)
            self._process.send_signal(signal.SIGCONT)

    async def stop(self) -> None:
        """Tell it to stop, and wait until it has."""
        if self._process is not None and self.is_running:
            self._process.send_signal(signal.SIGTERM)
            await self._process.wait()

    async def _answers(self) -> bool:
        try:
            async with aiohttp.ClientSession() as session, session.get(f"{self.url}/healthz") as response:
                return response.status == 200
        except aiohttp.ClientError:
            return False


class Fleet:
    """As many replicas as the database takes."""

    def __init__(self, environment: Mapping[str, str], clock: Path, folder: Path, size: int) -> None:
        """Nothing runs yet; each writes a log into `folder`."""
        own = {name: value for name, value in os.environ.items() if not name.startswith(("READINESS_", "SLACK_"))}
        self.replicas = [Replica(own | environment, clock, folder / f"replica-{one}.log") for one in range(size)]
        self.kills = self.freezes = 0

    @property
    def running(self) -> list[Replica]:
        """Those that live."""
        return [replica for replica in self.replicas if replica.is_running]

    async def kill_one(self, chance: random.Random) -> None:
        """Kill one and start it again."""
        replica = chance.choice(self.replicas)
        await replica.kill()
        self.kills += 1
        await replica.start()

    async def freeze_one(self, chance: random.Random, seconds: float) -> None:
        """Freeze one for a while."""
        self.freezes += 1
        await chance.choice(self.replicas).freeze(seconds)

    async def trouble(self, chance: random.Random, kills: int, freezes: int) -> None:
        """Kill so many, one after the other, and freeze as many as asked in between."""
        for number in range(kills):
            await asyncio.sleep(chance.random() * 0.8)
            await self.kill_one(chance)
            if number < freezes:
                await self.freeze_one(chance, SECONDS_FROZEN)

    async def __aenter__(self) -> Self:
        """Start all of them, the first alone: it may have to set the database up."""
        for replica in self.replicas:
            await replica.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End all of them."""
        for replica in self.replicas:
            await replica.kill() if kind else await replica.stop()
