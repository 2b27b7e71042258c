"""What somebody added to the database, which no WARC file has: tables, views, columns."""

import sqlite3
from contextlib import closing
from pathlib import Path

from archive.errors import UNREADABLE, ArchiveError

_TABLES = "SELECT name, type FROM pragma_table_list WHERE schema = 'old'"
_ADDED = (
    "SELECT name, type, sql FROM old.sqlite_master WHERE sql IS NOT NULL "
    "AND name NOT LIKE 'sqlite!_%' ESCAPE '!' "
    "AND name NOT IN (SELECT name FROM main.sqlite_master)"
)
_ORDER = ("table", "index", "view", "trigger")


def keep_additions(old: Path, new: Path) -> tuple[str, ...]:
    """Copy what an archive's database has of others into the new one; return the names.

    Tables and views are kept, with their indexes and triggers. Raises ArchiveError where
    something can't be, such as columns that were added to tables of the archive.
    """
    if not old.is_file():
        return ()
    with closing(sqlite3.connect(new, isolation_level=None)) as db:
        try:
            db.execute("ATTACH ? AS old", (str(old),))
            kinds = dict(db.execute(_TABLES))
            added = [row for row in db.execute(_ADDED) if kinds.get(row[0]) != "shadow"]
            _refuse_columns(db, old)
        except UNREADABLE:
            return ()  # a wreck, of which nothing can be said
        try:
            _copy(db, added, kinds)
        except sqlite3.Error as error:
            raise ArchiveError(
                f"What was added to {old} can't be kept: {error}. Nothing was replaced. Move it to "
                "a database of its own, then run the command again."
            ) from error
    return tuple(sorted(name for name, kind, _ in added if kind in {"table", "view"}))


def _copy(db: sqlite3.Connection, added: list[tuple[str, str, str]], kinds: dict[str, str]) -> None:
    db.execute("BEGIN")
    for kind in _ORDER:
        for name, _, statement in (row for row in added if row[1] == kind):
            db.execute(statement)
            if kind == "table":
                _fill(db, name, kinds)
    db.execute("COMMIT")


def _fill(db: sqlite3.Connection, name: str, kinds: dict[str, str]) -> None:
    """Copy the rows of a table; those of a virtual one are in tables that came with it."""
    holding = [name]
    if kinds[name] == "virtual":
        shadows = (each for each, kind in kinds.items() if kind == "shadow")
        holding = [each for each in shadows if each.startswith(f"{name}_")]
    for each in holding:
        table = _quoted(each)
        listed = ", ".join(map(_quoted, _columns(db, "old", each)))
        db.execute(f"DELETE FROM main.{table}")  # noqa: S608 -- quoted
        db.execute(f"INSERT INTO main.{table} ({listed}) SELECT {listed} FROM old.{table}")  # noqa: S608 -- quoted


def _refuse_columns(db: sqlite3.Connection, old: Path) -> None:
    """Refuse to drop columns of others; those of an older release are no loss."""
    ours = {name for (name,) in db.execute("SELECT name FROM main.sqlite_master")}
    releases = [_release(db, schema) for schema in ("old", "main")]
    if releases[0] != releases[1]:
        return
    for name, kind in db.execute(_TABLES).fetchall():
        if kind != "table" or name not in ours:
            continue
        known = _columns(db, "main", name)
        if lost := [each for each in _columns(db, "old", name) if each not in known]:
            raise ArchiveError(
                f"{old} has a column {name}.{lost[0]} that no WARC file has, and that a new "
                f"database would not have: put it into a table of your own, which is kept, and "
                "drop the column. Nothing was replaced."
            )


def _release(db: sqlite3.Connection, schema: str) -> str | None:
    """Return which release's tables these are; None where they are of no archive."""
    try:
        row = db.execute(f"SELECT version_num FROM {schema}.alembic_version").fetchone()  # noqa: S608 -- ours
    except sqlite3.OperationalError:
        return None
    return str(row[0]) if row else None


def _columns(db: sqlite3.Connection, schema: str, name: str) -> list[str]:
    """Return the names of columns that can be written to."""
    return [
        row[0] for row in db.execute("SELECT name FROM pragma_table_info(?, ?)", (name, schema))
    ]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
