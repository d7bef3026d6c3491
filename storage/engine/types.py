"""What the databases do not share: an instant as a column, and values as JSON text."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, TypeVar

import orjson
from sqlalchemy import DateTime, Dialect, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

T = TypeVar("T")


class Instant(TypeDecorator[datetime]):
    """An aware datetime in UTC: TIMESTAMPTZ on PostgreSQL, ISO 8601 text of one width on SQLite.

    One width makes text order the order of time; text is also what `datetime.fromisoformat` reads fastest.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Text where the database has no instants."""
        return dialect.type_descriptor(Text() if dialect.name == "sqlite" else DateTime(timezone=True))

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], object]:
        """Refuse a naive datetime; write the others in UTC."""
        return instant_text if dialect.name == "sqlite" else _aware

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        """Read text back; asyncpg already answers with aware datetimes in UTC."""
        return instant_from if dialect.name == "sqlite" else None


def instant_text(value: datetime | None) -> str | None:
    """`2026-11-02T09:00:00.000000+00:00`; None stays None. Raises `ValueError` for a naive datetime."""
    aware = _aware(value)
    return None if aware is None else aware.astimezone(UTC).isoformat(timespec="microseconds")


@dataclass(frozen=True, slots=True)
class Spoilt:
    """What a column holds that should hold an instant and does not: it spoils its own row, and no other."""

    stored: object


def instant_from(text: str | None) -> Any:
    """The aware datetime that `instant_text` wrote; `Spoilt` where it is none.

    A database's driver makes of it all rows of an answer at once, so that to raise here would take them all away.
    """
    if text is None:
        return None
    try:
        found = datetime.fromisoformat(text)
    except (ValueError, TypeError):
        return Spoilt(text)
    return found if found.tzinfo is not None else Spoilt(text)


def unspoilt(found: T) -> T:
    """What a column holds; raises `TypeError` where that is no instant and should be one."""
    if isinstance(found, Spoilt):
        raise TypeError("a column that should hold an instant holds none")
    return found


def whole(row: Any) -> Any:
    """The row, in which no column is spoilt; raises `TypeError`."""
    for found in row:
        unspoilt(found)
    return row


def whole_or_none(found: T) -> T | None:
    """What a column holds; None where it is spoilt and nothing is lost by not knowing it."""
    return None if isinstance(found, Spoilt) else found


def number(stored: object) -> int:
    """What a column of numbers holds, which SQLite does not see to; raises `TypeError`."""
    if not isinstance(stored, int):
        raise TypeError("a column that should hold a number holds none")
    return stored


def json_text(value: object) -> str:
    """Compact JSON of values, their dataclasses, enums, dates, instants, decimals and (sorted) sets.

    Raises `TypeError` for anything else and `ValueError` for a naive datetime.
    """
    try:
        return orjson.dumps(value, default=_plain, option=orjson.OPT_PASSTHROUGH_DATETIME).decode()
    except orjson.JSONEncodeError as error:
        raise error.__cause__ or error from None


def _plain(value: object) -> object:
    """What stands in JSON for a value that JSON does not have."""
    match value:
        case datetime():
            return instant_text(value)
        case date():
            return value.isoformat()
        case Decimal():
            return str(value)
        case set() | frozenset():
            return sorted(value)
        case _:
            raise TypeError(f"{type(value).__name__} cannot be written as JSON")


def _aware(value: datetime | None) -> datetime | None:
    if value is not None and value.tzinfo is None:
        raise ValueError(f"an instant needs a timezone: {value!r}")
    return value
