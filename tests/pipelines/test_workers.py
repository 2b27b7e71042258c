"""Worker processes: what one page does to its worker costs that page only."""

from collections.abc import Iterator

import pytest

from archive.content import Document, Kind, Listing, Unreadable
from archive.warc.exchange import Payload
from pipelines.tasks import Task
from pipelines.workers import LocalReader, settle
from tests.pipelines.dangerous import read


@pytest.fixture(scope="module")
def reader() -> Iterator[LocalReader]:
    reader = LocalReader(2, seconds=3, read=read)
    yield reader
    reader.close()


def task(payload: bytes, kind: Kind = Kind.LISTING) -> Task:
    return Task(kind, f"https://x.example/{payload!r}", Payload(payload), None, None, "x", "UTC")


def test_many_pages_come_back_each_as_its_own(reader: LocalReader) -> None:
    futures = [reader.submit(task(b"page %d" % number)) for number in range(100)]
    readings = [future.result(timeout=20) for future in futures]
    assert [r.content_digest for r in readings if isinstance(r, Listing)] == [
        f"page {number}" for number in range(100)
    ]


@pytest.mark.parametrize("trouble", [b"hang", b"die", b"fail", b"grow"])
@pytest.mark.parametrize(("kind", "left"), [(Kind.LISTING, Unreadable), (Kind.DOCUMENT, Document)])
def test_trouble_costs_its_own_page_only(
    reader: LocalReader, trouble: bytes, kind: Kind, left: type
) -> None:
    payloads = [b"one", b"two", trouble, b"three"]
    futures = [reader.submit(task(payload, kind)) for payload in payloads]
    readings = [settle(future, "https://x.example/") for future in futures]
    assert [type(reading) for reading in readings] == [Listing, Listing, left, Listing]


def test_a_file_that_breaks_its_reader_is_there_all_the_same(reader: LocalReader) -> None:
    reading = settle(reader.submit(task(b"die", Kind.DOCUMENT)), "https://x.example/")
    assert isinstance(reading, Document)
    assert (reading.payload_digest, reading.size) == (Payload(b"die").digest, 3)
    assert reading.media_type == "application/octet-stream"
    assert reading.reader is None
    assert reading.errors == ("reading it failed: ProcessExpired",)


def test_what_was_submitted_is_read_before_closing() -> None:
    reader = LocalReader(1, read=read)
    futures = [reader.submit(task(b"page")) for _ in range(20)]
    reader.close()
    assert all(future.done() for future in futures)
