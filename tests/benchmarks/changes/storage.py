"""What a month takes on disk."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Storage:
    """Bytes, and how many exchanges they hold."""

    warc: int
    database: int
    captures: int
    looks_at_articles: int
    noise: int
    """Looks that found other bytes and nothing new in them."""


def measure_storage(archive: Path) -> Storage:
    """Measure an archive; its database is brought to its smallest before."""
    with closing(sqlite3.connect(archive / "archive.db", isolation_level=None)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        db.execute("VACUUM")
        captures, looks, noise = db.execute(
            "SELECT count(*), count(*) FILTER (WHERE kind = 'article'),"
            " count(*) FILTER (WHERE outcome = 'noise') FROM captures"
        ).fetchone()
    return Storage(
        sum(path.stat().st_size for path in (archive / "warc").iterdir()),
        (archive / "archive.db").stat().st_size,
        captures,
        looks,
        noise,
    )
