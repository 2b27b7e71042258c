"""A file on disk is recognised page by page; a page that defies it costs no other its text."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from archive.content import Document
from pipelines.errors import PipelineError
from pipelines.parsing.documents.ocr import missing_tesseract
from pipelines.parsing.documents.reader import read_document
from pipelines.recognising import loose
from pipelines.recognising.loose import recognise_file
from tests.rendered import as_pdf, draw_page

REAL = Path(__file__).parents[2] / "fixtures/real/pdf"

needs_tesseract = pytest.mark.skipif(
    missing_tesseract() is not None, reason="Tesseract with Vietnamese is not installed"
)


def read(payload: bytes, name: str = "4500-KH.signed.pdf") -> Document:
    return read_document(payload, media_type=None, filename=name)


def scan() -> bytes:
    line = "Số: 4500/KH-UBND        Bình Dương, ngày 07 tháng 9 năm 2021"
    return as_pdf(draw_page([line], inches=2))


@needs_tesseract
def test_what_was_recognised_tells_what_the_document_is() -> None:
    document = recognise_file(read(scan()), scan(), "4500-KH.signed.pdf", 1)
    assert [page.source for page in document.pages] == ["ocr"]
    assert document.document_number == "4500/KH-UBND"
    assert {"number", "named", "date"} <= {fact.name for fact in document.facts}
    assert document.errors == ()


@needs_tesseract
def test_a_page_that_defies_it_costs_an_error() -> None:
    payload = (REAL / "circular-page-tree.pdf").read_bytes()
    before = read(payload)
    document = recognise_file(before, payload, "a.pdf", 2)
    assert [page.source for page in document.pages][1:] == ["none", "none"]
    assert document.errors[: len(before.errors)] == before.errors
    assert [error[:6] for error in document.errors[len(before.errors) :]] == ["page 2", "page 3"]


@needs_tesseract
def test_a_page_that_takes_too_long_is_given_up() -> None:
    document = recognise_file(read(scan()), scan(), "a.pdf", 1, seconds=0.001)
    assert document.errors == ("page 1: recognition took more than 0.001 seconds",)
    assert [page.source for page in document.pages] == ["none"]


@needs_tesseract
def test_an_image_is_its_own_page() -> None:
    payload = as_png(draw_page(["Số: 12/TB-BQL"], inches=1))
    assert recognise_file(read(payload, "a.png"), payload, "a.png", 1).pages[0].text


def test_nothing_is_asked_of_a_file_that_has_its_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loose, "missing_tesseract", lambda: "none here")
    payload = (REAL / "google-doc-document.pdf").read_bytes()
    document = read(payload)
    assert recognise_file(document, payload, "a.pdf", 1) is document
    with pytest.raises(PipelineError, match="none here"):
        recognise_file(read(scan()), scan(), "a.pdf", 1)


def as_png(page: Image.Image) -> bytes:
    out = BytesIO()
    page.save(out, "PNG")
    return out.getvalue()
