"""A real PgBouncer in transaction mode before the tests' PostgreSQL: each transaction gets another server session."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from tests.look.need import require


@contextmanager
def pgbouncer(url: str) -> Iterator[str]:
    """The address of the database of `url` behind the pooler, which runs while inside."""
    require("pgbouncer")
    parts = urlsplit(url)
    directory, name = parse_qs(parts.query)["host"][0], parts.path.lstrip("/")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = (
        f"[databases]\n{name} = host={directory} user=postgres pool_size=2\n"
        f"[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\npool_mode = transaction\n"
        f"auth_type = any\nserver_round_robin = 1\npidfile =\n"
    )
    # It refuses to run as root, as which continuous integration often runs; the owner of the socket may open it.
    as_whom = ["-u", Path(directory).owner()] if os.geteuid() == 0 else []
    with tempfile.NamedTemporaryFile("w", suffix=".ini") as file:
        file.write(settings)
        file.flush()
        process = subprocess.Popen([shutil.which("pgbouncer") or "pgbouncer", "-q", *as_whom, file.name])
        try:
            _wait_for(port, process)
            yield f"postgres://postgres@127.0.0.1:{port}/{name}?sslmode=disable"
        finally:
            process.terminate()
            process.wait(10)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if process.poll() is not None:
            break
        time.sleep(0.02)
    raise RuntimeError("PgBouncer did not start")
