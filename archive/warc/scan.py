"""Reads the records of one WARC file as they stand, and goes on after damage.

fastwarc reads; where it stops at something, the place of the fault is found member by member,
reported, and reading goes on at the next record that can be read.
"""

import os
import re
import tempfile
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from fastwarc.stream_io import WarcReader
from fastwarc.warc import ArchiveIterator, WarcRecord

from archive.warc.exchange import CHUNK, Payload
from archive.warc.http import head_length
from archive.warc.members import MAGIC, find_member, member_end, peek
from archive.warc.positions import Position

SPOOLED = 16 << 20
"""Payloads above this many bytes go to a file, where the caller gave a folder for them."""

_LONGEST_HEADERS = 1 << 20
_SEAM = len(b"\nWARC/1.0") - 1
_HTTP = ("response", "revisit")
_START = re.compile(rb"\nWARC/[01]\.\d")
"""How a record begins; Heritrix wrote versions 0.17 and 0.18 until 2009."""


@dataclass(frozen=True, slots=True)
class Record:
    """A record as it stands: type, named fields (lower case, first of each), block."""

    position: Position
    type: str
    fields: dict[str, str]
    concurrent: tuple[str, ...]
    block: bytes
    rest: Payload | None = None
    """What follows `block`, where that was too large to be held in memory."""

    @property
    def id(self) -> str:
        """The record's id, with its angle brackets."""
        return self.fields.get("warc-record-id", "")

    @property
    def url(self) -> str:
        """The target URI, without the angle brackets that some tools put around it."""
        return self.fields.get("warc-target-uri", "").strip("<>")

    @property
    def content_type(self) -> str:
        """The block's media type, without parameters."""
        return self.fields.get("content-type", "").split(";")[0].strip().lower()


@dataclass(frozen=True, slots=True)
class BadRecord:
    """Bytes that can't be read as a record, or a record that is not what it claims."""

    position: Position
    reason: str


def scan(
    path: Path, start: int = 0, spool: Path | None = None
) -> Generator[Record | BadRecord, None, None]:
    """Read the records of a file from the record at `start` on, compressed or not."""
    size = path.stat().st_size
    offset: int | None = start
    while offset is not None and offset < size:
        pending = reason = None
        try:
            for record in _iterate(path, offset):
                if pending is not None:
                    yield _placed(pending, record.stream_pos)
                pending = None
                offset = record.stream_pos
                pending = _take(record, path.name, spool)
        except (OSError, ValueError) as error:
            reason = str(error)
        with path.open("rb") as stream:
            if pending is not None:
                end, damage = _end(stream, pending, size)
                if damage is None:
                    yield _placed(pending, end)
                    offset = end
                reason = damage or reason
            if offset >= size:
                return
            resume = _next(stream, offset + 1, packed=_is_packed(path, stream))
        stop = size if resume is None else resume
        yield BadRecord(
            Position(path.name, offset, stop - offset), reason or "these bytes are no WARC record"
        )
        offset = resume


def _iterate(path: Path, offset: int) -> Iterator[WarcRecord]:
    with path.open("rb") as stream:
        bare = _ends_lines_bare(stream, offset)
        stream.seek(offset)
        yield from ArchiveIterator(
            stream, parse_http=False, quirks_mode=bare, max_header_len=_LONGEST_HEADERS
        )


def _ends_lines_bare(stream: BinaryIO, offset: int) -> bool:
    """Tell whether a record ends its lines with LF alone, against the standard.

    Only then is fastwarc told to be lenient: it would pass over damage without a word.
    """
    line = peek(stream, offset, 16).partition(b"\n")
    return bool(line[1]) and not line[0].endswith(b"\r")


def _take(record: WarcRecord, file: str, spool: Path | None) -> Record:
    fields: dict[str, str] = {}
    concurrent = []
    for key, value in record.headers.items():
        name = key.lower()
        fields.setdefault(name, value)
        if name == "warc-concurrent-to":
            concurrent.append(value)
    kind = fields.get("warc-type", "unknown").lower()
    rest = None
    if spool is not None and kind in _HTTP and record.content_length > SPOOLED:
        block, rest = _spooled(record.reader, spool)
        read = len(block) + rest.size
    else:
        block = record.reader.read()
        read = len(block)
    if read < record.content_length:
        raise ValueError(f"the record is torn: {read} of {record.content_length} bytes are there")
    place = Position(file, record.stream_pos, 0)
    return Record(place, kind, fields, tuple(concurrent), block, rest)


def _spooled(reader: WarcReader, spool: Path) -> tuple[bytes, Payload]:
    start = reader.read(CHUNK)
    cut = head_length(start)
    descriptor, name = tempfile.mkstemp(dir=spool, prefix="payload-")
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(start[cut:])
        while piece := reader.read(CHUNK):
            stream.write(piece)
    return start[:cut], Payload(path=Path(name))


def _placed(record: Record, end: int) -> Record:
    file, offset = record.position.file, record.position.offset
    place = Position(file, offset, max(0, end - offset))
    return Record(place, record.type, record.fields, record.concurrent, record.block, record.rest)


def _end(stream: BinaryIO, record: Record, size: int) -> tuple[int, str | None]:
    """Return where the last record that was read ends, and what is wrong with it, if anything."""
    offset = record.position.offset
    stream.seek(offset)
    head = stream.read(_LONGEST_HEADERS)
    if head.startswith(MAGIC):
        try:
            return member_end(stream, offset), None
        except ValueError as error:
            return offset, str(error)
    if not head.startswith(b"WARC/"):
        return size, None  # one member for all records: they have no places of their own
    end = offset + head_length(head) + len(record.block) + (record.rest.size if record.rest else 0)
    stream.seek(end)
    tail = stream.read(4)
    return end + len(tail) - len(tail.lstrip(b"\r\n")), None


def _is_packed(path: Path, stream: BinaryIO) -> bool:
    """Tell by its name, too, for the first bytes may be what is damaged."""
    stream.seek(0)
    return stream.read(len(MAGIC)) == MAGIC or path.suffix == ".gz"


def _next(stream: BinaryIO, offset: int, packed: bool) -> int | None:
    """Return where the next record begins that looks whole enough to be read."""
    if packed:
        return find_member(stream, offset)
    stream.seek(offset)
    window, base = b"", offset
    while piece := stream.read(CHUNK):
        window += piece
        if at := _START.search(window):
            return base + at.start() + 1
        base += len(window) - _SEAM
        window = window[-_SEAM:]
    return None
