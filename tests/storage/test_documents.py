"""The JSON in which an initiative's state is kept."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

from readiness.usecases.frame.ports import Unreadable
from storage import open_storage
from storage.engine.types import json_text
from tests.storage.samples import NOW, ORGANISATION, initiative, organisation, workspace


async def read_after(sqlite_url: str, change: Callable[[dict[str, Any]], object]) -> object:
    """What is read of a whole initiative once `change` was made to its document by hand."""
    async with open_storage(sqlite_url) as storage, storage.write(ORGANISATION) as unit:
        await storage.add_workspace(workspace(), organisation())
        await unit.initiatives.add(initiative())
        await unit.commit()
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))) as database, database:
        state = json.loads(database.execute("SELECT state FROM initiatives").fetchone()[0])
        change(state)
        database.execute("UPDATE initiatives SET state = ?", (json.dumps(state),))
    async with open_storage(sqlite_url) as storage, storage.read(ORGANISATION) as unit:
        return await unit.initiatives.get(initiative().id)


async def test_what_a_document_lacks_is_as_by_default(sqlite_url: str) -> None:
    def an_older_one(state: dict[str, Any]) -> None:
        for gate in state["gates"]:
            del gate["waiver"], gate["settled"], gate["ownership"]["previous"]
        del state["tellings"]

    found = await read_after(sqlite_url, an_older_one)
    assert found.gates["monitoring"].waiver is None
    assert found.gates["monitoring"].settled == ()
    assert found.tellings == ()
    assert found.gates["monitoring"].votes == initiative().gates["monitoring"].votes


async def test_what_a_document_has_too_much_is_left_alone(sqlite_url: str) -> None:
    assert await read_after(sqlite_url, lambda state: state.update(later="unknown")) == initiative()


async def test_a_document_that_was_spoilt_is_not_read_as_something_else(sqlite_url: str) -> None:
    with pytest.raises(Unreadable, match=r"\$\.gates\[0\]\.progress"):
        await read_after(sqlite_url, lambda state: state["gates"][0].update(progress="done"))


def test_json_has_a_text_for_every_kind_of_value() -> None:
    assert json_text({"a": Decimal("12.50"), "b": frozenset("yx"), "c": date(2026, 11, 2)}) == (
        '{"a":"12.50","b":["x","y"],"c":"2026-11-02"}'
    )
    elsewhere = datetime(2026, 11, 2, 10, tzinfo=timezone(timedelta(hours=1)))
    assert json_text([elsewhere]) == '["2026-11-02T09:00:00.000000+00:00"]'


@pytest.mark.parametrize(("value", "error"), [(NOW.replace(tzinfo=None), ValueError), (object(), TypeError)])
def test_what_json_cannot_say_is_refused(value: object, error: type[Exception]) -> None:
    with pytest.raises(error):
        json_text({"value": value})
