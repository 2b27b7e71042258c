"""The table `files`: what articles attach, each file once, whatever it is called."""

import sqlite3
from pathlib import Path

from archive.errors import ArchiveError
from archive.exports.payloads import loaded
from archive.exports.report import Report
from archive.warc.exchange import Payload
from archive.warc.positions import Position

LARGEST = 10**9
"""Bytes of the largest blob that SQLite takes, as it is built by default."""

_TABLE = """
    CREATE TABLE files (
        id INTEGER PRIMARY KEY,
        payload_digest TEXT NOT NULL UNIQUE,
        filename TEXT NOT NULL,
        media_type TEXT,
        size INTEGER NOT NULL,
        content BLOB NOT NULL
    )
"""
_FILES = """
    SELECT v.payload_digest, d.filename, v.media_type, v.size,
           c.warc_file, c.warc_offset, c.warc_length
    FROM document_versions AS v JOIN documents AS d ON d.id = v.document_id
      JOIN captures AS c ON c.id = v.capture_id
    WHERE v.id IN (SELECT min(id) FROM document_versions GROUP BY payload_digest)
    ORDER BY v.id
"""
_ADD = """
    INSERT INTO files (payload_digest, filename, media_type, size, content)
    VALUES (?, ?, ?, ?, zeroblob(?))
"""


def add_files(db: sqlite3.Connection, warc: Path, scratch: Path, report: Report) -> None:
    """Add the table with all files; what can't be read becomes a problem of the report."""
    db.execute("PRAGMA journal_mode = OFF")
    db.execute("PRAGMA synchronous = OFF")
    db.execute(_TABLE)
    db.execute("BEGIN")
    for digest, filename, media_type, size, *place in db.execute(_FILES):
        if size > LARGEST:
            report.problems.append(f"{filename} ({digest}): too large for a table ({size:,} bytes)")
            continue
        try:
            with loaded(warc, Position(*place), scratch) as response:
                _add(db, (digest, filename, media_type), response.payload)
        except ArchiveError as error:
            report.problems.append(f"{filename} ({digest}): {error}")
            continue
        report.count("files")
    db.execute("COMMIT")


def _add(db: sqlite3.Connection, named: tuple[str, str, str | None], payload: Payload) -> None:
    row = db.execute(_ADD, (*named, payload.size, payload.size)).lastrowid
    assert row is not None
    if payload.size:
        with db.blobopen("files", "content", row) as blob:
            for chunk in payload.chunks():
                blob.write(chunk)
