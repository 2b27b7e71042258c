"""Counts are what stalls on a large archive: each is made once for as long as nothing is written.

So is what Datasette asks of the schema, many times for each page. While a crawl writes, either may
be as old as PATIENCE.
"""

import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from copy import copy
from pathlib import Path
from typing import Any

from datasette.database import Database, QueryInterrupted

PATIENCE = 15.0
"""Seconds."""
KEPT = 2000
COUNTING = 500
"""Milliseconds that counting one table may take."""
_COUNTS = ("select count(*)", "select substr(")
_SCHEMA = ("from sqlite_master", "from sqlite_schema")
_OF_SCHEMA = (
    "table_columns", "table_column_details", "primary_keys", "fts_table", "foreign_keys_for_table",
    "get_all_foreign_keys",
)  # fmt: skip
"""Methods that tell of the schema and of nothing else."""

Stamp = tuple[tuple[int, int], ...]


class Memory:
    """Keeps what was made of a database until the database changes."""

    def __init__(self, database: Path) -> None:
        self._files = (database, database.with_name(database.name + "-wal"))
        self._kept: OrderedDict[Hashable, tuple[Stamp, float, Any]] = OrderedDict()

    def recall(self, key: Hashable) -> Any:
        """Return what was kept under a key and still holds, or None."""
        stamp, at, value = self._kept.get(key, ((), 0.0, None))
        fresh = stamp == self._stamp() or time.monotonic() - at < PATIENCE
        return value if fresh else None

    def keep(self, key: Hashable, value: Any) -> None:
        """Keep a value; the ones not kept anew for longest are let go."""
        self._kept[key] = (self._stamp(), time.monotonic(), value)
        self._kept.move_to_end(key)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)

    def _stamp(self) -> Stamp:
        """Return what changes whenever the database is written."""
        stats = [path.stat() for path in self._files if path.exists()]
        return tuple((stat.st_mtime_ns, stat.st_size) for stat in stats)


class CountedDatabase(Database):  # type: ignore[misc]  # datasette ships no types
    """A Datasette database that remembers counts: of rows, and by facet."""

    def __init__(self, room: Any, path: Path, memory: Memory, *, is_mutable: bool) -> None:
        super().__init__(room, path=str(path), is_mutable=is_mutable)
        self.memory = memory

    async def execute(self, sql: str, params: Any = None, *args: Any, **said: Any) -> Any:
        """Run a query as Datasette does, unless it is a count that is known."""
        if not _is_count(sql):
            return await super().execute(sql, params, *args, **said)
        values = tuple(sorted(params.items())) if isinstance(params, dict) else tuple(params or ())
        key = (sql, values)
        result = self.memory.recall(key)
        if result is None:
            result = await super().execute(sql, params, *args, **said)
            self.memory.keep(key, result)
        return result

    async def table_counts(self, limit: int = COUNTING) -> dict[str, int | None]:
        """Count the rows of what readers see; None for what is hidden or takes too long."""
        counts: dict[str, int | None] | None = self.memory.recall("table_counts")
        if counts is None:
            hidden = set(await self.hidden_table_names())
            counts = {
                table: None if table in hidden else await self._rows_of(table, max(limit, COUNTING))
                for table in await self.table_names()
            }
            self.memory.keep("table_counts", counts)
        return counts

    async def _rows_of(self, table: str, limit: int) -> int | None:
        try:
            rows = await self.execute(
                f"select count(*) from [{table}]",  # noqa: S608  # a name from the schema
                custom_time_limit=limit,
            )
        except QueryInterrupted:
            return None
        return int(rows.first()[0])


def _remembering(name: str) -> Callable[..., Awaitable[Any]]:
    """Return a method of Database that remembers what it found, be it nothing at all."""

    async def remembering(self: CountedDatabase, *args: str) -> Any:
        found = self.memory.recall((name, args))
        if found is None:
            found = (await getattr(Database, name)(self, *args),)
            self.memory.keep((name, args), found)
        return copy(found[0])

    return remembering


for _name in _OF_SCHEMA:
    setattr(CountedDatabase, _name, _remembering(_name))


def _is_count(sql: str) -> bool:
    start = " ".join(sql[:400].split()).lower()
    if any(schema in start for schema in _SCHEMA):
        return True
    return start.startswith(_COUNTS) or " as value, count(*) as count from (" in start
