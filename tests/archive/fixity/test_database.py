import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from archive.fixity.database import check_database, copied


def check(archive: Any) -> list[str]:
    with copied(archive.folder.database) as copy:
        return [fault.what for fault in check_database(copy)]


def test_a_sound_database_has_no_fault(archive: Any) -> None:
    assert check(archive) == []


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE versions SET title = 'Khác' WHERE id = 1", "versions_fts"),
        ("UPDATE versions SET article_id = 99 WHERE id = 1", "versions refers to no row"),
        ("UPDATE resources SET base_capture_id = 2 WHERE id = 1", "a base that is no capture"),
    ],
)
def test_what_does_not_fit_is_told(archive: Any, statement: str, told: str) -> None:
    archive.run(statement)
    assert any(told in what for what in check(archive))


def test_a_damaged_page_is_told(archive: Any) -> None:
    data = bytearray(archive.folder.database.read_bytes())
    data[4096 * 3 : 4096 * 4] = bytes(4096)
    archive.folder.database.write_bytes(data)
    assert check(archive)


def test_pages_that_belong_to_nothing_are_told(archive: Any) -> None:
    """Only SQLite's own check of all pages finds them: every row and index can be read."""
    with closing(sqlite3.connect(archive.folder.database)) as db:
        (index,) = db.execute(
            "SELECT name FROM sqlite_master WHERE type = 'index' AND sql NOT NULL"
        ).fetchone()
        db.execute("PRAGMA writable_schema = ON")
        db.execute("DELETE FROM sqlite_master WHERE name = ?", (index,))
        db.commit()
    assert any("never used" in what for what in check(archive))


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    path.write_bytes(b"no database" * 1000)
    with pytest.raises(sqlite3.DatabaseError), copied(path):
        pass


def test_the_archive_itself_is_not_touched(archive: Any) -> None:
    before = archive.folder.database.read_bytes()
    check(archive)
    assert archive.folder.database.read_bytes() == before
