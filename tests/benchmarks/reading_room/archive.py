"""A large archive, made in minutes: rows as crawls would have left them, without WARC files."""

import hashlib
import json
import shutil
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import Connection, Table, insert, text

from archive.catalogue import open_catalogue
from archive.folder import ArchiveFolder
from archive.schema import (
    FULL_TEXT,
    articles,
    captures,
    changes,
    crawls,
    document_pages,
    document_versions,
    documents,
    payloads,
    resources,
    signatures,
    versions,
)
from archive.times import to_text
from tests.benchmarks.reading_room.words import titles, write_text

START = datetime(2021, 1, 1, tzinfo=UTC)
CRAWLS = 30
BODY = 3500
"""Letters of an article, about: 5 kB in UTF-8. A page of a document has a third of it."""
LOOKS = 3
"""At an article that says what it said, after the first."""
ATTACHED = 5
"""Every second of so many articles has a document of three pages."""
CATEGORIES = ("Tin Tức", "Thông báo", "Văn bản", "Đầu tư")
_BATCH = 2000
# Parents before children, for the database holds foreign keys.
_ORDER = (
    articles, resources, captures, versions, changes, documents, payloads, document_versions,
    document_pages, signatures,
)  # fmt: skip

Rows = dict[Table, list[dict[str, Any]]]


def build(place: Path, number: int) -> ArchiveFolder:
    """Make an archive of so many articles, once; return its folder."""
    if not place.exists():
        making = place.with_name(f"making-{place.name}")
        shutil.rmtree(making, ignore_errors=True)
        folder = ArchiveFolder(making)
        folder.warc.mkdir(parents=True)
        _fill(folder.database, number)
        making.rename(place)
    return ArchiveFolder(place)


def _fill(database: Path, number: int) -> None:
    engine = open_catalogue(database)
    with engine.begin() as db:
        db.execute(insert(crawls), [_crawl(n) for n in range(1, CRAWLS + 1)])
    for start in range(1, number + 1, _BATCH):
        with engine.begin() as db:
            _insert(db, range(start, min(number + 1, start + _BATCH)))
    with engine.begin() as db:
        for index in FULL_TEXT:
            db.execute(text(f"INSERT INTO {index} ({index}) VALUES ('rebuild')"))
        db.execute(text("ANALYZE"))
    engine.dispose()


def _insert(db: Connection, numbers: range) -> None:
    rows: Rows = defaultdict(list)
    for number in numbers:
        for table, row in _article(number):
            rows[table].append(row)
    for table in _ORDER:
        if rows[table]:
            db.execute(insert(table), rows[table])


def _crawl(number: int) -> dict[str, Any]:
    at = START + timedelta(days=number)
    return {
        "id": number,
        "portal": "portal",
        "started_at": to_text(at),
        "finished_at": to_text(at + timedelta(hours=1)),
        "status": "complete",
        "seconds": 3600.0,
    }


def _article(number: int) -> Iterator[tuple[Table, dict[str, Any]]]:
    """Tell all rows of one article: every tenth was edited once."""
    rng = Random(number)
    url = f"https://portal.example/tin-tuc/{number}"
    first = START + timedelta(days=1 + number % (CRAWLS - LOOKS), seconds=number % 3600)
    published = first - timedelta(days=rng.randint(0, 1500))
    title = rng.choice(titles())
    count = 2 if number % 10 == 0 else 1
    said = {
        "title": title,
        "published_at": published.isoformat(),
        "category": rng.choice(CATEGORIES),
        "source": "BDIZA",
    }
    yield articles, {
        "id": number, "portal": "portal", "url": url, "url_key": url, "item_id": str(number),
        "first_seen_at": to_text(first), "last_seen_at": to_text(first + timedelta(days=LOOKS)),
        "version_count": count, **said,
    }  # fmt: skip
    yield resources, {"id": number, "portal": "portal", "url": url, "article_id": number}
    yield from _looks(number, url, first, count)
    yield from _versions(rng, number, first, said, count)
    if number % ATTACHED < 2:
        yield from _document(rng, number, first)


def _capture(number: int, look: int) -> int:
    return number * (LOOKS + 2) + look


def _looks(
    number: int, url: str, first: datetime, count: int
) -> Iterator[tuple[Table, dict[str, Any]]]:
    for look in range(LOOKS + 1):
        at = first + timedelta(days=look)
        yield captures, {
            "id": _capture(number, look), "crawl_id": min(CRAWLS, 1 + (at - START).days),
            "resource_id": number, "url": url, "kind": "article", "fetched_at": to_text(at),
            "status": 200, "media_type": "text/html", "size": 80_000, "view_count": 10 * look,
            "payload_sha256": hashlib.sha256(f"{number}.{look}".encode()).digest(),
            "outcome": "new" if look < count else "noise",
            "warc_file": "portal-20210102000000000-00000001.warc.gz",
            "warc_offset": _capture(number, look) * 1000, "warc_length": 1000,
        }  # fmt: skip


def _versions(
    rng: Random, number: int, first: datetime, said: dict[str, str], count: int
) -> Iterator[tuple[Table, dict[str, Any]]]:
    paragraphs = write_text(rng, BODY)
    for index in range(count):
        at = to_text(first + timedelta(days=index))
        last = index == count - 1
        yield versions, {
            "id": number * 2 + index, "article_id": number, "number": index + 1,
            "capture_id": _capture(number, index), "valid_from": at,
            "valid_to": None if last else to_text(first + timedelta(days=index + 1)),
            "content_digest": f"sha256:{number:062x}{index:02x}", **said, "summary": paragraphs[1],
            "body_text": "\n\n".join(paragraphs), "keywords": "[]", "fields": "{}",
            "body_html": "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs),
            "attachments": "[]", "warnings": "[]", "parser": "sharepoint/1",
            "related": json.dumps([f"https://portal.example/tin-tuc/{max(1, number - 1)}"]),
        }  # fmt: skip
        yield changes, {
            "article_id": number, "version_id": number * 2 + index,
            "crawl_id": min(CRAWLS, 2 + index + number % (CRAWLS - LOOKS)), "changed_at": at,
            "kind": "edited" if index else "new", "field": "body_text" if index else "title",
            "before": paragraphs[0] if index else None,
            "after": paragraphs[1] if index else said["title"],
        }  # fmt: skip
        paragraphs = [*paragraphs[:-1], *write_text(rng, 100)]


def _document(rng: Random, number: int, first: datetime) -> Iterator[tuple[Table, dict[str, Any]]]:
    paper = f"{number}/KH-UBND"
    url = f"https://portal.example/van-ban/{number}-KH.signed.pdf"
    at, digest, content = to_text(first), f"sha256:{number:064x}", f"sha256:{number + 1:064x}"
    file = {"size": 300_000, "media_type": "application/pdf", "page_count": 3}
    yield documents, {
        "id": number, "article_id": number, "url": url, "url_key": url, "label": "Kế hoạch",
        "filename": f"{number}-KH.signed.pdf", "first_seen_at": at, "last_seen_at": at,
        "version_count": 1,
    }  # fmt: skip
    own = {"payload_digest": digest, "content_digest": content, "document_number": paper}
    yield payloads, {**own, **file, "encrypted": 0, "errors": "[]", "reader": "pdf/1"}
    yield document_versions, {
        **own, **file, "document_id": number, "number": 1, "valid_from": at,
        "capture_id": _capture(number, 0),
    }  # fmt: skip
    for page in (1, 2, 3):
        words = "\n".join([f"Số: {paper}", *write_text(rng, BODY // 3)])
        yield document_pages, {
            "payload_digest": digest, "page": page, "text": words, "source": "ocr",
            "confidence": 0.96,
        }  # fmt: skip
    yield signatures, {
        "payload_digest": digest, "field": "Signature1", "signer": "Ủy ban nhân dân tỉnh",
        "issuer": "Cơ quan chứng thực", "serial": "5e01", "signed_at": at, "timestamped": 0,
        "intact": 1, "coverage": "whole-file", "modified_after": "none", "trusted": 0,
    }  # fmt: skip
