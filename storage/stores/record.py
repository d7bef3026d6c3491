"""The append-only record of one organisation (`ports.Record`). Nothing here updates or deletes an entry."""

from collections.abc import Mapping
from datetime import datetime

import orjson
from sqlalchemy import BindParameter, Connection, bindparam, select

from readiness.domain.values.record import Appended, Entry, Head, SaltedText
from storage.engine import tables
from storage.engine.database import Row
from storage.engine.scope import OWN, scoped
from storage.engine.session import Unit
from storage.engine.types import json_text, whole

CHAIN: BindParameter[str] = bindparam("of_chain")

_OF_CHAIN = (
    select(*(column for column in tables.record.c if column.name != "organisation_id"))
    .where(tables.record.c.organisation_id == OWN, tables.record.c.chain == CHAIN)
    .order_by(tables.record.c.sequence)
)
_ENTRIES = scoped(_OF_CHAIN)
_ENTRIES_SINCE = scoped(_OF_CHAIN.where(tables.record.c.at >= bindparam("since")))
_TEXTS = scoped(
    select(
        tables.record_texts.c.sequence,
        tables.record_texts.c.name,
        tables.record_texts.c.salt,
        tables.record_texts.c.text,
    ).where(tables.record_texts.c.organisation_id == OWN, tables.record_texts.c.chain == CHAIN)
)
_INITIATIVE_HEAD = scoped(
    select(tables.initiatives.c.head_sequence, tables.initiatives.c.head_hash, tables.initiatives.c.head_at).where(
        tables.initiatives.c.organisation_id == OWN, tables.initiatives.c.id == CHAIN
    )
)
_ORGANISATION_HEAD = scoped(
    select(
        tables.organisations.c.head_sequence, tables.organisations.c.head_hash, tables.organisations.c.head_at
    ).where(tables.organisations.c.id == OWN, tables.organisations.c.id == CHAIN)
)


_ADD_ENTRY = tables.record.insert()
_ADD_TEXT = tables.record_texts.insert()


class SqlRecord:
    """The record of the unit of work's organisation."""

    def __init__(self, unit: Unit) -> None:
        """In the transaction of `unit`."""
        self._unit = unit

    async def append(self, chain: str, appended: Appended) -> None:
        """Keep entries and texts; raises `VersionConflict` when a sequence number is taken."""
        if appended.entries:
            self._unit.later(_append, self._unit.organisation, chain, appended)

    async def entries(self, chain: str, *, since: datetime | None = None) -> tuple[Entry, ...]:
        """Entries in order, all or those from `since` on."""
        return await self._unit.run(_entries, self._unit.organisation, chain, since)

    async def texts(self, chain: str) -> Mapping[tuple[int, str], SaltedText]:
        """Every salted text of the chain by sequence number and name."""
        return await self._unit.run(_texts, self._unit.organisation, chain)

    async def head(self, chain: str) -> Head:
        """The head stored with the initiative or the organisation; a new chain's when there is neither."""
        return await self._unit.run(_head, self._unit.organisation, chain)


def _append(connection: Connection, organisation: str, chain: str, appended: Appended) -> None:
    owner: dict[str, object] = {"organisation_id": organisation, "chain": chain}
    connection.execute(_ADD_ENTRY, [_entry_row(entry) | owner for entry in appended.entries])
    texts = [
        owner | {"sequence": sequence, "name": name, "salt": text.salt, "text": text.text}
        for (sequence, name), text in appended.texts.items()
    ]
    if texts:
        connection.execute(_ADD_TEXT, texts)


def _entries(connection: Connection, organisation: str, chain: str, since: datetime | None) -> tuple[Entry, ...]:
    parameters: dict[str, object] = {"organisation": organisation, "of_chain": chain}
    if since is None:
        return tuple(map(_entry, connection.execute(_ENTRIES, parameters)))
    return tuple(map(_entry, connection.execute(_ENTRIES_SINCE, parameters | {"since": since})))


def _texts(connection: Connection, organisation: str, chain: str) -> dict[tuple[int, str], SaltedText]:
    rows = connection.execute(_TEXTS, {"organisation": organisation, "of_chain": chain})
    return {(sequence, name): SaltedText(salt, text) for sequence, name, salt, text in rows}


def _head(connection: Connection, organisation: str, chain: str) -> Head:
    statement = _ORGANISATION_HEAD if chain == organisation else _INITIATIVE_HEAD
    row = connection.execute(statement, {"organisation": organisation, "of_chain": chain}).one_or_none()
    return Head() if row is None else Head(*whole(row))


def _entry_row(entry: Entry) -> dict[str, object]:
    return {
        "sequence": entry.sequence,
        "previous": entry.previous,
        "at": entry.at,
        "actor": entry.actor,
        "kind": entry.kind,
        "gate": entry.gate,
        "data": json_text(entry.data),
        "texts": json_text(entry.texts),
        "hash": entry.hash,
    }


def _entry(row: Row) -> Entry:
    chain, sequence, previous, at, actor, kind, gate, data, texts, hash_ = whole(row)
    return Entry(chain, sequence, previous, at, actor, kind, gate, orjson.loads(data), orjson.loads(texts), hash_)
