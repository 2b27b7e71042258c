"""Rows derived from what WARC files hold: how a rebuild, and catching up after a crash, go.

The rules are those of a crawl, in the order of the records, so that the same files always give
the same rows.
"""

import logging
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection, Engine

from archive.content import Kind, Reading
from archive.profile import Profile
from archive.recording import crawls, extents
from archive.recording.ending import CRAWL_END, Ending, end_crawl
from archive.recording.events import Event, add_event
from archive.recording.imports import IMPORT_END, ImportEnd, end_import
from archive.recording.indexing import Indexer
from archive.recording.recognition import RECOGNITION, Recognition, apply_recognition
from archive.warc.origins import IMPORTED
from archive.warc.reader import BadRecord, Entry, Info, Note, RecordType, StoredExchange
from pipelines.recognising.identifying import identify_file
from pipelines.rereading import rereader
from pipelines.tasks import task_for
from pipelines.trusting import trusting
from pipelines.workers import Reader, settle

BATCH = 500
"""How many records are committed at once."""
AHEAD = 256
"""How many records may be read ahead of the one that is indexed: memory stays flat."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Run:
    """The crawl that the records at hand belong to, by the `warcinfo` before them."""

    crawl_id: int
    started_at: str
    profile: Profile
    begins: bool = True
    """Whether the crawl went on here; not so in a file that was written after it, by an audit."""
    kind: str = "crawl"
    """`crawl` or `import`."""

    @classmethod
    def from_info(cls, info: Info) -> "Run":
        """Read what a crawl writes at the head of its files."""
        fields = info.fields
        profile = Profile.from_toml(fields["profile"], f"{info.position.file}: profile")
        begins = "purpose" not in fields
        kind = fields.get("kind", "crawl")
        return cls(int(fields["crawl"]), fields["crawlStarted"], profile, begins, kind)


Waiting = tuple[Run | None, Entry, Future[Reading] | None]


def index_entries(engine: Engine, warc: Path, entries: Iterable[Entry], reader: Reader) -> int:
    """Index entries in their order; return how many exchanges they held.

    Of what is indexed already, only the head of a file may come: it names the crawl.
    """
    indexed = 0
    waiting = _read_ahead(entries, trusting(reader, warc.parent))
    while batch := list(islice(waiting, BATCH)):
        with engine.begin() as db:
            for run, entry, reading in batch:
                indexed += isinstance(entry, StoredExchange)
                if entry.position.end > extents.indexed(db, entry.position.file):
                    _index(db, warc, run, entry, reading)
    return indexed


def _read_ahead(entries: Iterable[Entry], reader: Reader) -> Iterator[Waiting]:
    """Begin to read what comes, and hand it on in order."""
    ahead: deque[Waiting] = deque()
    run: Run | None = None
    read: set[str] = set()
    for entry in entries:
        if isinstance(entry, Info):
            run = Run.from_info(entry)
        ahead.append((run, entry, _begin(run, entry, reader, read)))
        if len(ahead) > AHEAD:
            yield ahead.popleft()
    yield from ahead


def _begin(run: Run | None, entry: Entry, reader: Reader, read: set[str]) -> Future[Reading] | None:
    if run is None or not isinstance(entry, StoredExchange):
        return None
    task = task_for(entry.exchange, run.profile.parser, run.profile.timezone)
    if task is None:
        return None
    if task.kind is Kind.DOCUMENT:
        if task.payload.digest in read:
            return None
        read.add(task.payload.digest)
    return reader.submit(task)


def _index(
    db: Connection,
    warc: Path,
    run: Run | None,
    entry: Entry,
    reading: Future[Reading] | None,
) -> None:
    if isinstance(entry, BadRecord) or run is None:
        logger.warning("%s is not indexed: %s", entry.position, getattr(entry, "reason", entry))
        return
    match entry:
        case Info() if run.begins:
            crawls.begin(db, run.crawl_id, run.profile.key, run.started_at, run.kind)
        case StoredExchange():
            _index_exchange(db, warc, run, entry, settle(reading, entry.exchange.url))
        case Note():
            _apply(db, run, entry)
        case _:
            pass
    extents.set_indexed(db, entry.position.file, run.crawl_id, entry.position.end)


def _index_exchange(
    db: Connection, warc: Path, run: Run, entry: StoredExchange, reading: Reading
) -> None:
    profile = run.profile
    indexer = Indexer(db, run.crawl_id, profile.key, rereader(warc, profile), profile.is_article)
    imported = entry.origin is not None
    assessed = indexer.assess(entry.exchange, reading, imported=imported)
    full = entry.record_type is RecordType.RESPONSE and not imported
    indexer.index(assessed, entry.position, full=full)


def _apply(db: Connection, run: Run, note: Note) -> None:
    if note.content.get("event") == RECOGNITION:
        found = Recognition.from_note(note.content, note.moment)
        apply_recognition(db, found, identify_file)
    elif note.content.get("event") == CRAWL_END:
        end_crawl(db, run.crawl_id, run.profile, Ending.from_note(note.content, note.moment))
    elif note.content.get("event") == IMPORT_END:
        end_import(db, run.crawl_id, run.profile, ImportEnd.from_note(note.content, note.moment))
    elif note.content.get("event") != IMPORTED:
        add_event(db, Event.from_note(note.content, note.moment))
