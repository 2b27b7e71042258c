"""Rows of `warc_files`: up to where each WARC file is indexed."""

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.dialects.sqlite import insert

from archive.schema import warc_files

_ADD = insert(warc_files)
_SET = _ADD.on_conflict_do_update(index_elements=["name"], set_={"indexed": _ADD.excluded.indexed})
_INDEXED = select(warc_files.c.indexed).where(warc_files.c.name == bindparam("name"))


def set_indexed(db: Connection, name: str, crawl_id: int, end: int) -> None:
    """Say that the rows speak of a file's first `end` bytes."""
    db.execute(_SET, {"name": name, "crawl_id": crawl_id, "indexed": end})


def indexed(db: Connection, name: str) -> int:
    """Return how many bytes of a file are indexed; 0 for one not heard of."""
    found: int | None = db.execute(_INDEXED, {"name": name}).scalar_one_or_none()
    return found or 0
