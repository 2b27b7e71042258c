"""What somebody added to an archive's database goes with them into the new one."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from archive.errors import ArchiveError
from archive.rebuilt.keeping import keep_additions

OWN = """
    CREATE TABLE notes (id INTEGER PRIMARY KEY, article_id REFERENCES articles (id), words TEXT,
                        long GENERATED ALWAYS AS (length(words) > 9));
    CREATE INDEX notes_by_article ON notes (article_id);
    CREATE TABLE "of [mine]" (a, b, PRIMARY KEY (a, b)) WITHOUT ROWID;
    CREATE VIEW noted AS SELECT a.title, n.words FROM articles AS a JOIN notes AS n
        ON n.article_id = a.id;
    CREATE VIRTUAL TABLE notes_fts USING fts5 (words, content = 'notes', content_rowid = 'id');
    CREATE VIRTUAL TABLE bare_fts USING fts5 (words, content = '');
    INSERT INTO bare_fts (rowid, words) VALUES (3, 'không có nguồn');
    CREATE TRIGGER notes_in AFTER INSERT ON notes BEGIN
        INSERT INTO notes_fts (rowid, words) VALUES (new.id, new.words); END;
    INSERT INTO notes (id, article_id, words) VALUES (7, 1, 'kiểm tra lại'), (9, 2, 'xong');
    INSERT INTO "of [mine]" VALUES (1, 'x'), (2, x'00ff');
"""


def make(path: Path, more: str = "", release: str = "0001") -> Path:
    with closing(sqlite3.connect(path)) as db:
        db.executescript(
            "CREATE TABLE alembic_version (version_num TEXT);"
            "CREATE TABLE articles (id INTEGER PRIMARY KEY, title TEXT);"
            "CREATE VIRTUAL TABLE titles_fts USING fts5 (title, content = '');"
            "INSERT INTO articles VALUES (1, 'Một'), (2, 'Hai');"
            f"INSERT INTO alembic_version VALUES ('{release}');" + more
        )
    return path


def test_own_tables_and_what_belongs_to_them_are_kept(tmp_path: Path) -> None:
    old, new = make(tmp_path / "old.db", OWN), make(tmp_path / "new.db")
    assert keep_additions(old, new) == ("bare_fts", "noted", "notes", "notes_fts", "of [mine]")
    with closing(sqlite3.connect(new)) as db:
        names = "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name"
        with closing(sqlite3.connect(old)) as before:
            assert db.execute(names).fetchall() == before.execute(names).fetchall()
        assert db.execute("SELECT * FROM noted ORDER BY 1").fetchall() == [
            ("Hai", "xong"), ("Một", "kiểm tra lại"),
        ]  # fmt: skip
        assert db.execute('SELECT * FROM "of [mine]"').fetchall() == [(1, "x"), (2, b"\0\xff")]
        found = "SELECT rowid FROM notes_fts WHERE notes_fts MATCH 'tra'"
        assert db.execute(found).fetchall() == [(7,)]
        found = "SELECT rowid FROM bare_fts WHERE bare_fts MATCH 'nguồn'"
        assert db.execute(found).fetchall() == [(3,)]
        assert db.execute("SELECT long FROM notes ORDER BY id").fetchall() == [(1,), (0,)]
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []


def test_nothing_is_done_where_nothing_was_added(tmp_path: Path) -> None:
    old, new = make(tmp_path / "old.db", "ANALYZE;"), make(tmp_path / "new.db")
    assert keep_additions(old, new) == ()
    assert keep_additions(tmp_path / "none.db", new) == ()
    (tmp_path / "wreck.db").write_bytes(b"no database" * 99)
    assert keep_additions(tmp_path / "wreck.db", new) == ()


def test_a_column_that_was_added_to_a_table_of_the_archive_is_not_dropped(tmp_path: Path) -> None:
    old = make(tmp_path / "old.db", "ALTER TABLE articles ADD COLUMN mine TEXT;")
    new = make(tmp_path / "new.db")
    with pytest.raises(ArchiveError, match=r"articles\.mine"):
        keep_additions(old, new)


def test_a_column_that_an_older_release_had_is_let_go(tmp_path: Path) -> None:
    old = make(tmp_path / "old.db", "ALTER TABLE articles ADD COLUMN theirs TEXT;", "0000")
    assert keep_additions(old, make(tmp_path / "new.db")) == ()


def test_what_can_not_be_kept_stops_the_rebuild(tmp_path: Path) -> None:
    own = (
        "PRAGMA writable_schema = ON;"
        "INSERT INTO sqlite_master VALUES ('table', 'places', 'places', 0, "
        "'CREATE VIRTUAL TABLE places USING of_an_extension (x)');"
    )
    old, new = make(tmp_path / "old.db", own), make(tmp_path / "new.db")
    with pytest.raises(ArchiveError, match=r"can't be kept: no such module: of_an_extension"):
        keep_additions(old, new)
