"""The one path into the archive: capture, parse, record, in the order of the captures.

`Intake.submit` takes exchanges from any thread and returns at once. Readings are made by a
`Reader`, side by side; a single thread takes them in order, in batches, and records them.
"""

import logging
import queue
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Protocol

from archive.content import Kind, Reading
from archive.recording.indexing import Recorded
from archive.warc.exchange import Exchange
from pipelines.tasks import Task, task_for
from pipelines.workers import Reader, settle

BATCH = 100
"""How many exchanges are flushed to disk and committed at once, at most ..."""
PATIENCE = 0.2
"""... and how many seconds the first of them waits for others."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of an exchange: what was read of it, and its rows (None: not recorded)."""

    exchange: Exchange
    reading: Reading
    recorded: Recorded | None


class Recording(Protocol):
    """Where batches go."""

    def record(self, batch: Sequence[tuple[Exchange, Reading]]) -> list[Recorded]:
        """Record a batch durably."""

    def has_read(self, exchange: Exchange) -> bool:
        """Tell whether a file with this payload was read before."""


@dataclass(slots=True)
class _Pending:
    exchange: Exchange
    reading: Future[Reading] | None
    taken: Future[Taken]


class Intake:
    """Takes exchanges in; see the module."""

    def __init__(
        self,
        recording: Recording,
        reader: Reader,
        parser: str,
        timezone: str,
        on_taken: Callable[[Taken], None] | None = None,
        on_failure: Callable[[Exception], None] | None = None,
        patience: float = PATIENCE,
    ) -> None:
        self._recording = recording
        self._reader = reader
        self._rules = parser, timezone
        self._on_taken = on_taken
        self._on_failure = on_failure
        self._patience = patience
        self._queue: queue.SimpleQueue[_Pending | None] = queue.SimpleQueue()
        self._failure: Exception | None = None
        self._files: dict[str, Future[Reading]] = {}
        self._thread = threading.Thread(target=self._run, name="recorder", daemon=True)
        self._thread.start()

    def submit(self, exchange: Exchange) -> Future[Taken]:
        """Read and record an exchange; the future is done when it is on disk."""
        pending = _Pending(exchange, self._read(exchange), Future())
        self._queue.put(pending)
        return pending.taken

    def read(self, exchange: Exchange) -> Future[Taken]:
        """Read an exchange that the archive has already; nothing is recorded."""
        taken: Future[Taken] = Future()
        reading = self._read(exchange)
        if reading is None:
            taken.set_result(Taken(exchange, None, None))
        else:
            reading.add_done_callback(
                lambda done: taken.set_result(Taken(exchange, settle(done, exchange.url), None))
            )
        return taken

    def close(self) -> None:
        """Record all that was submitted; raise what the recorder failed with, if it did."""
        self._queue.put(None)
        self._thread.join()
        if self._failure is not None:
            raise self._failure

    def _read(self, exchange: Exchange) -> Future[Reading] | None:
        task = task_for(exchange, *self._rules)
        if task is None:
            return None
        if exchange.kind is not Kind.DOCUMENT:
            return self._reader.submit(task)
        if self._recording.has_read(exchange):
            return None
        return self._read_file(task)

    def _read_file(self, task: Task) -> Future[Reading]:
        """Read a file once, however many addresses give it at the same time."""
        digest = task.payload.digest
        reading = self._files.get(digest)
        if reading is None:
            reading = self._files[digest] = self._reader.submit(task)
            reading.add_done_callback(lambda _: self._files.pop(digest, None))
        return reading

    def _run(self) -> None:
        open_ = True
        while open_:
            batch, open_ = self._collect()
            if batch:
                self._record(batch)

    def _collect(self) -> tuple[list[_Pending], bool]:
        """Wait for a first exchange, then for more until the batch is full or time is up."""
        batch: list[_Pending] = []
        deadline = None
        while len(batch) < BATCH:
            try:
                wait = None if deadline is None else max(0.0, deadline - time.monotonic())
                pending = self._queue.get(timeout=wait)
            except queue.Empty:
                break
            if pending is None:
                return batch, False
            if deadline is None:
                deadline = time.monotonic() + self._patience
            _wait(pending)
            batch.append(pending)
        return batch, True

    def _record(self, batch: list[_Pending]) -> None:
        read = [(each.exchange, settle(each.reading, each.exchange.url)) for each in batch]
        try:
            if self._failure is not None:
                raise self._failure
            recorded = self._recording.record(read)
        except Exception as error:  # noqa: BLE001 -- the crawl must hear of any failure
            self._fail(error, batch)
            return
        for each, (exchange, reading), row in zip(batch, read, recorded, strict=True):
            taken = Taken(exchange, reading, row)
            if self._on_taken is not None:
                self._on_taken(taken)
            each.taken.set_result(taken)

    def _fail(self, error: Exception, batch: list[_Pending]) -> None:
        """Stop recording for good: what comes after a failed write must not hide it."""
        if self._failure is None:
            self._failure = error
            logger.error("Recording stopped: %s", error)
            if self._on_failure is not None:
                self._on_failure(error)
        for each in batch:
            each.taken.set_exception(error)


def _wait(pending: _Pending) -> None:
    if pending.reading is not None:
        pending.reading.exception()
