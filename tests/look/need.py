"""Programs that some tests need and a machine may lack."""

import os
import shutil

import pytest

INSTALL = {
    "node": "Node.js 20 or newer (Debian: apt-get install nodejs npm)",
    "npm": "npm (Debian: apt-get install npm)",
    "pgbouncer": "PgBouncer (Debian: apt-get install pgbouncer)",
    "chromium": "Chromium and fonts (Debian: apt-get install chromium fonts-noto-core fonts-noto-color-emoji)",
}


def require(*programs: str) -> None:
    """Skip the test and say what to install, or fail it where CI is set: there a skipped check is a lost check."""
    missing = [INSTALL.get(program, program) for program in programs if not shutil.which(program)]
    if not missing:
        return
    said = "please install " + " and ".join(missing)
    if os.environ.get("CI", "").lower() in {"1", "true"}:
        pytest.fail(said, pytrace=False)
    pytest.skip(said)
