"""How fast attached files are read: text layer and signatures of signed, born-digital files."""

import multiprocessing
import os
import statistics
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from io import BytesIO
from itertools import count

import pypdf

from archive.content import Document, Kind
from archive.warc.exchange import Payload
from pipelines.limits import limit_memory
from pipelines.parsing.documents.reader import read_document
from pipelines.tasks import Task
from pipelines.workers import LocalReader
from scraper.demo.content.first import first_story
from scraper.demo.content.story import Enclosure, Make
from scraper.demo.documents.authority import root_certificate
from scraper.demo.documents.born_digital import born_digital
from scraper.demo.documents.fields import Signing, with_fields
from scraper.demo.documents.paper import Paper, write_paper
from scraper.demo.documents.signing import sign
from scraper.demo.documents.stamps import Stamp

PAGES = 10
SIGNED_AT = datetime(2021, 9, 8, 2, tzinfo=UTC)
WARM = 10
"""Files that a worker reads before it is timed: what is loaded once does not count."""


def report(files: int, workers: int = os.cpu_count() or 1) -> str:
    """Time files one by one in a worker, then as many as `workers` processes can read."""
    payloads = [signed_file(build) for build in range(1, 9)]
    clock, processor = zip(*milliseconds(payloads, files), strict=True)
    return (
        f"A signed, born-digital file of {PAGES} pages ({len(payloads[0]) // 1000} kB): "
        f"{statistics.median(clock):.0f} ms in the worker (median of {files}; "
        f"{statistics.median(processor):.0f} ms of the processor); "
        f"{rate(payloads, files, workers):.0f} files/s with {workers} workers"
    )


def signed_file(build: int) -> bytes:
    """Make a signed file of ten pages; each build has other bytes."""
    paper = write_paper("benchmark", first_story(), Enclosure("1-KH.pdf", "", Make.SIGNED))
    signing = Signing("agency", SIGNED_AT)
    return sign(with_fields(_of_ten_pages(paper, Stamp(SIGNED_AT, build)), [signing]), signing)


def _of_ten_pages(paper: Paper, stamp: Stamp) -> bytes:
    """Repeat the paragraphs of a paper until it fills ten pages."""
    for times in count(4):
        pdf = born_digital(replace(paper, paragraphs=paper.paragraphs * times), stamp)
        if len(pypdf.PdfReader(BytesIO(pdf)).pages) >= PAGES:
            return pdf
    raise AssertionError


def milliseconds(payloads: Sequence[bytes], files: int) -> list[tuple[float, float]]:
    """Time each of so many files in one worker process, by the clock and by the processor."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context, initializer=limit_memory) as pool:
        return pool.submit(_time_each, payloads, files).result()


def _time_each(payloads: Sequence[bytes], files: int) -> list[tuple[float, float]]:
    spent = []
    for number in range(-WARM, files):
        started, used = time.perf_counter(), time.process_time()
        document = _read(payloads[number % len(payloads)])
        clock, processor = time.perf_counter() - started, time.process_time() - used
        if number >= 0:
            spent.append((1000 * clock, 1000 * processor))
        _check(document)
    return spent


def rate(payloads: Sequence[bytes], files: int, workers: int) -> float:
    """Return how many files a second a reader of so many processes gives back."""
    reader = LocalReader(workers)
    task = partial(Task, Kind.DOCUMENT, "https://x.example/1-KH.pdf")
    rules = "application/pdf", None, "", "UTC", SIGNED_AT, (root_certificate(),)
    tasks = [task(Payload(payload), *rules) for payload in payloads]
    try:
        for future in [reader.submit(each) for each in tasks * workers * 2]:
            future.result()
        started = time.perf_counter()
        futures = [reader.submit(tasks[number % len(tasks)]) for number in range(files)]
        for future in futures:
            _check(future.result())
        return files / (time.perf_counter() - started)
    finally:
        reader.close()


def _read(payload: bytes) -> Document:
    return read_document(
        payload,
        media_type="application/pdf",
        filename="1-KH.pdf",
        trust=(root_certificate(),),
        seen_at=SIGNED_AT,
    )


def _check(document: object) -> None:
    """Make sure that the work was done: all pages, the signature proven, the number read."""
    assert isinstance(document, Document)
    assert document.page_count == PAGES <= sum(bool(page.text) for page in document.pages)
    assert [each.intact and each.trusted for each in document.signatures] == [True]
    assert document.document_number
