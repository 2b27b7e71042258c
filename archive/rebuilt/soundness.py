"""Whether a database is sound: its pages, its references, its full-text indexes."""

import sqlite3
from contextlib import closing
from pathlib import Path

from archive.errors import UNREADABLE, ArchiveError
from archive.schema import FULL_TEXT

_SHOWN = 5


class UnsoundDatabaseError(ArchiveError):
    """A database holds what can't be right."""


def check_sound(path: Path) -> None:
    """Raise UnsoundDatabaseError with what is wrong, if anything is."""
    try:
        with closing(sqlite3.connect(path)) as db:
            found = [row[0] for row in db.execute("PRAGMA integrity_check")]
            found = [] if found == ["ok"] else found
            for table, row, parent, _ in db.execute("PRAGMA foreign_key_check"):
                found.append(f"row {row} of {table} refers to no row of {parent}")
            for index in FULL_TEXT:
                # With rank 1 the words are compared with the text that is indexed.
                check = f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)"  # noqa: S608 -- names of our schema
                db.execute(check)
            db.rollback()
    except UNREADABLE as error:
        found = [str(error)]
    if found:
        raise UnsoundDatabaseError(f"{path} is not sound: {'; '.join(found[:_SHOWN])}.")
