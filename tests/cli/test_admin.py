"""A code that makes an administrator, for whoever runs the bot."""

import asyncio
import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime

from bot.demo.cast import BEN
from bot.demo.house import house
from readiness.domain.values.code import digest_of
from storage import migrate
from tests.cli.place import Place
from tests.slack.home import private, type_


def code_in(text: str) -> str:
    found = re.search(r"admin (\w{4}-\w{4}-\w{4})", text)
    assert found is not None
    return found[1]


def test_it_prints_the_code_and_what_to_do_with_it(alone: Place) -> None:
    done = alone.run("admin", "code")
    assert (done.code, done.err) == (0, "")
    code = code_in(done.out)
    assert f"/readiness admin {code}" in done.out
    with closing(sqlite3.connect(alone.database)) as database:
        rows = database.execute("SELECT digest, kind, made_by FROM codes").fetchall()
    assert rows == [(digest_of(code), "administrator", None)]


def test_it_needs_no_organisation_yet(nowhere: Place) -> None:
    asyncio.run(migrate(f"sqlite:///{nowhere.database}"))
    assert nowhere.run("admin", "code").code == 0


def test_whoever_types_it_to_the_bot_becomes_an_administrator(nowhere: Place) -> None:
    async def type_it() -> str:
        async with house(nowhere.database, begins=datetime.now(UTC)) as home:
            return private(await type_(home, BEN, f"admin {code}"))

    asyncio.run(migrate(f"sqlite:///{nowhere.database}"))
    code = code_in(nowhere.run("admin", "code").out)
    assert "Ben is an administrator now" in asyncio.run(type_it())
