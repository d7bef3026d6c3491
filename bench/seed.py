"""Databases of any size, made in seconds and kept for the day in the temporary folder.

A few dozen initiatives are stored as the bot stores them; SQLite multiplies their rows.
"""

import asyncio
import hashlib
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Table

from bench import house
from bench.progress import Progress
from readiness.templates.builtin import builtin_templates, builtin_text
from readiness.usecases.frame.ports import StoredTemplate
from storage import migrate, open_storage
from storage.engine.tables import initiatives, metadata

ROOT = Path(__file__).parent.parent
KEYED_BY = (
    "bench/house.py",
    "bench/seed.py",
    "storage/engine/tables.py",
    "storage/stores/initiative_rows.py",
    "storage/engine/types.py",
    "readiness/templates/builtin/ai-model-to-production.yaml",
)
"""What a kept database depends on; a change to any of these makes it anew."""


def slug(number: int) -> str:
    """The slug of the copy of that number."""
    return f"initiative-{number}"


def channel(number: int) -> str:
    """The channel in which the copy of that number lives, alone."""
    return f"C{number:08d}"


def seeded(count: int, progress: Progress) -> Path:
    """An SQLite database with `count` initiatives; the one made earlier today where there is one."""
    folder = Path(tempfile.gettempdir()) / "readiness-bench"
    folder.mkdir(exist_ok=True)
    key = f"{house.now().date()}-{_key()}"
    path = folder / f"{count}-{key}.db"
    if not path.exists():
        progress.say(f"seeding {count:,} initiatives")
        for old in folder.iterdir():
            if key not in old.name:
                old.unlink()
        unfinished = path.with_suffix(".unfinished")
        unfinished.unlink(missing_ok=True)
        asyncio.run(_store_prototypes(unfinished))
        _multiply(unfinished, count)
        unfinished.rename(path)
    _read_through(path)
    return path


def _key() -> str:
    return hashlib.sha256(b"".join((ROOT / name).read_bytes() for name in KEYED_BY)).hexdigest()[:12]


async def _store_prototypes(path: Path) -> None:
    url = f"sqlite:///{path}"
    await migrate(url)
    template, now = builtin_templates()[0], house.now()
    home = house.organisation(template)
    async with open_storage(url) as storage:
        for workspace in (house.HOME, house.TENANT):
            await storage.add_workspace(workspace, home)
        async with storage.write(home.id) as uow:
            await uow.templates.publish(StoredTemplate(template, builtin_text(template.key), now))
            for number in range(house.PROTOTYPES):
                await uow.initiatives.add(house.prototype(number, template, home, now))
            await uow.commit()


def _multiply(path: Path, count: int) -> None:
    """Put `count` copies in the place of the prototypes, in the order of their keys."""
    database = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=OFF", "synchronous=OFF", "foreign_keys=OFF", "cache_size=-262144"):
        database.execute(f"PRAGMA {pragma}")
    database.execute("BEGIN")
    database.execute("CREATE TEMP TABLE copies (number INTEGER PRIMARY KEY, id TEXT, prototype TEXT)")
    database.executemany("INSERT INTO copies VALUES (?, ?, ?)", _copies(count))
    for table in _belonging():
        _copy_rows(database, table)
        database.execute(f"DELETE FROM {table.name} WHERE {_own(table)} LIKE 'prototype-%'")
    database.execute("DROP TABLE copies")
    database.execute("COMMIT")
    database.execute("ANALYZE")
    database.execute("PRAGMA journal_mode=WAL")
    database.close()


def _read_through(path: Path) -> None:
    """Have the system keep the file in memory: disks are not what is measured."""
    with path.open("rb", buffering=0) as file:
        while file.read(1 << 24):
            pass


def _copies(count: int) -> Iterator[tuple[int, str, str]]:
    for number in range(count):
        yield number, f"{number:032x}", f"prototype-{number % house.PROTOTYPES:02}"


def _belonging() -> list[Table]:
    """`initiatives`, and every table whose rows belong to one."""
    return [initiatives, *(table for table in metadata.sorted_tables if "initiative_id" in table.c)]


def _own(table: Table) -> str:
    return "id" if table is initiatives else "initiative_id"


def _copy_rows(database: sqlite3.Connection, table: Table) -> None:
    own = _own(table)
    instead = {own: "c.id"}
    if table is initiatives:
        instead |= {
            "slug": "'initiative-' || c.number",
            "name": "'Initiative ' || c.number",
            "channel": "printf('C%08d', c.number)",
        }
    columns = [column.name for column in table.c if column is not table.autoincrement_column]
    chosen = ", ".join(instead.get(name, f"t.{name}") for name in columns)
    database.execute(
        f"INSERT INTO {table.name} ({', '.join(columns)}) SELECT {chosen}"
        f" FROM copies c CROSS JOIN {table.name} t ON t.{own} = c.prototype ORDER BY c.number"
    )
