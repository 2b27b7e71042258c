"""The recorder of a running crawl: WARC first, flushed to disk, then the rows that speak of it."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, Engine

from archive.content import Document, Reading
from archive.errors import DamagedRecordError, NotInArchiveError
from archive.profile import Profile
from archive.recording.captures import position_of, reference_to
from archive.recording.crawls import CrawlSummary
from archive.recording.elsewhere import Reread
from archive.recording.ending import Ending, crawl_uri, end_crawl, examined
from archive.recording.events import EVENT_URI, Event, add_event
from archive.recording.extents import set_indexed
from archive.recording.indexing import Assessed, Indexer, Recorded
from archive.recording.judging import Base, Outcome
from archive.warc.exchange import Exchange
from archive.warc.positions import Position
from archive.warc.restoring import Original, load_original
from archive.warc.writer import WarcWriter

logger = logging.getLogger(__name__)

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
    payloads: set[str] = field(default_factory=set)
    """Digests of the files that have been read, ever: none is read twice."""

    def record(self, batch: Sequence[tuple[Exchange, Reading]]) -> list[Recorded]:
        """Write a batch to WARC and database; when this returns, both are on disk.

        Where it fails, the database stays as it was, and what the WARC files have of the batch
        is indexed when the archive is opened next.
        """
        with self.engine.begin() as db:
            indexer = Indexer(
                db, self.crawl_id, self.profile.key, self.reread, self.profile.is_article
            )
            written = [self._record(indexer, *each) for each in batch]
            ends = {position.file: position.end for _, position in written}
            for file, end in ends.items():
                set_indexed(db, file, self.crawl_id, end)
            self.writer.sync()
        self.payloads.update(
            reading.payload_digest for _, reading in batch if isinstance(reading, Document)
        )
        return [recorded for recorded, _ in written]

    def has_read(self, exchange: Exchange) -> bool:
        """Tell whether a file with this payload was read before; any thread may ask."""
        response = exchange.response
        return response is not None and response.payload.digest in self.payloads

    def finish(self, ending: Ending) -> CrawlSummary:
        """End the crawl: judge its health, count what it missed, note its end in the record."""
        with self.engine.connect() as db:
            ending = examined(db, self.crawl_id, self.profile, ending)
        position = self.writer.write_note(crawl_uri(self.crawl_id), ending.to_note(), ending.at)
        self.writer.sync()
        with self.engine.begin() as db:
            set_indexed(db, position.file, self.crawl_id, position.end)
            return end_crawl(db, self.crawl_id, self.profile, ending, self.reread)

    def note_event(self, event: Event) -> None:
        """Note in the record, and in the table of events, what was done to the archive."""
        position = self.writer.write_note(EVENT_URI, event.to_note(), event.at)
        self.writer.sync()
        with self.engine.begin() as db:
            set_indexed(db, position.file, self.crawl_id, position.end)
            add_event(db, event)

    def _record(
        self, indexer: Indexer, exchange: Exchange, reading: Reading
    ) -> tuple[Recorded, Position]:
        assessed = indexer.assess(exchange, reading)
        position, full = self._write(indexer.db, assessed)
        return indexer.index(assessed, position, full=full), position

    def _write(self, db: Connection, assessed: Assessed) -> tuple[Position, bool]:
        """Write the exchange in the form that fits its outcome; tell whether that is whole."""
        exchange, base = assessed.exchange, assessed.resource.base
        if exchange.response is None or exchange.failure is not None:
            return self.writer.write_failure(exchange), False
        written = self._refer(db, exchange, base, assessed.outcome) if base is not None else None
        if written is not None:
            return written, False
        return self.writer.write_response(exchange), True

    def _refer(
        self, db: Connection, exchange: Exchange, base: Base, outcome: Outcome
    ) -> Position | None:
        """Write what refers to an earlier response; None where it must be kept whole."""
        assert exchange.response is not None
        if outcome is Outcome.NOT_MODIFIED:
            return self.writer.write_revisit(exchange, reference_to(db, base))
        small = exchange.response.payload.size <= DELTA_LIMIT
        if outcome is Outcome.SAME:
            # Larger ones are not read just to see whether they can be.
            sound = not small or self._original(db, base) is not None
            return self.writer.write_revisit(exchange, reference_to(db, base)) if sound else None
        if outcome is not Outcome.NOISE or not small or self.profile.change.keep != "delta":
            return None
        standing = self._original(db, base)
        if standing is None or standing.response.payload.size > DELTA_LIMIT:
            return None
        return self.writer.write_delta(exchange, reference_to(db, base), standing.message)

    def _original(self, db: Connection, base: Base) -> Original | None:
        """Read what stands for a URL; None where the record is lost, so that another one must."""
        try:
            return load_original(self.writer.folder, position_of(db, base.capture_id))
        except (DamagedRecordError, NotInArchiveError) as error:
            logger.warning("What stood there is lost, so what came is kept whole: %s", error)
            return None
