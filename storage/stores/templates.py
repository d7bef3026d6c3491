"""Published checklists of one organisation (`ports.Templates`). A published version never changes."""

from functools import lru_cache

from msgspec.json import Decoder
from sqlalchemy import Connection, bindparam, func, select

from readiness.domain.values.template import Template
from readiness.usecases.frame.ports import StoredTemplate
from storage.engine.database import Row
from storage.engine.reading import read_or_refuse, readable
from storage.engine.scope import OWN, scoped
from storage.engine.session import Unit
from storage.engine.tables import templates
from storage.engine.types import json_text, whole

_READER = Decoder(Template)

_newer = templates.alias("newer")
_TEMPLATES = select(
    templates.c.body, templates.c.text, templates.c.published_at, templates.c.key, templates.c.version
).where(templates.c.organisation_id == OWN)
_NEWEST = _TEMPLATES.where(
    templates.c.version
    == select(func.max(_newer.c.version))
    .where(_newer.c.organisation_id == OWN, _newer.c.key == templates.c.key)
    .scalar_subquery()
)
_OF_VERSION = scoped(
    _TEMPLATES.where(templates.c.key == bindparam("of_key"), templates.c.version == bindparam("of_version"))
)
_NEWEST_OF_KEY = scoped(_NEWEST.where(templates.c.key == bindparam("of_key")))
_NEWEST_OF_EACH = scoped(_NEWEST.order_by(templates.c.name, templates.c.key))


class SqlTemplates:
    """The templates of the unit of work's organisation."""

    def __init__(self, unit: Unit) -> None:
        """In the transaction of `unit`."""
        self._unit = unit

    async def get(self, key: str, version: int | None = None) -> StoredTemplate | None:
        """That version, or the newest."""
        return await self._unit.run(_get, self._unit.organisation, key, version)

    async def list(self) -> tuple[StoredTemplate, ...]:
        """The newest version of each, by name."""
        return await self._unit.run(_list, self._unit)

    async def publish(self, template: StoredTemplate) -> None:
        """Keep it for good; raises `VersionConflict` when that version exists."""
        self._unit.later(_publish, self._unit.organisation, template)


def _get(connection: Connection, organisation: str, key: str, version: int | None) -> StoredTemplate | None:
    parameters: dict[str, object] = {"organisation": organisation, "of_key": key}
    if version is None:
        row = connection.execute(_NEWEST_OF_KEY, parameters).one_or_none()
    else:
        row = connection.execute(_OF_VERSION, parameters | {"of_version": version}).one_or_none()
    return None if row is None else read_or_refuse(lambda: _stored(row), f"checklist {key}")


def _list(connection: Connection, unit: Unit) -> tuple[StoredTemplate, ...]:
    rows = connection.execute(_NEWEST_OF_EACH, {"organisation": unit.organisation})
    return tuple(readable(rows, _stored, _named, unit.faults))


def _publish(connection: Connection, organisation: str, stored: StoredTemplate) -> None:
    row = {
        "organisation_id": organisation,
        "key": stored.template.key,
        "version": stored.template.version,
        "name": stored.template.name,
        "body": json_text(stored.template),
        "text": stored.text,
        "published_at": stored.published_at,
    }
    connection.execute(templates.insert(), row)


def _named(row: Row) -> str:
    return f"checklist {row.key}, version {row.version}"


def _stored(row: Row) -> StoredTemplate:
    body, text, published_at, _key, _version = whole(row)
    return StoredTemplate(_template(body), text, published_at)


@lru_cache(maxsize=64)
def _template(body: str) -> Template:
    """The checklist of a body, which never changes: nearly every typed line asks for some."""
    return _READER.decode(body)
