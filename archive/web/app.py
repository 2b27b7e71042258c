"""The Datasette that serves an archive: its database read-only, with the pages of this package."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import Any

from datasette.app import Datasette
from datasette.plugins import pm
from datasette.utils import BadMetadataError, parse_metadata
from jinja2 import Environment

import archive.web
from archive.catalogue import read_catalogue
from archive.errors import ArchiveError
from archive.folder import ArchiveFolder
from archive.web.counting import CountedDatabase, Memory
from archive.web.describing.metadata import DATABASE, Descriptions
from archive.web.eager import eager
from archive.web.errors import REPLACED

SETTINGS = {
    "suggest_facets": False,  # a second and more a page at 100,000 rows
    "default_page_size": 50,
    "truncate_cells_html": 200,
    "default_facet_size": 12,
    "num_sql_threads": 4,
}
READERS = 4
_ROLLBACK = b"\x01\x01"


class ReadingRoom(Datasette):  # type: ignore[misc]  # datasette ships no types
    """A Datasette on one archive; `folder` is where the WARC files are found.

    `metadata` is Datasette's own: who may see it, and what plugins are told.
    """

    def __init__(
        self,
        folder: ArchiveFolder,
        secret: str | None = None,
        metadata: dict[str, Any] | None = None,
    ) -> None:
        self._judging = False
        super().__init__([], metadata=metadata or {}, settings=SETTINGS, secret=secret)
        self.remove_database("_memory")
        self.folder = folder
        self.readers = ThreadPoolExecutor(READERS, thread_name_prefix="reader")
        self.engine = read_catalogue(folder.database)
        mutable = not is_snapshot(folder.database)
        self.memory = Memory(folder.database)
        database = CountedDatabase(self, folder.database, self.memory, is_mutable=mutable)
        self.add_database(database, name=DATABASE)

    @cached_property
    def own_templates(self) -> Environment:
        """Where the archive's own pages find their templates; made once plugins had their say."""
        return eager(self.jinja_env)

    def _table_permission_allows(self, database: str, table: str) -> list[Any]:
        """Judge without our descriptions, of which Datasette makes deep copies for each table."""
        self._judging = True
        try:
            found: list[Any] = super()._table_permission_allows(database, table)
        finally:
            self._judging = False
        return found

    def _metadata_sources(
        self, key: str | None, database: str | None, table: str | None
    ) -> Iterator[Any]:
        for source in super()._metadata_sources(key, database, table):
            if not (self._judging and isinstance(source, Descriptions)):
                yield source

    def close(self) -> None:
        """Let go of the database."""
        self.readers.shutdown()
        self.engine.dispose()
        for database in self.databases.values():
            database.close()


def open_room(
    folder: ArchiveFolder, secret: str | None = None, metadata: Path | None = None
) -> ReadingRoom:
    """Open an archive for reading in a browser; a crawl may go on writing it.

    `secret` signs cookies and forms; None makes one up. `metadata` is a file of Datasette's, in
    JSON or YAML. Raises ArchiveError where that can't be read, and what
    `archive.catalogue.read_catalogue` does.
    """
    if not pm.is_registered(archive.web):
        pm.unregister(name=REPLACED)
        pm.register(archive.web, name="luutru")
    return ReadingRoom(folder, secret, _read_metadata(metadata) if metadata else None)


def _read_metadata(path: Path) -> dict[str, Any]:
    try:
        found = parse_metadata(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, BadMetadataError) as error:
        raise ArchiveError(f"{path} can't be read as metadata of Datasette: {error}") from error
    if not isinstance(found, dict):
        raise ArchiveError(f"{path} holds no metadata of Datasette: a mapping is needed.")
    return found


def is_snapshot(database: Path) -> bool:
    """Tell whether a database is one that nobody writes: its journal mode is not WAL.

    Archives are written in WAL mode, exports are not (SQLite file format, 1.3.3).
    """
    with database.open("rb") as stream:
        return stream.read(20)[18:] == _ROLLBACK
