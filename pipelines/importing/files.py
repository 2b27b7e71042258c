"""WARC and WACZ files of other tools into an archive.

The files are read twice: first for the pages of the portal, then for all else, so that it is
known which addresses are attachments of articles. Where revisits came before what they mean, the
files that hold them are read once more.
"""

from array import array
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum, auto
from pathlib import Path

from sqlalchemy import Connection

from archive.content import Kind
from archive.errors import ArchiveError
from archive.fixity.records import block_fault, parts, payload_fault, proves_payload
from archive.folder import ArchiveFolder
from archive.profile import Profile
from archive.times import from_w3c, to_text
from archive.warc.assembling import interpret
from archive.warc.exchange import Exchange
from archive.warc.members import member_end
from archive.warc.origins import Origin
from archive.warc.pairing import Pair, pair
from archive.warc.positions import Position, serial_of
from archive.warc.reader import BadRecord, StoredExchange
from archive.warc.restoring import Originals
from archive.warc.scan import Record, scan
from pipelines.importing.kinds import other_kind, page_kind
from pipelines.importing.known import find_capture, find_payload, is_known
from pipelines.importing.recording import Candidate, ImportRun
from pipelines.importing.report import FileReport, ImportReport
from pipelines.importing.sources import Source, open_sources
from pipelines.session import open_archive
from pipelines.tasks import task_for
from pipelines.workers import Reader

BATCH = 200
"""How many captures are copied, flushed to disk and committed at once."""

Watch = Callable[[str, int], None]
"""Is told the file at hand and how many captures were recorded so far."""


class _Reading(Enum):
    """Which reading of the files it is."""

    PAGES = auto()
    REST = auto()
    LATE = auto()


@dataclass(slots=True)
class _File:
    """A file, what is told of it, and where the answers stand that are left for the last reading.

    Those are revisits and deltas of responses that did not come so far: files are in any order.
    Their places alone are kept, for there may be millions.
    """

    source: Source
    report: FileReport
    late: "array[int]" = field(default_factory=lambda: array("Q"))


@dataclass(slots=True)
class _Import:
    """All files on their way into the archive."""

    run: ImportRun
    reader: Reader
    originals: Originals
    files: list[_File]
    reading: _Reading = _Reading.PAGES
    batch: list[Candidate] = field(default_factory=list)


def import_files(
    root: Path,
    files: list[Path],
    profile: Profile,
    reader: Reader,
    clock: Callable[[], datetime],
    watch: Watch | None = None,
) -> ImportReport:
    """Import files; what the archive has already is passed over.

    Raises ArchiveError where a file or the archive can't be opened.
    """
    with open_archive(root, reader) as (folder, engine, _):
        run = ImportRun(folder, engine, profile, clock)
        try:
            return import_into(run, reader, files, watch)
        finally:
            run.close()
            _clear(folder)


def import_into(
    run: ImportRun, reader: Reader, files: list[Path], watch: Watch | None = None
) -> ImportReport:
    """Import files into an archive that is open, and end the import."""
    sources = list(open_sources(files, run.folder.incoming))
    reports = read_sources(run, reader, sources, watch)
    detail = tuple(line for report in reports for line in report.lines())
    return ImportReport(run.profile.key, tuple(reports), run.finish(detail))


def read_sources(
    run: ImportRun, reader: Reader, sources: list[Source], watch: Watch | None = None
) -> list[FileReport]:
    """Read all files twice, some of them once more, and record what they hold."""
    files = [_File(source, FileReport(source.name)) for source in sources]
    for file in files:
        problem = file.source.problem
        for bad in file.source.damage or ():
            file.report.add_bad(bad)
        if problem is not None:
            file.report.add_bad(BadRecord(Position(file.source.name, 0, 0), problem))
    one = _Import(run, reader, Originals(run.folder.incoming), files)
    for one.reading in _Reading:
        for file in files:
            if file.source.problem is None and (one.reading is not _Reading.LATE or file.late):
                _read_file(one, file, watch)
        _flush(one)
    return [file.report for file in files]


def _read_file(one: _Import, file: _File, watch: Watch | None) -> None:
    known, file.late = iter(file.late), array("Q")
    late = next(known, None)
    for found in pair(scan(file.source.path, 0, one.run.folder.incoming)):
        if isinstance(found, Pair):
            offset = found.answer.position.offset
            is_late = offset == late
            if is_late:
                late = next(known, None)
            if is_late == (one.reading is _Reading.LATE):
                is_late = not _take(one, file, found)
            else:
                _let_go(found, None)
            if is_late:
                file.late.append(offset)
        elif one.reading is _Reading.PAGES:
            _tell(file.report, found)
        if len(one.batch) >= BATCH:
            _flush(one)
            if watch is not None:
                watch(file.source.name, file.report.kept)


def _tell(report: FileReport, found: Record | BadRecord) -> None:
    if isinstance(found, BadRecord):
        report.add_bad(found)
    else:
        report.other += 1


def _take(one: _Import, file: _File, found: Pair) -> bool:
    """Take one exchange on, if this is the reading for it; tell whether it need not wait."""
    if one.reading is _Reading.PAGES:
        one.originals.note(found.answer)
    found = _with_sound_request(one, file, found)
    entry = interpret(found, one.originals)
    if isinstance(entry, BadRecord):
        entry = _meant_before(one.run, found) or entry
    disputed = _contradicted(found, entry) if isinstance(entry, StoredExchange) else None
    if isinstance(entry, StoredExchange) and disputed and not _is_as_written(file, found, entry):
        _let_go(found, entry.exchange)
        entry = BadRecord(entry.position, disputed)
    if not isinstance(entry, StoredExchange):
        _let_go(found, None)
        if one.reading is not _Reading.LATE and found.answer.type != "response":
            return False
        if one.reading is not _Reading.REST and isinstance(entry, BadRecord):
            file.report.add_bad(replace(entry, reason=_named(one, entry.reason)))
        return True
    exchange = entry.exchange
    kind = page_kind(one.run.profile, exchange)
    if one.reading is not _Reading.LATE and (kind is None) is (one.reading is _Reading.PAGES):
        _let_go(found, exchange)
        return True
    return _submit(one, file, replace(found, origin=None), entry, kind, disputed)


def _named(one: _Import, reason: str) -> str:
    """Call files by the names that people know."""
    for file in one.files:
        reason = reason.replace(file.source.path.name, file.source.name)
    return reason


def _with_sound_request(one: _Import, file: _File, found: Pair) -> Pair:
    """Leave a request out that is not what it says of itself."""
    if found.request is None or file.source.has_checksums:
        return found
    wrong = block_fault(found.request)
    if wrong is None:
        return found
    if one.reading is _Reading.PAGES:
        file.report.add_bad(BadRecord(found.request.position, wrong))
    return replace(found, request=None)


def _contradicted(found: Pair, entry: StoredExchange) -> str | None:
    """Say what is wrong where records are not what their own digests say."""
    wrong = [fault for record in parts(found) if (fault := block_fault(record)) is not None]
    if not wrong and (fault := payload_fault(entry, found.answer)) is not None:
        wrong.append(fault)
    return wrong[0] if wrong else None


def _is_as_written(file: _File, found: Pair, entry: StoredExchange) -> bool:
    """Tell whether it is a digest that is wrong, and not the bytes: some tools compute it badly.

    Then the checksum of gzip holds, or the digest of the payload does.
    """
    if not file.source.has_checksums:
        return proves_payload(entry, found.answer)
    if file.source.damage is not None:
        return True
    with file.source.path.open("rb") as stream, suppress(ValueError):
        for record in parts(found):
            member_end(stream, record.position.offset)
        return True
    return False


def _submit(
    one: _Import,
    file: _File,
    found: Pair,
    entry: StoredExchange,
    kind: Kind | None,
    disputed: str | None,
) -> bool:
    """Begin to read an exchange that is new, and put it into the batch; False: it must wait."""
    run, exchange, report = one.run, entry.exchange, file.report
    meant = _meant(one, entry.refers_to)
    if meant is not None:
        _flush_if_waiting(one, meant[0])
    with run.engine.connect() as db:
        known = is_known(db, run.profile.key, exchange)
        exchange = replace(exchange, kind=kind or other_kind(db, run.profile, exchange))
        refers_to = find_capture(db, run.profile.key, *meant) if meant else None
        if entry.refers_to is not None and serial_of(entry.refers_to.file) is not None:
            refers_to = entry.refers_to  # one of the archive itself
        db.rollback()
    if not known and entry.refers_to is not None and refers_to is None:
        _let_go(found, exchange)
        if one.reading is _Reading.LATE:
            reason = "the response that it refers to is not among what was imported"
            report.add_bad(BadRecord(entry.position, reason))
        return one.reading is _Reading.LATE
    if disputed is not None:
        report.add_disputed(BadRecord(entry.position, disputed))
    if known:
        _let_go(found, exchange)
        report.count(kept=False)
        return True
    origin = Origin(
        *(exchange.kind, file.source.name, entry.position.offset),
        source=found.answer.fields.get("warc-source-uri"),
        refers_to=refers_to,
        disputed=disputed,
    )
    reading = None
    task = task_for(exchange, run.profile.parser, run.profile.timezone)
    if task is not None and not _was_read(run, exchange):
        reading = one.reader.submit(task)
    one.batch.append(
        Candidate(file.source.path, found, exchange, origin, reading, report.count, report.add_bad)
    )
    return True


def _was_read(run: ImportRun, exchange: Exchange) -> bool:
    """Tell whether a file was read before; it will have been, after this."""
    if exchange.kind is not Kind.DOCUMENT or exchange.response is None:
        return False
    digest = exchange.response.payload.digest
    known = digest in run.payloads
    run.payloads.add(digest)
    return known


def _meant(one: _Import, place: Position | None) -> tuple[str, str] | None:
    """Return URL and moment of the response in these files that a revisit refers to."""
    if place is None or serial_of(place.file) is not None:
        return None
    with suppress(ArchiveError, ValueError):
        original = one.originals.load(place)
        return original.url, to_text(from_w3c(original.date))
    return None


def _meant_before(run: ImportRun, found: Pair) -> StoredExchange | BadRecord | None:
    """Read a revisit of a response that was imported before, with other files."""
    if found.answer.type != "revisit":
        return None
    with run.engine.connect() as db:
        place = _find_original(db, run, found.answer)
        db.rollback()
    if place is None:
        return None
    origin = Origin(Kind.OTHER, "", 0, refers_to=place)
    entry = interpret(replace(found, origin=origin), Originals(run.folder.warc))
    return entry if isinstance(entry, StoredExchange) else None


def _find_original(db: Connection, run: ImportRun, revisit: Record) -> Position | None:
    """Return where the archive has what a revisit means; many tools name a digest alone."""
    key, fields = run.profile.key, revisit.fields
    url = fields.get("warc-refers-to-target-uri", "").strip("<>")
    if url and (at := fields.get("warc-refers-to-date")):
        with suppress(ValueError):
            if place := find_capture(db, key, url, to_text(from_w3c(at))):
                return place
    # The date may be that of an index, to the second.
    digest = fields.get("warc-payload-digest")
    return find_payload(db, run.folder.warc, key, url or revisit.url, digest) if digest else None


def _flush_if_waiting(one: _Import, url: str) -> None:
    if any(each.exchange.url == url for each in one.batch):
        _flush(one)


def _flush(one: _Import) -> None:
    if one.batch:
        one.run.record(one.batch)
        for each in one.batch:
            _let_go(each.pair, each.exchange)
        one.batch.clear()


def _let_go(found: Pair, exchange: Exchange | None) -> None:
    """Take away the files of a payload that was too large for the memory."""
    if found.answer.rest is not None:
        found.answer.rest.discard()
    if exchange is not None and exchange.response is not None:
        exchange.response.payload.discard()


def _clear(folder: ArchiveFolder) -> None:
    for leftover in folder.incoming.glob("import-*"):
        leftover.unlink(missing_ok=True)
