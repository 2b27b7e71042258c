"""The database made again from the WARC files alone."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from archive.catalogue import open_catalogue
from archive.errors import UNREADABLE, ArchiveError
from archive.fixity.sealing import seal_files
from archive.folder import ArchiveFolder, open_folder
from archive.read_only import read_only
from archive.rebuilt.comparing import Comparison, compare
from archive.rebuilt.keeping import keep_additions
from archive.rebuilt.replacing import discard, take_place
from archive.rebuilt.soundness import check_sound
from archive.recording import full_text
from archive.warc.positions import archive_files
from archive.warc.reader import BadRecord, Entry, StoredExchange
from archive.warc.recovery import recover
from pipelines.indexing import index
from pipelines.reading_ahead import read_files
from pipelines.workers import Reader

NEW = "archive.db.new"
"""The database that is being made; one that a killed rebuild left is begun anew."""


@dataclass(slots=True)
class Progress:
    """How far a rebuild is: records read, and bytes of the WARC files, of so many in all."""

    total: int
    bytes: int = 0
    captures: int = 0
    damaged: int = 0


Watch = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a rebuild came to.

    `comparison` is None where the database before could not be read; `replaced` is False where
    nothing but the report was asked for; `kept` names the tables and views that somebody had added.
    """

    captures: int
    damaged: int
    recovered: tuple[str, ...]
    comparison: Comparison | None
    replaced: bool
    kept: tuple[str, ...] = ()


def rebuild(
    folder: ArchiveFolder, reader: Reader, target: Path, watch: Watch | None = None
) -> Progress:
    """Derive a new database at `target`, which must not exist; return what was read for it."""
    engine = open_catalogue(target)
    progress = Progress(sum(path.stat().st_size for path in archive_files(folder.warc)))
    try:
        _hurry(engine)
        found = read_files(folder.warc, archive_files(folder.warc), reader)
        index(engine, folder.warc, found, _counting(progress, watch))
        with engine.begin() as db:
            full_text.index_all(db)
        seal_files(engine, folder.warc)
    finally:
        engine.dispose()
    return progress


def rebuild_archive(
    root: Path, reader: Reader, *, dry_run: bool = False, watch: Watch | None = None
) -> Rebuilt:
    """Make an archive's database again, beside the old one, and put it in its place.

    With `dry_run` it is thrown away after the comparison. Raises ArchiveError, leaving the old
    database as it is, where the new one would lack something that the old one has.
    """
    with open_folder(root) as folder:
        known = _known_files(folder)
        recovered = tuple(str(each) for each in recover(folder.warc, known))
        _refuse_missing(folder, known)
        target = folder.path / NEW
        discard(target)
        try:
            progress = rebuild(folder, reader, target, watch)
            check_sound(target)
            comparison = compare(folder.database, target)
            _refuse_losses(folder, comparison)
            kept = keep_additions(folder.database, target)
            if not dry_run:
                take_place(target, folder.database)
        finally:
            discard(target)
    return Rebuilt(progress.captures, progress.damaged, recovered, comparison, not dry_run, kept)


def _hurry(engine: Engine) -> None:
    """Let the disk write when it likes: until it is complete, the file is worth nothing.

    Words are indexed when all versions are there.
    """
    engine.dispose()
    full_text.defer(engine)

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _record: Any) -> None:
        connection.execute("PRAGMA synchronous = OFF")


def _counting(progress: Progress, watch: Watch | None) -> Callable[[Entry], None]:
    """Return what counts the entries that are done."""
    file, before = "", 0

    def count(entry: Entry) -> None:
        nonlocal file, before
        if entry.position.file != file:
            before, file = progress.bytes, entry.position.file
        progress.bytes = before + entry.position.end
        progress.captures += isinstance(entry, StoredExchange)
        progress.damaged += isinstance(entry, BadRecord)
        if watch is not None:
            watch(progress)

    return count


def _refuse_missing(folder: ArchiveFolder, known: dict[str, int]) -> None:
    """Refuse to make a database of fewer WARC files than the old one speaks of."""
    present = {path.name: path.stat().st_size for path in archive_files(folder.warc)}
    if not (known or present):
        raise ArchiveError(f"{folder.path} has no WARC files yet: there is nothing to rebuild.")
    lacking = [name for name, size in known.items() if present.get(name, -1) < size]
    if lacking or not present:
        what = ", ".join(lacking[:3]) or "all WARC files"
        raise ArchiveError(
            f"{folder.warc} lacks {what}: bring the files back from a copy. To make the database "
            f"from what is left, move {folder.database} away first."
        )


def _known_files(folder: ArchiveFolder) -> dict[str, int]:
    """Return how far the old database knows each WARC file; nothing where it is unreadable."""
    if not folder.database.is_file():
        return {}
    try:
        with closing(sqlite3.connect(read_only(folder.database), uri=True)) as db:
            return dict(db.execute("SELECT name, indexed FROM warc_files ORDER BY name"))
    except UNREADABLE:
        return {}


def _refuse_losses(folder: ArchiveFolder, comparison: Comparison | None) -> None:
    if comparison is not None and comparison.lost:
        raise ArchiveError(
            f"{len(comparison.lost)} captures that {folder.database} has can't be read from the "
            f"WARC files any more, first {comparison.lost[0]}. 'luutru verify' tells more; "
            "nothing was replaced. To make the database from what is left, move it away first."
        )
