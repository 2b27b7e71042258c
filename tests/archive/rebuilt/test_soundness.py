"""What is not sound in a database is found."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from archive.catalogue import open_catalogue
from archive.rebuilt.soundness import UnsoundDatabaseError, check_sound

PAYLOAD = (
    "INSERT INTO payloads (payload_digest, content_digest, size, media_type, encrypted, errors) "
    "VALUES ('p', 'c', 1, 'application/pdf', 0, '[]')"
)
PAGE = (
    "INSERT INTO document_pages (payload_digest, page, text, source) VALUES ('p', 1, 'x', 'text')"
)
SIGNATURE = (
    "INSERT INTO signatures (payload_digest, field, timestamped, intact, coverage, "
    "modified_after, trusted) VALUES ('p', 'f', 0, 1, 'whole-file', 'none', 0)"
)
CRAWL = "INSERT INTO crawls (portal, started_at, status) VALUES ('p', '', 'as it pleases')"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "archive.db"
    open_catalogue(path).dispose()
    return path


def test_a_new_database_is_sound(database: Path) -> None:
    check_sound(database)


@pytest.mark.parametrize(
    ("statements", "reason"),
    [
        ([SIGNATURE], "refers to no row of payloads"),
        ([PAYLOAD, PAGE], "malformed|corrupt"),
        (["PRAGMA ignore_check_constraints = ON", CRAWL], "CHECK constraint failed in crawls"),
    ],
)
def test_what_is_wrong_is_said(database: Path, statements: list[str], reason: str) -> None:
    with closing(sqlite3.connect(database)) as db:
        for statement in statements:
            db.execute(statement)
        db.commit()
    with pytest.raises(UnsoundDatabaseError, match=reason):
        check_sound(database)


def test_what_is_no_database_is_not_sound(tmp_path: Path) -> None:
    (tmp_path / "archive.db").write_bytes(b"x" * 4096)
    with pytest.raises(UnsoundDatabaseError, match="not a database"):
        check_sound(tmp_path / "archive.db")
