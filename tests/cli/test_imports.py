"""Starting costs what is configured: the libraries of a platform, or of PostgreSQL, are loaded when they are needed."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
ONLY_WHERE_NEEDED = ("slack_bolt", "slack_sdk", "botbuilder", "msrest", "jwt", "sqlalchemy.orm", "alembic")


def test_the_command_line_loads_no_platform_and_no_migrations() -> None:
    say = f"import sys, bot.cli; print(*[name for name in {ONLY_WHERE_NEEDED} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", say], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
