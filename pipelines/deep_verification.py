"""The database derived a second time, and compared: so a flipped bit in a table is found, too."""

import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from archive.catalogue import open_catalogue
from archive.fixity.faults import Fault
from archive.fixity.rows import known_files, open_copy
from archive.fixity.tables import compare_tables
from archive.folder import DATABASE, ArchiveFolder
from archive.warc.positions import archive_files
from pipelines.indexing import index
from pipelines.reading_ahead import Waiting, read_files
from pipelines.workers import Reader

Watch = Callable[[int], None]
"""Told now and then how many bytes of the WARC files have been read."""

_SEAL = "UPDATE warc_files SET digest = ? WHERE name = ?"


def verify_tables(
    folder: ArchiveFolder, copy: Path, reader: Reader, watch: Watch = lambda _: None
) -> list[Fault]:
    """Derive the database again from what `copy` knows of the WARC files; return what differs.

    The digests of the files are taken over: the audit of the files has compared them. It costs
    as much as a rebuild, and as much room on the disk as the database. Raises
    sqlite3.DatabaseError where the list of files in `copy` can't be read.
    """
    with tempfile.TemporaryDirectory(prefix="luutru-") as folder_name:
        derived = Path(folder_name) / DATABASE
        derive(folder, copy, reader, derived, watch)
        return compare_tables(copy, derived)


def derive(
    folder: ArchiveFolder, copy: Path, reader: Reader, target: Path, watch: Watch = lambda _: None
) -> None:
    """Derive at `target` what `copy`, a database of this archive, should hold."""
    with open_copy(copy) as db:
        files = {file.name: file for file in known_files(db)}
    engine = open_catalogue(target)
    try:
        ends = {name: file.indexed for name, file in files.items()}
        index(engine, folder.warc, _known(folder.warc, ends, reader, watch))
    finally:
        engine.dispose()
    with closing(sqlite3.connect(target)) as made:
        made.executemany(_SEAL, [(file.digest, file.name) for file in files.values()])
        made.commit()


def _known(warc: Path, ends: dict[str, int], reader: Reader, watch: Watch) -> Iterator[Waiting]:
    """Read what the database speaks of, and nothing that a crawl has written since."""
    paths = [path for path in archive_files(warc) if path.name in ends]
    before, file = 0, ""
    for each in read_files(warc, paths, reader):
        place = each.entry.position
        if place.file != file:
            before, file = before + ends.get(file, 0), place.file
        if place.end <= ends[file]:
            watch(before + place.end)
            yield each
