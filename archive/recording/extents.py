"""Rows of `warc_files`: up to where each WARC file is indexed."""

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.dialects.sqlite import insert

from archive.schema import warc_files

_ADD = insert(warc_files)
_SET = _ADD.on_conflict_do_update(index_elements=["name"], set_={"indexed": _ADD.excluded.indexed})
_ALL = select(warc_files.c.name, warc_files.c.indexed).order_by(warc_files.c.name)
_INDEXED = select(warc_files.c.indexed).where(warc_files.c.name == bindparam("name"))


def set_indexed(db: Connection, name: str, crawl_id: int, end: int) -> None:
    """Say that the rows speak of a file's first `end` bytes."""
    db.execute(_SET, {"name": name, "crawl_id": crawl_id, "indexed": end})


def indexed(db: Connection, name: str) -> int:
    """Return how many bytes of a file are indexed; 0 for one not heard of."""
    found: int | None = db.execute(_INDEXED, {"name": name}).scalar_one_or_none()
    return found or 0


def all_indexed(db: Connection) -> dict[str, int]:
    """Return how many bytes of each known file are indexed, by its name."""
    return {row.name: row.indexed for row in db.execute(_ALL)}


class Extents:
    """The rows within one transaction: read once a file, written once, by `write` at its end."""

    def __init__(self, db: Connection) -> None:
        self._db = db
        self._ends: dict[str, int] = {}
        self._crawls: dict[str, int] = {}

    def end(self, name: str) -> int:
        """Return how many bytes of a file are indexed."""
        if name not in self._ends:
            self._ends[name] = indexed(self._db, name)
        return self._ends[name]

    def set_end(self, name: str, crawl_id: int, end: int) -> None:
        """Say that a file is indexed up to here; a new file is of the crawl that says so first."""
        self._ends[name] = end
        self._crawls.setdefault(name, crawl_id)

    def write(self) -> None:
        """Write the rows."""
        for name, crawl_id in self._crawls.items():
            set_indexed(self._db, name, crawl_id, self._ends[name])
