"""The audit itself as an event of the archive: in the WARC files, and so in the database."""

from collections.abc import Callable
from datetime import datetime

from archive.catalogue import open_catalogue
from archive.errors import ArchiveError
from archive.fixity.sealing import seal_files
from archive.folder import ArchiveFolder
from archive.profile import Profile
from archive.recording.events import EVENT_URI, Event, add_event
from archive.recording.extents import indexed, set_indexed
from archive.warc.positions import archive_files
from archive.warc.reader import Info, read_records
from archive.warc.writer import WarcWriter

PURPOSE = "audit"
"""What the head of a file says that was begun by no crawl."""
_OF_CRAWL = ("crawl", "crawlStarted", "profile")


def note(folder: ArchiveFolder, event: Event, clock: Callable[[], datetime]) -> None:
    """Note an event in a WARC file of its own, and in the database; the caller holds the lock.

    Raises ArchiveError where the archive has no crawl yet, or is to be recovered first.
    """
    info = {**_last_crawl(folder), "purpose": PURPOSE}
    portal = Profile.from_toml(info["profile"], "the last crawl's profile").key
    engine = open_catalogue(folder.database)
    try:
        with engine.connect() as db:
            behind = [
                path.name
                for path in archive_files(folder.warc)
                if path.stat().st_size != indexed(db, path.name)
            ]
            db.rollback()
        if behind:
            raise ArchiveError(
                f"{behind[0]} and the database are not at the same point. Crawl, or run 'luutru "
                "rebuild', then verify again."
            )
        with WarcWriter(folder.warc, portal=portal, info=info, clock=clock) as writer:
            position = writer.write_note(EVENT_URI, event.to_note(), event.at)
            writer.sync()
            with engine.begin() as db:
                set_indexed(db, position.file, int(info["crawl"]), position.end)
                add_event(db, event)
        seal_files(engine, folder.warc)
    finally:
        engine.dispose()


def _last_crawl(folder: ArchiveFolder) -> dict[str, str]:
    """Return what the newest file that a crawl wrote says of it at its head."""
    for path in reversed(archive_files(folder.warc)):
        head = next(read_records(path), None)
        if isinstance(head, Info) and all(name in head.fields for name in _OF_CRAWL):
            return {name: head.fields[name] for name in _OF_CRAWL}
    raise ArchiveError(f"{folder.warc} has no file that a crawl wrote: there is nothing to note.")
