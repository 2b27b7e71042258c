"""Pictures of the files that have none yet, drawn by worker processes out of the WARC files.

Not while a file is read: a page that kills its renderer must not cost the file its text.
"""

import logging
import multiprocessing
import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

from pebble import ProcessPool

from archive.errors import ArchiveError
from archive.folder import find_folder
from archive.queries.files import StoredFile, pictured_files
from archive.queries.reading import reading
from archive.thumbnails import keep_thumbnail, thumbnail_path
from archive.warc.positions import Position
from pipelines.limits import limit_memory
from pipelines.parsing.documents.thumbnail import make_thumbnail
from pipelines.recognising.pages import NICENESS, load_payload

SECONDS = 30.0
"""How long one picture may take."""
AHEAD = 4
"""Files that each worker has before it."""

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Drawn:
    """How many pictures were drawn, and of how many files there is none."""

    pictures: int = 0
    without: int = 0


def draw_missing(root: Path, workers: int) -> Drawn:
    """Draw each file that was not tried before; a crawl may run beside it.

    Raises NotAnArchiveError, and ArchiveError where the folder can't be written.
    """
    folder, drawn = find_folder(root), Drawn()
    with reading(folder.database) as db:
        files = [
            file
            for file in pictured_files(db)
            if not thumbnail_path(root, file.payload_digest).exists()
        ]
    for file, picture in _draw(folder.warc, files, workers) if files else ():
        try:
            keep_thumbnail(root, file.payload_digest, picture)
        except OSError as error:
            raise ArchiveError(f"Pictures can't be kept in {root}: {error.strerror}.") from error
        drawn.pictures += bool(picture)
        drawn.without += not picture
    return drawn


def draw(warc: Path, position: Position) -> bytes:
    """Draw one archived file, in a worker process."""
    return make_thumbnail(load_payload(warc, position))


def begin() -> None:
    """Prepare a worker: last in line for the processors, limited, deaf to Ctrl-C."""
    os.setsid()
    os.nice(NICENESS)
    limit_memory()


def _draw(
    warc: Path, files: Sequence[StoredFile], workers: int
) -> Iterator[tuple[StoredFile, bytes]]:
    """Yield files with their pictures; those whose record is damaged are left for later."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["pipelines.drawing"])
    pool = ProcessPool(max_workers=min(workers, len(files)), initializer=begin, context=context)
    ahead: deque[tuple[StoredFile, Future[bytes]]] = deque()
    try:
        for file in files:
            ahead.append((file, pool.schedule(draw, args=(warc, file.position), timeout=SECONDS)))
            if len(ahead) >= AHEAD * workers:
                yield from _settle(*ahead.popleft())
        while ahead:
            yield from _settle(*ahead.popleft())
        pool.close()
    finally:
        pool.stop()
        pool.join()


def _settle(file: StoredFile, future: Future[bytes]) -> Iterator[tuple[StoredFile, bytes]]:
    try:
        yield file, future.result()
    except ArchiveError as error:
        logger.warning("%s was not drawn: %s", file.url, error)
    except Exception as error:  # noqa: BLE001 -- whatever a hostile page does to a worker
        logger.info("%s has no picture: %s", file.url, error)
        yield file, b""
