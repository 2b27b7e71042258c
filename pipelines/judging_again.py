"""Signatures judged again, by the roots that are trusted now; captures stay as they are."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.content import Document, Reading
from archive.errors import ArchiveError
from archive.queries.files import StoredFile, signed_files
from archive.recording.readings import judge_again
from archive.warc.reader import load_exchange
from pipelines.session import open_archive
from pipelines.tasks import Task, task_for
from pipelines.trusting import trusting
from pipelines.workers import Reader, settle


@dataclass(slots=True)
class Judged:
    """What came of it; `unread` files could not be read as they were at first."""

    files: int = 0
    signatures: int = 0
    trusted: int = 0
    unread: int = 0


def judge_signatures(
    root: Path, reader: Reader, watch: Callable[[Judged], None] | None = None
) -> Judged:
    """Read every signed file of an archive again, and write what its signatures are worth now.

    The rows are those that a rebuild would give with the same folder of trusted roots.
    """
    judged = Judged()
    with open_archive(root, reader) as (folder, engine, _):
        with engine.connect() as db:
            files = signed_files(db)
            db.rollback()
        for file, reading in _read(folder.warc, files, trusting(reader, root)):
            with engine.begin() as db:
                known = isinstance(reading, Document) and judge_again(
                    db, file.payload_digest, reading.signatures
                )
            if known and isinstance(reading, Document):
                judged.files += 1
                judged.signatures += len(reading.signatures)
                judged.trusted += sum(each.trusted for each in reading.signatures)
            else:
                judged.unread += 1
            if watch is not None:
                watch(judged)
    return judged


def _read(
    warc: Path, files: list[StoredFile], reader: Reader
) -> Iterator[tuple[StoredFile, Reading]]:
    for file in files:
        task = _task(warc, file)
        yield file, settle(reader.submit(task), file.url) if task is not None else None


def _task(warc: Path, file: StoredFile) -> Task | None:
    """Make the task of the file's first reading; a portal's parser has no part in it."""
    try:
        return task_for(load_exchange(warc, file.position), "", "")
    except ArchiveError:
        return None
