"""Counts are what stalls on a large archive: each is made once for as long as nothing is written.

While a crawl writes, a count may be as old as PATIENCE.
"""

import time
from collections import OrderedDict
from collections.abc import Hashable
from pathlib import Path
from typing import Any

from datasette.database import Database

PATIENCE = 15.0
"""Seconds."""
KEPT = 500
_COUNTS = ("select count(*)", "select substr(")

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


def _is_count(sql: str) -> bool:
    start = " ".join(sql[:400].split()).lower()
    return start.startswith(_COUNTS) or " as value, count(*) as count from (" in start
