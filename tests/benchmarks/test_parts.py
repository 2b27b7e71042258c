"""The benchmarks of documents run, at a small size, and measure what they say."""

import re

from pipelines.parsing.documents.ocr import missing_tesseract
from tests.benchmarks import document_speed, recognition
from tests.rendered import DEGRADED


def test_signed_files_are_timed_in_a_worker() -> None:
    said = document_speed.report(files=3, workers=1)
    assert re.search(r"10 pages \(\d+ kB\): \d+ ms in the worker", said)
    assert re.search(r"[1-9]\d* files/s with 1 workers", said)


def test_letters_read_wrong_are_counted_by_the_form_of_the_page() -> None:
    samples = [recognition.Sample(name, b"", "Kế hoạch") for name in ("plain", "faxed")]
    pages = [recognition.Page(1, text, "ocr", 1.0) for text in ("Kế hoạch", "Kê hoach")]
    scores = recognition.score(samples, pages)
    assert (scores["plain"].rate, scores["faxed"].wrong, scores["faxed"].letters) == (0, 2, 7)


def test_pages_are_drawn_plain_and_in_every_degraded_form() -> None:
    names = [sample.name for sample in recognition.draw_samples(1)]
    assert names == ["plain", *DEGRADED]
    assert missing_tesseract() or recognition.recogniser_name()
