"""What the WARC files have and the database has not, after a crash: indexed on opening."""

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Engine

from archive.folder import ArchiveFolder
from archive.recording.extents import indexed
from archive.warc.positions import archive_files
from archive.warc.reader import Entry, Info, read_records
from pipelines.indexing import index
from pipelines.reading_ahead import read_entries
from pipelines.workers import Reader


def catch_up(folder: ArchiveFolder, engine: Engine, reader: Reader) -> int:
    """Index what the database lacks; return how many exchanges that was."""
    with engine.connect() as db:
        known = {path: indexed(db, path.name) for path in archive_files(folder.warc)}
        db.rollback()
    behind = {path: end for path, end in known.items() if path.stat().st_size > end}
    if not behind:
        return 0
    return index(engine, folder.warc, read_entries(folder.warc, _unindexed(behind), reader))


def _unindexed(behind: dict[Path, int]) -> Iterator[Entry]:
    for path, end in behind.items():
        for entry in read_records(path):
            if entry.position.end > end or isinstance(entry, Info):
                yield entry
