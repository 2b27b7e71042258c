"""Audits from end to end: deep ones, repairs, and the event that each of them is."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.content import Kind
from archive.fixity.faults import FaultKind
from archive.fixity.rows import EVERYTHING
from archive.folder import find_folder, open_folder
from pipelines.rebuilding import rebuild
from pipelines.verification import Request, Verified, verify
from pipelines.workers import InlineReader
from tests.pipelines.histories import HOME, History, dump, page, read

MOMENT = datetime(2021, 10, 1, tzinfo=UTC)


@pytest.fixture
def history(tmp_path: Path) -> History:
    history = History(tmp_path / "data")
    for title, noise in (("Một", 0), ("Một", 1), ("Hai", 0)):
        with history.crawl() as intake:
            history.take(intake, f"{HOME}tin-tuc/1", page(title, ("a.pdf",), noise))
            history.take(intake, HOME + "a.pdf", b"%A1", kind=Kind.DOCUMENT)
    return history


def run(
    root: Path, *, deep: bool = False, against: Path | None = None, repair: bool = False
) -> Verified:
    reader = (lambda: InlineReader(read)) if deep else None
    request = Request(root, EVERYTHING, reader, against, repair)
    return verify(request, lambda: MOMENT, lambda _what, _done: None)


def flip(path: Path, offset: int) -> None:
    data = bytearray(path.read_bytes())
    data[offset] ^= 1
    path.write_bytes(data)


@contextmanager
def damaged(root: Path, offset: int) -> Iterator[Path]:
    path = min((root / "warc").glob("*.gz"))
    flip(path, offset)
    yield path


def test_each_audit_is_an_event_that_a_rebuild_gives_again(history: History) -> None:
    for _ in range(2):
        verified = run(history.root, deep=True)
        assert (verified.sound, verified.unnoted, verified.findings.compared) == (True, None, True)
    before = dump(history.root / "archive.db")
    assert [row[2:5] for row in before["events"][-2:]] == [
        ("verify", "6 captures in 3 files; tables compared", "sound"),
        ("verify", "6 captures in 4 files; tables compared", "sound"),
    ]
    again = history.root / "again.db"
    rebuild(find_folder(history.root), InlineReader(read), again)
    assert dump(again) == before


def test_a_crawl_goes_on_after_an_audit(history: History) -> None:
    run(history.root)
    with history.crawl() as intake:
        history.take(intake, f"{HOME}tin-tuc/2", page("Ba"))
    assert run(history.root, deep=True).sound


def test_a_reader_needs_no_lock_and_says_what_it_could_not_note(history: History) -> None:
    with open_folder(history.root):
        verified = run(history.root)
    assert verified.sound
    assert verified.unnoted is not None
    assert "is being written by" in verified.unnoted


def test_a_fault_names_versions_and_documents(history: History) -> None:
    with damaged(history.root, 1500):
        verified = run(history.root, deep=True)
    ((fault, touched),) = verified.touched
    assert fault.kind is FaultKind.DAMAGED
    assert [each.url for each in touched.captures] == [HOME + "a.pdf"]
    assert [each.number for each in touched.documents] == [1]
    assert not verified.findings.compared
    assert verified.unnoted is None
    events = dump(history.root / "archive.db")["events"]
    assert events[-1][4] == "1 faults"


def test_a_flipped_row_is_found_by_a_deep_audit_alone(history: History) -> None:
    database = history.root / "archive.db"
    data = database.read_bytes()
    at = data.rindex("Một".encode())
    database.write_bytes(data[:at] + b"m" + data[at + 1 :])
    verified = run(history.root, deep=True)
    rows = [fault for fault in verified.findings.faults if fault.kind is FaultKind.ROW]
    assert rows
    assert "column" in rows[0].what


def test_an_unsound_database_is_not_written_to(history: History) -> None:
    database = history.root / "archive.db"
    database.write_bytes(b"no database at all" * 500)
    verified = run(history.root, deep=True)
    assert [fault.kind for fault in verified.findings.faults] == [FaultKind.DATABASE]
    assert verified.unnoted == "the database is unsound: nothing is written to it"
    assert database.read_bytes() == b"no database at all" * 500


def test_a_copy_is_compared_and_repairs_the_archive(history: History, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(history.root, tmp_path / "copy"))
    assert run(history.root, against=copy).sound is True
    with damaged(history.root, 1500) as path:
        found = {fault.kind for fault in run(history.root, against=copy).findings.faults}
        assert {FaultKind.DAMAGED, FaultKind.COPY} <= found
        run(history.root, against=copy, repair=True)
        assert path.read_bytes() == (copy / "warc" / path.name).read_bytes()
    assert run(history.root, deep=True).sound
    events = dump(history.root / "archive.db")["events"]
    assert [row[2] for row in events[3:]] == ["verify", "verify", "repair", "verify", "verify"]
    again = history.root / "again.db"
    rebuild(find_folder(history.root), InlineReader(read), again)
    assert dump(again)["events"] == events


def test_a_damaged_end_is_reported_and_not_cut_off_by_the_next_crawl(history: History) -> None:
    newest = max((history.root / "warc").glob("*.gz"))
    flip(newest, newest.stat().st_size - 30)
    damaged_bytes = newest.read_bytes()
    with history.crawl():
        pass
    assert newest.read_bytes() == damaged_bytes
    assert not list((history.root / "warc").glob("*.torn-*"))
    faults = run(history.root).findings.faults
    assert {(fault.kind, fault.file) for fault in faults} >= {(FaultKind.DAMAGED, newest.name)}
