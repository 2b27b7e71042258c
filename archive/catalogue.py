"""The catalogue: the SQLAlchemy engine on `archive.db`, with its schema brought up to date."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Engine, ExceptionContext, create_engine, event
from sqlalchemy.exc import DatabaseError

from archive.errors import ArchiveError, NewerSchemaError, NotAnArchiveError
from archive.folder import WARC
from archive.read_only import read_only
from archive.warc.positions import archive_files

MIGRATIONS = Path(__file__).parent / "migrations"
_REFUSALS = {
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_BUSY,
}
"""Results of SQLite that speak of the disk or of who holds the file."""


def open_catalogue(path: Path) -> Engine:
    """Open the database for writing, making it or bringing its schema up to date.

    Raises NewerSchemaError where a newer luutru wrote it, NotAnArchiveError where the file is
    no database of ours, and ArchiveError, then and later, where it can't be written.
    """
    engine = _engine(path)
    event.listen(engine, "handle_error", _refused_by(path))
    try:
        with engine.begin() as connection:
            _migrate(connection, path)
    except (DatabaseError, UnicodeDecodeError) as error:
        engine.dispose()
        raise NotAnArchiveError(
            f"{path} can't be opened as an archive database ({_cause(error)}). Move it away and "
            "run 'luutru rebuild' to derive it again from the WARC files."
        ) from error
    except Exception:
        engine.dispose()
        raise
    return engine


def read_catalogue(path: Path, *, brief: bool = False) -> Engine:
    """Open the database for reading only; never blocks, and is not blocked by, a writer.

    `brief` as for `archive.read_only.read_only`. Raises NotAnArchiveError where there is none.
    """
    if not path.is_file():
        raise NotAnArchiveError(f"{path} does not exist{_what_is_left(path)}")
    address = read_only(path, brief=brief)
    engine = create_engine(
        "sqlite://", creator=lambda: sqlite3.connect(address, uri=True, check_same_thread=False)
    )
    try:
        with engine.connect() as connection:
            _refuse_newer(connection, path)
    except (DatabaseError, UnicodeDecodeError) as error:
        engine.dispose()
        raise NotAnArchiveError(f"{path} is no archive database ({_cause(error)}).") from error
    return engine


def _what_is_left(database: Path) -> str:
    if not archive_files(database.with_name(WARC)):
        return ": nothing has been archived there yet."
    return ", though its WARC files do. 'luutru rebuild' derives it from them again."


def _cause(error: DatabaseError | UnicodeDecodeError) -> str:
    """Say what is wrong; SQLite's words on a damaged schema are lost where they are not UTF-8."""
    return str(error.orig) if isinstance(error, DatabaseError) else "its schema is damaged"


def _engine(path: Path) -> Engine:
    address = URL.create("sqlite", database=str(path))  # not parsed: a path may hold `?`
    engine = create_engine(address, connect_args={"check_same_thread": False})

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _record: Any) -> None:
        # The driver must not begin or commit by itself: DDL in migrations is transactional.
        connection.isolation_level = None
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA busy_timeout = 10000")
        connection.execute("PRAGMA cache_size = -65536")
        connection.execute("PRAGMA wal_autocheckpoint = 4000")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _refused_by(path: Path) -> Callable[[ExceptionContext], None]:
    """Return what says in words that the disk, or whoever holds the file, refuses."""

    def tell(context: ExceptionContext) -> None:
        error = context.original_exception
        if isinstance(error, sqlite3.Error) and error.sqlite_errorcode & 0xFF in _REFUSALS:
            raise ArchiveError(
                f"{path} can't be written: {error}. What was fetched before is in the WARC files. "
                "Make room on the disk, or mend it, then run the command again."
            ) from error

    return tell


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _refuse_newer(connection: Connection, path: Path) -> bool:
    """Tell whether the schema is up to date; raise where this luutru does not know it."""
    script = ScriptDirectory.from_config(_config(connection))
    revision = MigrationContext.configure(connection).get_current_revision()
    if revision is not None and revision not in {step.revision for step in script.walk_revisions()}:
        raise NewerSchemaError(
            f"{path} was written by a newer luutru (schema {revision}). Update luutru to open it."
        )
    return revision == script.get_current_head()


def _migrate(connection: Connection, path: Path) -> None:
    if not _refuse_newer(connection, path):
        command.upgrade(_config(connection), "head")
