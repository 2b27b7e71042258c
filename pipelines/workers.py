"""Worker processes that read pages and files, with limits on time and memory."""

import multiprocessing
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, wait
from pathlib import Path
from typing import Any, Protocol

from pebble import ProcessPool

from archive.content import Kind, Reading
from archive.warc.spans import Span
from pipelines.failing import failed, failed_file
from pipelines.limits import prepare_worker
from pipelines.runs import Rules
from pipelines.spans import ReadTask, SpanRead, read_span
from pipelines.tasks import Task

SECONDS = 30.0
"""How long one page or file may take to read."""
CHUNK = 8
"""How many pages a worker is handed at once, at most ..."""
PATIENCE = 0.02
"""... and how many seconds the first of them waits for others."""
QUICK = 1 << 20
"""Bytes of a page that is read together with others."""
TASKS = 5000
"""After how many a worker is replaced, so that no leak of a parser grows for ever."""


_Waiting = tuple[Task, Future[Reading]]


class Reader(Protocol):
    """Reads tasks, somewhere; the future fails with TimeoutError where one took too long."""

    def submit(self, task: Task) -> Future[Reading]:
        """Begin to read."""

    def read_span(self, warc: Path, span: Span, rules: Rules | None) -> Future[SpanRead]:
        """Begin to read a span of a WARC file, as `pipelines.spans.read_span` does."""

    def close(self) -> None:
        """Let no more begin, and wait for what has begun."""


def read_all(read: ReadTask, tasks: list[Task]) -> list[Reading]:
    """Read several tasks, in a worker process: one after the other."""
    return [read(task) for task in tasks]


def read_one(task: Task) -> Reading:
    """Read a task; parsers are loaded where they are needed, not where work is handed out."""
    from pipelines.reading import read  # noqa: PLC0415 -- half a second of imports

    return read(task)


class LocalReader:
    """Reads in processes of this machine.

    Pages go to the workers a few at a time, for to hand over one costs as much as to read it.
    Where one of them kills or holds up its worker, the others are read again by themselves.
    """

    def __init__(self, workers: int, seconds: float = SECONDS, read: ReadTask = read_one) -> None:
        self._seconds = seconds
        self._read = read
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["pipelines.reading"])
        self._pool = ProcessPool(
            max_workers=workers, max_tasks=TASKS, initializer=prepare_worker, context=context
        )
        self._waiting: list[_Waiting] = []
        self._unread: set[Future[Reading]] = set()
        self._changed = threading.Condition()
        self._closed = False
        self._thread = threading.Thread(target=self._hand_over, name="reader", daemon=True)
        self._thread.start()

    def submit(self, task: Task) -> Future[Reading]:
        """Begin to read."""
        future: Future[Reading] = Future()
        future.add_done_callback(self._unread.discard)
        with self._changed:
            self._unread.add(future)
            self._waiting.append((task, future))
            if len(self._waiting) in {1, CHUNK}:
                self._changed.notify()
        return future

    def read_span(self, warc: Path, span: Span, rules: Rules | None) -> Future[SpanRead]:
        """Begin to read a span of a WARC file; it fails where one of its pages takes too long."""
        return self._schedule(read_span, self._read, warc, span, rules)

    def close(self) -> None:
        """Let no more begin, and wait for what has begun."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self._thread.join()
        wait(list(self._unread))
        self._pool.close()
        self._pool.join()

    def _hand_over(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting or self._closed)
                self._changed.wait_for(
                    lambda: len(self._waiting) >= CHUNK or self._closed, timeout=PATIENCE
                )
                waiting, self._waiting = self._waiting, []
                if not waiting and self._closed:
                    return
            pages = [each for each in waiting if _is_quick(each[0])]
            for each in waiting:
                if not _is_quick(each[0]):
                    self._read_alone(each)
            for start in range(0, len(pages), CHUNK):
                self._read_together(pages[start : start + CHUNK])

    def _read_together(self, chunk: list[_Waiting]) -> None:
        def give(done: Future[list[Reading]]) -> None:
            if done.cancelled() or done.exception() is not None:
                for each in chunk:
                    self._read_alone(each)
                return
            for (_, future), reading in zip(chunk, done.result(), strict=True):
                future.set_result(reading)

        tasks = [task for task, _ in chunk]
        self._pool.schedule(
            read_all, args=(self._read, tasks), timeout=self._seconds
        ).add_done_callback(give)

    def _read_alone(self, waiting: _Waiting) -> None:
        task, future = waiting

        def give(done: Future[Reading]) -> None:
            error = CancelledError() if done.cancelled() else done.exception()
            if error is None:
                future.set_result(done.result())
            elif task.kind is Kind.DOCUMENT and not done.cancelled():
                future.set_result(failed_file(task, error))
            else:
                future.set_exception(error)

        self._schedule(self._read, task).add_done_callback(give)

    def _schedule(self, function: Callable[..., Any], *arguments: object) -> Future[Any]:
        future: Future[Any] = self._pool.schedule(function, args=arguments, timeout=self._seconds)
        return future


def _is_quick(task: Task) -> bool:
    return task.kind is not Kind.DOCUMENT and task.payload.size <= QUICK


class InlineReader:
    """Reads at once, in this process: for one page, and for tests."""

    def __init__(self, read: ReadTask = read_one) -> None:
        self._read = read

    def submit(self, task: Task) -> Future[Reading]:
        """Read, and return the future already done."""
        future: Future[Reading] = Future()
        try:
            future.set_result(self._read(task))
        except Exception as error:  # noqa: BLE001 -- a future carries any failure to its reader
            future.set_exception(error)
        return future

    def read_span(self, warc: Path, span: Span, rules: Rules | None) -> Future[SpanRead]:
        """Read, and return the future already done."""
        future: Future[SpanRead] = Future()
        future.set_result(read_span(self._read, warc, span, rules))
        return future

    def close(self) -> None:
        """Do nothing: nothing is kept."""


def settle(reading: Reading | Future[Reading], url: str) -> Reading:
    """Wait for a reading; a worker that died or ran out of time costs this reading only."""
    if not isinstance(reading, Future):
        return reading
    try:
        return reading.result()
    except Exception as error:  # noqa: BLE001 -- whatever a hostile file does to a parser
        return failed(url, error)
