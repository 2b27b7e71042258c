"""An archive open for writing: recovered, caught up, and ready for one crawl of one portal."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, text

from archive.catalogue import open_catalogue
from archive.fixity.sealing import seal_files
from archive.folder import ArchiveFolder, open_folder
from archive.profile import Profile
from archive.queries.conditions import Standing, standing_at, untrusted
from archive.recording import crawls
from archive.recording.documents import payload_digests
from archive.recording.events import Event
from archive.recording.extents import all_indexed
from archive.recording.recorder import Recorder
from archive.times import from_text, to_text
from archive.warc.exchange import Exchange
from archive.warc.positions import Position
from archive.warc.reader import load_exchange
from archive.warc.recovery import recover
from archive.warc.writer import WarcWriter
from pipelines.catching_up import catch_up
from pipelines.rereading import rereader
from pipelines.workers import Reader

logger = logging.getLogger(__name__)

# That a page is not there is an answer, too: asked again, it would be counted as a second look.
_CAPTURED = text("""
    SELECT url, request_digest, warc_file, warc_offset, warc_length FROM captures
    WHERE crawl_id = :crawl AND (outcome NOT IN ('error', 'blocked') OR status IN (404, 410))
    ORDER BY id
""")


@dataclass(frozen=True, slots=True)
class Session:
    """One crawl on its way into the archive."""

    folder: ArchiveFolder
    engine: Engine
    profile: Profile
    crawl_id: int
    started_at: datetime
    resumed: bool
    recorder: Recorder

    def captured(self) -> dict[tuple[str, str | None], Position]:
        """Return what an interrupted run of this crawl had captured, by URL and request."""
        with self.engine.connect() as db:
            rows = db.execute(_CAPTURED, {"crawl": self.crawl_id})
            return {(url, request): Position(*place) for url, request, *place in rows}

    def standing(self, url: str) -> Standing | None:
        """Return what stands at an address, where a server may be asked whether it still does.

        Not where its record is lost with the file, or the file's end: then it is to come anew.
        """
        with self.engine.connect() as db:
            standing = standing_at(db, self.profile.key, url)
        return standing if standing is not None and self._has(standing.position) else None

    def _has(self, position: Position) -> bool:
        path = self.folder.warc / position.file
        return path.is_file() and path.stat().st_size >= position.end

    def untrusted(self) -> frozenset[tuple[str, str]]:
        """Return the kinds and hosts whose 304 was found to be false."""
        with self.engine.connect() as db:
            return untrusted(db)

    def load(self, position: Position) -> Exchange:
        """Read an exchange back from the WARC files."""
        return load_exchange(self.folder.warc, position, self.folder.incoming)


@contextmanager
def open_archive(root: Path, reader: Reader) -> Iterator[tuple[ArchiveFolder, Engine, list[str]]]:
    """Open an archive for writing, making it where there is none.

    Torn records are cut off into side files, and what the WARC files have and the database has
    not is indexed; the list says so in words. Raises ArchiveError where the folder is no archive
    or another process has it open.
    """
    with open_folder(root, create=True) as folder:
        engine = open_catalogue(folder.database)
        try:
            with engine.connect() as db:
                spoken_of = all_indexed(db)
                db.rollback()
            found = [str(each) for each in recover(folder.warc, spoken_of)]
            caught = catch_up(folder, engine, reader)
            if caught:
                found.append(f"{caught} captures indexed that the database lacked")
            for each in found:
                logger.warning("Recovered: %s", each)
            seal_files(engine, folder.warc)
            yield folder, engine, found
            seal_files(engine, folder.warc)
        finally:
            engine.dispose()


@contextmanager
def open_session(
    root: Path, profile: Profile, reader: Reader, clock: Callable[[], datetime]
) -> Iterator[Session]:
    """Open an archive for a crawl: the one that did not come to its end, or a new one."""
    now = clock()
    with open_archive(root, reader) as (folder, engine, recovered):
        with engine.begin() as db:
            standing = crawls.unfinished(db, profile.key)
            crawl_id = standing.id if standing is not None else crawls.next_id(db)
            started_at = standing.started_at if standing is not None else to_text(now)
            crawls.begin(db, crawl_id, profile.key, started_at)
            read = payload_digests(db)
        info = {"crawl": str(crawl_id), "crawlStarted": started_at, "profile": profile.text}
        reread = rereader(folder.warc, profile)
        with WarcWriter(folder.warc, portal=profile.key, info=info, clock=clock) as writer:
            recorder = Recorder(engine, writer, crawl_id, profile, reread, read)
            if recovered:
                event = Event(now, "recovery", str(root.name), "recovered", tuple(recovered))
                recorder.note_event(event)
            started, resumed = from_text(started_at), standing is not None
            yield Session(folder, engine, profile, crawl_id, started, resumed, recorder)
