"""The making of what goes into an archive database in these tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, text

from archive.content import Article, Attachment, Document, Kind, Reading
from archive.digests import digest_bytes, digest_content
from archive.profile import Profile
from archive.recording import crawls
from archive.recording.ending import Ending, end_crawl
from archive.recording.indexing import Indexer, Recorded
from archive.times import to_text
from archive.warc.exchange import Exchange, Failure, Payload, Request, Response
from archive.warc.positions import Position

HOME = "https://portal.example/"
ARTICLE = HOME + "tin-tuc/1"
START = datetime(2021, 9, 8, 2, tzinfo=UTC)
PROFILE = """
key = "portal"
name = "A portal"
home = "https://portal.example/"
[crawl]
start = ["https://portal.example/tin-tuc"]
article = ['/tin-tuc/\\d+$']
"""


def article(title: str = "Tiêu đề", *, url: str = ARTICLE, **values: Any) -> Article:
    fields: dict[str, Any] = {
        "title": title,
        "body_text": "Nội dung",
        "published_at": "2021-09-08T09:00:00+07:00",
        **values,
    }
    more = ("attachments", "body_html", "summary", "image_url")
    content = [title, fields["body_text"], *(fields.get(name) for name in more)]
    digest = digest_content(repr(content))
    return Article(url, fields.pop("parser", "test/1"), digest, **fields)


def attachment(name: str, label: str | None = None) -> Attachment:
    return Attachment(HOME + name, name, label)


def document(payload: bytes, says: str) -> Document:
    return Document(digest_bytes(payload), len(payload), "application/pdf", digest_content(says))


@dataclass
class Archive:
    """An archive without WARC files: positions are made up, and only counted."""

    engine: Engine
    profile: Profile
    now: datetime = START
    crawl_id: int = 0
    offset: int = 0
    readings: dict[int, Reading] = field(default_factory=dict)

    @contextmanager
    def crawl(self, status: str = "complete", after: timedelta = timedelta(0)) -> Iterator[None]:
        self.now += after
        self.crawl_id += 1
        with self.engine.begin() as db:
            crawls.begin(db, self.crawl_id, self.profile.key, to_text(self.now))
        yield
        with self.engine.begin() as db:
            ending = Ending(status, self.now)
            self.summary = end_crawl(db, self.crawl_id, self.profile, ending, self.reread)

    def take(
        self,
        reading: Reading = None,
        payload: bytes | None = None,
        *,
        url: str = ARTICLE,
        kind: Kind = Kind.ARTICLE,
        status: int = 200,
        headers: tuple[tuple[bytes, bytes], ...] = (),
        posted: bytes = b"",
    ) -> Recorded:
        """Record one look; the payload differs each time unless one is given."""
        self.now += timedelta(seconds=1)
        self.offset += 100
        body = payload if payload is not None else str(self.offset).encode()
        response = Response(status, "", headers, Payload(body)) if status else None
        failure = None if status else Failure("refused", "connection refused")
        request = Request("POST" if posted else "GET", "/", (), posted)
        exchange = Exchange(url, self.now, kind, request, response, failure)
        with self.engine.begin() as db:
            indexer = Indexer(db, self.crawl_id, "portal", self.reread, self.profile.is_article)
            assessed = indexer.assess(exchange, reading)
            recorded = indexer.index(assessed, Position("f", self.offset, 1), full=True)
        self.readings[recorded.capture_id] = reading
        return recorded

    def reread(self, _db: Connection, capture_id: int) -> Reading:
        return self.readings[capture_id]

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with self.engine.connect() as db:
            return [tuple(row) for row in db.execute(text(query))]

    def edit_profile(self, **sections: dict[str, Any]) -> None:
        update = {
            name: getattr(self.profile, name).model_copy(update=values)
            for name, values in sections.items()
        }
        self.profile = self.profile.model_copy(update=update)
