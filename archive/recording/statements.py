"""Statements compiled once: what is executed for each capture must not cost more than it does.

SQLAlchemy builds and caches the SQL, but to look it up, bind and wrap results takes it longer
than SQLite takes to execute (measured: 60 to 100 µs against 10). These statements are compiled
when their module is loaded, for SQLite, and handed to the driver's own connection, inside the
transaction that SQLAlchemy has begun. Catalogues on other databases need them compiled anew.
"""

import sqlite3
from typing import Any

from sqlalchemy import Connection, Insert, Select, TextClause, Update
from sqlalchemy.dialects import sqlite

_DIALECT = sqlite.dialect(paramstyle="named")


class Prepared:
    """One compiled statement. `columns` are those that an INSERT or UPDATE sets by name."""

    def __init__(
        self, statement: Select[Any] | Insert | Update | TextClause, *columns: str
    ) -> None:
        compiled = statement.compile(dialect=_DIALECT, column_keys=columns or None)
        self._sql = str(compiled)
        self._constants = {
            name: bind.value for name, bind in compiled.binds.items() if not bind.required
        }

    def run(self, db: Connection, values: dict[str, Any]) -> sqlite3.Cursor:
        """Execute with these values; the cursor has the rows, as tuples."""
        driver: sqlite3.Connection = db.connection.driver_connection  # type: ignore[assignment]
        return driver.execute(self._sql, self._constants | values if self._constants else values)

    def insert(self, db: Connection, values: dict[str, Any]) -> int:
        """Execute an INSERT and return the id of the new row."""
        made = self.run(db, values).lastrowid
        assert made is not None
        return made

    def one(self, db: Connection, values: dict[str, Any]) -> Any:
        """Return the one row, or None."""
        return self.run(db, values).fetchone()
