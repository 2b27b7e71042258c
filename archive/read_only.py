"""Addresses under which SQLite reads a database and never writes it."""

import os
from pathlib import Path


def read_only(database: Path, *, brief: bool = False) -> str:
    """Return the URI of a database that is only read, whatever letters its path is of.

    SQLite's readers share small files with the writer, beside the database. Where none can be
    made, in a folder that can't be written, they are refused. A `brief` look is not: if no such
    files are there nobody writes just now, and SQLite is told that nobody will.
    """
    address = f"{database.absolute().as_uri()}?mode=ro"
    return f"{address}&immutable=1" if brief and _is_at_rest(database) else address


def _is_at_rest(database: Path) -> bool:
    beside = (database.with_name(database.name + end) for end in ("-wal", "-shm"))
    if any(path.exists() for path in beside):
        return False
    return not os.access(database.parent, os.W_OK, effective_ids=True)
