"""Every table and column of the database is described, and nothing that is not there."""

import sqlite3

from archive.web.describing.columns import COLUMNS
from archive.web.describing.metadata import archive_metadata
from archive.web.describing.tables import TABLES

NAMES = (
    "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') "
    "AND name NOT LIKE '%\\_fts%' ESCAPE '\\' AND name NOT IN ('alembic_version', 'sqlite_stat1')"
)


def columns_of(db, name):
    return {row[1] for row in db.execute(f"PRAGMA table_xinfo({name})")}


def test_every_table_and_column_is_described(data):
    db = sqlite3.connect(data / "archive.db")
    names = {row[0] for row in db.execute(NAMES)}
    assert names == set(TABLES)
    for name in names:
        missing = columns_of(db, name) - set(COLUMNS[name])
        assert not missing, f"{name}: {missing}"


def test_facets_labels_and_indexes_name_columns_that_are_there(data):
    db = sqlite3.connect(data / "archive.db")
    for name, table in TABLES.items():
        columns = columns_of(db, name)
        used = [facet.column for facet in table.facets]
        used += [table.label, table.sort_desc, table.search and table.search[1]]
        assert {column for column in used if column} <= columns, name


def test_changing_what_was_returned_changes_nothing():
    archive_metadata()["databases"]["archive"]["tables"]["articles"]["source"] = "x"
    assert "source" not in archive_metadata()["databases"]["archive"]["tables"]["articles"]
