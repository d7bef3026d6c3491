"""The node scripts beside this file and the packages they need; other folders' packages too."""

import fcntl
import json
import subprocess
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def run(script: str, given: Any) -> str:
    """Run a script of this folder with `given` as JSON on its input; what it prints. Installs its packages first."""
    install()
    done = subprocess.run(["node", HERE / script], input=json.dumps(given), capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{script}: {done.stderr[-2000:]}")
    return done.stdout


def install(folder: Path = HERE) -> None:
    """`npm ci` unless it was done for this lock file; one at a time, since tests run in several processes."""
    lock, installed = folder / "package-lock.json", folder / "node_modules" / ".installed"
    with (folder / ".gitignore").open() as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)
        if not installed.exists() or installed.read_text() != lock.read_text():
            command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
            subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
            installed.write_text(lock.read_text())
