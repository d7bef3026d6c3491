"""A server in a process of its own."""

import os
import subprocess
import sys
from collections.abc import Mapping
from typing import Self

from bench.load import answer

CPU = b"GET /cpu HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


class Server:
    """A module of `bench.servers`, started when the block is entered and ended, by its own id, when it is left."""

    def __init__(self, module: str, environment: Mapping[str, str] | None = None) -> None:
        """Nothing is started yet. `environment` is added to ours."""
        self._module = module
        self._environment = environment or {}

    def __enter__(self) -> Self:
        """Start it and wait until it listens; raises `RuntimeError` when it does not."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", f"bench.servers.{self._module}"],
            env={**os.environ, **self._environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        line = self._process.stdout.readline() if self._process.stdout else b""
        if not line:
            self.__exit__()
            raise RuntimeError(f"the server {self._module} ended before it listened")
        self.port = int(line)
        return self

    def __exit__(self, *_: object) -> None:
        """End it."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def cpu(self) -> float:
        """CPU seconds it has used so far."""
        return float(answer(self.port, CPU))
