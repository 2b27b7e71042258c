"""One import on its way into the archive: it begins when there is something to record."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine

from archive.content import Reading
from archive.errors import DamagedRecordError
from archive.folder import ArchiveFolder
from archive.profile import Profile
from archive.recording import crawls
from archive.recording.crawls import CrawlSummary
from archive.recording.documents import payload_digests
from archive.recording.ending import crawl_uri
from archive.recording.extents import set_indexed
from archive.recording.imports import ImportEnd, end_import
from archive.recording.indexing import Indexer
from archive.times import to_text
from archive.warc.copying import raw_record
from archive.warc.exchange import Exchange
from archive.warc.origins import Origin
from archive.warc.pairing import Pair
from archive.warc.scan import BadRecord
from archive.warc.writer import WarcWriter
from pipelines.importing.known import is_known
from pipelines.rereading import rereader
from pipelines.workers import settle


@dataclass(frozen=True, slots=True)
class Candidate:
    """An exchange to import: its records in the file at `path`, and its reading on the way."""

    path: Path
    pair: Pair
    exchange: Exchange
    origin: Origin
    reading: Future[Reading] | None
    kept: Callable[[bool], None]
    """Called with whether it was recorded; where not, the archive had it."""
    bad: Callable[[BadRecord], None]
    """Called instead, where its records can't be copied."""


@dataclass(slots=True)
class ImportRun:
    """The run of one import. `begin` is called by the first batch that has something new."""

    folder: ArchiveFolder
    engine: Engine
    profile: Profile
    clock: Callable[[], datetime]
    payloads: set[str] = field(default_factory=set)
    """Digests of the files that were read, ever."""
    crawl_id: int | None = None
    _writer: WarcWriter | None = None

    def __post_init__(self) -> None:
        with self.engine.begin() as db:
            self.payloads = payload_digests(db)

    def record(self, batch: list[Candidate]) -> None:
        """Copy a batch into the WARC files and record it; then both are on disk."""
        for each in batch:
            if each.reading is not None:
                each.reading.exception()
        with self.engine.begin() as db:
            new = [self._record(db, each) for each in batch]
            if self._writer is not None:
                self._writer.sync()
        for each, is_new in zip(batch, new, strict=True):
            if isinstance(is_new, BadRecord):
                each.bad(is_new)
            else:
                each.kept(is_new)

    def finish(self, detail: tuple[str, ...]) -> CrawlSummary | None:
        """End the import; None where there was nothing to record."""
        if self._writer is None or self.crawl_id is None:
            return None
        end = ImportEnd(self.clock(), detail)
        position = self._writer.write_note(crawl_uri(self.crawl_id), end.to_note(), end.at)
        self._writer.sync()
        with self.engine.begin() as db:
            set_indexed(db, position.file, self.crawl_id, position.end)
            return end_import(db, self.crawl_id, self.profile, end)

    def close(self) -> None:
        """Close the WARC file."""
        if self._writer is not None:
            self._writer.close()

    def _record(self, db: Connection, candidate: Candidate) -> bool | BadRecord:
        """Record a capture; tell whether it is new, or why it can't be copied."""
        if is_known(db, self.profile.key, candidate.exchange):
            return False
        writer, crawl_id = self._begun(db)
        try:
            with db.begin_nested():
                self._copy(db, candidate, writer, crawl_id)
        except DamagedRecordError as error:
            return BadRecord(candidate.pair.answer.position, str(error))
        return True

    def _copy(
        self, db: Connection, candidate: Candidate, writer: WarcWriter, crawl_id: int
    ) -> None:
        profile = self.profile
        reread = rereader(self.folder.warc, profile)
        indexer = Indexer(db, crawl_id, profile.key, reread, profile.is_article)
        reading = settle(candidate.reading, candidate.exchange.url)
        assessed = indexer.assess(candidate.exchange, reading, imported=True)
        pair, path = candidate.pair, candidate.path
        place, end = writer.write_copy(
            raw_record(path, pair.request.position) if pair.request else None,
            raw_record(path, pair.answer.position),
            candidate.exchange.url,
            candidate.origin,
            self.clock(),
        )
        indexer.index(assessed, place, full=False)
        set_indexed(db, place.file, crawl_id, end)

    def _begun(self, db: Connection) -> tuple[WarcWriter, int]:
        """Return writer and number of this import; an unfinished one for the portal goes on."""
        if self._writer is None or self.crawl_id is None:
            key, now = self.profile.key, to_text(self.clock())
            standing = crawls.unfinished(db, key, "import")
            self.crawl_id = standing.id if standing is not None else crawls.next_id(db)
            started = standing.started_at if standing is not None else now
            crawls.begin(db, self.crawl_id, key, started, "import")
            info = {"crawl": str(self.crawl_id), "crawlStarted": started, "kind": "import"}
            info["profile"] = self.profile.text
            self._writer = WarcWriter(self.folder.warc, portal=key, info=info, clock=self.clock)
        return self._writer, self.crawl_id
