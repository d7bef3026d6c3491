"""`python -m tests.soak [--only clicks,suite] [--database sqlite|postgresql] [--smoke] [--page]`: play, count, tell."""

import argparse
import asyncio
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from tests.postgres import TestServer
from tests.soak import suite
from tests.soak.database import Databases, Embedded, Served
from tests.soak.outcome import Outcome
from tests.soak.play import SCENARIOS, played
from tests.soak.report import table, write_page
from tests.soak.sizes import SMOKE, TENTH, Size

SUITE = "suite"
ALL = (*SCENARIOS, SUITE)

Found = list[tuple[str, str, Outcome]]


def main() -> int:
    """Play what was asked for; 1 where anything is missing, doubled or wrongly confirmed."""
    asked = _asked()
    size, began = SMOKE if asked.smoke else TENTH, time.monotonic()

    def play(name: str) -> Found:
        found: Found = []
        with _databases(name) as (folder, databases):
            asyncio.run(_play(name, folder, databases, size, asked.only, found, began))
        return found

    # Most of a run is waiting, so the databases are played side by side.
    with ThreadPoolExecutor() as pool:
        found = [one for each in pool.map(play, asked.database) for one in each]
    held = suite.played("smoke" if asked.smoke else "tenth") if SUITE in asked.only else ()
    print(table(found), suite.table(held), sep="\n\n")
    if asked.page:
        minutes = round((time.monotonic() - began) / 60)
        write_page(found, held, f"`make soak` of {datetime.now(UTC):%d %B %Y}, {minutes} minutes on two cores:")
    is_held = not any(one.failed for one in held)
    return 0 if is_held and all(outcome.is_kept for _, _, outcome in found) else 1


async def _play(
    name: str,
    folder: Path,
    databases: Databases,
    size: Size,
    only: tuple[str, ...],
    found: Found,
    began: float,
) -> None:
    _say(began, f"{name}: starting, with {size.channels} initiatives")
    async for scenario, outcome in played(folder, databases, size, only):
        found.append((name, scenario, outcome))
        verdict = "kept" if outcome.is_kept else "BROKEN"
        _say(
            began,
            f"{name} {scenario:9} {outcome.promise:5} {verdict}: missing {outcome.missing}, doubled {outcome.doubled}, "
            f"false {outcome.false}",
        )


@contextmanager
def _databases(name: str) -> Iterator[tuple[Path, Databases]]:
    """A folder, and new databases of that kind."""
    folder = Path(tempfile.mkdtemp(prefix="soak-"))
    if name == "sqlite":
        yield folder, Databases(*(Embedded(Path(tempfile.mkdtemp(dir=folder))) for _ in range(2)))
    else:
        directory = Path(tempfile.mkdtemp(prefix="pg-"))
        server = TestServer(directory, lasting=True)
        try:
            yield folder, Databases(Served(server), Served(server))
        finally:
            server.stop()
            shutil.rmtree(directory, ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)


def _say(began: float, what: str) -> None:
    print(f"[{time.monotonic() - began:5.0f} s] {what}", file=sys.stderr, flush=True)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--only", type=_names, default=ALL, help=f"of {', '.join(ALL)}")
    parser.add_argument("--database", type=lambda text: (text,), default=("sqlite", "postgresql"))
    parser.add_argument("--smoke", action="store_true", help="the small size that make test plays")
    parser.add_argument("--page", action="store_true", help="write the table into docs/reliability.md")
    return parser.parse_args()


def _names(text: str) -> tuple[str, ...]:
    names = tuple(text.split(","))
    if not set(names) <= set(ALL):
        raise argparse.ArgumentTypeError(f"scenarios are {', '.join(ALL)}")
    return names


if __name__ == "__main__":
    sys.exit(main())
