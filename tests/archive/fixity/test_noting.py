from datetime import UTC, datetime
from typing import Any

import pytest

from archive.errors import ArchiveError
from archive.fixity.noting import note
from archive.recording.events import Event
from archive.warc.reader import Info, Note, read_records

MOMENT = datetime(2021, 10, 1, tzinfo=UTC)
EVENT = Event(MOMENT, "verify", "all", "sound", ("one", "two"))


def test_an_event_is_in_a_file_of_its_own_and_in_the_table(archive: Any) -> None:
    note(archive.folder, EVENT, lambda: MOMENT)
    info, told = read_records(archive.files[-1])
    assert isinstance(info, Info)
    assert isinstance(told, Note)
    assert (info.fields["purpose"], info.fields["crawl"]) == ("audit", "2")
    assert told.content["detail"] == ["one", "two"]
    assert archive.rows("SELECT kind, outcome, detail FROM events ORDER BY id DESC LIMIT 1") == [
        ("verify", "sound", "one\ntwo")
    ]
    assert archive.audit().faults == []
    assert archive.rows("SELECT DISTINCT status FROM crawls") == [("complete",)]


def test_nothing_is_noted_before_an_archive_is_recovered(archive: Any) -> None:
    last = archive.files[-1]
    with last.open("ab") as stream:
        stream.write(b"half a record")
    with pytest.raises(ArchiveError, match="not at the same point"):
        note(archive.folder, EVENT, lambda: MOMENT)
    assert archive.files[-1] == last


def test_an_archive_without_a_crawl_has_nothing_to_note(archive: Any) -> None:
    for path in archive.files:
        path.unlink()
    with pytest.raises(ArchiveError, match="no file that a crawl wrote"):
        note(archive.folder, EVENT, lambda: MOMENT)
