"""`luutru export sqlite`."""

import sqlite3

from archive.exports.copying import copy_database, opened
from archive.exports.report import Report, size_of
from archive.exports.snapshot.blobs import add_files
from archive.exports.target import Destination, make_whole
from archive.folder import ArchiveFolder
from archive.schema import FULL_TEXT

_COUNTED = ("articles", "versions", "documents", "captures")
_READ_ONLY = 0o444


def export_sqlite(
    folder: ArchiveFolder, destination: Destination, *, with_files: bool = False
) -> Report:
    """Write a compact copy of the database: no journal, indexes optimised, statistics in it.

    `with_files` adds a table `files`, which holds each attached file once.
    """
    report = Report("sqlite", destination.path)
    with make_whole(destination, folder.path) as workshop:
        first, result = workshop.scratch / "first.db", workshop.result
        copy_database(folder.database, first)
        with opened(first.absolute().as_uri()) as db:
            _optimise(db)
            db.execute("VACUUM INTO ?", (str(result),))
        first.unlink()
        with opened(result.absolute().as_uri()) as db:
            if with_files:
                add_files(db, folder.warc, workshop.scratch, report)
            db.execute("ANALYZE")
            _count(db, report)
        result.chmod(_READ_ONLY)
        report.size = size_of(result)
    return report


def _optimise(db: sqlite3.Connection) -> None:
    db.execute("PRAGMA journal_mode = OFF")
    db.execute("PRAGMA synchronous = OFF")  # flushed when it is whole
    for index in FULL_TEXT:
        db.execute(f"INSERT INTO {index} ({index}) VALUES ('optimize')")  # noqa: S608  # our name


def _count(db: sqlite3.Connection, report: Report) -> None:
    for table in _COUNTED:
        (number,) = db.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608  # our name
        report.count(table, number)
