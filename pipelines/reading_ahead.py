"""The records of an archive in their order, read side by side by workers.

Each worker is handed a span of a file. Where a span begins, and by which rules it is read, is a
guess until all before it is known; one that was guessed wrongly is read again. So what comes out
is what reading record by record would give, whatever the files hold.
"""

import logging
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from archive.content import Kind, Reading
from archive.warc import spans
from archive.warc.reader import Entry, Info, StoredExchange, read_records
from archive.warc.spans import Span, SpanEntries, split
from pipelines.runs import Rules, Run
from pipelines.spans import SpanRead, noted, rules_of
from pipelines.tasks import Task, task_for
from pipelines.trusting import trusting
from pipelines.workers import Reader

SPANS = 8
"""How many spans may be under way, or read and not yet taken: memory stays flat."""
ENTRIES = 64
"""How many entries may wait for one whose file is being read."""

logger = logging.getLogger(__name__)


class Waiting(NamedTuple):
    """An entry, the crawl that it belongs to, and its reading, which may not be done yet."""

    run: Run | None
    entry: Entry
    reading: Reading | Future[Reading]


class _Begun(NamedTuple):
    span: Span
    rules: Rules | None
    result: Future[SpanRead]


def read_files(warc: Path, paths: Iterable[Path], reader: Reader) -> Iterator[Waiting]:
    """Read WARC files of an archive, span by span, and hand their entries on in order."""
    order = _Order(warc, reader)
    ahead: deque[_Begun] = deque()
    for begun in _begin(warc, paths, reader):
        ahead.append(begun)
        if len(ahead) > SPANS:
            yield from order.take(ahead.popleft())
    for begun in ahead:
        yield from order.take(begun)


def read_entries(warc: Path, entries: Iterable[Entry], reader: Reader) -> Iterator[Waiting]:
    """Read entries that the caller has chosen, one by one."""
    order = _Order(warc, reader)
    for entry in entries:
        yield order.submit(entry)


def buffered(found: Iterable[Waiting], size: int = ENTRIES) -> Iterator[Waiting]:
    """Hand on in order, so many entries later: files are read meanwhile."""
    ahead: deque[Waiting] = deque()
    for each in found:
        ahead.append(each)
        if len(ahead) > size:
            yield ahead.popleft()
    yield from ahead


def _begin(warc: Path, paths: Iterable[Path], reader: Reader) -> Iterator[_Begun]:
    rules: Rules | None = None
    for path in paths:
        for span in split(path, spans.SIZE):
            if span.start > 0 and (head := next(read_records(path), None)) is not None:
                rules = rules_of(head) if isinstance(head, Info) else rules
            yield _Begun(span, rules, reader.read_span(warc, span, rules))


class _Order:
    """Knows what came before: the crawl at hand, and where the next record must stand."""

    def __init__(self, warc: Path, reader: Reader) -> None:
        self._warc = warc
        self._reader = trusting(reader, warc.parent)
        self._run: Run | None = None
        self._files_read: set[str] = set()
        self._file, self._end = "", 0

    def take(self, begun: _Begun) -> Iterator[Waiting]:
        """Hand on what a span holds, read again where it was guessed wrongly or broke a worker."""
        span, rules = begun.span, self._run.rules if self._run else None
        if span.file != self._file:
            self._file, self._end = span.file, 0
        if self._end >= span.stop:
            return
        try:
            read = begun.result.result()
            if span.start != self._end or not (begun.rules == rules or _names_crawl(read)):
                span = replace(span, start=self._end)
                read = self._reader.read_span(self._warc, span, rules).result()
        except Exception as error:  # noqa: BLE001 -- one page took too long, or killed its worker
            logger.info("%s is read page by page: %r", span, error)
            yield from self._one_by_one(replace(span, start=self._end))
            return
        self._end = read.end
        for entry, reading in read.found:
            yield self._waiting(entry, reading)

    def submit(self, entry: Entry) -> Waiting:
        """Let a worker read this entry alone."""
        waiting = self._waiting(entry, None)
        if waiting.reading is None and not _is_file(entry) and (task := self._task(entry)):
            return waiting._replace(reading=self._reader.submit(task))
        return waiting

    def _one_by_one(self, span: Span) -> Iterator[Waiting]:
        entries = SpanEntries(self._warc, span)
        yield from map(self.submit, entries)
        self._end = entries.end

    def _waiting(self, entry: Entry, reading: Reading | Future[Reading]) -> Waiting:
        if isinstance(entry, Info):
            self._run = Run.from_info(entry)
        if _is_file(entry):
            reading = self._begin_file(entry)
        return Waiting(self._run, noted(entry), reading)

    def _begin_file(self, entry: Entry) -> Future[Reading] | None:
        """Begin to read an attached file, once, whatever addresses give it."""
        task = self._task(entry)
        if task is None or task.payload.digest in self._files_read:
            return None
        self._files_read.add(task.payload.digest)
        return self._reader.submit(task)

    def _task(self, entry: Entry) -> Task | None:
        if self._run is None or not isinstance(entry, StoredExchange):
            return None
        return task_for(entry.exchange, self._run.profile.parser, self._run.profile.timezone)


def _is_file(entry: Entry) -> bool:
    return isinstance(entry, StoredExchange) and entry.exchange.kind is Kind.DOCUMENT


def _names_crawl(read: SpanRead) -> bool:
    return bool(read.found) and isinstance(read.found[0][0], Info)
