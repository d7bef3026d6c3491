"""`readiness serve` from a cold start to its first healthy answer, and what it holds then: figure 12."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping

import orjson

from bench.figure import Figure, Goal
from bench.load import answer
from bench.progress import Progress
from bench.sampling import summed_up
from bench.seed import seeded
from bench.sizes import Sizes
from bench.stand import Stand

SERVE = "from bot.cli import main; main()"
HEALTHY = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
SECONDS = Goal(2, 1.2, " s")
MEGABYTES = Goal(130, 105, " MB")
PATIENCE = 30
"""Seconds after which a server that does not serve, or does not end, is killed."""


def starting(stand: Stand, sizes: Sizes, progress: Progress) -> list[Figure]:
    """Figure 12: a restart on a database that is there. Bytecode is compiled, as an installation does."""
    slack = stand.environment(seeded(sizes.small, progress))
    both = slack | stand.teams
    return [*_figures("Slack alone", slack, sizes, progress), *_figures("Slack and Teams", both, sizes, progress)]


def _figures(what: str, environment: Mapping[str, str], sizes: Sizes, progress: Progress) -> list[Figure]:
    _start(environment)
    progress.say(f"figure 12: {sizes.starts} cold starts, {what}")
    found = [_start(environment) for _ in range(sizes.starts)]
    seconds, memory = summed_up([one[0] for one in found]), summed_up([one[1] for one in found])
    return [
        Figure(12, f"cold start to healthy, {what}", seconds, SECONDS, "process start to the answer of /healthz"),
        Figure(12, f"memory once healthy, {what}", memory, MEGABYTES, "resident set of the process"),
    ]


def _start(environment: Mapping[str, str]) -> tuple[float, float]:
    """Seconds until it was healthy, and megabytes then."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE, "serve"],
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    too_late = threading.Timer(PATIENCE, process.kill)
    too_late.start()
    try:
        answer(_port(process), HEALTHY)
        return time.perf_counter() - started, _megabytes(process.pid)
    finally:
        process.terminate()
        process.wait()
        too_late.cancel()


def _port(process: "subprocess.Popen[bytes]") -> int:
    """The port it says it serves on; raises `RuntimeError` when it ends before."""
    lines = list[bytes]()
    for line in process.stdout or ():
        if b'"serving"' in line:
            return int(orjson.loads(line)["port"])
        lines.append(line)
    raise RuntimeError(f"readiness serve ended before it served: {b''.join(lines).decode()}")


def _megabytes(process: int) -> float:
    told = subprocess.run(["ps", "-o", "rss=", "-p", str(process)], capture_output=True, check=True)
    return int(told.stdout) / 1024
