"""Reads exchanges out of WARC files: the archive's own and those of other tools.

Payloads of revisits and deltas are restored. Bodies that other tools stored in chunks are
de-chunked, as an `Exchange` has them.
"""

from collections.abc import Iterator
from pathlib import Path

from archive.errors import DamagedRecordError
from archive.warc.assembling import (
    Entry,
    Info,
    Note,
    Other,
    RecordType,
    StoredExchange,
    assemble,
    interpret,
)
from archive.warc.exchange import Exchange
from archive.warc.origins import read_origin
from archive.warc.pairing import Pair, is_answer, pair, with_origins
from archive.warc.positions import Position, archive_files
from archive.warc.restoring import Originals, read_record, read_record_and_next
from archive.warc.scan import BadRecord, Record, scan

__all__ = [
    "BadRecord",
    "Entry",
    "Info",
    "Note",
    "Other",
    "RecordType",
    "StoredExchange",
    "load_exchange",
    "read_records",
]


def read_records(path: Path, spool: Path | None = None, start: int = 0) -> Iterator[Entry]:
    """Read all that a WARC file, or the WARC folder of an archive, holds, in the order written.

    Of a single file, reading may `start` at a record further on. Damage is reported as BadRecord,
    and reading goes on after it. With `spool`, payloads too large for the memory become files in
    that folder, which are then the caller's.
    """
    files, folder = (archive_files(path), path) if path.is_dir() else ([path], path.parent)
    originals = Originals(folder)
    for file in files:
        for found in with_origins(pair(scan(file, start, spool))):
            if isinstance(found, Pair):
                originals.note(found.answer)
            entry = interpret(found, originals)
            if isinstance(found, Pair):
                _let_go(found.answer, entry)
            yield entry


def load_exchange(folder: Path, position: Position, spool: Path | None = None) -> Exchange:
    """Read one exchange of an archive by the place of its response, revisit, delta or failure.

    Raises DamagedRecordError where the record is not there, not sound, or its payload is not
    the one that its digest names; NotInArchiveError where the file is missing.
    """
    answer, after = read_record_and_next(folder, position, spool)
    originals = Originals(folder)
    if not is_answer(answer):
        raise DamagedRecordError(f"{position} is a {answer.type} record, not one of an exchange.")
    origin = read_origin(after)
    asked = next(filter(None, map(originals.locate, answer.concurrent)), None)
    if origin is not None and origin.request is not None:
        asked = Position(position.file, origin.request, 0)
    request = read_record(folder, asked) if asked else None
    try:
        stored = assemble(Pair(request, answer, origin), originals)
    except (ValueError, KeyError, TypeError) as error:
        raise DamagedRecordError(
            f"{folder / position.file}, offset {position.offset}: {error}"
        ) from error
    _let_go(answer, stored)
    return stored.exchange


def _let_go(record: Record, entry: Entry) -> None:
    """Take away the file of a body in chunks, once they are joined in another."""
    response = entry.exchange.response if isinstance(entry, StoredExchange) else None
    if record.rest is not None and (response is None or response.payload is not record.rest):
        record.rest.discard()
