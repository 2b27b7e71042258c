"""A new database takes the place of an old one, whoever is reading that."""

import sqlite3
import subprocess
import sys
import time
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


@pytest.mark.parametrize("written", [0, 1 << 20, 4 << 20, 12 << 20])
def test_when_it_is_killed_the_old_one_stands_or_the_new_one_does(
    tmp_path: Path, written: int
) -> None:
    """Killed when so many bytes have gone into the log of the old one."""
    old, new = tmp_path / "archive.db", tmp_path / "archive.db.new"
    make(old, "old")
    make(new, *(["new" * 5000] * 1000))
    work = "import sys; from pathlib import Path; from archive.rebuilt.replacing import take_place;"
    process = subprocess.Popen(
        [sys.executable, "-c", f"{work} take_place(*map(Path, sys.argv[1:]))", str(new), str(old)]
    )
    log = Path(f"{old}-wal")
    while process.poll() is None and not (log.exists() and log.stat().st_size >= written):
        time.sleep(0.0005)
    process.kill()
    process.wait()
    assert said(old) in (["old"], ["new" * 5000] * 1000)
    with closing(sqlite3.connect(old)) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    if new.exists():  # nothing of it was lost: it can be begun anew
        assert set(said(new)) == {"new" * 5000}
        take_place(new, old)
        assert set(said(old)) == {"new" * 5000}


@pytest.mark.parametrize("wreck", [b"", b"SQLite format 3\0" + b"\xff" * 5000, b"no database" * 99])
def test_a_wreck_is_replaced_with_its_log(tmp_path: Path, wreck: bytes) -> None:
    old, new = tmp_path / "archive.db", tmp_path / "archive.db.new"
    old.write_bytes(wreck)
    Path(f"{old}-wal").write_bytes(b"not a log of this")
    make(new, "new")
    take_place(new, old)
    assert said(old) == ["new"]


@pytest.mark.parametrize("header", [b"", b"no database" * 9])
def test_a_log_that_a_wreck_left_is_not_taken_for_one_of_the_new(
    tmp_path: Path, header: bytes
) -> None:
    old, new = tmp_path / "archive.db", tmp_path / "archive.db.new"
    make(old, "old")
    with closing(sqlite3.connect(old)) as db:  # what is not yet in the file stands in the log
        db.execute("INSERT INTO said VALUES ('later')")
        db.commit()
        log = Path(f"{old}-wal").read_bytes()
    assert log
    old.write_bytes(header)
    Path(f"{old}-wal").write_bytes(log)
    make(new, *(["new"] * 5000))
    take_place(new, old)
    assert set(said(old)) == {"new"}
    with closing(sqlite3.connect(old)) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_a_missing_database_is_made(tmp_path: Path) -> None:
    make(tmp_path / "new", "new")
    take_place(tmp_path / "new", tmp_path / "archive.db")
    assert said(tmp_path / "archive.db") == ["new"]
    discard(tmp_path / "archive.db")
    assert list(tmp_path.iterdir()) == []
