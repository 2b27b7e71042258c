"""Worker processes that recognise pages, a few ahead of the one that is waited for."""

import logging
import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pebble import ProcessPool

from archive.content import Page
from archive.errors import ArchiveError
from archive.queries.files import StoredFile
from pipelines.errors import PipelineError
from pipelines.recognising.pages import begin, recognise_page

SECONDS = 300.0
"""How long one page may take: read as it lies, turned, and read again."""
AHEAD = 4
"""Pages that each worker has before it."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Read:
    """One page of a file that was tried; without text, `problem` says why.

    `page` is None where the file could not be loaded: then nothing is known of the page.
    """

    file: StoredFile
    page: Page | None
    problem: str | None = None


_Ahead = tuple[StoredFile, int, Future[Page]]


def recognised(
    warc: Path, waiting: Iterable[tuple[StoredFile, int]], workers: int
) -> Iterator[Read]:
    """Recognise pages in `workers` processes; they come in their order."""
    ahead: deque[_Ahead] = deque()
    with worker_pool(workers) as pool:
        for file, page in waiting:
            future = pool.schedule(
                recognise_page, args=(warc, file.position, page), timeout=SECONDS
            )
            ahead.append((file, page, future))
            if len(ahead) >= AHEAD * workers:
                yield _settle(*ahead.popleft())
        while ahead:
            yield _settle(*ahead.popleft())


@contextmanager
def worker_pool(workers: int) -> Iterator[ProcessPool]:
    """Open processes that recognise pages; what they have begun is ended where an error leaves."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["pipelines.recognising.pages"])
    pool = ProcessPool(max_workers=workers, initializer=begin, context=context)
    try:
        yield pool
        pool.close()
    finally:
        pool.stop()
        pool.join()


def _settle(file: StoredFile, page: int, future: Future[Page]) -> Read:
    """Wait for a page; one that takes too long, or its worker with it, costs this page only."""
    try:
        return Read(file, future.result())
    except ArchiveError as error:
        logger.warning("%s was not recognised: %s", file.url, error)
        return Read(file, None, str(error))
    except Exception as error:  # noqa: BLE001 -- whatever a hostile page does to a worker
        return Read(file, Page(page, "", "none"), describe_failure(page, error))


def describe_failure(page: int, error: Exception, seconds: float = SECONDS) -> str:
    """Say in words why a page was not recognised."""
    if isinstance(error, TimeoutError):
        return f"page {page}: recognition took more than {seconds:g} seconds"
    if isinstance(error, PipelineError):
        return str(error) if f"page {page}" in str(error) else f"page {page}: {error}"
    return f"page {page}: recognition failed ({type(error).__name__})"
