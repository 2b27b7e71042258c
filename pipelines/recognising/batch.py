"""Recognised pages on their way into the archive, which a crawl may have open just then."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from pathlib import Path

from archive.errors import ArchiveBusyError
from archive.queries.files import StoredFile
from archive.recording.recognition import Recognition
from pipelines.parsing.documents.ocr import recogniser_name
from pipelines.recognising.notes import record
from pipelines.recognising.pool import Read

SECONDS = 120.0
"""Results are recorded this often: what a kill may cost."""
BUSY_SECONDS = 5.0
"""How long to wait, at the end, before the archive is tried again."""


@dataclass(slots=True)
class Batch:
    """Pages that were tried and are not yet recorded."""

    root: Path
    clock: Callable[[], datetime]
    read: list[Read] = field(default_factory=list)
    since: float = field(default_factory=time.monotonic)

    def add(self, read: Read) -> None:
        """Take a page; record what there is when it is time to, and nobody else writes."""
        self.read.append(read)
        if time.monotonic() - self.since > SECONDS:
            self.flush()

    def flush(self) -> bool:
        """Record what there is; False where another process has the archive open."""
        self.since = time.monotonic()
        try:
            if self.read:
                record(self.root, list(_by_file(self.read, self.clock())), self.clock)
        except ArchiveBusyError:
            return False
        self.read.clear()
        return True

    def finish(self) -> None:
        """Record what there is, however long another process has the archive open."""
        while not self.flush():
            time.sleep(BUSY_SECONDS)


def _by_file(read: Sequence[Read], at: datetime) -> Iterator[Recognition]:
    def file_of(each: Read) -> StoredFile:
        return each.file

    for file, group in groupby(read, key=file_of):
        tried = list(group)
        yield Recognition(
            file.payload_digest,
            file.url,
            at,
            recogniser_name(),
            tuple(each.page for each in tried if each.page is not None),
            tuple(each.problem for each in tried if each.problem is not None),
        )
