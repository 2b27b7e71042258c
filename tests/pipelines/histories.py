"""Random histories of a small portal, recorded for real: WARC files and database."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text

from archive.content import Article, Attachment, Blocked, Document, Kind, Listing, Page, Reading
from archive.digests import digest_bytes, digest_content
from archive.profile import Profile
from archive.recording.ending import Ending
from archive.warc.exchange import Exchange, Failure, Payload, Request, Response
from pipelines.intake import Intake, Taken
from pipelines.session import open_session
from pipelines.tasks import Task
from pipelines.workers import InlineReader

HOME = "https://portal.example/"
PROFILE = Profile.from_toml(
    """
key = "portal"
name = "A portal"
home = "https://portal.example/"
[crawl]
start = ["https://portal.example/tin-tuc"]
article = ['/tin-tuc/\\d+$']
[change]
gone_after_looks = 1
gone_after = "0s"
""",
    "test",
)

OTHER = Profile.from_toml(
    PROFILE.text.replace("portal.example", "other.example").replace('"portal"', '"other"'), "test"
)


def page(
    title: str,
    attachments: tuple[str, ...] = (),
    noise: int = 0,
    summary: str | None = None,
    html: str = "",
) -> bytes:
    """Write a page of the made-up format that `read` reads; `noise` changes bytes only."""
    content = {"title": title, "files": list(attachments), "noise": noise, "summary": summary}
    content |= {"html": html} if html else {}
    return json.dumps(content).encode() + b" " * 400


def read(task: Task) -> Reading:
    """Read a page of the made-up format, or a file."""
    payload = task.payload.read()
    if task.kind is Kind.LISTING:
        return Listing(task.url, digest_content(json.loads(payload)["title"]))
    if task.kind is Kind.DOCUMENT:
        digest, content = digest_bytes(payload), digest_content(payload[0])
        unread = (Page(1, "", "none"),) if payload.startswith(b"%B") else ()
        return Document(digest, len(payload), "application/pdf", content, pages=unread)
    if payload.startswith(b"challenge"):
        return Blocked(task.url, "challenge")
    said = json.loads(payload)
    files = tuple(Attachment(HOME + name, name) for name in said["files"])
    digest = digest_content([said["title"], said["files"], said["summary"]])
    shown = {"title": said["title"], "summary": said["summary"], "body_text": "x"}
    shown |= {"body_html": said.get("html", "")}
    # Undated pages that say the same at two addresses are lies to the archive.
    shown |= {"published_at": "2021-09-08T09:00:00+07:00"}
    return Article(task.url, "test/1", digest, **shown, attachments=files)


@dataclass
class History:
    """An archive at `root` and the clock of its crawls."""

    root: Path
    now: datetime = field(default_factory=lambda: datetime(2021, 9, 8, tzinfo=UTC))

    def tick(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    def exchange(
        self,
        url: str,
        body: bytes | None,
        kind: Kind = Kind.ARTICLE,
        status: int = 200,
        posted: bytes = b"",
        location: str | None = None,
        *,
        media_type: str = "text/html",
        coding: str | None = None,
    ) -> Exchange:
        method = "POST" if posted else "GET"
        request = Request(method, "/", ((b"Host", b"portal.example"),), posted)
        if body is None:
            failure = Failure("refused", "connection refused")
            return Exchange(url, self.tick(), kind, request, None, failure)
        headers = [(b"Content-Type", media_type.encode())]
        headers += [(b"Content-Encoding", coding.encode())] if coding else []
        headers += [(b"Location", location.encode())] if location else []
        response = Response(status, "OK", tuple(headers), Payload(body))
        return Exchange(url, self.tick(), kind, request, response, None, "192.0.2.1")

    @contextmanager
    def crawl(self, status: str = "complete", profile: Profile = PROFILE) -> Iterator[Intake]:
        reader = InlineReader(read)
        with open_session(self.root, profile, reader, self.tick) as session:
            intake = Intake(session.recorder, reader, profile.parser, profile.timezone, patience=0)
            yield intake
            intake.close()
            session.recorder.finish(Ending(status, self.tick(), exhaustive=True))

    def take(self, intake: Intake, url: str, body: bytes | None, **more: Any) -> Taken:
        return intake.submit(self.exchange(url, body, **more)).result(timeout=10)


def dump(database: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Return all rows of all tables, those of the full-text indexes by their own words."""
    engine = create_engine(f"sqlite:///{database}")
    with engine.connect() as db:
        names = db.execute(
            text(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%fts%' "
                "ORDER BY name"
            )
        ).scalars()
        rows = {
            name: [tuple(row) for row in db.execute(text(f"SELECT * FROM {name} ORDER BY 1"))]
            for name in list(names)
        }
        for index in ("versions_fts", "document_pages_fts"):
            db.execute(text(f"INSERT INTO {index} ({index}) VALUES ('integrity-check')"))
    engine.dispose()
    return rows
