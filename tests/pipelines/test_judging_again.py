"""Roots that the owner trusts later: old signatures are judged again, as a rebuild would."""

import sqlite3
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfWriter

from archive.content import Kind
from archive.folder import find_folder, open_folder
from archive.recording.ending import Ending
from pipelines.errors import PipelineError
from pipelines.intake import Intake
from pipelines.judging_again import judge_signatures
from pipelines.rebuilding import rebuild
from pipelines.session import open_session
from pipelines.trusting import LARGEST, load_trust, trusting
from pipelines.workers import InlineReader
from scraper.demo.documents.authority import root_certificate
from scraper.demo.documents.fields import Signing, with_fields
from scraper.demo.documents.signing import sign
from tests.pipelines.histories import HOME, PROFILE, History, dump


def signed() -> bytes:
    writer, out = PdfWriter(), BytesIO()
    writer.add_blank_page(200, 200)
    writer.write(out)
    signing = Signing("agency", datetime(2021, 9, 7, tzinfo=UTC))
    return sign(with_fields(out.getvalue(), [signing]), signing)


def crawl(history: History, name: str, body: bytes) -> None:
    reader = trusting(InlineReader(), history.root)
    with open_session(history.root, PROFILE, reader, history.tick) as session:
        intake = Intake(session.recorder, reader, PROFILE.parser, PROFILE.timezone, patience=0)
        history.take(intake, HOME + name, body, kind=Kind.DOCUMENT)
        intake.close()
        session.recorder.finish(Ending("complete", history.tick(), exhaustive=True))


@pytest.fixture
def history(tmp_path: Path) -> History:
    """Give an archive with a signed file and an altered copy of it."""
    history, file = History(tmp_path / "data"), signed()
    crawl(history, "signed.pdf", file)
    crawl(history, "altered.pdf", file.replace(b"200", b"201", 1))
    return history


def trust(history: History, certificate: bytes) -> None:
    folder = history.root / "trust"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "root.pem").write_bytes(certificate)


def states(history: History) -> list[tuple[Any, ...]]:
    with sqlite3.connect(history.root / "archive.db") as db:
        return list(db.execute("SELECT intact, trusted FROM signatures ORDER BY id"))


def test_a_later_root_is_used_and_no_altered_file_gains_by_it(history: History) -> None:
    assert states(history) == [(1, 0), (0, 0)]
    files = {path: path.read_bytes() for path in (history.root / "warc").iterdir()}
    trust(history, root_certificate())
    judged = judge_signatures(history.root, InlineReader())
    assert (judged.files, judged.signatures, judged.trusted, judged.unread) == (2, 2, 1, 0)
    assert states(history) == [(1, 1), (0, 0)]
    assert files == {path: path.read_bytes() for path in (history.root / "warc").iterdir()}
    again = history.root / "again.db"
    rebuild(find_folder(history.root), InlineReader(), again)
    assert dump(again) == dump(history.root / "archive.db")


def test_a_root_that_is_taken_away_is_trusted_no_more(history: History) -> None:
    trust(history, root_certificate())
    judge_signatures(history.root, InlineReader())
    (history.root / "trust" / "root.pem").unlink()
    judge_signatures(history.root, InlineReader())
    assert states(history) == [(1, 0), (0, 0)]


def test_a_crawl_uses_the_roots_that_are_there(tmp_path: Path) -> None:
    history = History(tmp_path / "data")
    trust(history, root_certificate())
    crawl(history, "signed.pdf", signed())
    assert states(history) == [(1, 1)]


def test_the_folder_may_be_there_before_the_archive(tmp_path: Path) -> None:
    (tmp_path / "trust").mkdir()
    with open_folder(tmp_path, create=True):
        assert load_trust(tmp_path) == ()


def test_what_is_no_certificate_is_refused(tmp_path: Path) -> None:
    (tmp_path / "trust").mkdir()
    (tmp_path / "trust" / "film.mp4").write_bytes(b"x" * (LARGEST + 1))
    with pytest.raises(PipelineError, match="too large"):
        load_trust(tmp_path)
