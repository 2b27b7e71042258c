"""The audit of the database by itself: pages, references, full-text indexes."""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from archive.errors import UNREADABLE
from archive.fixity.faults import REBUILD, Fault, FaultKind
from archive.folder import DATABASE
from archive.read_only import read_only
from archive.schema import FULL_TEXT

_BASES = """
    SELECT r.id, r.url FROM resources AS r LEFT JOIN captures AS c ON c.id = r.base_capture_id
    WHERE r.base_capture_id IS NOT NULL AND (c.id IS NULL OR c.resource_id != r.id)
    UNION ALL
    SELECT r.id, r.url FROM form_answers AS f JOIN resources AS r ON r.id = f.resource_id
    JOIN captures AS c ON c.id = f.capture_id WHERE c.resource_id != r.id
"""


def database_fault(what: str) -> Fault:
    """Make a fault of the database; it can always be derived again."""
    return Fault(FaultKind.DATABASE, DATABASE, None, None, what, REBUILD)


_INDEX_CHECK = "INSERT INTO {0} ({0}, rank) VALUES ('integrity-check', 1)"


@contextmanager
def copied(database: Path) -> Iterator[Path]:
    """Copy a database as it is at this moment, page by page, into a temporary file.

    The audit then has a steady view, holds up no writer, and may do what SQLite allows on a
    writable database only. Raises sqlite3.DatabaseError where the file is no database.
    """
    with tempfile.TemporaryDirectory(prefix="luutru-") as folder:
        copy = Path(folder) / DATABASE
        address = read_only(database, brief=True)
        with (
            closing(sqlite3.connect(address, uri=True)) as source,
            closing(sqlite3.connect(copy)) as target,
        ):
            source.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")
        yield copy


def check_database(copy: Path) -> list[Fault]:
    """Audit a copy that `copied` made."""
    with closing(sqlite3.connect(copy)) as db:
        db.text_factory = bytes
        faults = [database_fault(what) for what in _pages(db)]
        for check in (_references, _bases, _indexes):
            try:
                faults += [database_fault(what) for what in check(db)]
            except UNREADABLE as error:
                faults.append(database_fault(str(error)))
            db.rollback()
    return faults


def _pages(db: sqlite3.Connection) -> Iterator[str]:
    try:
        for (found,) in db.execute("PRAGMA integrity_check(1000)"):
            if found != b"ok":
                yield found.decode("utf-8", "backslashreplace")
    except UNREADABLE as error:
        yield str(error)


def _references(db: sqlite3.Connection) -> Iterator[str]:
    for table, row, parent, _ in db.execute("PRAGMA foreign_key_check"):
        yield f"row {row} of {table.decode()} refers to no row of {parent.decode()}"


def _bases(db: sqlite3.Connection) -> Iterator[str]:
    for number, url in db.execute(_BASES):
        address = url.decode("utf-8", "backslashreplace")
        yield f"row {number} of resources, {address}, has a base that is no capture of it"


def _indexes(db: sqlite3.Connection) -> Iterator[str]:
    for index in FULL_TEXT:
        try:
            # With rank 1 the words are compared with the text that is indexed.
            db.execute(_INDEX_CHECK.format(index))
        except UNREADABLE as error:
            yield f"the full-text index {index} is not that of its texts ({error})"
