"""Worker processes that read pages and files, with limits on time and memory."""

import logging
import multiprocessing
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from typing import Protocol

from pebble import ProcessPool

from archive.content import Reading, Unreadable
from pipelines.limits import limit_memory
from pipelines.reading import read
from pipelines.tasks import Task

logger = logging.getLogger(__name__)

SECONDS = 30.0
"""How long one page or file may take to read."""
TASKS = 5000
"""After how many a worker is replaced, so that no leak of a parser grows for ever."""


class Reader(Protocol):
    """Reads tasks, somewhere; the future fails with TimeoutError where one took too long."""

    def submit(self, task: Task) -> Future[Reading]:
        """Begin to read."""

    def close(self) -> None:
        """Let no more begin, and wait for what has begun."""


class LocalReader:
    """Reads in processes of this machine."""

    def __init__(self, workers: int, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._pool = ProcessPool(
            max_workers=workers,
            max_tasks=TASKS,
            initializer=limit_memory,
            context=multiprocessing.get_context("forkserver"),
        )

    def submit(self, task: Task) -> Future[Reading]:
        """Begin to read."""
        future: Future[Reading] = self._pool.schedule(read, args=(task,), timeout=self._seconds)
        return future

    def close(self) -> None:
        """Let no more begin, and wait for what has begun."""
        self._pool.close()
        self._pool.join()


class InlineReader:
    """Reads at once, in this process: for one page, and for tests."""

    def __init__(self, function: Callable[[Task], Reading] = read) -> None:
        self._read = function

    def submit(self, task: Task) -> Future[Reading]:
        """Read, and return the future already done."""
        future: Future[Reading] = Future()
        try:
            future.set_result(self._read(task))
        except Exception as error:  # noqa: BLE001 -- a future carries any failure to its reader
            future.set_exception(error)
        return future

    def close(self) -> None:
        """Do nothing: nothing is kept."""


def settle(reading: Future[Reading] | None, url: str) -> Reading:
    """Wait for a reading; a worker that died or ran out of time costs this reading only."""
    if reading is None:
        return None
    try:
        return reading.result()
    except (TimeoutError, CancelledError):
        return Unreadable(url, "reading it took too long and was stopped")
    except Exception as error:  # noqa: BLE001 -- whatever a hostile file does to a parser
        logger.warning("%s could not be read: %r", url, error)
        return Unreadable(url, f"reading it failed: {type(error).__name__}")
