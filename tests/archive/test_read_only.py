"""Folders in which nothing may be written, and paths of any letters, are read all the same."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from archive.fixity.audit import audit
from archive.fixity.database import copied
from archive.fixity.rows import EVERYTHING
from archive.folder import ArchiveFolder
from archive.queries.reading import reading
from archive.read_only import read_only
from tests.pipelines.histories import HOME, History, page

NOBODY = 65534


@contextmanager
def as_somebody_else() -> Iterator[None]:
    """Give up the right to write everywhere, where the tests run with it."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def sealed() -> Iterator[Path]:
    """An archive in a folder that can't be written."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name) / "data"
        history = History(root)
        with history.crawl() as intake:
            history.take(intake, f"{HOME}tin-tuc/1", page("Một"))
        assert not root.joinpath("archive.db-wal").exists()
        Path(name).chmod(0o755)
        root.chmod(0o555)
        yield root
        root.chmod(0o755)


def test_an_archive_that_can_not_be_written_is_read_and_sound(sealed: Path) -> None:
    folder = ArchiveFolder(sealed)
    look(folder)  # so that all modules are loaded that somebody else may not read
    with as_somebody_else():
        assert not os.access(sealed, os.W_OK, effective_ids=True)
        look(folder)
    assert {path.name for path in sealed.iterdir()} >= {"archive.db", "warc"}


def look(folder: ArchiveFolder) -> None:
    with reading(folder.database) as db:
        assert db.execute(text("SELECT count(*) FROM versions")).scalar() == 1
    with copied(folder.database) as copy:
        findings = audit(folder, EVERYTHING, copy, workers=1, watch=lambda _: None)
    assert (findings.faults, findings.captures) == ([], 1)


def test_what_a_writer_has_just_written_is_never_overlooked(sealed: Path) -> None:
    """Files beside the database say that somebody writes, though it may not be this process."""
    database = sealed / "archive.db"
    with closing(sqlite3.connect(database)) as writer:
        writer.execute("UPDATE versions SET title = 'Hai'")
        writer.commit()
        with as_somebody_else():
            assert "immutable" not in read_only(database, brief=True)
            with reading(database) as db:
                assert db.execute(text("SELECT title FROM versions")).scalar() == "Hai"
    with as_somebody_else():
        assert "immutable" in read_only(database, brief=True)
        assert "immutable" not in read_only(database)  # a look without end: somebody may begin


def test_a_folder_that_can_be_written_may_be_written_at_any_moment(tmp_path: Path) -> None:
    assert read_only(tmp_path / "archive.db", brief=True).endswith("?mode=ro")


def test_an_archive_may_be_named_with_any_letters(tmp_path: Path) -> None:
    history = History(tmp_path / "lưu trữ 100%3F?#1")
    with history.crawl() as intake:
        history.take(intake, f"{HOME}tin-tuc/1", page("Một"))
    look(ArchiveFolder(history.root))
    shutil.rmtree(history.root)
