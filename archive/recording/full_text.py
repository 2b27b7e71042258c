"""Lets versions be found by their words: the full-text indexes of texts and of titles."""

import sqlite3

from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.pool import ConnectionPoolEntry

from archive.recording.statements import Prepared
from archive.schema import FULL_TEXT

_DEFERRED = "full text deferred"
_INDEXES = {name: columns for name, (view, columns) in FULL_TEXT.items() if view == "version_texts"}
_ADD = [
    Prepared(
        text(
            f"INSERT INTO {name} (rowid, {', '.join(columns)}) "  # noqa: S608 -- our own names
            f"SELECT id, {', '.join(columns)} FROM version_texts WHERE id = :version"
        )
    )
    for name, columns in _INDEXES.items()
]
_REMOVE = [
    text(
        f"INSERT INTO {name} ({name}, rowid, {', '.join(columns)}) "  # noqa: S608 -- our own names
        f"SELECT 'delete', id, {', '.join(columns)} FROM version_texts WHERE id = :version"
    )
    for name, columns in _INDEXES.items()
]


def defer(engine: Engine) -> None:
    """Let no version be indexed over new connections: `index_all` does it, three times as fast."""

    @event.listens_for(engine, "connect")
    def _defer(_connection: sqlite3.Connection, record: ConnectionPoolEntry) -> None:
        record.info[_DEFERRED] = True


def index_all(db: Connection) -> None:
    """Let all versions be found by their words, whatever was indexed before."""
    for name in _INDEXES:
        db.execute(text(f"INSERT INTO {name} ({name}) VALUES ('rebuild')"))  # noqa: S608 -- our own names


def add_version(db: Connection, version_id: int) -> None:
    """Let a version be found by its words."""
    for statement in () if _DEFERRED in db.info else _ADD:
        statement.run(db, {"version": version_id})


def remove_version(db: Connection, version_id: int) -> None:
    """Let a version no longer be found; its row must still say what was indexed."""
    for statement in () if _DEFERRED in db.info else _REMOVE:
        db.execute(statement, {"version": version_id})
