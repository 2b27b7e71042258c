"""The audit of one WARC file: every byte, every record, every row that speaks of it."""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from heapq import heappop, heappush
from itertools import chain
from pathlib import Path

from archive.fixity.altered import altered_faults
from archive.fixity.faults import REBUILD, Fault, FaultKind
from archive.fixity.members import read_file, read_places
from archive.fixity.records import block_fault, cause_of, examine, is_disputed, parts
from archive.fixity.rows import (
    EVERYTHING,
    Chosen,
    KnownFile,
    Row,
    contradictions,
    open_copy,
    rows_of,
)
from archive.fixity.sealing import digest_file
from archive.warc.assembling import StoredExchange
from archive.warc.pairing import Pair, pair, with_origins
from archive.warc.positions import Position
from archive.warc.restoring import Originals
from archive.warc.scan import BadRecord, Record

LONE = "no record says what came of this request"
"""What `archive.warc.pairing` says of a request without an answer."""
_HELD = 8


@dataclass(frozen=True, slots=True)
class FileTask:
    """One file to audit: of the folder `warc`, by the rows of the database at `database`.

    Without a database (None) the records are audited by what they say of themselves alone.
    """

    warc: Path
    database: Path | None
    known: KnownFile
    chosen: Chosen = EVERYTHING
    absent: tuple[str, ...] = ()
    """Files that the database knows, and that are not there."""

    @property
    def path(self) -> Path:
        """Where the file is."""
        return self.warc / self.known.name


@dataclass(slots=True)
class FileReport:
    """What the audit of a file found; `captures` and `bytes` say how much was read."""

    file: str
    captures: int = 0
    bytes: int = 0
    faults: list[Fault] = field(default_factory=list)


def check_file(task: FileTask, watch: Callable[[int], None] = lambda _: None) -> FileReport:
    """Audit a file that is there; `watch` is told how many bytes are done, now and then.

    Raises sqlite3.DatabaseError where its rows can't be read.
    """
    report = FileReport(task.known.name)
    with tempfile.TemporaryDirectory(prefix="luutru-") as spool, ExitStack() as stack:
        rows: Iterator[Row] = iter(())
        if task.database is not None:
            rows = rows_of(stack.enter_context(open_copy(task.database)), task.known, task.chosen)
        if task.chosen.everything:
            _check_all(task, rows, Path(spool), report, watch)
        else:
            chosen = list(rows)
            found = read_places(task.path, [row.offset for row in chosen], Path(spool))
            _compare(found, iter(chosen), task, report, watch)
    report.faults = list(_follow(report.faults))
    return report


def _check_all(
    task: FileTask,
    rows: Iterator[Row],
    spool: Path,
    report: FileReport,
    watch: Callable[[int], None],
) -> None:
    known, size = task.known, task.path.stat().st_size
    end = min(known.indexed, size)
    left = _compare(read_file(task.path, end, spool), rows, task, report, watch)
    if size < known.indexed:
        lost = Position(known.name, size, known.indexed - size)
        what = f"the last {lost.length:,} bytes of the file are not there"
        captures = tuple(row.id for row in left)
        report.faults.append(Fault.at(FaultKind.DAMAGED, lost, what, captures))
    report.faults += (_misplaced(row, task) for row in left)
    altered = not report.faults and known.digest is not None
    if altered and digest_file(task.path, end) != known.digest:
        report.faults += altered_faults(task.path, end, str(known.digest))


def _compare(
    records: Iterator[Record | BadRecord],
    rows: Iterator[Row],
    task: FileTask,
    report: FileReport,
    watch: Callable[[int], None],
) -> Iterator[Row]:
    """Walk records and rows side by side, both by their places; return the rows that are left."""
    originals = Originals(task.path.parent)
    row = next(rows, None)
    for found in _in_order(with_origins(pair(records))):
        position, faults, stored = _examine(found, originals, task.absent)
        here: list[int] = []
        while row is not None and row.offset < max(position.end, position.offset + 1):
            if _belongs(row, position, sound=stored is not None, faulty=bool(faults)):
                here.append(row.id)
                faults += _contradicted(row, stored)
            else:
                report.faults.append(_misplaced(row, task))
            row = next(rows, None)
        if stored is not None and not here and task.database is not None:
            report.faults.append(_unindexed(stored))
        report.faults += (replace(fault, captures=tuple(here)) for fault in faults)
        report.captures += stored is not None
        size = sum(record.position.length for record in _read(found))
        report.bytes += size
        watch(size)
        _let_go(found, stored)
    return chain(() if row is None else (row,), rows)


def _in_order(found: Iterable[Pair | Record | BadRecord]) -> Iterator[Pair | Record | BadRecord]:
    """Sort what was paired: an answer that lost its request comes out after notes that follow."""
    held: list[tuple[int, int, Pair | Record | BadRecord]] = []
    for number, each in enumerate(found):
        heappush(held, (_place(each).offset, number, each))
        if len(held) > _HELD:
            yield heappop(held)[-1]
    while held:
        yield heappop(held)[-1]


def _place(found: Pair | Record | BadRecord) -> Position:
    return found.answer.position if isinstance(found, Pair) else found.position


def _belongs(row: Row, position: Position, *, sound: bool, faulty: bool) -> bool:
    """Tell whether a row speaks of what is at this place, or of what the damage there hides."""
    if row.offset == position.offset:
        return sound or faulty
    return row.offset > position.offset and faulty and not sound


def _examine(
    found: Pair | Record | BadRecord, originals: Originals, absent: tuple[str, ...]
) -> tuple[Position, list[Fault], StoredExchange | None]:
    """Check records by what they say; return their place, what is wrong, and the exchange."""
    if isinstance(found, BadRecord):
        return found.position, [Fault.at(FaultKind.DAMAGED, found.position, found.reason)], None
    faults = [
        Fault.at(FaultKind.DAMAGED, record.position, wrong)
        for record in ([] if is_disputed(found) else parts(found))
        if (wrong := block_fault(record)) is not None
    ]
    position = _place(found)
    entry, wrong = examine(found, originals)
    if wrong is not None and not faults:
        cause = cause_of(found, originals, absent)
        kind = FaultKind.DAMAGED if cause is None else FaultKind.UNRESTORABLE
        faults.append(replace(Fault.at(kind, position, wrong), cause=cause))
    return position, faults, entry if isinstance(entry, StoredExchange) else None


def _contradicted(row: Row, stored: StoredExchange | None) -> list[Fault]:
    wrong = contradictions(row, stored) if stored is not None else []
    if not wrong or stored is None:
        return []
    fault = Fault.at(
        FaultKind.MISPLACED,
        stored.position,
        f"the record here is not the one that capture {row.id} claims: {'; '.join(wrong)}",
    )
    return [replace(fault, advice=REBUILD)]


def _misplaced(row: Row, task: FileTask) -> Fault:
    return Fault(
        FaultKind.MISPLACED,
        task.known.name,
        row.offset,
        None,
        f"no record begins where capture {row.id} of {row.url} says that its own does",
        REBUILD,
        (row.id,),
    )


def _unindexed(stored: StoredExchange) -> Fault:
    what = f"no row speaks of this capture of {stored.exchange.url}"
    return replace(Fault.at(FaultKind.UNINDEXED, stored.position, what), advice=REBUILD)


def _let_go(found: Pair | Record | BadRecord, stored: StoredExchange | None) -> None:
    """Remove the files of a payload that was too large for the memory."""
    for record in _read(found):
        if isinstance(record, Record) and record.rest is not None:
            record.rest.discard()
    if stored is not None and stored.exchange.response is not None:
        stored.exchange.response.payload.discard()


def _read(found: Pair | Record | BadRecord) -> Sequence[Record | BadRecord]:
    return [found] if isinstance(found, BadRecord) else parts(found)


def _follow(faults: list[Fault]) -> Iterator[Fault]:
    """Let a sound request whose answer is damaged follow from that."""
    damaged = {fault.offset for fault in faults if fault.kind is FaultKind.DAMAGED}
    for fault in faults:
        if fault.what.startswith(LONE) and fault.end in damaged:
            yield replace(fault, kind=FaultKind.UNRESTORABLE, cause=(fault.file, fault.end))
        else:
            yield fault
