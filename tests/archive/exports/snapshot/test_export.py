"""The SQLite copy: closed, compact, searchable, and with files where they are asked for."""

import hashlib
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from archive.content import Kind
from archive.exports.snapshot.export import export_sqlite
from archive.exports.target import Destination
from archive.folder import ArchiveFolder, find_folder
from tests.pipelines.histories import HOME, History, dump, page

Exported = Callable[..., dict[str, Any]]


@pytest.fixture
def made(crawled: ArchiveFolder, tmp_path: Path, exported: Exported) -> Path:
    exported(crawled.path, "sqlite", tmp_path / "snapshot.db")
    return tmp_path / "snapshot.db"


def is_closed(path: Path) -> bool:
    """Tell whether a database stands for itself: in no journal mode that needs other files."""
    # Bytes 18 and 19 of the header: 1 is a rollback journal, 2 is WAL.
    with path.open("rb") as stream:
        return stream.read(20)[18:] == b"\x01\x01"


def read(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)


def test_it_holds_every_row_and_nothing_beside_it(made: Path, crawled: ArchiveFolder) -> None:
    with read(made) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        for table in ("articles", "versions", "captures", "document_pages", "signatures"):
            query = f"SELECT * FROM {table} ORDER BY 1"
            with read(crawled.database) as original:
                assert db.execute(query).fetchall() == original.execute(query).fetchall()
    assert [path.name for path in made.parent.iterdir()] == [made.name]


def test_it_is_read_only_closed_and_compact(made: Path, crawled: ArchiveFolder) -> None:
    assert is_closed(made)
    assert not is_closed(crawled.database), "the archive itself is in WAL"
    assert made.stat().st_mode & 0o222 == 0
    assert made.stat().st_size <= crawled.database.stat().st_size
    with read(made) as db:
        assert db.execute("PRAGMA freelist_count").fetchone() == (0,)


def test_it_has_statistics_and_whole_full_text_indexes(made: Path) -> None:
    with read(made) as db:
        assert {"captures", "versions"} <= {
            t for (t,) in db.execute("SELECT tbl FROM sqlite_stat1")
        }
        named = "SELECT name FROM sqlite_master WHERE sql LIKE '%USING fts5%'"
        indexes = [name for (name,) in db.execute(named)]
        assert {"versions_fts", "document_pages_fts"} < set(indexes)
        for index in indexes:
            segments = db.execute(f"SELECT count(DISTINCT segid) FROM {index}_idx").fetchone()
            assert segments[0] <= 1, "optimised: all in one segment"
        found = db.execute(
            "SELECT count(*) FROM document_pages_fts "
            "WHERE document_pages_fts MATCH '\"binh duong\"'"
        ).fetchone()
        assert found[0] > 0


def test_files_are_in_it_byte_for_byte(
    crawled: ArchiveFolder, tmp_path: Path, exported: Exported
) -> None:
    report = exported(crawled.path, "sqlite", tmp_path / "with.db", "--with-files")
    with read(tmp_path / "with.db") as db:
        rows = db.execute("SELECT payload_digest, size, content FROM files").fetchall()
        wanted = {d for (d,) in db.execute("SELECT payload_digest FROM document_versions")}
    assert {digest for digest, _, _ in rows} == wanted
    assert len(rows) == report["counts"]["files"] == len(wanted)
    for digest, size, content in rows:
        assert len(content) == size
        assert digest == "sha256:" + hashlib.sha256(content).hexdigest()
    assert is_closed(tmp_path / "with.db")


def test_a_file_that_two_articles_attach_is_in_it_once(
    history: History, tmp_path: Path, exported: Exported
) -> None:
    names = ("a.pdf", "b.pdf")
    with history.crawl() as intake:
        history.take(intake, f"{HOME}tin-tuc/1", page("Một", names))
        for name in names:
            history.take(intake, HOME + name, b"%A one", kind=Kind.DOCUMENT)
    report = exported(history.root, "sqlite", tmp_path / "with.db", "--with-files")
    assert report["counts"]["files"] == 1
    with read(tmp_path / "with.db") as db:
        assert db.execute("SELECT filename, content FROM files").fetchall() == [
            ("a.pdf", b"%A one")
        ]


def test_files_that_can_not_go_in_are_told(
    history: History, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bodies = {"a.pdf": b"%A one", "b.pdf": b"%B" + b"b" * 200, "c.pdf": b"%C three"}
    with history.crawl() as intake:
        history.take(intake, f"{HOME}tin-tuc/1", page("Một", tuple(bodies)))
        for name, body in bodies.items():
            history.take(intake, HOME + name, body, kind=Kind.DOCUMENT)
    folder = find_folder(history.root)
    with read(folder.database) as db:
        place = "SELECT warc_file, warc_offset FROM captures WHERE url LIKE '%c.pdf'"
        name, offset = db.execute(place).fetchone()
    with (folder.warc / name).open("r+b") as stream:
        stream.seek(offset + 60)
        stream.write(bytes(8))
    monkeypatch.setattr("archive.exports.snapshot.blobs.LARGEST", 100)
    report = export_sqlite(folder, Destination(tmp_path / "with.db"), with_files=True)
    large, damaged = report.problems
    assert large.startswith("b.pdf (sha256:")
    assert "too large for a table (202 bytes)" in large
    assert damaged.startswith("c.pdf (sha256:")
    with read(tmp_path / "with.db") as db:
        assert db.execute("SELECT filename FROM files").fetchall() == [("a.pdf",)]


def test_datasette_opens_it_as_immutable(made: Path) -> None:
    command = [sys.executable, "-m", "datasette", "-i", str(made), "--get"]
    command += ["/snapshot.json?sql=select+count(*)+from+articles&_shape=arrays"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert '"rows": [[23]]' in done.stdout


def test_it_may_be_made_while_a_crawl_runs(
    history: History, tmp_path: Path, exported: Exported
) -> None:
    with history.crawl() as intake:
        history.take(intake, f"{HOME}tin-tuc/1", page("Một"))
        exported(history.root, "sqlite", tmp_path / "during.db")
        history.take(intake, f"{HOME}tin-tuc/2", page("Hai"))
    assert len(dump(tmp_path / "during.db")["articles"]) == 1
