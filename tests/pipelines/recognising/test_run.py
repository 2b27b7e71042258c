"""Scans in a real archive: recognised after the crawl, and kept by a rebuild."""

import sqlite3
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw, ImageFont

from archive.content import Kind
from archive.folder import find_folder, open_folder
from archive.recording.ending import Ending
from pipelines.errors import PipelineError
from pipelines.intake import Intake
from pipelines.parsing.documents.ocr import missing_tesseract
from pipelines.rebuilding import rebuild
from pipelines.recognising import run
from pipelines.recognising.batch import Batch
from pipelines.recognising.run import Progress, recognise_waiting
from pipelines.session import open_session
from pipelines.workers import InlineReader
from tests.pipelines.histories import HOME, PROFILE, History, dump

FONT = Path(__file__).parents[3] / "scraper/demo/documents/fonts/NotoSerif-Regular.ttf"
TEXT = "ỦY BAN NHÂN DÂN TỈNH\nSố: 4500/KH-UBND\nKẾ HOẠCH\nphát động phong trào thi đua"

needs_tesseract = pytest.mark.skipif(
    missing_tesseract() is not None, reason="Tesseract with Vietnamese is not installed"
)


def scan(*texts: str) -> bytes:
    sheets = []
    for text in texts:
        sheet = Image.new("L", (1200, 600), 255)
        ImageDraw.Draw(sheet).text((80, 60), text, font=ImageFont.truetype(FONT, 36), spacing=20)
        sheets.append(sheet)
    out = BytesIO()
    sheets[0].save(out, "PDF", resolution=200, save_all=True, append_images=sheets[1:])
    return out.getvalue()


@pytest.fixture
def history(tmp_path: Path) -> History:
    """Give an archive with a scan of two pages, and a file that is no scan at all."""
    history, reader = History(tmp_path / "data"), InlineReader()
    with open_session(history.root, PROFILE, reader, history.tick) as session:
        intake = Intake(session.recorder, reader, PROFILE.parser, PROFILE.timezone, patience=0)
        scanned = scan(TEXT, "Nơi nhận: Sở Tài chính")
        history.take(intake, f"{HOME}4500-KH.signed.pdf", scanned, kind=Kind.DOCUMENT)
        history.take(intake, f"{HOME}a.txt", b"plain", kind=Kind.DOCUMENT)
        intake.close()
        session.recorder.finish(Ending("complete", history.tick(), exhaustive=True))
    return history


def recognise(history: History, **options: Any) -> Progress:
    return recognise_waiting(history.root, history.tick, workers=1, **options)


def rows(history: History, query: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(history.root / "archive.db") as db:
        return list(db.execute(query))


@needs_tesseract
def test_scans_are_read_searched_and_identified_and_a_rebuild_keeps_it(history: History) -> None:
    progress = recognise(history, limit=1)
    assert (progress.recognised, progress.left) == (1, 1)
    assert rows(history, "SELECT source FROM document_pages ORDER BY page") == [("ocr",), ("none",)]
    assert recognise(history).recognised == 1
    assert recognise(history).total == 0
    words = "SELECT rowid FROM document_pages_fts WHERE document_pages_fts MATCH '\"{}\"'"
    assert rows(history, words.format("phong trao thi dua")) == [(1,)]
    assert rows(history, words.format("noi nhan")) == [(2,)]
    assert rows(history, "SELECT document_number FROM payloads WHERE page_count = 2") == [
        ("4500/KH-UBND",)
    ]
    assert ("kind", "Kế hoạch") in rows(history, "SELECT name, value FROM document_facts")
    again = history.root / "again.db"
    rebuild(find_folder(history.root), InlineReader(), again)
    assert dump(again) == dump(history.root / "archive.db")


@needs_tesseract
def test_what_is_done_when_it_is_interrupted_is_kept(history: History) -> None:
    def interrupt(_progress: Progress) -> None:
        raise KeyboardInterrupt

    progress = recognise(history, watch=interrupt)
    assert (progress.stopped, progress.recognised, progress.left) == (True, 1, 1)
    assert recognise(history).recognised == 1


@needs_tesseract
def test_nothing_is_recorded_while_another_has_the_archive_open(
    history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    batches = []

    def finish(batch: Batch) -> None:
        batches.append((batch.flush(), len(batch.read)))
        raise KeyboardInterrupt

    monkeypatch.setattr(run.Batch, "finish", finish)
    with open_folder(history.root):
        progress = recognise(history, limit=1)
    assert batches == [(False, 1)]
    assert (progress.recognised, progress.left) == (0, 2)


@pytest.fixture
def without_tesseract(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("PATH", "/nonexistent")
    missing_tesseract.cache_clear()
    yield
    monkeypatch.undo()
    missing_tesseract.cache_clear()


@pytest.mark.usefixtures("without_tesseract")
def test_without_tesseract_pages_wait_and_one_is_told_how_to_install_it(history: History) -> None:
    with pytest.raises(PipelineError, match=r"2 pages wait.*apt-get install tesseract-ocr"):
        recognise(history)
    assert rows(history, "SELECT source FROM document_pages") == [("none",), ("none",)]
