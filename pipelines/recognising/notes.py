"""Work on what is archived already, noted in WARC files and rows: the archive is held briefly."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from archive.errors import ArchiveError
from archive.profile import Profile
from archive.recording.extents import set_indexed
from archive.recording.recognition import Recognition, apply_recognition
from archive.warc.positions import archive_files
from archive.warc.reader import Info, read_records
from archive.warc.writer import WarcWriter
from pipelines.recognising.identifying import identify_file
from pipelines.session import open_archive
from pipelines.workers import LocalReader

PURPOSE = "recognition"
"""What the head of a file says that no crawl began."""
_OF_CRAWL = ("crawl", "crawlStarted", "profile")


def record(root: Path, batch: Sequence[Recognition], clock: Callable[[], datetime]) -> None:
    """Write recognised pages to a WARC file of their own, flush it, then change their rows.

    Raises ArchiveBusyError, having written nothing, where a crawl has the archive open.
    """
    reader = LocalReader(1)
    try:
        with open_archive(root, reader) as (folder, engine, _):
            info = _last_crawl(folder.warc) | {"purpose": PURPOSE}
            portal = Profile.from_toml(info["profile"], "the last crawl's profile").key
            with WarcWriter(folder.warc, portal=portal, info=info, clock=clock) as writer:
                placed = [
                    (found, writer.write_note(found.subject, found.to_note(), found.at))
                    for found in batch
                ]
                writer.sync()
                with engine.begin() as db:
                    for found, position in placed:
                        apply_recognition(db, found, identify_file)
                        set_indexed(db, position.file, int(info["crawl"]), position.end)
    finally:
        reader.close()


def _last_crawl(warc: Path) -> dict[str, str]:
    """Return what the newest file says of its crawl at its head."""
    for path in reversed(archive_files(warc)):
        head = next(read_records(path), None)
        if isinstance(head, Info) and all(name in head.fields for name in _OF_CRAWL):
            return {name: head.fields[name] for name in _OF_CRAWL}
    raise ArchiveError(f"{warc} has no file that says of which crawl it is: nothing was noted.")
