"""Killed between any two steps of a sign-off, all of it is kept or none (promise P3)."""

import shutil
import subprocess
import sys
from pathlib import Path

from bot.demo.cast import DEE
from storage import open_storage
from tests.faults.state import stored
from tests.slack.home import Under, faultless, in_review

ROOT = Path(__file__).parents[2]
GATE = "approved-datasets"


async def test_killed_before_any_statement_all_or_nothing_is_kept(under_way: Under, tmp_path: Path) -> None:
    database = Path(shutil.copy(under_way.database, tmp_path / "bot.db"))
    async with faultless(database) as home:
        under_way.wake(home)
        await in_review(home, GATE)
    program = [sys.executable, "-m", "tests.faults.dying", str(database), str(tmp_path), DEE.account, GATE]
    ran = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)  # noqa: ASYNC221
    assert (ran.returncode, ran.stderr) == (0, "")
    runs = [(Path(copy), killed == "1") for copy, killed in map(str.split, ran.stdout.splitlines())]
    assert len(runs) > 5
    for copy, was_killed in runs:
        async with open_storage(f"sqlite+aiosqlite:///{copy}") as storage:
            found = await stored(storage, GATE)
        assert found.signed is (found.waiting > 0), copy
        assert found.signed is not was_killed, copy
