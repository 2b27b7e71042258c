"""What reads differently in a database derived again, capture by capture.

Both databases speak of the same records, so what differs comes of the parser alone.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.errors import UNREADABLE
from archive.read_only import read_only

COMPARED = (
    "title", "published_at", "summary", "body_text", "body_html", "source", "author", "category",
    "keywords", "image_url", "fields", "attachments",
)  # fmt: skip
FILE_FIELDS = ("content_digest", "media_type", "page_count", "title", "document_number", "errors")
VERSION = "version"
"""The field of a difference where the version itself stands in one of the databases only."""
CLIPPED = 200
"""Letters of a value that a report shows."""

_PAIRS = """
    SELECT a.id, a.url, nv.number, nc.id, {columns}
    FROM old.versions AS ov JOIN old.captures AS oc ON oc.id = ov.capture_id
      JOIN captures AS nc ON nc.warc_file = oc.warc_file AND nc.warc_offset = oc.warc_offset
      JOIN versions AS nv ON nv.capture_id = nc.id JOIN articles AS a ON a.id = nv.article_id
    WHERE {differ} ORDER BY a.id, nv.number
"""
_ALONE = """
    SELECT a.id, a.url, v.number, c.id
    FROM {one}.versions AS v JOIN {one}.captures AS c ON c.id = v.capture_id
      JOIN {one}.articles AS a ON a.id = v.article_id
    WHERE NOT EXISTS (
      SELECT 1 FROM temp.{other}_versions AS p
      WHERE p.file = c.warc_file AND p.offset = c.warc_offset)
    ORDER BY a.id, v.number
"""
_FILES = """
    SELECT o.payload_digest, {columns}
    FROM old.payloads AS o JOIN payloads AS n ON n.payload_digest = o.payload_digest
    WHERE {differ} ORDER BY o.payload_digest
"""
_LOST = """
    SELECT o.warc_file, o.warc_offset, o.url FROM old.captures AS o
    LEFT JOIN temp.main_captures AS n ON n.file = o.warc_file AND n.offset = o.warc_offset
    WHERE n.file IS NULL ORDER BY o.id
"""
# Neither database has an index of places, and to search without one takes the square of the time.
_PLACES = """
    CREATE TEMP TABLE {name} (file TEXT, offset INTEGER, PRIMARY KEY (file, offset)) WITHOUT ROWID;
    INSERT OR IGNORE INTO {name} SELECT c.warc_file, c.warc_offset FROM {rows};
"""
_ROWS = {
    "main_captures": "main.captures AS c",
    "main_versions": "main.versions AS v JOIN main.captures AS c ON c.id = v.capture_id",
    "old_versions": "old.versions AS v JOIN old.captures AS c ON c.id = v.capture_id",
}
"""What is looked for by place, by the name of the table that holds the places meanwhile."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of one version that reads differently; values are clipped.

    `field` is a column, or VERSION.
    """

    article_id: int
    url: str
    version: int
    capture_id: int
    field: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class FileDifference:
    """One property of an attached file that reads differently; values are clipped."""

    payload_digest: str
    field: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """What reads differently, and the captures that only the old database has."""

    versions: tuple[Difference, ...]
    files: tuple[FileDifference, ...]
    lost: tuple[str, ...]


def compare(old: Path, new: Path) -> Comparison | None:
    """Compare two databases of one archive; None where the old one can't be read."""
    try:
        with _side_by_side(old, new) as db:
            versions = (*_changed(db), *_alone(db))
            lost = tuple(
                f"{file}, offset {offset}: {url}" for file, offset, url in db.execute(_LOST)
            )
            return Comparison(versions, tuple(_files(db)), lost)
    except UNREADABLE:
        return None


@contextmanager
def _side_by_side(old: Path, new: Path) -> Iterator[sqlite3.Connection]:
    if not old.is_file():
        raise sqlite3.DatabaseError(f"{old} does not exist")
    with closing(sqlite3.connect(read_only(new), uri=True)) as db:
        db.execute("ATTACH ? AS old", (read_only(old),))
        for name, rows in _ROWS.items():
            db.executescript(_PLACES.format(name=name, rows=rows))
        yield db


def _changed(db: sqlite3.Connection) -> Iterator[Difference]:
    names = _shared(db, "versions", COMPARED)
    for (article, url, version, capture), values in _differing(db, _PAIRS, names, ("ov", "nv")):
        for name, before, after in _unequal(names, values):
            yield Difference(article, url, version, capture, name, before, after)


def _alone(db: sqlite3.Connection) -> Iterator[Difference]:
    """Find edits that only one of the parsers saw."""
    for article, url, version, capture in db.execute(_ALONE.format(one="old", other="main")):
        yield Difference(article, url, version, capture, VERSION, "edited", None)
    for article, url, version, capture in db.execute(_ALONE.format(one="main", other="old")):
        yield Difference(article, url, version, capture, VERSION, None, "edited")


def _files(db: sqlite3.Connection) -> Iterator[FileDifference]:
    names = _shared(db, "payloads", FILE_FIELDS)
    for (digest,), values in _differing(db, _FILES, names, ("o", "n")):
        for name, before, after in _unequal(names, values):
            yield FileDifference(digest, name, before, after)


def _differing(
    db: sqlite3.Connection, query: str, names: list[str], sides: tuple[str, str]
) -> Iterator[tuple[tuple[Any, ...], tuple[Any, ...]]]:
    """Yield of each row what it is about, and the compared values, old and new by turns."""
    columns = ", ".join(f"{side}.{name}" for name in names for side in sides)
    differ = " OR ".join(f"{sides[0]}.{name} IS NOT {sides[1]}.{name}" for name in names)
    for row in db.execute(query.format(columns=columns, differ=differ)):
        lead = len(row) - 2 * len(names)
        yield row[:lead], row[lead:]


def _unequal(
    names: list[str], values: tuple[Any, ...]
) -> Iterator[tuple[str, str | None, str | None]]:
    for name, before, after in zip(names, values[::2], values[1::2], strict=True):
        if before != after:
            yield name, _clipped(before), _clipped(after)


def _shared(db: sqlite3.Connection, table: str, names: tuple[str, ...]) -> list[str]:
    """Return which of the columns the old database has, too: its schema may be an older one."""
    has = {row[1] for row in db.execute(f"PRAGMA old.table_info({table})")}
    return [name for name in names if name in has]


def _clipped(value: object) -> str | None:
    if value is None:
        return None
    text = str(value)
    return text if len(text) <= CLIPPED else text[:CLIPPED] + "…"
