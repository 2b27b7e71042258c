"""A copy of the database as it is at one moment, whatever a crawl writes meanwhile."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from archive.queries.reading import reading
from archive.read_only import read_only


def copy_database(database: Path, target: Path) -> None:
    """Copy the database into a new file that needs no other beside it.

    Raises NotAnArchiveError where the database is not one of today.
    """
    with reading(database):
        pass  # tells in words where it can't be read
    # Not VACUUM INTO: SQLite 3.40 fails at it where the file is open for reading only and a
    # table has generated columns. One step is one read transaction, and keeps no writer waiting.
    with (
        opened(read_only(database, brief=True)) as source,
        opened(target.absolute().as_uri()) as copy,
    ):
        source.backup(copy, pages=-1)
        copy.execute("PRAGMA journal_mode = DELETE")


@contextmanager
def opened(address: str) -> Iterator[sqlite3.Connection]:
    """Open a database by its SQLite URI; the driver begins no transactions by itself."""
    with closing(sqlite3.connect(address, uri=True, isolation_level=None)) as db:
        yield db
