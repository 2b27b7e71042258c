"""One exchange, read as what it was fetched as."""

import gzip

from archive.content import Article, Blocked, Document, Kind, Listing, Unreadable
from archive.digests import digest_bytes
from archive.warc.exchange import Payload
from pipelines.reading import read
from pipelines.tasks import Task

PAGE = b"<!DOCTYPE html><html><body><h1>A</h1><a href='/b'>B</a></body></html>"


def task(kind: Kind, payload: bytes, *, encoding: str | None = None) -> Task:
    url = "https://x.example/a"
    return Task(kind, url, Payload(payload), "text/html", encoding, "sharepoint", "UTC")


def test_each_kind_has_its_reader() -> None:
    assert isinstance(read(task(Kind.LISTING, PAGE)), Listing)
    assert isinstance(read(task(Kind.FEED, b"<rss><channel/></rss>")), Listing)
    assert isinstance(read(task(Kind.DOCUMENT, b"%PDF-1.4 no more")), Document)
    assert isinstance(read(task(Kind.ARTICLE, PAGE)), Article | Blocked)


def test_what_is_something_else_is_said_to_be() -> None:
    assert isinstance(read(task(Kind.ARTICLE, b"%PDF-1.4")), Unreadable)
    assert isinstance(read(task(Kind.FEED, PAGE)), Unreadable)
    assert isinstance(read(task(Kind.DOCUMENT, PAGE)), Blocked)


def test_a_coded_file_is_known_by_what_was_transferred() -> None:
    transferred = gzip.compress(b"%PDF-1.4 no more", mtime=0)
    document = read(task(Kind.DOCUMENT, transferred, encoding="gzip"))
    assert isinstance(document, Document)
    assert document.payload_digest == digest_bytes(transferred)


def test_a_broken_coding_is_unreadable_and_raises_nothing() -> None:
    assert isinstance(read(task(Kind.LISTING, b"no gzip", encoding="gzip")), Unreadable)
