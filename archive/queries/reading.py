"""A steady look at the archive's database, whatever a crawl writes meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from archive.catalogue import read_catalogue
from archive.errors import NotAnArchiveError


@contextmanager
def reading(database: Path) -> Iterator[Connection]:
    """Open the database for reading; all that is read inside is of one moment.

    Raises what `archive.catalogue.read_catalogue` does, and NotAnArchiveError where the tables
    are not those of today.
    """
    engine = read_catalogue(database, brief=True)
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("BEGIN")
            yield connection
    except OperationalError as error:
        raise NotAnArchiveError(
            f"{database} can't be read ({error.orig}). If an older luutru wrote it, the next "
            "crawl brings it up to date."
        ) from error
    finally:
        engine.dispose()
