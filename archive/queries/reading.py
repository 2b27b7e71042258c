"""A steady look at the archive's database, whatever a crawl writes meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection

from archive.catalogue import read_catalogue


@contextmanager
def reading(database: Path) -> Iterator[Connection]:
    """Open the database for reading; all that is read inside is of one moment.

    Raises what `archive.catalogue.read_catalogue` does.
    """
    engine = read_catalogue(database)
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("BEGIN")
            yield connection
    finally:
        engine.dispose()
