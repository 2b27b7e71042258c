"""The queue of pages that wait for recognition, worked through."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from archive.folder import find_folder
from archive.queries.files import waiting_files
from archive.queries.reading import reading
from pipelines.errors import PipelineError
from pipelines.parsing.documents.ocr import missing_tesseract
from pipelines.recognising.batch import Batch
from pipelines.recognising.pool import recognised


@dataclass(slots=True)
class Progress:
    """How far recognition is, of so many pages that waited.

    `failed` pages defied it, which is recorded; `unloaded` ones could not be read from the WARC
    files and go on waiting. `stopped` says that it was interrupted.
    """

    waiting: int
    total: int
    recognised: int = 0
    failed: int = 0
    unloaded: int = 0
    stopped: bool = False

    @property
    def left(self) -> int:
        """How many pages wait still."""
        return self.waiting - self.recognised - self.failed


Watch = Callable[[Progress], None]


def recognise_waiting(
    root: Path,
    clock: Callable[[], datetime],
    *,
    workers: int,
    limit: int | None = None,
    watch: Watch | None = None,
) -> Progress:
    """Recognise the pages that wait, `limit` at most, and record them as it goes.

    A crawl may run beside it. Ctrl-C stops it; what is recognised by then is recorded, unless a
    crawl has the archive open. Raises PipelineError where Tesseract is missing.
    """
    folder = find_folder(root)
    with reading(folder.database) as db:
        waiting = [(file, page) for file, pages in waiting_files(db) for page in pages]
    progress = Progress(len(waiting), len(waiting[:limit]))
    missing = missing_tesseract()
    if missing and waiting:
        raise PipelineError(f"{len(waiting):,} pages wait for recognition. {missing}")
    batch = Batch(root, clock)
    try:
        for read in recognised(folder.warc, waiting[:limit], workers):
            progress.recognised += read.problem is None
            progress.failed += read.problem is not None and read.page is not None
            progress.unloaded += read.page is None
            if read.page is not None:
                batch.add(read)
            if watch is not None:
                watch(progress)
        batch.finish()
    except KeyboardInterrupt:
        progress.stopped = True
        if not batch.flush():
            _take_back(progress, batch)
    return progress


def _take_back(progress: Progress, batch: Batch) -> None:
    """Count what could not be recorded as not done."""
    lost = sum(read.problem is None for read in batch.read)
    progress.recognised -= lost
    progress.failed -= len(batch.read) - lost
