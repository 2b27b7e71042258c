"""The recorder of a running crawl: WARC first, flushed to disk, then the rows that speak of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine

from archive.content import Reading
from archive.profile import Profile
from archive.recording.captures import position_of, reference_to
from archive.recording.crawls import CrawlSummary
from archive.recording.ending import end_crawl
from archive.recording.indexing import Assessed, Indexer, Recorded, Reread
from archive.recording.judging import Outcome
from archive.warc.exchange import Exchange
from archive.warc.positions import Position
from archive.warc.reader import load_exchange
from archive.warc.writer import WarcWriter

DELTA_LIMIT = 4 << 20
"""Payloads above this many bytes are kept whole: a delta of them would fill the memory."""


@dataclass(frozen=True, slots=True)
class Recorder:
    """Records the exchanges of one crawl, in batches; one thread at a time may use it."""

    engine: Engine
    writer: WarcWriter
    crawl_id: int
    profile: Profile
    reread: Reread

    def record(self, batch: Sequence[tuple[Exchange, Reading]]) -> list[Recorded]:
        """Write a batch to WARC and database; when this returns, both are on disk.

        Where it fails, the database stays as it was, and what the WARC files have of the batch
        is indexed when the archive is opened next.
        """
        with self.engine.begin() as db:
            indexer = Indexer(
                db, self.crawl_id, self.profile.key, self.reread, self.profile.is_article
            )
            recorded = [self._record(indexer, *each) for each in batch]
            self.writer.sync()
        return recorded

    def finish(self, status: str, at: datetime) -> CrawlSummary:
        """End the crawl: judge its health, count what it missed, note its end in the record."""
        self.writer.write_note(
            f"urn:luutru:crawl:{self.crawl_id}", {"event": "crawl-end", "status": status}, at
        )
        self.writer.sync()
        with self.engine.begin() as db:
            return end_crawl(db, self.crawl_id, self.profile, status, at)

    def _record(self, indexer: Indexer, exchange: Exchange, reading: Reading) -> Recorded:
        assessed = indexer.assess(exchange, reading)
        position, full = self._write(indexer.db, assessed)
        return indexer.index(assessed, position, full=full)

    def _write(self, db: Connection, assessed: Assessed) -> tuple[Position, bool]:
        """Write the exchange in the form that fits its outcome; tell whether that is whole."""
        exchange, base = assessed.exchange, assessed.resource.base
        if exchange.response is None or exchange.failure is not None:
            return self.writer.write_failure(exchange), False
        if base is not None and assessed.outcome in {Outcome.SAME, Outcome.NOT_MODIFIED}:
            return self.writer.write_revisit(exchange, reference_to(db, base)), False
        if base is not None and assessed.outcome is Outcome.NOISE:
            written = self._write_delta(db, assessed, base.capture_id)
            if written is not None:
                return written, False
        return self.writer.write_response(exchange), True

    def _write_delta(self, db: Connection, assessed: Assessed, base: int) -> Position | None:
        response = assessed.exchange.response
        assert response is not None
        assert assessed.resource.base is not None
        if self.profile.change.keep != "delta" or response.payload.size > DELTA_LIMIT:
            return None
        self.writer.flush()
        standing = load_exchange(self.writer.folder, position_of(db, base)).response
        if standing is None or standing.payload.size > DELTA_LIMIT:
            return None
        reference = reference_to(db, assessed.resource.base)
        return self.writer.write_delta(assessed.exchange, reference, standing.payload.read())
