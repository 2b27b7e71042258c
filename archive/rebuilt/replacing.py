"""A new database in the place of the old one, whoever is reading that."""

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from archive.errors import UNREADABLE, ArchiveError
from archive.warc.segments import sync_folder

_BESIDE = ("-wal", "-shm", "-journal")


def discard(path: Path) -> None:
    """Remove a database and what SQLite keeps beside it; nothing happens where there is none."""
    for name in (path, *(Path(f"{path}{suffix}") for suffix in _BESIDE)):
        name.unlink(missing_ok=True)


def take_place(new: Path, old: Path) -> None:
    """Let the database at `new`, which nobody has open, be the one at `old`; all or nothing.

    The content goes into the standing file in one transaction of SQLite, so that readers which
    have it open keep their view until they look again, and see the new one then. A standing file
    that is no database is replaced by name. The caller holds the archive's lock.
    """
    try:
        _flush(new)
        if not (old.is_file() and _pour(new, old)):
            _rename(new, old)
        discard(new)
        sync_folder(old.parent)
    except (OSError, sqlite3.Error) as error:
        raise ArchiveError(
            f"{new} can't take the place of {old}: {error}. The archive is as it was."
        ) from error


def _flush(path: Path) -> None:
    """Bring all of a database into its one file, and that on the disk."""
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _pour(new: Path, old: Path) -> bool:
    """Overwrite all pages of the old database in one transaction; False where it is none."""
    try:
        with closing(sqlite3.connect(old)) as target, closing(sqlite3.connect(new)) as source:
            target.execute("PRAGMA synchronous = FULL")
            target.execute("SELECT count(*) FROM sqlite_master").fetchone()
            source.backup(target)
            target.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.OperationalError:
        raise
    except UNREADABLE:
        return False
    return True


def _rename(new: Path, old: Path) -> None:
    """Replace a file that is no database; a log of it must not be taken for one of the new."""
    for suffix in _BESIDE:
        with suppress(FileNotFoundError):
            Path(f"{old}{suffix}").unlink()
    new.replace(old)
