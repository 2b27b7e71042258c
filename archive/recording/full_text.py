"""Lets versions be found by their words: the full-text indexes of texts and of titles."""

from sqlalchemy import Connection, text

from archive.recording.statements import Prepared
from archive.schema import FULL_TEXT

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


def add_version(db: Connection, version_id: int) -> None:
    """Let a version be found by its words."""
    for statement in _ADD:
        statement.run(db, {"version": version_id})


def remove_version(db: Connection, version_id: int) -> None:
    """Let a version no longer be found; its row must still say what was indexed."""
    for statement in _REMOVE:
        db.execute(statement, {"version": version_id})
