"""The database made again from the WARC files alone."""

from pathlib import Path

from archive.catalogue import open_catalogue
from archive.folder import ArchiveFolder
from archive.warc.reader import read_records
from pipelines.indexing import index_entries
from pipelines.workers import Reader


def rebuild(folder: ArchiveFolder, reader: Reader, target: Path) -> int:
    """Derive a new database at `target`, which must not exist; return how many exchanges it has."""
    engine = open_catalogue(target)
    try:
        return index_entries(engine, folder.warc, read_records(folder.warc), reader)
    finally:
        engine.dispose()
