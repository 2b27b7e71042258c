"""Rows derived from what WARC files hold: how a rebuild, and catching up after a crash, go.

The rules are those of a crawl, in the order of the records, so that the same files always give
the same rows.
"""

import logging
from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection, Engine

from archive.content import Reading
from archive.recording import crawls
from archive.recording.ending import CRAWL_END, Ending, end_crawl
from archive.recording.events import Event, add_event
from archive.recording.extents import Extents
from archive.recording.imports import IMPORT_END, ImportEnd, end_import
from archive.recording.indexing import Indexer
from archive.recording.recognition import RECOGNITION, Recognition, apply_recognition
from archive.warc.origins import IMPORTED
from archive.warc.reader import BadRecord, Entry, Info, Note, RecordType, StoredExchange
from pipelines.reading_ahead import Waiting, buffered
from pipelines.rereading import rereader
from pipelines.runs import Run
from pipelines.workers import settle

BATCH = 500
"""How many records are committed at once."""

Watch = Callable[[Entry], None]

logger = logging.getLogger(__name__)


def index(engine: Engine, warc: Path, found: Iterable[Waiting], watch: Watch | None = None) -> int:
    """Index entries in their order; return how many exchanges they held.

    Of what is indexed already, only the head of a file may come: it names the crawl. `watch` is
    told each entry that is done.
    """
    exchanges, waiting = 0, buffered(found)
    while batch := list(islice(waiting, BATCH)):
        with engine.begin() as db:
            known = Extents(db)
            for each in batch:
                place = each.entry.position
                exchanges += isinstance(each.entry, StoredExchange)
                if place.end > known.end(place.file) and _index(db, warc, each):
                    assert each.run is not None
                    known.set_end(place.file, each.run.crawl_id, place.end)
                if watch is not None:
                    watch(each.entry)
            known.write()
    return exchanges


def _index(db: Connection, warc: Path, waiting: Waiting) -> bool:
    """Write the rows of an entry; tell whether there was anything to make of it."""
    run, entry, reading = waiting
    if isinstance(entry, BadRecord) or run is None:
        logger.warning("%s is not indexed: %s", entry.position, getattr(entry, "reason", entry))
        return False
    match entry:
        case Info() if run.begins:
            crawls.begin(db, run.crawl_id, run.profile.key, run.started_at, run.kind)
        case StoredExchange():
            _index_exchange(db, warc, run, entry, settle(reading, entry.exchange.url))
        case Note():
            _apply(db, warc, run, entry)
        case _:
            pass
    return True


def _index_exchange(
    db: Connection, warc: Path, run: Run, entry: StoredExchange, reading: Reading
) -> None:
    profile = run.profile
    indexer = Indexer(db, run.crawl_id, profile.key, rereader(warc, profile), profile.is_article)
    imported = entry.origin is not None
    assessed = indexer.assess(entry.exchange, reading, imported=imported)
    full = entry.record_type is RecordType.RESPONSE and not imported
    indexer.index(assessed, entry.position, full=full)


def _apply(db: Connection, warc: Path, run: Run, note: Note) -> None:
    if note.content.get("event") == RECOGNITION:
        from pipelines.recognising.identifying import (  # noqa: PLC0415 -- loads parsers of files
            identify_file,
        )

        found = Recognition.from_note(note.content, note.moment)
        apply_recognition(db, found, identify_file)
    elif note.content.get("event") == CRAWL_END:
        ending = Ending.from_note(note.content, note.moment)
        end_crawl(db, run.crawl_id, run.profile, ending, rereader(warc, run.profile))
    elif note.content.get("event") == IMPORT_END:
        end_import(db, run.crawl_id, run.profile, ImportEnd.from_note(note.content, note.moment))
    elif note.content.get("event") != IMPORTED:
        add_event(db, Event.from_note(note.content, note.moment))
