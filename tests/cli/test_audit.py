"""`audit verify`: a whole record is proved, and who changed a row of it is found (promises.md, P21)."""

import random
import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from readiness.usecases.checking import Verification, verify
from storage import open_storage
from tests.cli.place import Place
from tests.cli.tampering import TAMPERINGS, Chain, chains_of, rewritten

MANY = 200


def chain(file: Path, name: str) -> Chain:
    return next(each for each in chains_of(file) if each.name == name)


async def verified(file: Path, *witnesses: str) -> dict[str, Verification]:
    async with open_storage(f"sqlite:///{file}") as storage:
        return {found.name: found for found in await verify(storage, "", "", witnesses)}


def change(file: Path, sql: str, *values: object) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        assert connection.execute(sql, values).rowcount == 1


def test_a_whole_record_is_proved(alone: Place) -> None:
    done = alone.run("audit", "verify")
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert [line.split(":")[0] for line in lines] == ["organisation", "churn-model", "demand-forecast"]
    assert all(re.search(r": whole, \d+ entries, \S+#\d+:[0-9a-f]{16}$", line) for line in lines)


def test_one_initiative_alone_and_its_fingerprint_as_witness(alone: Place) -> None:
    (line,) = alone.run("audit", "verify", "churn-model").out.splitlines()
    fingerprint = line.rpartition(" ")[2]
    assert alone.run("audit", "verify", "churn-model", "--witness", fingerprint).code == 0
    assert alone.run("audit", "verify", "--witness", fingerprint).code == 0


async def test_two_hundred_tamperings_are_found_each_with_its_first_broken_entry(
    beginning: Path, tmp_path: Path
) -> None:
    chance, chains, file = random.Random(21), chains_of(beginning), tmp_path / "bot.db"  # noqa: S311
    for number in range(MANY):
        kind = TAMPERINGS[number % len(TAMPERINGS)]
        shutil.copy(beginning, file)
        with closing(sqlite3.connect(file)) as connection, connection:
            expected = kind(connection, chance, chains)
        found = await verified(file, *expected.witnesses)
        said = {name: one.broken.sequence for name, one in found.items() if one.broken}
        assert said == {expected.name: expected.sequence}, (number, kind.__name__, expected, found)


async def test_a_record_rewritten_as_a_whole_is_found_by_whoever_saw_its_fingerprint(
    beginning: Path, tmp_path: Path
) -> None:
    file = Path(shutil.copy(beginning, tmp_path / "bot.db"))
    before = (await verified(file))["churn-model"]
    await rewritten(file, chain(file, "churn-model"))
    assert (await verified(file))["churn-model"].broken is None
    broken = (await verified(file, before.fingerprint))["churn-model"].broken
    assert broken is not None
    assert broken.sequence == before.entries


@pytest.mark.parametrize(
    ("sql", "sequence"),
    [
        ("UPDATE record SET kind = kind || '.' WHERE chain = ? AND sequence = 3", 3),
        ("DELETE FROM record WHERE chain = ? AND sequence = 5", 5),
        ("UPDATE record_texts SET text = 'fine' WHERE chain = ? AND name = 'comment'", None),
    ],
    ids=["edited", "deleted", "another comment"],
)
def test_the_command_names_the_first_broken_entry_and_exits_1(alone: Place, sql: str, sequence: int | None) -> None:
    change(alone.database, sql, chain(alone.database, "churn-model").id)
    done = alone.run("audit", "verify")
    assert (done.code, done.err) == (1, "")
    (line,) = [line for line in done.out.splitlines() if "broken" in line]
    assert line.startswith(f"churn-model: broken at entry {sequence or ''}")
    assert alone.run("audit", "verify", "demand-forecast").code == 0


def test_what_the_bot_never_writes_is_broken_not_a_crash(alone: Place) -> None:
    name = chain(alone.database, "churn-model").id
    change(alone.database, "UPDATE record SET data = 'not JSON' WHERE chain = ? AND sequence = 2", name)
    done = alone.run("audit", "verify", "churn-model")
    assert (done.code, "cannot be read" in done.out, done.err) == (1, True, "")


def test_a_witnessed_record_that_is_gone_is_found(alone: Place) -> None:
    fingerprint = alone.run("audit", "verify", "demand-forecast").out.split()[-1]
    change(alone.database, "DELETE FROM initiatives WHERE slug = ?", "demand-forecast")
    done = alone.run("audit", "verify", "--witness", fingerprint)
    assert done.code == 1
    assert "demand-forecast: broken at entry 1" in done.out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("nothing-here",), "There is no initiative `nothing-here`"),
        (("--witness", "churn-model"), "is no fingerprint"),
        (("churn-model", "--witness", "demand-forecast#1:0123456789abcdef"), "is one of `demand-forecast`"),
        (("--organisation", "other"), "say which with --organisation"),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused(alone: Place, arguments: tuple[str, ...], words: str) -> None:
    done = alone.run("audit", "verify", *arguments)
    assert (done.code, words in done.line) == (2, True), done
