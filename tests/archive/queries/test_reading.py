from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from archive.errors import NotAnArchiveError
from archive.queries.changes import changes_since
from archive.queries.reading import reading
from tests.archive.queries.telling import NOTICE, tell
from tests.archive.recording.making import article


def test_a_writer_is_neither_blocked_nor_seen_halfway(tmp_path: Path) -> None:
    archive = tell(tmp_path)
    with reading(tmp_path / "archive.db") as db:
        before = changes_since(db)
        with archive.crawl():
            archive.take(article("Thông báo", url=NOTICE), url=NOTICE)
        assert changes_since(db) == before
    with reading(tmp_path / "archive.db") as db:
        assert len(changes_since(db)) > len(before)


def test_a_reader_is_not_blocked_by_an_open_transaction(tmp_path: Path) -> None:
    archive = tell(tmp_path)
    with archive.engine.begin(), reading(tmp_path / "archive.db") as db:
        assert changes_since(db)


def test_nothing_can_be_written(tmp_path: Path) -> None:
    tell(tmp_path)
    with reading(tmp_path / "archive.db") as db, pytest.raises(OperationalError):
        db.execute(text("DELETE FROM changes"))


def test_no_database(tmp_path: Path) -> None:
    with pytest.raises(NotAnArchiveError, match="nothing has been archived"):
        reading(tmp_path / "archive.db").__enter__()


def test_a_database_that_was_lost(tmp_path: Path) -> None:
    (tmp_path / "warc").mkdir()
    (tmp_path / "warc" / "p-20210908000000000-00000001.warc.gz").touch()
    with pytest.raises(NotAnArchiveError, match="'luutru rebuild' derives it"):
        reading(tmp_path / "archive.db").__enter__()


def test_a_database_without_our_tables(tmp_path: Path) -> None:
    (tmp_path / "archive.db").touch()
    with (
        pytest.raises(NotAnArchiveError, match="no such table"),
        reading(tmp_path / "archive.db") as db,
    ):
        changes_since(db)
