# ruff: noqa: S608 - the tables and columns are our own words
"""Ways to change a record behind the bot's back, straight in its SQLite file."""

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

from readiness.domain.values.record import GENESIS, Entry
from storage import open_storage


@dataclass(frozen=True)
class Chain:
    """One record: its name, its id, the table its head is in, how long it is, and its fingerprint."""

    name: str
    id: str
    table: str
    length: int
    fingerprint: str


@dataclass(frozen=True)
class Expected:
    """What has to be said: which record, which entry, given which witnesses."""

    name: str
    sequence: int
    witnesses: tuple[str, ...] = ()


Tampering = Callable[[sqlite3.Connection, Random, Sequence[Chain]], Expected]


def chains_of(file: Path) -> list[Chain]:
    """Every record in the file."""
    with closing(sqlite3.connect(file)) as connection:
        heads = [("organisation", "organisations", *row) for row in connection.execute(
            "SELECT id, head_sequence, head_hash FROM organisations"
        )]  # fmt: skip
        heads += [(row[0], "initiatives", *row[1:]) for row in connection.execute(
            "SELECT slug, id, head_sequence, head_hash FROM initiatives ORDER BY slug"
        )]  # fmt: skip
    return [
        Chain(name, id_, table, length, f"{name}#{length}:{hash_[:16]}") for name, table, id_, length, hash_ in heads
    ]


def edit_entry(db: sqlite3.Connection, chance: Random, chains: Sequence[Chain]) -> Expected:
    chain, at = _entry(chance, chains)
    column, value = chance.choice([
        ("kind", "kind || 'x'"), ("actor", "'somebody'"), ("gate", "'some-gate'"), ("data", """'{"by":"me"}'"""),
        ("hash", "lower(hex(randomblob(32)))"), ("previous", "lower(hex(randomblob(32)))"),
        ("texts", """'{"a":"b"}'"""),
    ])  # fmt: skip
    _one(db, f"UPDATE record SET {column} = {value} WHERE chain = ? AND sequence = ?", chain.id, at)
    return Expected(chain.name, at)


def edit_time(db: sqlite3.Connection, chance: Random, chains: Sequence[Chain]) -> Expected:
    chain, at = _entry(chance, chains)
    _one(db, "UPDATE record SET at = '2001' || substr(at, 5) WHERE chain = ? AND sequence = ?", chain.id, at)
    return Expected(chain.name, at)


def delete_entry(db: sqlite3.Connection, chance: Random, chains: Sequence[Chain]) -> Expected:
    chain, at = _entry(chance, chains)
    _one(db, "DELETE FROM record WHERE chain = ? AND sequence = ?", chain.id, at)
    return Expected(chain.name, at)


def swap_entries(db: sqlite3.Connection, chance: Random, chains: Sequence[Chain]) -> Expected:
    chain = chance.choice([each for each in chains if each.length > 1])
    first, second = sorted(chance.sample(range(1, chain.length + 1), 2))
    for old, new in ((first, 0), (second, first), (0, second)):
        _one(db, "UPDATE record SET sequence = ? WHERE chain = ? AND sequence = ?", new, chain.id, old)
    return Expected(chain.name, first)


def insert_entry(db: sqlite3.Connection, chance: Random, chains: Sequence[Chain]) -> Expected:
    """A copy of an entry, in the middle or at the end."""
    chain, after = _entry(chance, chains)
    for sequence in range(chain.length, after, -1):
        _one(db, "UPDATE record SET sequence = ? WHERE chain = ? AND sequence = ?", sequence + 1, chain.id, sequence)
    columns = "previous, at, actor, kind, gate, data, texts, hash"
    _one(
        db,
        f"INSERT INTO record (organisation_id, chain, sequence, {columns})"
        f" SELECT organisation_id, chain, sequence + 1, {columns} FROM record WHERE chain = ? AND sequence = ?",
        chain.id,
        after,
    )
    return Expected(chain.name, after + 1)


def move_entry(db: sqlite3.Connection, chance: Random, chains: Sequence[Chain]) -> Expected:
    """The last entry of one record is put at the end of another, whose head is none the wiser."""
    giver, taker = chance.sample(chains, 2)
    _one(db, "DELETE FROM record WHERE chain = ? AND sequence = ?", taker.id, taker.length)
    columns = "previous, at, actor, kind, gate, data, texts, hash"
    _one(
        db,
        f"INSERT INTO record (organisation_id, chain, sequence, {columns})"
        f" SELECT organisation_id, ?, ?, {columns} FROM record WHERE chain = ? AND sequence = ?",
        taker.id,
        taker.length,
        giver.id,
        giver.length,
    )
    return Expected(taker.name, taker.length)


def edit_text(db: sqlite3.Connection, chance: Random, chains: Sequence[Chain]) -> Expected:
    chain, at, name = _text(db, chance, chains)
    column, value = chance.choice(
        [("text", "'all is well'"), ("salt", "'00'"), ("text", "text || ' '"), ("text", "NULL")]
    )
    _one(
        db,
        f"UPDATE record_texts SET {column} = {value} WHERE chain = ? AND sequence = ? AND name = ?",
        chain.id,
        at,
        name,
    )
    return Expected(chain.name, at)


def delete_text(db: sqlite3.Connection, chance: Random, chains: Sequence[Chain]) -> Expected:
    chain, at, name = _text(db, chance, chains)
    _one(db, "DELETE FROM record_texts WHERE chain = ? AND sequence = ? AND name = ?", chain.id, at, name)
    return Expected(chain.name, at)


def insert_text(db: sqlite3.Connection, chance: Random, chains: Sequence[Chain]) -> Expected:
    chain, at = _entry(chance, chains)
    at = chance.choice([at, chain.length + 3])
    _one(
        db,
        "INSERT INTO record_texts (organisation_id, chain, sequence, name, salt, text)"
        " SELECT organisation_id, chain, ?, 'aside', 'aa', 'bb' FROM record WHERE chain = ? AND sequence = 1",
        at,
        chain.id,
    )
    return Expected(chain.name, at)


def swap_texts(db: sqlite3.Connection, chance: Random, chains: Sequence[Chain]) -> Expected:
    """Two people's words change places."""
    chain = chance.choice([each for each in chains if len(_texts(db, each)) > 1])
    (first, first_name), (second, second_name) = sorted(chance.sample(_texts(db, chain), 2))
    place = "UPDATE record_texts SET sequence = ?, name = ? WHERE chain = ? AND sequence = ? AND name = ?"
    _one(db, place, 0, "x", chain.id, first, first_name)
    _one(db, place, first, first_name, chain.id, second, second_name)
    _one(db, place, second, second_name, chain.id, 0, "x")
    return Expected(chain.name, first)


def edit_head(db: sqlite3.Connection, chance: Random, chains: Sequence[Chain]) -> Expected:
    chain = chance.choice(chains)
    assignment, at = chance.choice([
        ("head_hash = lower(hex(randomblob(32)))", chain.length),
        ("head_sequence = head_sequence + 1", chain.length + 1),
        ("head_sequence = head_sequence - 1", chain.length),
    ])  # fmt: skip
    _one(db, f"UPDATE {chain.table} SET {assignment} WHERE id = ?", chain.id)
    return Expected(chain.name, at)


def truncate(db: sqlite3.Connection, chance: Random, chains: Sequence[Chain]) -> Expected:
    """The end is cut off and the head set back: only who has seen the fingerprint can tell."""
    chain = chance.choice([each for each in chains if each.length > 1])
    left = chance.randrange(1, chain.length)
    db.execute("DELETE FROM record WHERE chain = ? AND sequence > ?", (chain.id, left))
    db.execute("DELETE FROM record_texts WHERE chain = ? AND sequence > ?", (chain.id, left))
    (hash_,) = db.execute("SELECT hash FROM record WHERE chain = ? AND sequence = ?", (chain.id, left)).fetchone()
    _one(db, f"UPDATE {chain.table} SET head_sequence = ?, head_hash = ? WHERE id = ?", left, hash_, chain.id)
    return Expected(chain.name, left + 1, (chain.fingerprint,))


TAMPERINGS: tuple[Tampering, ...] = (
    edit_entry, edit_time, delete_entry, swap_entries, insert_entry, move_entry, edit_text, delete_text, insert_text,
    swap_texts, edit_head, truncate,
)  # fmt: skip


async def rewritten(file: Path, chain: Chain) -> None:
    """A forger who knows the format: another first entry, and every hash after it computed anew."""
    with closing(sqlite3.connect(file)) as db:
        (organisation,) = db.execute("SELECT id FROM organisations").fetchone()
    async with open_storage(f"sqlite:///{file}") as storage, storage.read(organisation) as uow:
        entries = await uow.record.entries(chain.id)
    forged, previous = list[Entry](), GENESIS
    for entry in entries:
        other = replace(entry, actor="somebody", previous=previous, hash="")
        forged.append(replace(other, hash=other.computed_hash()))
        previous = forged[-1].hash
    with closing(sqlite3.connect(file)) as db, db:
        for entry in forged:
            values: tuple[Any, ...] = (entry.actor, entry.previous, entry.hash, chain.id, entry.sequence)
            _one(db, "UPDATE record SET actor = ?, previous = ?, hash = ? WHERE chain = ? AND sequence = ?", *values)
        _one(db, f"UPDATE {chain.table} SET head_hash = ? WHERE id = ?", previous, chain.id)


def _entry(chance: Random, chains: Sequence[Chain]) -> tuple[Chain, int]:
    chain = chance.choice(chains)
    return chain, chance.randint(1, chain.length)


def _text(db: sqlite3.Connection, chance: Random, chains: Sequence[Chain]) -> tuple[Chain, int, str]:
    chain = chance.choice([each for each in chains if _texts(db, each)])
    return (chain, *chance.choice(_texts(db, chain)))


def _texts(db: sqlite3.Connection, chain: Chain) -> list[tuple[int, str]]:
    return db.execute("SELECT sequence, name FROM record_texts WHERE chain = ?", (chain.id,)).fetchall()


def _one(db: sqlite3.Connection, sql: str, *values: object) -> None:
    """Change exactly one row."""
    assert db.execute(sql, values).rowcount == 1, (sql, values)
