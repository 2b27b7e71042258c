"""A new database takes the place of an old one, whoever is reading that."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from archive.rebuilt.replacing import discard, take_place


def make(path: Path, *values: str) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("CREATE TABLE said (words TEXT)")
        db.executemany("INSERT INTO said VALUES (?)", [(value,) for value in values])
        db.commit()


def said(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as db:
        return [row[0] for row in db.execute("SELECT words FROM said")]


def test_readers_keep_their_view_until_they_look_again(tmp_path: Path) -> None:
    old, new = tmp_path / "archive.db", tmp_path / "archive.db.new"
    make(old, "old")
    make(new, *(["new"] * 5000))
    with closing(sqlite3.connect(f"file:{old}?mode=ro", uri=True, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        assert reader.execute("SELECT words FROM said").fetchall() == [("old",)]
        take_place(new, old)
        assert reader.execute("SELECT words FROM said").fetchall() == [("old",)]
        reader.execute("COMMIT")
        assert len(reader.execute("SELECT words FROM said").fetchall()) == 5000
    assert set(said(old)) == {"new"}
    assert not new.exists()


@pytest.mark.parametrize("wreck", [b"", b"SQLite format 3\0" + b"\xff" * 5000, b"no database" * 99])
def test_a_wreck_is_replaced_with_its_log(tmp_path: Path, wreck: bytes) -> None:
    old, new = tmp_path / "archive.db", tmp_path / "archive.db.new"
    old.write_bytes(wreck)
    Path(f"{old}-wal").write_bytes(b"not a log of this")
    make(new, "new")
    take_place(new, old)
    assert said(old) == ["new"]


def test_a_missing_database_is_made(tmp_path: Path) -> None:
    make(tmp_path / "new", "new")
    take_place(tmp_path / "new", tmp_path / "archive.db")
    assert said(tmp_path / "archive.db") == ["new"]
    discard(tmp_path / "archive.db")
    assert list(tmp_path.iterdir()) == []
