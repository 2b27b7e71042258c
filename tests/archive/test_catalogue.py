"""A database that can't be written says so, and what to do."""

from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from archive.catalogue import open_catalogue
from archive.errors import ArchiveError, NotAnArchiveError


def test_a_full_disk_is_told_in_words(tmp_path: Path) -> None:
    engine = open_catalogue(tmp_path / "archive.db")
    with engine.connect() as db:
        pages = db.exec_driver_sql("PRAGMA page_count").scalar()
        db.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(ArchiveError, match=r"archive\.db can't be written: .* full"):
            db.exec_driver_sql(
                "INSERT INTO events (happened_at, kind, subject, outcome, detail) "
                "VALUES ('2021', 'x', 'y', 'z', zeroblob(9999999))"
            )
    engine.dispose()


def test_errors_of_our_own_stay_what_they_are(tmp_path: Path) -> None:
    engine = open_catalogue(tmp_path / "archive.db")
    with engine.connect() as db, pytest.raises(OperationalError):
        db.exec_driver_sql("SELECT nothing FROM nowhere")
    engine.dispose()


def test_a_place_that_can_not_be_written_is_no_wreck_to_be_moved_away(tmp_path: Path) -> None:
    (tmp_path / "archive.db").mkdir()
    with pytest.raises(ArchiveError, match="can't be written: unable to open") as caught:
        open_catalogue(tmp_path / "archive.db")
    assert not isinstance(caught.value, NotAnArchiveError)
