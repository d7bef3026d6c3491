"""A SELECT that is asked again and again, answered by SQLite's driver itself.

SQLAlchemy writes the SQL and knows the types, once; what it does around every single execution costs several times
what the query does (docs/decisions/0010).
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Dialect, Select

from storage.engine.database import Row
from storage.engine.scope import scoped


class Query:
    """A statement of one organisation whose parameters are texts; SQLite asks it in whatever transaction is open."""

    def __init__(self, statement: Select[Any]) -> None:
        """Raises `UnscopedQueryError` when the statement forgets the organisation."""
        self._statement = scoped(statement)
        self._for_sqlite: _Plain | None = None

    def rows(self, connection: Connection, parameters: Mapping[str, str]) -> Sequence[Row]:
        """Every row, as a sequence of its columns' values."""
        if connection.dialect.name != "sqlite":
            return connection.execute(self._statement, parameters).all()
        if self._for_sqlite is None:
            self._for_sqlite = _Plain(self._statement, connection.dialect)
        return self._for_sqlite.rows(connection.connection.driver_connection, parameters)


class _Plain:
    """The SQL, the order of its parameters, and what has to be made of which columns."""

    def __init__(self, statement: Select[Any], dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect)
        self._sql = str(compiled)
        self._names: Sequence[str] = getattr(compiled, "positiontup", None) or ()
        readers = [_reader(column.type.dialect_impl(dialect), dialect) for column in statement.selected_columns]
        self._readers = [(place, read) for place, read in enumerate(readers) if read is not None]

    def rows(self, driver: Any, parameters: Mapping[str, str]) -> Sequence[Row]:
        found = driver.execute(self._sql, [parameters[name] for name in self._names]).fetchall()
        return [self._read(row) for row in found] if self._readers else found

    def _read(self, row: tuple[Any, ...]) -> list[Any]:
        values = list(row)
        for place, read in self._readers:
            if values[place] is not None:
                values[place] = read(values[place])
        return values


def _reader(kind: Any, dialect: Dialect) -> Callable[[Any], Any] | None:
    """What makes a value of Python of a column's; None where they are the same."""
    made: Callable[[Any], Any] | None = kind.result_processor(dialect, None)
    return made
