"""Where responses of other tools stand, by what revisits may call them."""

import hashlib
import sqlite3

from archive.warc.positions import Position

_CREATE = """
    PRAGMA journal_mode = OFF;
    CREATE TABLE places (name BLOB PRIMARY KEY, file TEXT, "offset" INTEGER, length INTEGER)
    WITHOUT ROWID;
"""


class NotedPlaces:
    """Places by name; of a name given twice the latest.

    There may be millions, so they are in a temporary database, which SQLite holds in two
    megabytes of memory, and beyond that in a file of its own that goes with the process.
    """

    def __init__(self) -> None:
        self._db = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._db.executescript(_CREATE)

    def put(self, position: Position, *name: str) -> None:
        """Note where what has this name stands."""
        place = position.file, position.offset, position.length
        self._db.execute("INSERT OR REPLACE INTO places VALUES (?, ?, ?, ?)", (_key(name), *place))

    def get(self, *name: str) -> Position | None:
        """Return where it stands; None where the name is unknown."""
        query = 'SELECT file, "offset", length FROM places WHERE name = ?'
        row = self._db.execute(query, (_key(name),)).fetchone()
        return Position(*row) if row is not None else None


def _key(name: tuple[str, ...]) -> bytes:
    joined = "\n".join(name).encode("utf-8", "surrogateescape")
    return hashlib.blake2b(joined, digest_size=16).digest()
