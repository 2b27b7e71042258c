import shutil
from pathlib import Path
from typing import Any

import pytest

from archive.fixity.tables import compare_tables


def compare(archive: Any, pristine: Path) -> list[str]:
    return [
        fault.what for fault in compare_tables(archive.folder.database, pristine / "archive.db")
    ]


def test_equal_databases_differ_in_nothing(archive: Any, pristine: Path) -> None:
    assert compare(archive, pristine) == []


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        (
            "UPDATE versions SET title = 'Mật' WHERE id = 1",
            "versions, row 1: column title says Mật",
        ),
        ("UPDATE captures SET size = '7' WHERE id = 2", "captures, row 2: column size says 7"),
        ("UPDATE captures SET size = size + 0.5 WHERE id = 2", "captures, row 2: column size"),
        ("DELETE FROM changes WHERE id = 1", "changes, row 1: the WARC files give this row"),
        (
            "INSERT INTO events VALUES (9, '2021', 'x', 'y', 'z', NULL)",
            "events, row 9: the WARC files do not give",
        ),
        ("DROP VIEW observations", "sqlite_master, row view observations: the WARC files give"),
        ("UPDATE warc_files SET digest = 'sha256:0'", "column digest says sha256:0"),
    ],
)
def test_each_difference_names_table_row_and_column(
    archive: Any, pristine: Path, statement: str, told: str
) -> None:
    archive.run(statement)
    assert any(told in what for what in compare(archive, pristine))


def test_what_somebody_added_is_no_fault(archive: Any, pristine: Path) -> None:
    archive.run("CREATE TABLE notes (version_id REFERENCES versions (id), words)")
    archive.run("CREATE VIEW noted AS SELECT * FROM notes")
    assert compare(archive, pristine) == []


def test_text_that_is_none_is_told(archive: Any, pristine: Path) -> None:
    archive.run("UPDATE articles SET title = CAST(x'ff41' AS TEXT) WHERE id = 1")
    assert any("articles, row 1: column title says" in what for what in compare(archive, pristine))


def test_both_orders_are_walked_to_their_ends(archive: Any, pristine: Path, tmp_path: Path) -> None:
    archive.run("DELETE FROM captures WHERE id IN (1, 8)")
    other = Path(shutil.copy(archive.folder.database, tmp_path / "other.db"))
    faults = compare_tables(pristine / "archive.db", other)
    assert [fault.what.split(":")[0] for fault in faults] == ["captures, row 1", "captures, row 8"]
